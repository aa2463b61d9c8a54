/** @file Truth: conditions, `&&`, `||` and `?:`. A traced 0 is an object to the language and must count as false. */
import { bare, type Node } from '../analysis/ast';
import { Kind, kindOf } from '../analysis/kinds';
import type { Hint } from '../sites';
import type { Emitter } from './emitter';
import { operand, release, sequenceHead } from './operands';

/** An expression of which only the truth is used. */
export function tested(e: Emitter, node: Node): string {
  const at = bare(node);
  if (at.type === 'LogicalExpression' && at.operator !== '??') {
    return `(${e.copyWith(at, (child) => tested(e, child))})`;
  }
  if (at.type === 'UnaryExpression' && at.operator === '!') return e.copyWith(at, (child) => tested(e, child));
  if (kindOf(node) !== Kind.unknown) return at === node ? e.emit(node) : `(${e.emit(at)})`;
  const value = operand(e, at);
  const site = e.sites.operation(null, at, [at], null);
  const text = `(${sequenceHead(value)}typeof ${value.text} === 'object' ? $gl.truth(${value.text}, ${site}) : ${value.text})`;
  release(e, value);
  return text;
}

// a && b  →  ((t = a, typeof t === 'object' ? $gl.truth(t, site) : t) ? b : t)
export function logical(e: Emitter, node: Node, hint: Hint | null): string {
  const { operator, left, right } = node;
  if (operator === '??' || kindOf(left) !== Kind.unknown) {
    return e.copyWith(node, (child) => e.emitNamed(child, hint));
  }
  const value = operand(e, left, [right]);
  const site = e.sites.operation(null, left, [left], null);
  const test = `(${sequenceHead(value)}typeof ${value.text} === 'object' ? $gl.truth(${value.text}, ${site}) : ${value.text})`;
  const other = e.emitNamed(right, hint);
  const text = operator === '&&' ? `(${test} ? (${other}) : ${value.text})` : `(${test} ? ${value.text} : (${other}))`;
  release(e, value);
  return text;
}

export function conditional(e: Emitter, node: Node, hint: Hint | null): string {
  return e.copyWith(node, (child, field) => (field === 'test' ? tested(e, child) : e.emitNamed(child, hint)));
}
