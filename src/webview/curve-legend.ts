/** @file Beside the curves: the legend that is the read-out, the Taylor polynomial's degree, what stands out on f. */
import { fullNumberText, numberText } from '../protocol/number-text';
import type { DerivativesAnswer } from '../protocol/panel';
import { valueAt } from './curve-data';
import type { Differences } from './curve-differences';
import type { Feature } from './curve-features';
import { type Child, element, shape } from './dom';
import { derivativeName } from './format';
import { text } from './strings';

/** One row for each order: a switch with its line, its name, and its value at `x`. */
export function legendRows(
  { xs, orders, breaks }: DerivativesAnswer,
  x: number,
  hidden: ReadonlySet<number>,
  toggle: (order: number) => void,
): HTMLElement[] {
  return orders.map((values, order) => {
    const value = valueAt(xs, values, breaks, x);
    const name = derivativeName(order);
    const key = shape(
      'svg',
      { class: 'key-line', width: 24, height: 8, 'aria-hidden': 'true' },
      shape('line', { class: `curve order-${order % 8}${order === 0 ? ' f' : ''}`, x1: 1, x2: 23, y1: 4, y2: 4 }),
    );
    const row = element(
      'button',
      {
        type: 'button',
        class: `curve-key${hidden.has(order) ? ' off' : ''}`,
        'aria-pressed': String(!hidden.has(order)),
        title: text('curves.toggle', name),
        'data-key': `curve-${order}`,
        onclick: () => toggle(order),
      },
      key,
      element('span', { class: 'number key-name' }, name),
      element(
        'span',
        { class: 'number key-value', title: value === null ? '' : fullNumberText(value) },
        value === null ? '–' : numberText(value),
      ),
    );
    return element('li', {}, row);
  });
}

/** The chooser of the polynomial's degree; null where only f is known. */
export function taylorChoice(
  label: string,
  degrees: number,
  chosen: number | null,
  choose: (degree: number | null) => void,
): Child {
  if (degrees === 0) return null;
  const list = element(
    'select',
    {
      class: 'chooser boxed',
      'aria-label': text('curves.taylor', label),
      'data-key': 'taylor',
      onchange: () => choose(list.selectedIndex === 0 ? null : list.selectedIndex),
    },
    element('option', { selected: chosen === null }, text('curves.taylor.none')),
    ...Array.from({ length: degrees }, (_, i) =>
      element(
        'option',
        { selected: chosen === i + 1 },
        i === 0 ? text('curves.taylor.tangent') : text('curves.taylor.degree', i + 1),
      ),
    ),
  );
  const words = label.length > 5 ? text('curves.taylor.short') : text('curves.taylor', label);
  return element('label', { class: 'taylor-choice muted' }, words, list);
}

/** The switch that lays differences over f′, with their greatest error while they are drawn. */
export function differencesChoice(shown: boolean, found: Differences | null, toggle: () => void): Child {
  if (!found) return null;
  return element(
    'div',
    { class: 'differences-choice' },
    element(
      'button',
      {
        type: 'button',
        class: 'button boxed',
        'aria-pressed': String(shown),
        'data-key': 'differences',
        onclick: toggle,
      },
      text('curves.differences'),
    ),
    shown &&
      element(
        'span',
        { class: 'muted', title: fullNumberText(found.error) },
        text('curves.differences.error', numberText(found.error, 2), numberText(found.step, 2)),
      ),
  );
}

/** Roots, extrema and inflections; each sets the input to its place. */
export function featureList(label: string, features: Feature[], go: (x: number) => void): Child {
  if (features.length === 0) return null;
  return element(
    'ul',
    { class: 'features' },
    ...features.map((feature) =>
      element(
        'li',
        {},
        element(
          'button',
          {
            type: 'button',
            class: 'feature-row',
            title: text('curves.feature.go', label, fullNumberText(feature.x)),
            onclick: () => go(feature.x),
          },
          element('span', { class: 'muted' }, text(`curves.feature.${feature.kind}`)),
          element('span', { class: 'number' }, numberText(feature.x, 5)),
        ),
      ),
    ),
  );
}
