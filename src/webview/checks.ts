/** @file The checks: every gradient of an input beside its central difference. */
import { fullNumberText, numberText } from '../protocol/number-text';
import { type Child, element } from './dom';
import { agrees, at, leavesOf, pathText } from './input-values';
import type { State } from './state';
import { text } from './strings';

interface CheckRow {
  label: string;
  grad: number;
  numerical: number;
}

export function checks(state: State): HTMLElement {
  const rows = checkRows(state);
  if (rows.length === 0) return element('p', { class: 'muted empty' }, text('checks.none'));
  const head = (['checks.input', 'checks.exact', 'checks.numerical', 'checks.error'] as const).map((key, index) =>
    element('th', { scope: 'col', class: index > 0 ? 'end' : '' }, text(key)),
  );
  return element(
    'table',
    { class: 'checks-table number' },
    element('thead', {}, element('tr', {}, ...head, element('td'))),
    element('tbody', {}, ...rows.slice(0, 500).map(checkRow)),
  );
}

/** How many agree, or how many do not. */
export function checksBadge(state: State): Child {
  const rows = checkRows(state);
  const wrong = rows.filter((row) => !agrees(row.grad, row.numerical)).length;
  if (rows.length === 0) return null;
  return element(
    'span',
    { class: wrong > 0 ? 'badge wrong' : 'badge right' },
    wrong > 0 ? `${wrong} ✗` : `${rows.length} ✓`,
  );
}

function checkRow({ label, grad, numerical }: CheckRow): HTMLElement {
  const same = agrees(grad, numerical);
  const error = Math.abs(grad - numerical) / Math.max(1e-300, Math.abs(grad), Math.abs(numerical));
  return element(
    'tr',
    {},
    element('td', {}, label),
    element('td', { class: 'end', title: fullNumberText(grad) }, numberText(grad)),
    element('td', { class: 'end', title: fullNumberText(numerical) }, numberText(numerical)),
    element('td', { class: 'end muted' }, grad === numerical ? '0' : numberText(error, 2)),
    element('td', { class: same ? 'right' : 'tone-bad' }, same ? '✓' : '✗'),
  );
}

function checkRows(state: State): CheckRow[] {
  const rows: CheckRow[] = [];
  for (const record of state.evaluation!.inputs) {
    if (record.numerical === undefined) continue;
    for (const { path } of leavesOf(record.value)) {
      const grad = at(record.grad, path);
      const numerical = at(record.numerical, path);
      if (typeof grad === 'number' && typeof numerical === 'number')
        rows.push({ label: pathText(record.name, path), grad, numerical });
    }
  }
  return rows;
}
