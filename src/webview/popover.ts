/** @file A button that opens a small sheet of settings; Escape and a click elsewhere close it. */
import { type Child, element, icon, replaceContent } from './dom';

export class Popover {
  readonly root: HTMLElement;
  private readonly button: HTMLButtonElement;
  private readonly sheet: HTMLElement;

  /** @param opened is called whenever the sheet comes into sight. */
  constructor(
    title: string,
    key: string,
    side: 'below' | 'above',
    private readonly opened: () => void,
    kind = '',
  ) {
    this.button = element('button', {
      type: 'button',
      class: 'button boxed',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      'data-key': key,
      onclick: () => this.show(!this.isOpen),
    });
    this.sheet = element('div', { class: `sheet-of-settings ${side} ${kind}`, role: 'dialog', 'aria-label': title });
    this.sheet.hidden = true;
    this.root = element('div', { class: 'menu-host' }, this.button, this.sheet);
    this.root.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.sheet.hidden) return;
      this.show(false);
      this.button.focus();
      event.stopPropagation();
    });
    this.root.addEventListener('focusout', (event) => {
      if (event.relatedTarget && !this.root.contains(event.relatedTarget as Node)) this.show(false);
    });
  }

  get isOpen(): boolean {
    return !this.sheet.hasAttribute('hidden');
  }

  /** The button's words; `accent` where it is not as it is by default. */
  label(accent: boolean, ...words: Child[]): void {
    replaceContent(this.button, ...words, icon('chevron'));
    this.button.classList.toggle('changed', accent);
  }

  fill(...content: Child[]): void {
    replaceContent(this.sheet, ...content);
  }

  private readonly outside = (event: Event) => {
    if (!this.root.contains(event.target as Node)) this.show(false);
  };

  show(shown: boolean): void {
    if (shown === this.isOpen) return;
    this.sheet.hidden = !shown;
    this.button.setAttribute('aria-expanded', String(shown));
    document.removeEventListener('pointerdown', this.outside, true);
    if (!shown) return;
    document.addEventListener('pointerdown', this.outside, true);
    this.opened();
    const first = this.sheet.querySelector<HTMLElement>('input:checked, input, select, button');
    first?.focus();
  }
}

/** A named group of choices of which one holds; arrow keys move between them. */
export function choices<T extends string>(
  title: string,
  name: string,
  rows: { value: T; label: Child; detail?: Child; aria?: string }[],
  current: T,
  choose: (value: T) => void,
): HTMLElement {
  return element(
    'fieldset',
    { class: 'choices-of' },
    element('legend', {}, title),
    ...rows.map((row) =>
      element(
        'label',
        { class: 'choice' },
        element('input', {
          type: 'radio',
          name,
          value: row.value,
          checked: row.value === current,
          'aria-label': row.aria,
          'data-key': `${name}-${row.value}`,
          onchange: () => choose(row.value),
        }),
        element('span', { class: 'choice-name' }, row.label),
        row.detail !== undefined && element('span', { class: 'choice-detail' }, row.detail),
      ),
    ),
  );
}

/** One thing that is on or off, with a line that says what that changes. */
export function toggle(
  name: string,
  label: Child,
  detail: Child,
  on: boolean,
  change: (on: boolean) => void,
): HTMLElement {
  const box = element('input', {
    type: 'checkbox',
    checked: on,
    'data-key': name,
    onchange: () => change(box.checked),
  });
  return element(
    'label',
    { class: 'choice' },
    box,
    element('span', { class: 'choice-name' }, label),
    element('span', { class: 'choice-detail' }, detail),
  );
}
