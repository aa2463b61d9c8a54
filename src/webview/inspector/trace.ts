/** @file Buttons that follow the graph up- and downstream from the selected item. */
import { element } from '../dom';
import { itemName } from '../names';
import type { State } from '../state';
import type { Store } from '../store';
import { text } from '../strings';

export function traceButtons(store: Store, state: State): HTMLElement {
  const button = (direction: 'up' | 'down', words: string) =>
    element(
      'button',
      {
        type: 'button',
        class: 'button boxed',
        'aria-pressed': String(state.trace === direction),
        'data-key': `trace-${direction}`,
        onclick: () => store.dispatch({ type: 'trace', direction: state.trace === direction ? null : direction }),
      },
      words,
    );
  return element(
    'div',
    { class: 'trace', role: 'group', 'aria-label': text('inspector.trace') },
    element('span', { class: 'muted' }, text('inspector.trace')),
    button('up', text('inspector.trace.up')),
    button('down', text('inspector.trace.down')),
    element(
      'span',
      { class: 'hint muted' },
      state.trace === 'path'
        ? text('inspector.trace.path', itemName(state, state.graph!, state.anchor!))
        : text('inspector.trace.hint'),
    ),
  );
}
