/** @file The selected item in full: a variable, a function, or a loop. */
import { element, iconButton, replaceContent } from './dom';
import { functionPage } from './inspector/function';
import { loopPage } from './inspector/loop';
import { traceButtons } from './inspector/trace';
import { variablePage } from './inspector/variable';
import type { State } from './state';
import type { Store } from './store';
import { text } from './strings';

export class Inspector {
  readonly root = element('aside', { class: 'inspector', 'aria-label': text('inspector.title') });

  constructor(private readonly store: Store) {
    store.attach((state, before) => {
      if (
        state.selection === before.selection &&
        state.graph === before.graph &&
        state.pass === before.pass &&
        state.trace === before.trace &&
        state.phase === before.phase &&
        this.root.hasChildNodes()
      )
        return;
      this.draw(state);
    });
  }

  private draw(state: State): void {
    const { store } = this;
    const { selection, graph } = state;
    const item = selection && graph ? graph.items.get(selection) : null;
    const loop = selection?.startsWith('l') ? Number(selection.slice(1)) : null;
    const known = item !== undefined && item !== null;
    const isLoop = loop !== null && state.evaluation?.loops?.[loop] !== undefined;
    this.root.hidden = !(known || isLoop) || state.phase !== 'ready';
    if (this.root.hidden) return;
    const close = iconButton(
      'close',
      text('inspector.close'),
      () => store.dispatch({ type: 'select', item: null }),
      'close',
    );
    if (isLoop) replaceContent(this.root, close, ...loopPage(store, state, loop));
    else if (item?.variable)
      replaceContent(this.root, close, ...variablePage(store, state, item.variable), traceButtons(store, state));
    else replaceContent(this.root, close, ...functionPage(store, state, item!.function!), traceButtons(store, state));
  }
}
