/** @file How large cards, circles and the room between them are: usual, close together, or narrow and stacked. */
import { formatWithin } from '../format';
import { shortName } from '../names';
import type { State } from '../state';
import type { Measures } from './geometry';
import type { Item } from './model';
import { levels } from './words-afar';

/** Advance of the monospace font at 12 px; measured once when the panel starts. */
export let characterWidth = 7.25;

export function useCharacterWidth(width: number): void {
  characterWidth = width;
}

/** `stacked`: name, value and gradient under one another, for windows that are narrow for their graph. */
export type CardStyle = 'usual' | 'tight' | 'stacked';

/** A stacked card's rows, its words' size, and how many characters of them stand in a row. */
export const stackedRows = { name: 17.5, value: 34, hairline: 41, gradient: 55, inset: 4, size: 13, characters: 8 };
const stackedHeight = 64;
const usualHeight = 62;
const usualFunctionHeight = 42;
const stackedFunctionHeight = 24;

/** Numbers are at least 9 pixels high from this scale on. */
export const legibleFrom: Record<CardStyle, number> = {
  usual: levels.far,
  tight: levels.far,
  stacked: 9 / stackedRows.size,
};

/** In windows narrower than this, graphs that do not fit have narrower cards. */
const narrow = 560;
const tightCard = 104;

/** The style of a graph that does not fit as a whole. */
export function styleAtLeast(state: State, room: number): CardStyle {
  const across = state.preferences.direction === 'across';
  const extent = state.graph!.generations * (cardWidthFor(state) + 100);
  return across && room < narrow && extent > 2 * room ? 'tight' : 'usual';
}

/** `room`: the window's width; `framed`: the frames of loops stand between lanes. */
export function measuresFor(state: State, style: CardStyle, room: number, framed: boolean): Measures {
  const graph = state.graph!;
  const { direction, constants } = state.preferences;
  const stacked = style === 'stacked';
  const wanted = cardWidthFor(state);
  const cardWidth = stacked ? stackedWidth() : style === 'tight' ? Math.min(wanted, tightCard) : wanted;
  // Top down, captions stand below narrow cards and cost no width.
  const caption = !stacked ? 14 : direction === 'across' ? 12 : 0;
  const clearance = stacked ? 7 : style === 'tight' ? 5 : clearanceFor(graph.generations * (cardWidth + 144), room);
  return {
    direction,
    style,
    cardWidth,
    cardHeight: stacked ? stackedHeight : usualHeight,
    functionHeight: stacked ? stackedFunctionHeight : usualFunctionHeight,
    lanePadding: { usual: 14, tight: 4, stacked: 2 }[style],
    framePadding: stacked ? 6 : 24,
    clearance: framed ? Math.max(clearance, stacked ? 14 : 48) : clearance,
    functionWidth: (key) => functionWidth(graph.items.get(key)!.function!.label, stacked),
    caption: (key) => {
      const item = graph.items.get(key)!;
      if (item.variable) return item.variable.role === 'intermediate' ? 0 : caption;
      return constants && constantTexts(item).length > 0 ? caption : 0;
    },
  };
}

/** How much of a function's name is written. */
export function signLength(stacked: boolean): number {
  return stacked ? 7 : 12;
}

function functionWidth(label: string, stacked: boolean): number {
  const height = stacked ? stackedFunctionHeight : usualFunctionHeight;
  if (label.length <= (stacked ? 2 : 3)) return height;
  const length = Math.min(signLength(stacked), label.length);
  return Math.max(height, stacked ? length * 6.7 + 6 : length * 7.6 + 22);
}

/** The same for every graph, so that a number that grows finds its room. */
function stackedWidth(): number {
  const { characters, size, inset } = stackedRows;
  return Math.ceil((characters * characterWidth * size) / 12) + 2 * inset;
}

/** Generous where the graph fits anyway, close where every pixel of scale counts. */
function clearanceFor(extent: number, room: number): number {
  return extent <= room ? 40 : extent <= 2 * room ? 24 : 12;
}

/** Wide enough for the longest name beside its value, within reason; the same for all cards of a graph. */
function cardWidthFor(state: State): number {
  let most = 0;
  const of = state.graph!.of.length;
  for (const variable of state.graph!.variables) {
    const name = Math.min(14, shortName(state, variable).length);
    const top = name + 1 + formatWithin(variable.value, 11).length;
    const grad = variable.grad === null ? 1 : formatWithin(variable.grad, 11).length;
    most = Math.max(most, top, variable.name === null ? 5 + of + grad : 3 + of + name + grad);
  }
  return Math.round(Math.min(190, Math.max(130, most * characterWidth + 32)));
}

export function constantTexts(item: Item): { text: string; above: boolean }[] {
  const made = item.function!;
  if (made.rolled) return [];
  // x² says its exponent itself.
  const said = made.op === 'pow' && /[⁰¹²³⁴⁵⁶⁷⁸⁹]/.test(made.label);
  const found = made.operands
    .map((operand, place) => ({ operand, place }))
    .filter(({ operand, place }) => operand.variable === null && !(said && place === 1));
  if (found.length > 2)
    return [{ text: found.map(({ operand }) => formatWithin(operand.value, 6)).join(', '), above: false }];
  return found.map(({ operand, place }) => ({ text: formatWithin(operand.value, 8), above: place === 0 }));
}
