/** @file How each item and edge looks in a state: words, tones and marks, without any drawing. */

import { fullNumberText, numberText } from '../../protocol/number-text';
import { formatCount, formatWithin, shortened } from '../format';
import { loopOf } from '../loops';
import { markedItems } from '../marks';
import { functionName, variableName } from '../names';
import { playbackOf } from '../playback';
import { type GradientReading, type Reading, readingOf } from '../reading';
import { connections } from '../scene';
import type { State } from '../state';
import { text } from '../strings';
import type { Moment } from '../sweep';
import { between, functionKey, type Item, type ItemKey, traced, variableKey } from './model';

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
  /** The gradient is one that the API would have dropped. */
  dropped: boolean;
  /** The gradient is not what it should be. */
  wrong: boolean;
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
  reading: Reading;
  /** Edges along which a gradient takes over what was computed before. */
  connections: ReadonlySet<string>;
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
  for (const variable of graph?.variables ?? []) {
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
    reading: readingOf(state),
    connections: graph ? connections(graph) : new Set(),
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

/** `characters`: how many fit into a row of the card; `stacked`: each number has a row of its own. */
export function cardLook(state: State, look: Look, item: Item, characters: number, stacked = false): CardLook {
  const variable = item.variable!;
  // Few characters: numbers give way first, and a name keeps three.
  const value = formatWithin(
    variable.value,
    stacked ? characters : Math.min(11, Math.max(characters < 10 ? 4 : 6, characters - 4)),
  );
  const name = shortened(
    variableName(state, variable),
    stacked ? characters : Math.max(3, characters - value.length - 1),
  );
  const reading = look.reading(variable);
  const { grad, growing, dropped } = reading;
  const of = state.graph?.of ?? 'f';
  // `∂f/∂·` and a space stand before it.
  const room = stacked ? characters : Math.min(11, Math.max(5, characters - 5 - of.length));
  const gradientText =
    grad === null
      ? growing
        ? '…'
        : '–'
      : formatWithin(grad, growing ? Math.min(8, stacked ? room - 2 : room) : room) + (growing ? ' …' : '');
  const partialName = variable.name ?? name;
  const whole = `∂${of}/∂${partialName}`;
  const short = stacked ? (gradientText.length + 2 <= characters ? '∂' : '') : `∂${of}/∂·`;
  const partialOf = variable.name !== null && whole.length + gradientText.length + 1 <= characters ? whole : short;
  const { rolled } = variable;
  const full = variableName(state, variable);
  return {
    name,
    value,
    partialOf,
    gradient: gradientText,
    gradientTone: dropped ? 'zero' : toneOf(grad),
    valueTone: toneOf(variable.value),
    bar: dropped ? 0 : barLength(grad, look.largestGradient),
    caption: captionOf(state, item, reading),
    dropped,
    wrong: reading.expected !== null,
    times: timesText(state, item),
    label:
      text('say.variable', full, fullNumberText(variable.value), saidGradient(reading), variable.generation) +
      (rolled ? text('say.rolled', rolled.count) : '') +
      roleWords(state, item)
        .map((words) => `, ${words}`)
        .join(''),
    title: `${full} = ${fullNumberText(variable.value)}\n∂${of}/∂${shortened(full, 40)} = ${saidGradient(reading)}`,
  };
}

/** `×4,000`, or which of them is shown: `12/4,000`; null where that goes without saying. */
export function timesText(state: State, item: Item): string | null {
  const rolled = (item.variable ?? item.function)?.rolled;
  if (!rolled) return null;
  const index = state.graph?.shownIteration?.get(item.key);
  // The box around it says the same.
  const loops = state.evaluation?.loops ?? [];
  const loop = loopOf(loops, (item.variable ?? item.function)!.site);
  if (loop !== null && (loops[loop].count === rolled.count || index !== undefined)) return null;
  const count = formatCount(rolled.count);
  return index === undefined ? `×${count}` : `${formatCount(index + 1)}/${count}`;
}

function saidGradient({ grad, dropped, expected }: GradientReading): string {
  if (grad === null) return text('say.noGradient');
  const said = fullNumberText(grad);
  if (expected !== null) return text('say.wrong', said, fullNumberText(expected));
  return dropped ? text('say.dropped', said) : said;
}

/** What is written under a card: a wrong number's right one first, then what the variable is. */
function captionOf(state: State, item: Item, { expected, dropped }: GradientReading): string | null {
  if (expected !== null) return text('graph.expected', formatWithin(expected, 9));
  if (dropped) return text('graph.dropped');
  return roleWords(state, item)[0] ?? null;
}

/** Input, output, or the gradient that a variable is. */
function roleWords(state: State, item: Item): string[] {
  const { variable } = item;
  const graph = state.graph;
  if (!variable || !graph) return [];
  if (graph.introduced) {
    const order = graph.roots.indexOf(item.key);
    if (order > 0) return [text('graph.gradientOf', order)];
  }
  if (variable.role === 'input') return [text('graph.input')];
  if (variable.role === 'output') return [text('graph.output')];
  return [];
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
