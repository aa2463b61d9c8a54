/** @file Reading one row of a tape as numbers: its operands, and the derivative with respect to each. */
import { type Algebra, holds } from './algebra';
import { Op } from './opcodes';
import { primitiveOf, primitives } from './primitives';
import type { Tape } from './tape';

export const numberAlgebra: Algebra<number> = {
  zero: 0,
  one: 1,
  constant: (value) => value,
  // an exponent 0 gives exactly 0 here, whether or not it varies
  isConstant: () => true,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  neg: (a) => -a,
  call: (name, ...operands) => primitives[name].forward(...operands),
  choose: (a, relation, b, then, otherwise) => (holds(a, relation, b) ? then() : otherwise()),
};

/** Whether the operands of an operation stand in the tape's pool. */
export function isPooled(op: Op): boolean {
  return op === Op.max || op === Op.min || op === Op.hypot || op === Op.clamp || op === Op.custom;
}

/** How many operands stand in `a` and `b`. */
export function arityOf(op: Op): 0 | 1 | 2 {
  if (op === Op.leaf) return 0;
  return op <= Op.pow || op === Op.atan2 ? 2 : 1;
}

/** The operands of a row: ids, 0 where the operand is the number `constants[k]`. A leaf has none. */
export interface Operands {
  ids: number[];
  constants: number[];
}

export function operands(tape: Tape, id: number): Operands {
  const op = tape.op[id];
  const a = tape.a[id];
  const b = tape.b[id];
  if (isPooled(op)) {
    return {
      ids: Array.from(tape.pool.subarray(a, a + b)),
      constants: Array.from(tape.poolConstants.subarray(a, a + b)),
    };
  }
  const constant = tape.constant[id];
  const arity = arityOf(op);
  if (arity === 0) return { ids: [], constants: [] };
  return arity === 1 ? { ids: [a], constants: [constant] } : { ids: [a, b], constants: [constant, constant] };
}

/** The values of a row's operands. */
export function operandValues(tape: Tape, { ids, constants }: Operands, values: Float64Array = tape.value): number[] {
  return ids.map((id, k) => (id === 0 ? constants[k] : values[id]));
}

/**
 * ∂(row's value)/∂(operand k) for each operand, by the primitive table; null for a constant operand, whose rule
 * is never asked for. 0 for a stepwise primitive, NaN for a person's own function.
 */
export function localPartials(tape: Tape, id: number, values: Float64Array = tape.value): (number | null)[] {
  const found = operands(tape, id);
  const row = primitiveOf(tape.op[id]);
  const x = operandValues(tape, found, values);
  const y = () => values[id];
  return found.ids.map((operand, k) => {
    if (operand === 0) return null;
    if (row === undefined) return Number.NaN;
    return row.kind === 'stepwise' ? 0 : row.partial(numberAlgebra, y, x, k);
  });
}
