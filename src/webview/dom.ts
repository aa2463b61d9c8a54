/** @file Building elements: attributes and text nodes only, never markup from strings. */

export type Child = Node | string | number | null | false | undefined;
type Listener = (event: never) => void;
type Attributes = Record<string, string | number | boolean | null | undefined | Listener>;

const svgNamespace = 'http://www.w3.org/2000/svg';

/** An HTML element. `onclick: fn` listens; `false`, null and undefined leave an attribute out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  append(made, children);
  return made;
}

/** An SVG element; see `element`. */
export function shape<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(svgNamespace, tag) as SVGElementTagNameMap[K];
  setAttributes(made, attributes);
  append(made, children);
  return made;
}

export function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') target.addEventListener(name.slice(2), value as EventListener);
    else if (value === null || value === undefined || value === false) target.removeAttribute(name);
    else target.setAttribute(name, value === true ? '' : String(value));
  }
}

export function append(target: Element, children: Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    target.append(typeof child === 'number' ? String(child) : child);
  }
}

/** Replaces what is inside, keeping the keyboard's place by `data-key` where there is one. */
export function replaceContent(target: Element, ...children: Child[]): void {
  const focused = target.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.getAttribute('data-key');
  target.replaceChildren();
  append(target, children);
  if (key) target.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

/** Drawings of the toolbar, 16 × 16, filled with the text's colour. */
const icons = {
  first: 'M3 3h2v10H3zM13 3v10L6 8z',
  back: 'M12 3v10L4 8z',
  play: 'M4 2.5v11L13.5 8z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  step: 'M4 3v10l6.2-5zM11 3h2v10h-2z',
  last: 'M11 3h2v10h-2zM3 3v10l7-5z',
  forward: 'M4 3v10l8-5z',
  plus: 'M7.3 3h1.4v4.3H13v1.4H8.7V13H7.3V8.700H3V7.300h4.300z',
  minus: 'M3 7.300h10v1.400H3z',
  fit: 'M2 2h4v1.300H3.300V6H2zM10 2h4v4h-1.300V3.300H10zM2 10h1.300v2.700H6V14H2zM12.700 10H14v4h-4v-1.300h2.700z',
  close: 'M8 7.100 11.800 3.300l.9.9L8.900 8l3.800 3.800-.9.9L8 8.900l-3.800 3.800-.9-.9L7.100 8 3.300 4.200l.9-.9z',
  reset:
    'M8 3a5 5 0 1 1-4.800 3.600l1.300.4A3.650 3.650 0 1 0 8 4.350H6.200l1.500 1.500-1 1L3.700 3.800 6.700.8l1 1L6.400 3z',
  turn: 'M2.500 2h4.200v4.200H2.500zM3.700 3.200v1.800h1.800V3.200zM9.300 9.800h4.200V14H9.300zM10.500 11v1.800h1.800V11zM4 7.500h1.200v3.700h2.700v1.200H4z',
  bookmark: 'M4 2h8v12l-4-3-4 3zM5.300 3.300v8.100L8 9.400l2.700 2V3.300z',
  chevron: 'M4 6l4 4 4-4-.9-.9L8 8.200 4.900 5.100z',
} as const;

export type IconName = keyof typeof icons;

export function icon(name: IconName): SVGSVGElement {
  return shape(
    'svg',
    { viewBox: '0 0 16 16', width: 16, height: 16, class: 'icon', 'aria-hidden': 'true' },
    shape('path', { d: icons[name], 'fill-rule': 'evenodd' }),
  );
}

/** A button with an icon only; `label` is its name for hover and screen readers. */
export function iconButton(name: IconName, label: string, onclick: () => void, key?: string): HTMLButtonElement {
  return element(
    'button',
    { type: 'button', class: 'icon-button', title: label, 'aria-label': label, onclick, 'data-key': key },
    icon(name),
  );
}
