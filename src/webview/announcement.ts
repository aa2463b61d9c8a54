/** @file A message over the lower edge of the panel: why something that was asked for did not happen. */
import { element, icon } from './dom';
import { text } from './strings';

const seconds = 10;
let shown: HTMLElement | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;

/** One at a time; it goes by itself, or when it is closed. */
export function announce(words: string): void {
  close();
  shown = element(
    'div',
    { class: 'announcement', role: 'alert' },
    element('p', {}, words),
    element(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        title: text('announcement.close'),
        'aria-label': text('announcement.close'),
        onclick: close,
      },
      icon('close'),
    ),
  );
  document.body.append(shown);
  timer = setTimeout(close, seconds * 1000);
}

function close(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  shown?.remove();
  shown = null;
}
