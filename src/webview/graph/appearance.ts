/** @file How each item and edge looks in a state: words, tones and marks, without any drawing. */

import { fullNumberText, numberText } from '../../protocol/number-text';
import { formatCount, formatWithin, shortened } from '../format';
import { functionName, variableName } from '../names';
import { playbackOf } from '../playback';
import { markedItems, type State } from '../state';
import { text } from '../strings';
import type { Moment } from '../sweep';
import { between, type Edge, functionKey, type Item, type ItemKey, traced, variableKey } from './model';

export type Tone = 'positive' | 'negative' | 'zero' | 'bad';

export interface CardLook {
  name: string;
  value: string;
  partialOf: string;
  gradient: string;
  gradientTone: Tone;
  valueTone: Tone;
  /** Length of the bar, 0 … 1. */
  bar: number;
  caption: string | null;
  times: string | null;
  label: string;
  title: string;
}

export interface Look {
  /** Items that are not faded; null when all are. */
  traced: ReadonlySet<ItemKey> | null;
  marked: ReadonlySet<ItemKey>;
  /** Functions popped so far, and the one that is played now. */
  playing: ItemKey | null;
  playedEdges: ReadonlySet<string>;
  moment: Moment | null;
  largestGradient: number;
  largestValue: number;
}

export function lookOf(state: State): Look {
  const { graph, selection, trace } = state;
  const moment = playbackOf(state)?.moment ?? null;
  const playing = moment?.step ? functionKey(moment.step.function.id) : null;
  const playedEdges = new Set<string>();
  if (graph && playing) {
    for (const edge of graph.incoming.get(playing) ?? []) {
      if (moment!.step!.ledger.some((entry) => entry.operand === edge.operand)) playedEdges.add(edge.key);
    }
    for (const edge of graph.outgoing.get(playing) ?? []) playedEdges.add(edge.key);
  }
  let [largestGradient, largestValue] = [0, 0];
  for (const variable of state.evaluation?.variables ?? []) {
    const [grad, value] = [Math.abs(variable.grad ?? 0), Math.abs(variable.value)];
    if (Number.isFinite(grad)) largestGradient = Math.max(largestGradient, grad);
    if (Number.isFinite(value)) largestValue = Math.max(largestValue, value);
  }
  return {
    traced: graph && selection && trace ? tracedItems(state, trace) : null,
    marked: markedItems(state),
    playing,
    playedEdges,
    moment,
    largestGradient,
    largestValue,
  };
}

function tracedItems(state: State, trace: 'up' | 'down' | 'path'): Set<ItemKey> {
  if (trace !== 'path') return traced(state.graph!, state.selection!, trace);
  const found = between(state.graph!, state.anchor!, state.selection!);
  // Where no path leads, both ends stay in sight.
  return found.size > 0 ? found : new Set([state.anchor!, state.selection!]);
}

export function toneOf(value: number | null): Tone {
  if (value === null || value === 0) return 'zero';
  if (!Number.isFinite(value)) return 'bad';
  return value > 0 ? 'positive' : 'negative';
}

/** Four decades below the largest are told apart; what is smaller still shows a sliver. */
export function barLength(value: number | null, largest: number): number {
  if (value === null || value === 0 || largest === 0) return 0;
  if (!Number.isFinite(value)) return 1;
  return Math.min(1, Math.max(0.04, 1 + Math.log10(Math.abs(value) / largest) / 4));
}

/** `characters`: how many fit into a row of the card. */
export function cardLook(state: State, look: Look, item: Item, characters: number): CardLook {
  const variable = item.variable!;
  // Few characters: numbers give way first, and a name keeps three.
  const value = formatWithin(variable.value, Math.min(11, Math.max(6, characters - 4)));
  const name = shortened(variableName(state, variable), Math.max(3, characters - value.length - 1));
  const { moment } = look;
  const grad = moment ? (moment.gradients.get(variable.id) ?? null) : variable.grad;
  const growing = moment?.growing.has(variable.id) ?? false;
  const gradientText =
    grad === null
      ? growing
        ? '…'
        : '–'
      : formatWithin(grad, growing ? 8 : Math.min(11, Math.max(6, characters))) + (growing ? ' …' : '');
  const partialName = variable.name ?? name;
  const partialOf =
    `∂f/∂${partialName}`.length + gradientText.length + 1 <= characters ? `∂f/∂${partialName}` : '∂f/∂·';
  const { rolled } = variable;
  const full = variableName(state, variable);
  const said = grad === null ? text('say.noGradient') : fullNumberText(grad);
  return {
    name,
    value,
    partialOf: variable.name === null ? '∂f/∂·' : partialOf,
    gradient: gradientText,
    gradientTone: toneOf(grad),
    valueTone: toneOf(variable.value),
    bar: barLength(grad, look.largestGradient),
    caption: variable.role === 'input' ? text('graph.input') : variable.role === 'output' ? text('graph.output') : null,
    times: rolled ? `×${formatCount(rolled.count)}` : null,
    label:
      text('say.variable', full, fullNumberText(variable.value), said, variable.generation) +
      (rolled ? text('say.rolled', rolled.count) : '') +
      (variable.role === 'intermediate'
        ? ''
        : `, ${variable.role === 'input' ? text('graph.input') : text('graph.output')}`),
    title: `${full} = ${fullNumberText(variable.value)}\n∂f/∂${shortened(full, 40)} = ${grad === null ? text('graph.noGradient') : fullNumberText(grad)}`,
  };
}

export function functionLabel(state: State, item: Item): { label: string; title: string } {
  const made = item.function!;
  const graph = state.graph!;
  const operands = made.operands.map((operand) => {
    if (operand.variable === null) return numberText(operand.value);
    const variable = graph.items.get(variableKey(operand.variable))?.variable;
    return variable ? variableName(state, variable) : numberText(operand.value);
  });
  const name = functionName(state, graph, made);
  return {
    label:
      text('say.function', made.op, operands.join(', '), name.split(' → ')[1] ?? '', made.generation) +
      (made.rolled ? text('say.rolled', made.rolled.count) : ''),
    title: `${made.op}(${operands.map((operand) => shortened(operand, 24)).join(', ')})${made.stepwise ? `\n${text('inspector.stepwise')}` : ''}`,
  };
}

/** Words after which the style sheet names its colours. */
export function itemClasses(state: State, look: Look, item: Item): string {
  const names = ['item', item.variable ? 'variable' : 'function'];
  const { variable, function: made } = item;
  if (variable) {
    names.push(variable.role);
    if (!Number.isFinite(variable.value) || (variable.grad !== null && !Number.isFinite(variable.grad)))
      names.push('bad');
    if (variable.grad === null) names.push('unreached');
    if (variable.rolled) names.push('rolled');
  } else if (made) {
    names.push(`kind-${kindOf(made.op)}`);
    if (made.stepwise) names.push('stepwise');
    if (made.rolled) names.push('rolled');
  }
  if (state.selection === item.key) names.push('selected');
  if (look.marked.has(item.key)) names.push('marked');
  if (look.playing === item.key) names.push('playing');
  if (look.traced && !look.traced.has(item.key)) names.push('faded');
  return names.join(' ');
}

export function edgeClasses(look: Look, edge: Edge): string {
  const names = ['edge'];
  if (edge.carried) names.push('carried');
  if (edge.broken) names.push('broken');
  if (look.playedEdges.has(edge.key)) names.push('playing');
  if (look.traced && !(look.traced.has(edge.from) && look.traced.has(edge.to))) names.push('faded');
  return names.join(' ');
}

export type Kind = 'arithmetic' | 'power' | 'wave' | 'choice' | 'own';

/** Four families are enough to see what a program is made of. */
export function kindOf(op: string): Kind {
  if (['add', 'sub', 'mul', 'div', 'neg', 'rem', 'identity'].includes(op)) return 'arithmetic';
  if (/^(pow|square|sqrt|cbrt|exp|expm1|log|log10|log1p|log2|hypot|sigmoid|softplus|tanh)$/.test(op)) return 'power';
  if (/^a?(sin|cos|tan)h?2?$/.test(op)) return 'wave';
  if (/^(abs|sign|floor|ceil|round|trunc|fround|max|min|relu|clamp)$/.test(op)) return 'choice';
  return 'own';
}
