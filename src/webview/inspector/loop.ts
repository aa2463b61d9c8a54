/** @file A loop in full: how often it ran, and the spread of value and gradient of each name in it. */
import type { Spread } from '../../protocol/evaluation';
import { fullNumberText, numberText } from '../../protocol/number-text';
import { type Child, element } from '../dom';
import { formatCount } from '../format';
import { loopCount, loopName } from '../graph/loop-boxes';
import { loopOf, membersOf } from '../loops';
import type { State } from '../state';
import type { Store } from '../store';
import { text } from '../strings';
import { facts, link, sourceAt } from './parts';

const mostRows = 40;

export function loopPage(store: Store, state: State, loop: number): Child[] {
  const loops = state.evaluation?.loops ?? [];
  const record = loops[loop];
  const graph = state.graph!;
  const rows = membersOf(graph, loops, loop)
    .map((key) => graph.items.get(key)?.variable ?? null)
    .filter((variable) => variable !== null)
    .filter((variable) => variable.rolled && loopOf(loops, variable.site) === loop);
  const inner = loops.flatMap((one, place) => (one.parent === loop ? [place] : []));
  return [
    element('h2', {}, loopName(state, record)),
    facts([text('table.times'), element('span', { class: 'number' }, loopCount(state, loop))]),
    ...rows
      .slice(0, mostRows)
      .map((variable) =>
        element(
          'table',
          { class: 'spread number loop-spread' },
          element('caption', {}, link(store, state, `v${variable.id}`)),
          element(
            'thead',
            {},
            element(
              'tr',
              {},
              element('td'),
              ...(['min', 'mean', 'max'] as const).map((name) =>
                element('th', { scope: 'col', class: 'end' }, text(`inspector.${name}`)),
              ),
            ),
          ),
          element(
            'tbody',
            {},
            spreadRow(text('inspector.value'), variable.rolled!.value),
            variable.rolled!.grad && spreadRow(text('inspector.gradient'), variable.rolled!.grad),
          ),
        ),
      ),
    rows.length > mostRows &&
      element('p', { class: 'muted' }, text('inputs.more', formatCount(rows.length - mostRows))),
    inner.length > 0 && element('h3', {}, text('loop.inside')),
    ...inner.map((place) =>
      element(
        'button',
        {
          type: 'button',
          class: 'link',
          onclick: () => store.dispatch({ type: 'select', item: `l${place}` }),
        },
        `${loopName(state, loops[place])} ${loopCount(state, place)}`,
      ),
    ),
    ...sourceAt(store, state, record),
  ];
}

function spreadRow(name: string, spread: Spread): HTMLElement {
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, name),
    ...[spread.min, spread.mean, spread.max].map((value) =>
      element('td', { class: 'end', title: fullNumberText(value) }, numberText(value)),
    ),
  );
}
