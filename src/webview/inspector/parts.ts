/** @file What the pages of the inspector are made of: facts, numbers, links, the quoted source. */
import type { RolledUp, SiteId, SourceRange } from '../../protocol/evaluation';
import { fullNumberText, numberText } from '../../protocol/number-text';
import { type Child, element } from '../dom';
import { formatCount, shortened } from '../format';
import { toneOf } from '../graph/appearance';
import type { ItemKey } from '../graph/model';
import { functionName, variableName } from '../names';
import { baseName, quote, sitesOf } from '../source';
import type { State } from '../state';
import type { Store } from '../store';
import { text } from '../strings';

export function facts(...rows: [string, Child][]): HTMLElement {
  return element(
    'dl',
    { class: 'facts' },
    ...rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  );
}

export function number(value: number, toned = false): HTMLElement {
  const tone = toned || !Number.isFinite(value) ? ` tone-${toneOf(value)}` : '';
  return element('span', { class: `number${tone}`, title: fullNumberText(value) }, numberText(value));
}

export function span(range: [number, number] | undefined, single: number): string {
  return range && range[0] !== range[1] ? `${formatCount(range[0])} … ${formatCount(range[1])}` : String(single);
}

export function rolled(record: RolledUp | null): Child[] {
  if (!record) return [];
  const cells = (name: string, spread: { min: number; mean: number; max: number }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      ...[spread.min, spread.mean, spread.max].map((value) =>
        element('td', { class: 'end', title: fullNumberText(value) }, numberText(value)),
      ),
    );
  return [
    element('h3', {}, text('inspector.executions', formatCount(record.count))),
    element(
      'table',
      { class: 'spread number' },
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
        cells(text('inspector.value'), record.value),
        record.grad && cells(text('inspector.gradient'), record.grad),
      ),
    ),
  ];
}

export function link(store: Store, state: State, key: ItemKey): HTMLElement {
  const item = state.graph!.items.get(key);
  const words = item?.variable
    ? variableName(state, item.variable)
    : item?.function
      ? functionName(state, state.graph!, item.function)
      : key;
  return element(
    'button',
    {
      type: 'button',
      class: 'link number',
      title: words,
      onclick: () => store.dispatch({ type: 'select', item: key }),
    },
    shortened(words, 24),
  );
}

export function source(store: Store, state: State, site: SiteId | null): Child[] {
  const range = site === null ? undefined : sitesOf(state).get(site);
  return range ? sourceAt(store, state, range) : [];
}

/** The line of a place, with a way there. */
export function sourceAt(store: Store, state: State, range: SourceRange): Child[] {
  const quoted = quote(state, range);
  const show = () => store.post({ type: 'show', fileName: range.fileName, start: range.start, end: range.end });
  const label = quoted ? `${baseName(range.fileName)}:${quoted.line}` : baseName(range.fileName);
  return [
    element(
      'h3',
      {},
      text('inspector.source'),
      ' ',
      element('button', { type: 'button', class: 'link', onclick: show, 'data-key': 'source' }, label),
    ),
    quoted &&
      element(
        'pre',
        { class: 'quote number', tabindex: 0 },
        quoted.text.slice(0, quoted.start),
        element('mark', {}, quoted.text.slice(quoted.start, quoted.end)),
        quoted.text.slice(quoted.end),
      ),
  ];
}
