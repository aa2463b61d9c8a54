/** @file What is popped now and what waits, as chips grouped by generation. */
import { element, replaceContent } from './dom';
import { shortened } from './format';
import { functionKey, type ItemKey } from './graph/model';
import { itemName } from './names';
import type { Playback } from './playback';
import type { State } from './state';
import type { Store } from './store';
import { text } from './strings';
import { momentOf } from './sweep';

const mostChips = 12;

export class QueueView {
  readonly root = element('div', { class: 'queue' });

  constructor(private readonly store: Store) {}

  draw(state: State, playback: Playback): void {
    // At rest the queue stands as it will when the pass begins.
    const moment = playback.moment ?? momentOf(playback.sweep, 0);
    const groups = new Map<number, HTMLElement[]>();
    // A stack has no generations: one group in the order of popping.
    const stacked = state.pass.order !== 'generations';
    for (const made of moment.queue.slice(0, mostChips)) {
      const generation = stacked ? -1 : made.generation;
      const group = groups.get(generation) ?? [];
      group.push(this.chip(state, functionKey(made.id), false));
      groups.set(generation, group);
    }
    replaceContent(
      this.root,
      element('span', { class: 'muted' }, text('player.now')),
      moment.step
        ? this.chip(state, functionKey(moment.step.function.id), true)
        : element('span', { class: 'seed', title: text('player.seed.detail') }, text('player.seed')),
      element('span', { class: 'muted' }, text('player.queue')),
      ...(moment.queue.length === 0 ? [element('span', { class: 'faint' }, text('player.queue.empty'))] : []),
      ...[...groups].map(([generation, chips]) =>
        element(
          'span',
          { class: 'group' },
          generation >= 0 && element('span', { class: 'faint number' }, text('player.gen', generation)),
          ...chips,
        ),
      ),
      moment.queue.length > mostChips &&
        element('span', { class: 'faint' }, text('inputs.more', moment.queue.length - mostChips)),
    );
  }

  private chip(state: State, key: ItemKey, now: boolean): HTMLElement {
    const name = itemName(state, state.graph!, key);
    return element(
      'button',
      {
        type: 'button',
        class: now ? 'chip now' : 'chip',
        title: name,
        onclick: () => this.store.dispatch({ type: 'select', item: key }),
      },
      shortened(name, 16),
    );
  }
}
