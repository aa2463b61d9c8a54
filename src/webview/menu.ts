/** @file A button that opens a short menu; arrow keys, Escape and a click elsewhere do what one expects. */
import { element, icon } from './dom';

export interface MenuItem {
  label: string;
  run: () => void;
  checked?: boolean;
  /** Items of one group exclude each other. */
  group?: string;
  /** A line above it. */
  begins?: boolean;
}

export function menu(label: string, items: MenuItem[], key: string): HTMLElement {
  const list = element('div', { class: 'menu', role: 'menu', 'aria-label': label });
  list.hidden = true;
  const button = element(
    'button',
    {
      type: 'button',
      class: 'button boxed',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'data-key': key,
      onclick: () => open(list.hasAttribute('hidden')),
    },
    label,
    icon('chevron'),
  );
  const host = element('div', { class: 'menu-host' }, button, list);
  const entries = items.map((item) => {
    const role = item.checked === undefined ? 'menuitem' : item.group ? 'menuitemradio' : 'menuitemcheckbox';
    return element(
      'button',
      {
        type: 'button',
        class: item.begins ? 'menu-item begins' : 'menu-item',
        role,
        tabindex: -1,
        'aria-checked': item.checked === undefined ? null : String(item.checked),
        onclick: () => {
          open(false);
          button.focus();
          item.run();
        },
      },
      element('span', { class: 'menu-check', 'aria-hidden': 'true' }, item.checked ? '✓' : ''),
      item.label,
    );
  });
  list.append(...entries);

  const outside = (event: Event) => {
    if (!host.contains(event.target as Node)) open(false);
  };
  function open(shown: boolean): void {
    list.hidden = !shown;
    button.setAttribute('aria-expanded', String(shown));
    document.removeEventListener('pointerdown', outside, true);
    if (shown) {
      document.addEventListener('pointerdown', outside, true);
      entries[0]?.focus();
    }
  }
  host.addEventListener('keydown', (event) => {
    if (list.hidden) {
      if (event.key === 'ArrowDown') open(true);
      return;
    }
    const at = entries.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') {
      open(false);
      button.focus();
    } else if (to === undefined) return;
    else entries[(to + entries.length) % entries.length].focus();
    if (event.key !== 'Tab') event.preventDefault();
    event.stopPropagation();
  });
  host.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !host.contains(event.relatedTarget as Node)) open(false);
  });
  return host;
}
