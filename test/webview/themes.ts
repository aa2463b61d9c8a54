/** @file The theme variables that the panel uses, as VS Code's own themes set them. */

export type ThemeName = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

const common = {
  'font-family': '"DejaVu Sans", sans-serif',
  'editor-font-family': '"Noto Sans Mono", monospace',
};

const charts = {
  dark: { red: '#f14c4c', blue: '#3794ff', yellow: '#cca700', orange: '#d18616', green: '#89d185', purple: '#b180d7' },
  light: { red: '#e51400', blue: '#1a85ff', yellow: '#bf8803', orange: '#d18616', green: '#388a34', purple: '#652d90' },
};

export const themes: Record<ThemeName, { bodyClass: string; variables: Record<string, string> }> = {
  dark: {
    bodyClass: 'vscode-dark',
    variables: {
      ...common,
      ...chart(charts.dark),
      foreground: '#cccccc',
      'editor-background': '#1f1f1f',
      descriptionForeground: '#9d9d9d',
      focusBorder: '#0078d4',
      'textLink-foreground': '#4daafc',
      errorForeground: '#f85149',
      'terminal-ansiCyan': '#11a8cd',
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
  },
  light: {
    bodyClass: 'vscode-light',
    variables: {
      ...common,
      ...chart(charts.light),
      foreground: '#3b3b3b',
      'editor-background': '#ffffff',
      descriptionForeground: '#3b3b3bb3',
      focusBorder: '#005fb8',
      'textLink-foreground': '#005fb8',
      errorForeground: '#c72e0f',
      'terminal-ansiCyan': '#0598bc',
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
  },
  'high-contrast': {
    bodyClass: 'vscode-high-contrast',
    variables: {
      ...common,
      ...chart({ ...charts.dark, orange: '#ab5a00' }),
      foreground: '#ffffff',
      'editor-background': '#000000',
      descriptionForeground: '#ffffffb3',
      focusBorder: '#f38518',
      contrastBorder: '#6fc3df',
      'textLink-foreground': '#21a6ff',
      errorForeground: '#f48771',
      'terminal-ansiCyan': '#00cdcd',
      'input-background': '#000000',
      'input-foreground': '#ffffff',
      'input-border': '#6fc3df',
      'dropdown-background': '#000000',
      'dropdown-foreground': '#ffffff',
      'button-background': '#000000',
      'button-foreground': '#ffffff',
      'button-border': '#6fc3df',
      'menu-background': '#000000',
      'menu-foreground': '#ffffff',
      'menu-border': '#6fc3df',
      'editorWarning-foreground': '#ffd370',
      'editorInfo-foreground': '#3794ff',
      'textCodeBlock-background': '#000000',
    },
  },
  'high-contrast-light': {
    bodyClass: 'vscode-high-contrast-light vscode-high-contrast',
    variables: {
      ...common,
      ...chart({ ...charts.light, orange: '#0f4a85', green: '#374e06' }),
      foreground: '#292929',
      'editor-background': '#ffffff',
      descriptionForeground: '#292929b3',
      focusBorder: '#006bbd',
      contrastBorder: '#0f4a85',
      'textLink-foreground': '#0f4a85',
      errorForeground: '#b5200d',
      'terminal-ansiCyan': '#0598bc',
      'input-background': '#ffffff',
      'input-foreground': '#292929',
      'input-border': '#0f4a85',
      'dropdown-background': '#ffffff',
      'dropdown-foreground': '#292929',
      'button-background': '#0f4a85',
      'button-foreground': '#ffffff',
      'menu-background': '#ffffff',
      'menu-foreground': '#292929',
      'menu-border': '#0f4a85',
      'editorWarning-foreground': '#895503',
      'editorInfo-foreground': '#1a85ff',
      'textCodeBlock-background': '#f2f2f2',
    },
  },
};

function chart(colours: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(colours).map(([name, value]) => [`charts-${name}`, value]));
}

export function themeStyle(theme: ThemeName): string {
  return Object.entries(themes[theme].variables)
    .map(([name, value]) => `--vscode-${name}: ${value};`)
    .join(' ');
}
