/** @file A tab that is a list: made anew from the state while it is shown. */
import { type Child, element, replaceContent } from './dom';
import type { Tab } from './preferences';
import type { State } from './state';
import type { Store } from './store';
import { onShow } from './tab-choice';

export class ListView {
  readonly root = element('div', { class: 'list', tabindex: 0 });

  /** `below`: what stays the same under the list. */
  constructor(store: Store, tab: Tab, content: (state: State) => Child, below?: HTMLElement) {
    store.attach((state, before) => {
      if (!onShow(state, tab)) return;
      if (state.evaluation !== before.evaluation || !onShow(before, tab))
        replaceContent(this.root, content(state), below);
    });
  }
}
