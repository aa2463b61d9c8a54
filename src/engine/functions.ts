/** @file The functions of the table as people call them: on Variables and numbers. */
import { config } from './config';
import { isPooled } from './numbers';
import type { PrimitiveName } from './opcodes';
import { primitiveNames, primitives } from './primitives';
import { currentSegment, handleFor, linked, rowIn } from './segment';
import { type Sharing, sharedKey } from './sharing';
import { applyRule } from './tensor/apply';
import type { ArrayLikeValue } from './tensor/array';
import { NdArray, type Value } from './tensor/ndarray';
import { ruleOf } from './tensor/rules';
import { Variable } from './variable';

/** What a function takes: a Variable, or a number or array that is not differentiated. */
export type Term = Variable | number | NdArray;

function valueOf(term: Term): number {
  if (typeof term === 'number') return term;
  if (term instanceof Variable) {
    if (term.data === null) throw new TypeError(`${term.name ?? 'A Variable'} without data cannot be computed with.`);
    return term.data as number;
  }
  throw new TypeError(`A function of the engine takes Variables, numbers and arrays; ${typeof term} was given.`);
}

function holdsArray(term: Term): boolean {
  return term instanceof Variable ? term.data instanceof NdArray : term instanceof NdArray;
}

/**
 * Applies a primitive. At least one operand is a Variable.
 * @param sharing return the Variable of an equal operation in it, if there is one.
 */
export function applyPrimitive(
  name: PrimitiveName,
  operands: readonly Term[],
  sharing: Sharing | null = null,
): Variable {
  for (const term of operands) if (holdsArray(term)) return applyRule(ruleOf(name), operands);
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
    if (term instanceof Variable && term.generation > generation) generation = term.generation;
  }
  const handles = operands.map((term) => (term instanceof Variable ? term : null));
  let id: number;
  if (isPooled(row.op)) {
    const ids = operands.map((term) => (term instanceof Variable ? rowIn(segment, term) : 0));
    id = tape.pushMany(
      row.op,
      ids,
      operands.map((term) => (typeof term === 'number' ? term : 0)),
      value,
      0,
    );
  } else {
    const a = p instanceof Variable ? rowIn(segment, p) : 0;
    const b = q instanceof Variable ? rowIn(segment, q) : 0;
    const constant = typeof p === 'number' ? p : typeof q === 'number' ? q : 0;
    if (sharing !== null) {
      const key = sharedKey(row.op, segment.serials[a], segment.serials[b], constant);
      const known = sharing.get(key);
      if (known !== undefined) return known;
      id = tape.push(row.op, a, b, constant, value, 0);
      const made = handleFor(segment, id, value, generation + 1, handles);
      sharing.set(key, made);
      return made;
    }
    id = tape.push(row.op, a, b, constant, value, 0);
  }
  return handleFor(segment, id, value, generation + 1, handles);
}

/** What people may pass: also nested lists and typed arrays. */
export type Operand = Variable | ArrayLikeValue;
type Unary = (x: Operand) => Variable;
type Binary = (a: Operand, b: Operand) => Variable;
type Many = (...operands: Operand[]) => Variable;
type BinaryName = 'add' | 'sub' | 'mul' | 'div' | 'rem' | 'pow' | 'atan2';
type Functions = {
  [N in PrimitiveName]: N extends BinaryName
    ? Binary
    : N extends 'max' | 'min' | 'hypot'
      ? Many
      : N extends 'clamp'
        ? (x: Operand, low: Operand, high: Operand) => Variable
        : Unary;
};

/** An operand as rules take it: lists and typed arrays become arrays. */
export function asTerm(operand: Operand): Term {
  if (typeof operand === 'number' || operand instanceof Variable || operand instanceof NdArray) return operand;
  if (operand === null)
    throw new TypeError('A function of the engine takes Variables, numbers and arrays; null was given.');
  const made = new Variable(operand);
  return made.feeds === null ? (made.data as Value) : made;
}

/** The short way for a Variable that holds a number; null where the long way has to be gone. */
function quickUnary(name: PrimitiveName): (x: Operand) => Variable | null {
  const { op, forward } = primitives[name];
  return (x) => {
    if (!(x instanceof Variable) || !config.enableBackprop) return null;
    const { data } = x;
    if (typeof data !== 'number') return null;
    const value = forward(data);
    const segment = currentSegment();
    const row = segment.tape.push(op, rowIn(segment, x), 0, 0, value, 0);
    return linked(segment, row, value, x.generation + 1, x, null);
  };
}

/** As `quickUnary`, for two Variables or a Variable and a number. */
function quickBinary(name: PrimitiveName): (a: Operand, b: Operand) => Variable | null {
  const { op, forward } = primitives[name];
  return (a, b) => {
    if (!config.enableBackprop) return null;
    const first = a instanceof Variable ? a : null;
    const second = b instanceof Variable ? b : null;
    const p = first === null ? a : first.data;
    const q = second === null ? b : second.data;
    if (typeof p !== 'number' || typeof q !== 'number' || (first === null && second === null)) return null;
    const value = forward(p, q);
    const segment = currentSegment();
    const i = first === null ? 0 : rowIn(segment, first);
    const j = second === null ? 0 : rowIn(segment, second);
    const row = segment.tape.push(op, i, j, i === 0 ? p : j === 0 ? q : 0, value, 0);
    const generation = Math.max(first === null ? 0 : first.generation, second === null ? 0 : second.generation);
    return linked(segment, row, value, generation + 1, first, second);
  };
}

const functions = {} as Record<PrimitiveName, Many>;
for (const name of primitiveNames) {
  const { arity } = primitives[name];
  const quick = arity === 1 ? quickUnary(name) : arity === 2 ? quickBinary(name) : null;
  functions[name] = (...given) => {
    const made = quick === null || given.length !== arity ? null : quick(given[0], given[1]);
    if (made !== null) return made;
    if (arity !== 'any' && given.length !== arity) {
      throw new TypeError(`${name} takes ${arity} operand${arity === 1 ? '' : 's'}; ${given.length} given.`);
    }
    const operands = given.map(asTerm);
    // of numbers alone the first becomes a leaf, so that the result has a creator
    if (!operands.some((term) => term instanceof Variable)) operands[0] = new Variable(operands[0] as Value);
    return applyPrimitive(name, operands);
  };
}

/** By name, for what goes over the whole table. */
export const primitiveFunctions: Readonly<Record<PrimitiveName, Many>> = functions;

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
