/** @file The functions of the table as people call them: on Variables and numbers. */
import { config } from './config';
import { isPooled } from './numbers';
import type { PrimitiveName } from './opcodes';
import { Op } from './opcodes';
import { primitiveNames, primitives } from './primitives';
import { currentSegment, handleFor, keyOf, rowIn } from './segment';
import { Variable } from './variable';

/** What a function takes: a Variable, or a number that is not differentiated. */
export type Term = Variable | number;

function valueOf(term: Term): number {
  if (typeof term === 'number') return term;
  if (term instanceof Variable) {
    if (term.data === null) throw new TypeError(`${term.name ?? 'A Variable'} without data cannot be computed with.`);
    return term.data;
  }
  throw new TypeError(`A function of the engine takes Variables and numbers; ${typeof term} was given.`);
}

/**
 * Applies a primitive. At least one operand is a Variable.
 * @param share return the Variable of an equal operation already recorded, if there is one.
 */
export function applyPrimitive(name: PrimitiveName, operands: readonly Term[], share = false): Variable {
  const row = primitives[name];
  const [p, q] = operands;
  const value =
    operands.length === 1
      ? row.forward(valueOf(p))
      : operands.length === 2
        ? row.forward(valueOf(p), valueOf(q))
        : row.forward(...operands.map(valueOf));
  if (!config.enableBackprop) return new Variable(value);
  const segment = currentSegment();
  const { tape } = segment;
  let generation = 0;
  for (const term of operands) {
    if (typeof term !== 'number' && term.generation > generation) generation = term.generation;
  }
  let id: number;
  if (isPooled(row.op)) {
    const ids = operands.map((term) => (typeof term === 'number' ? 0 : rowIn(segment, term)));
    id = tape.pushMany(
      row.op,
      ids,
      operands.map((term) => (typeof term === 'number' ? term : 0)),
      value,
      0,
    );
  } else {
    const a = typeof p === 'number' ? 0 : rowIn(segment, p);
    const b = q === undefined || typeof q === 'number' ? 0 : rowIn(segment, q);
    const constant = typeof p === 'number' ? p : typeof q === 'number' ? q : 0;
    if (share) {
      const found =
        segment.find(keyOf(row.op, a, b, constant)) ||
        (row.op === Op.add || row.op === Op.mul ? segment.find(keyOf(row.op, b, a, constant)) : 0);
      if (found > 0) return segment.handles[found] as Variable;
    }
    id = tape.push(row.op, a, b, constant, value, 0);
  }
  return handleFor(segment, id, value, generation + 1);
}

type Unary = (x: Term) => Variable;
type Binary = (a: Term, b: Term) => Variable;
type Many = (...operands: Term[]) => Variable;
type BinaryName = 'add' | 'sub' | 'mul' | 'div' | 'rem' | 'pow' | 'atan2';
type Functions = {
  [N in PrimitiveName]: N extends BinaryName
    ? Binary
    : N extends 'max' | 'min' | 'hypot'
      ? Many
      : N extends 'clamp'
        ? (x: Term, low: Term, high: Term) => Variable
        : Unary;
};

const functions = {} as Record<PrimitiveName, Many>;
for (const name of primitiveNames) {
  const { arity } = primitives[name];
  functions[name] = (...operands) => {
    if (arity !== 'any' && operands.length !== arity) {
      throw new TypeError(`${name} takes ${arity} operand${arity === 1 ? '' : 's'}; ${operands.length} given.`);
    }
    // of numbers alone the first becomes a leaf, so that the result has a creator
    if (!operands.some((term) => typeof term !== 'number')) operands[0] = new Variable(operands[0] as number);
    return applyPrimitive(name, operands);
  };
}

/** One function per primitive of the table. */
export const {
  add,
  sub,
  mul,
  div,
  rem,
  pow,
  neg,
  abs,
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  cbrt,
  ceil,
  cos,
  cosh,
  exp,
  expm1,
  floor,
  fround,
  log,
  log10,
  log1p,
  log2,
  round,
  sign,
  sin,
  sinh,
  sqrt,
  tan,
  tanh,
  trunc,
  atan2,
  hypot,
  max,
  min,
  square,
  relu,
  sigmoid,
  softplus,
  clamp,
  identity,
} = functions as unknown as Functions;
