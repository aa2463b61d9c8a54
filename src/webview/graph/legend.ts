/** @file What the colours of the graph mean, in words. */
import { element } from '../dom';
import { isRight } from '../pass';
import { readingOf } from '../reading';
import { gradientName } from '../scene';
import type { State } from '../state';
import { text } from '../strings';
import { kindOf } from './classes';

export function legend(state: State): HTMLElement {
  const rows: [string, string][] = [];
  const { colour } = state.preferences;
  rows.push(...partRows(state));
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
  const reading = readingOf(state);
  const read = state.pass.retainGrad && isRight(state.pass) ? [] : state.graph!.variables.map(reading);
  if (read.some((one) => one.expected !== null)) rows.push(['wrong-swatch', text('legend.wrong')]);
  if (read.some((one) => one.dropped)) rows.push(['dropped-swatch', text('legend.dropped')]);
  return element(
    'ul',
    { class: 'legend' },
    ...rows.map(([tone, words]) =>
      element('li', {}, element('span', { class: `swatch ${tone}`, 'aria-hidden': 'true' }), words),
    ),
  );
}

/** In the graph of a gradient: the hue of each order, and the lines where it takes over what was there. */
function partRows({ graph, scene }: State): [string, string][] {
  if (!graph?.introduced) return [];
  const present = new Set(graph.variables.map((variable) => graph.introduced!.get(variable.id) ?? 0));
  const orders = [...present].sort((a, b) => a - b);
  return [
    ...orders.map((order): [string, string] =>
      order === 0
        ? ['forward-part', text('legend.forward')]
        : [`gradient-part of-order-${Math.min(order, 7)}`, gradientName(scene.input, order)],
    ),
    ...(orders.length > 1 ? [['connection-swatch', text('legend.connection')] as [string, string]] : []),
  ];
}
