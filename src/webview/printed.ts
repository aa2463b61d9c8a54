/** @file What the program printed. */
import { element } from './dom';
import type { State } from './state';

/** Lines that are shown. */
const most = 2000;

export function printed(state: State): HTMLElement {
  const lines = state.evaluation!.printed.slice(0, most);
  return element(
    'pre',
    { class: 'printed number' },
    ...lines.map((line) => element('span', { class: `printed-${line.level}` }, `${line.text}\n`)),
  );
}
