/** @file What the colours of the graph mean, in words. */
import { element } from '../dom';
import type { State } from '../state';
import { text } from '../strings';
import { kindOf } from './appearance';

export function legend(state: State): HTMLElement {
  const rows: [string, string][] = [];
  const { colour } = state.preferences;
  if (colour === 'kind') {
    const kinds = new Set(state.graph!.functions.map((made) => kindOf(made.op)));
    for (const kind of kinds) rows.push([`kind-${kind}`, text(`kind.${kind}`)]);
  } else {
    const variables = state.graph!.variables;
    const numbers =
      colour === 'value' ? variables.map((variable) => variable.value) : variables.map((variable) => variable.grad);
    if (numbers.some((number) => number !== null && number > 0 && Number.isFinite(number)))
      rows.push(['tone-positive', text(`legend.${colour}.positive`)]);
    if (numbers.some((number) => number !== null && number < 0 && Number.isFinite(number)))
      rows.push(['tone-negative', text(`legend.${colour}.negative`)]);
    if (variables.some((v) => !Number.isFinite(v.value) || (v.grad !== null && !Number.isFinite(v.grad))))
      rows.push(['tone-bad', text('legend.bad')]);
    if (colour === 'gradient' && variables.some((variable) => variable.grad === null))
      rows.push(['tone-none', text('legend.none')]);
  }
  return element(
    'ul',
    { class: 'legend' },
    ...rows.map(([tone, words]) =>
      element('li', {}, element('span', { class: `swatch ${tone}`, 'aria-hidden': 'true' }), words),
    ),
  );
}
