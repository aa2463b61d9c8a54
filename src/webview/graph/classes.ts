/** @file The words by which the style sheet (and the canvas) tells items and edges apart. */
import { introducedBy } from '../scene';
import type { State } from '../state';
import type { Look } from './appearance';
import type { Edge, Item } from './model';

export function itemClasses(state: State, look: Look, item: Item): string {
  const names = ['item', item.variable ? 'variable' : 'function'];
  const { variable, function: made } = item;
  if (variable) {
    names.push(variable.role);
    if (!Number.isFinite(variable.value) || (variable.grad !== null && !Number.isFinite(variable.grad)))
      names.push('bad');
    if (variable.grad === null && variable.dropped === undefined) names.push('unreached');
    if (variable.rolled) names.push('rolled');
    const { dropped, expected } = look.reading(variable);
    if (dropped) names.push('dropped');
    if (expected !== null) names.push('wrong');
  } else if (made) {
    names.push(`kind-${kindOf(made.op)}`);
    if (made.stepwise) names.push('stepwise');
    if (made.rolled) names.push('rolled');
  }
  const order = state.graph ? introducedBy(state.graph, item.key) : 0;
  if (order > 0) names.push('gradient-part', `of-order-${Math.min(order, 7)}`);
  if (state.selection === item.key) names.push('selected');
  if (look.marked.has(item.key)) names.push('marked');
  if (look.playing === item.key) names.push('playing');
  if (look.traced && !look.traced.has(item.key)) names.push('faded');
  return names.join(' ');
}

export function edgeClasses(state: State, look: Look, edge: Edge): string {
  const names = ['edge'];
  if (!state.pass.recording) names.push('unrecorded');
  if (state.graph?.introduced) {
    const order = Math.max(introducedBy(state.graph, edge.from), introducedBy(state.graph, edge.to));
    if (order > 0) names.push('gradient-part', `of-order-${Math.min(order, 7)}`);
    if (look.connections.has(edge.key)) names.push('connection');
  }
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
