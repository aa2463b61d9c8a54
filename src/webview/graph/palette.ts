/** @file The theme's colours as a canvas needs them: computed, and computed anew when the theme changes. */

const names = [
  'text',
  'ground',
  'muted',
  'faint',
  'line',
  'line-strong',
  'lane',
  'accent',
  'positive',
  'negative',
  'bad',
  'order-1',
  'order-2',
  'order-3',
  'order-4',
  'order-5',
  'order-6',
  'order-7',
] as const;

export type Palette = Record<(typeof names)[number], string> & { number: string; interface: string };

/** Reads the colours through a probe, because custom properties come back unresolved. */
export function readPalette(host: HTMLElement): Palette {
  const probe = document.createElement('span');
  host.append(probe);
  const found = {} as Palette;
  for (const name of names) {
    probe.style.color = `var(--${name})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.style.fontFamily = 'var(--number)';
  found.number = getComputedStyle(probe).fontFamily;
  probe.style.fontFamily = 'var(--vscode-font-family, sans-serif)';
  found.interface = getComputedStyle(probe).fontFamily;
  probe.remove();
  return found;
}

/** Calls back when VS Code switches the theme. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return () => observer.disconnect();
}
