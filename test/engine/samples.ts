/** @file Operands for each primitive: inside its domain and off its kinks, and at the edges of the language. */

import { isPooled } from '../../src/engine/numbers';
import type { Op, PrimitiveName } from '../../src/engine/opcodes';
import { primitives } from '../../src/engine/primitives';
import { Tape } from '../../src/engine/tape';

const candidates = [-7.3, -2.5, -1.2, -0.75, -0.3, -0.01, 0.02, 0.4, 0.83, 1.3, 1.9, 2.6, 3.7, 11.3];

/** Operand tuples at which the primitive is smooth. */
export function smoothSamples(name: PrimitiveName): number[][] {
  const row = primitives[name];
  const arity = row.arity === 'any' ? 3 : row.arity;
  const inside = (k: number) => {
    const { from, to } = row.domain[Math.min(k, row.domain.length - 1)];
    return candidates.filter((x) => x > from && x < to && (name !== 'pow' || k > 0 || x > 0));
  };
  if (arity === 1) return inside(0).map((x) => [x]);
  const samples: number[][] = [];
  if (arity === 2) {
    for (const x of inside(0)) for (const y of inside(1)) samples.push([x, y]);
  } else if (name === 'clamp') {
    for (const x of inside(0)) samples.push([x, -1, 2]);
  } else {
    for (const x of inside(0)) for (const y of [-1.7, 0.6, 4.1]) samples.push([x, y, 0.9]);
  }
  return samples.filter((x) => {
    const y = row.forward(...x);
    // a step between x − h and x + h would make differences meaningless
    if (name === 'rem') return Math.abs(y) > 1e-3 && Math.abs(Math.abs(x[1]) - Math.abs(y)) > 1e-3;
    return row.kink === null || !row.kink.at(y, ...x);
  });
}

/** Values where the language has something special to say. */
export const edgeValues = [0, -0, 1, -1, 2, 0.5, -2, Infinity, -Infinity, Number.NaN, 1e200, -1e200, 1e-200, 5e-324];

/** Records one operation over fresh leaves; `active[k]` false makes operand k a number. */
export function recordOne(
  name: PrimitiveName,
  x: readonly number[],
  active: readonly boolean[] = x.map(() => true),
): { tape: Tape; leaves: number[]; id: number } {
  const tape = new Tape(16);
  const leaves = x.map((value, k) => (active[k] ? tape.leaf(value, 0) : 0));
  return { tape, leaves, id: pushOperation(tape, name, leaves, x) };
}

/** Records an operation over rows that exist; id 0 stands for the number in `x`. */
export function pushOperation(tape: Tape, name: PrimitiveName, ids: readonly number[], x: readonly number[]): number {
  const op: Op = primitives[name].op;
  const value = primitives[name].forward(...x);
  if (isPooled(op))
    return tape.pushMany(
      op,
      ids,
      x.map((constant, k) => (ids[k] === 0 ? constant : 0)),
      value,
      0,
    );
  const constant = ids[0] === 0 ? x[0] : ids.length > 1 && ids[1] === 0 ? x[1] : 0;
  return tape.push(op, ids[0], ids[1] ?? 0, constant, value, 0);
}

/** Central difference of a primitive in operand k, extrapolated once; error about 1e-10 of the scale. */
export function difference(f: (...x: number[]) => number, x: readonly number[], k: number, h = 1e-3): number {
  const at = (step: number) => f(...x.map((value, i) => (i === k ? value + step : value)));
  const step = h * Math.min(1, Math.max(Math.abs(x[k]), 0.05));
  const wide = (at(step) - at(-step)) / (2 * step);
  const narrow = (at(step / 2) - at(-step / 2)) / step;
  return narrow + (narrow - wide) / 3;
}

export function relativeError(found: number, expected: number): number {
  if (Object.is(found, expected) || found === expected) return 0;
  return Math.abs(found - expected) / Math.max(Math.abs(expected), 1e-3);
}
