/** @file VS Code's colours for a page without VS Code: light or dark, as the reader's system has it. */

const fonts = {
  'font-family': 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif',
  'editor-font-family':
    'ui-monospace, "Cascadia Mono", Menlo, Consolas, "Noto Sans Mono", "DejaVu Sans Mono", monospace',
};

/** The variables that the panel's style sheet reads, as the default themes set them. */
const colours = {
  dark: {
    foreground: '#cccccc',
    'editor-background': '#1f1f1f',
    descriptionForeground: '#9d9d9d',
    focusBorder: '#0078d4',
    'textLink-foreground': '#4daafc',
    errorForeground: '#f85149',
    'terminal-ansiCyan': '#11a8cd',
    'charts-red': '#f14c4c',
    'charts-blue': '#59a4f9',
    'charts-yellow': '#cca700',
    'charts-green': '#89d185',
    'charts-purple': '#b180d7',
    'input-background': '#313131',
    'input-foreground': '#cccccc',
    'input-border': '#3c3c3c',
    'dropdown-background': '#313131',
    'dropdown-foreground': '#cccccc',
    'button-background': '#0078d4',
    'button-foreground': '#ffffff',
    'button-hoverBackground': '#026ec1',
    'toolbar-hoverBackground': '#5a5d5e50',
    'menu-background': '#1f1f1f',
    'menu-foreground': '#cccccc',
    'menu-border': '#454545',
    'menu-selectionBackground': '#0078d4',
    'menu-selectionForeground': '#ffffff',
    'list-hoverBackground': '#2a2d2e',
    'list-activeSelectionBackground': '#04395e',
    'list-activeSelectionForeground': '#ffffff',
    'editorWarning-foreground': '#cca700',
    'editorInfo-foreground': '#3794ff',
    'textCodeBlock-background': '#2b2b2b',
    'inputValidation-errorBorder': '#be1100',
  },
  light: {
    foreground: '#3b3b3b',
    'editor-background': '#ffffff',
    descriptionForeground: '#3b3b3b',
    focusBorder: '#005fb8',
    'textLink-foreground': '#005fb8',
    errorForeground: '#f85149',
    'terminal-ansiCyan': '#0598bc',
    'charts-red': '#e51400',
    'charts-blue': '#0063d3',
    'charts-yellow': '#bf8803',
    'charts-green': '#388a34',
    'charts-purple': '#652d90',
    'input-background': '#ffffff',
    'input-foreground': '#3b3b3b',
    'input-border': '#cecece',
    'dropdown-background': '#ffffff',
    'dropdown-foreground': '#3b3b3b',
    'button-background': '#005fb8',
    'button-foreground': '#ffffff',
    'button-hoverBackground': '#0258a8',
    'toolbar-hoverBackground': '#b8b8b850',
    'menu-background': '#ffffff',
    'menu-foreground': '#3b3b3b',
    'menu-border': '#cecece',
    'menu-selectionBackground': '#005fb8',
    'menu-selectionForeground': '#ffffff',
    'list-hoverBackground': '#f2f2f2',
    'list-activeSelectionBackground': '#e8e8e8',
    'list-activeSelectionForeground': '#000000',
    'editorWarning-foreground': '#bf8803',
    'editorInfo-foreground': '#1a85ff',
    'textCodeBlock-background': '#f8f8f8',
    'inputValidation-errorBorder': '#be1100',
  },
};

/** Follows the system, also while the page is open. */
export function useLessonTheme(changed: () => void): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const theme = dark.matches ? 'dark' : 'light';
    for (const [name, value] of Object.entries({ ...fonts, ...colours[theme] }))
      document.documentElement.style.setProperty(`--vscode-${name}`, value);
    document.documentElement.style.colorScheme = theme;
    document.body.classList.toggle('vscode-dark', theme === 'dark');
    document.body.classList.toggle('vscode-light', theme === 'light');
  };
  apply();
  dark.addEventListener('change', () => {
    apply();
    changed();
  });
}
