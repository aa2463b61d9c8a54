/** @file The operators of the language where an operand is not a plain number. */
import { Op } from '../../engine/opcodes';
import { Guard } from '../../engine/tape';
import { isObject, toNumeric, toPrimitive } from './convert';
import { getOwnPropertyDescriptor, NativeNumber, realm } from './intrinsics';
import { type Arithmetic, type Order, ordered, slowPaths } from './recorder';
import { detach, handle, idOf, state } from './traced';
import { compareOperands, isOperand, operandText, operate } from './variables';

function native(op: Arithmetic, a: number, b: number): number {
  switch (op) {
    case Op.add:
      return a + b;
    case Op.sub:
      return a - b;
    case Op.mul:
      return a * b;
    case Op.div:
      return a / b;
    case Op.rem:
      return a % b;
    case Op.pow:
      return a ** b;
  }
}

export const rem = (a: unknown, b: unknown, site: number): unknown => slow(Op.rem, a, b, site);

function slowAdd(a: unknown, b: unknown, site: number): unknown {
  const [left, right] = [isOperand(a), isOperand(b)];
  if (left || right) {
    if (typeof a === 'string') return a + operandText(b);
    if (typeof b === 'string') return operandText(a) + b;
    return operate(Op.add, [a, b], site);
  }
  if (!isObject(a) && !isObject(b)) return (a as number) + (b as number);
  const x = toPrimitive(a, 'default');
  const y = toPrimitive(b, 'default');
  const i = idOf(x);
  const j = idOf(y);
  if (i === 0 && j === 0) return (x as number) + (y as number);
  if (typeof x === 'string') return x + (detach(j, site, 'it became part of a text') as unknown as string);
  if (typeof y === 'string') return (detach(i, site, 'it became part of a text') as unknown as string) + y;
  return recorded(Op.add, x, i, y, j, site);
}

function slow(op: Arithmetic, a: unknown, b: unknown, site: number): unknown {
  if (isOperand(a) || isOperand(b)) return operate(op, [a, b], site);
  // a BigInt on both sides, or something that is not a number: the native operator, its result and its errors
  const x = toNumeric(a);
  const y = toNumeric(b);
  return recorded(op, x, idOf(x), y, idOf(y), site);
}

/** The operation on primitives of which one at least may be traced. */
export function recorded(op: Arithmetic, x: unknown, i: number, y: unknown, j: number, site: number): unknown {
  const { tape } = state;
  if (i === 0 && j === 0) return native(op, x as number, y as number);
  if (typeof x === 'bigint' || typeof y === 'bigint')
    return native(op, (i !== 0 ? tape.value[i] : x) as number, (j !== 0 ? tape.value[j] : y) as number);
  const a = i !== 0 ? tape.value[i] : +(x as number);
  const b = j !== 0 ? tape.value[j] : +(y as number);
  return handle(tape.push(op, i, j, i === 0 ? a : j === 0 ? b : 0, native(op, a, b), site));
}

function slowNeg(a: unknown, site: number): unknown {
  if (isOperand(a)) return operate(Op.neg, [a], site);
  const x = toNumeric(a);
  const i = idOf(x);
  if (i === 0) return -(x as number);
  return handle(state.tape.push(Op.neg, i, 0, 0, -state.tape.value[i], site));
}

/** Unary plus: a traced value stays what it is. */
export function plus(a: unknown, _site: number): unknown {
  if (isOperand(a)) return a;
  const x = toPrimitive(a, 'number');
  return idOf(x) !== 0 ? x : +(x as number);
}

/** `x + 1` or `x - 1` of a numeric. */
export function inc(x: unknown, step: number, site: number): unknown {
  if (typeof x === 'bigint') return x + (step === 1 ? 1n : -1n);
  if (isOperand(x)) return operate(Op.add, [x, step], site);
  const i = idOf(x);
  if (i === 0) return (x as number) + step;
  return handle(state.tape.push(Op.add, i, 0, step, state.tape.value[i] + step, site));
}

// --- comparisons ---

function slowCompare(kind: Order, a: unknown, b: unknown, site: number): boolean {
  if (isOperand(a) || isOperand(b)) return compareOperands(kind, a, b, site);
  const x = toPrimitive(a, 'number');
  const y = toPrimitive(b, 'number');
  const i = idOf(x);
  const j = idOf(y);
  if (i === 0 && j === 0) return ordered(kind, x as number, y as number);
  const { tape } = state;
  const p = i !== 0 ? tape.value[i] : typeof x === 'bigint' ? x : +(x as number);
  const q = j !== 0 ? tape.value[j] : typeof y === 'bigint' ? y : +(y as number);
  const outcome = ordered(kind, p as number, q as number);
  tape.guard(kind, i, j, i === 0 ? NativeNumber(p) : j === 0 ? NativeNumber(q) : 0, outcome, site);
  return outcome;
}

/** Arithmetic that asks what its operands are. */
const asking =
  (op: Arithmetic, otherwise: (a: unknown, b: unknown, site: number) => unknown) =>
  (a: unknown, b: unknown, site: number): unknown => {
    const i = idOf(a);
    const j = idOf(b);
    if ((i !== 0 || typeof a === 'number') && (j !== 0 || typeof b === 'number')) return recorded(op, a, i, b, j, site);
    return otherwise(a, b, site);
  };
const askingOrder =
  (kind: Order) =>
  (a: unknown, b: unknown, site: number): boolean =>
    slowCompare(kind, a, b, site);
const slowly = (op: Arithmetic) => asking(op, (a, b, site) => slow(op, a, b, site));

Object.assign(slowPaths, {
  add: slowAdd,
  arithmetic: slow,
  neg: slowNeg,
  compare: slowCompare,
  asking: {
    add: asking(Op.add, slowAdd),
    sub: slowly(Op.sub),
    mul: slowly(Op.mul),
    div: slowly(Op.div),
    lt: askingOrder(Guard.less),
    le: askingOrder(Guard.lessOrEqual),
    gt: askingOrder(Guard.greater),
    ge: askingOrder(Guard.greaterOrEqual),
  },
});

function sameNumber(i: number, a: unknown, j: number, b: unknown, site: number): boolean {
  const { tape } = state;
  const p = i !== 0 ? tape.value[i] : (a as number);
  const q = j !== 0 ? tape.value[j] : (b as number);
  const outcome = p === q;
  // x !== x asks whether it is NaN
  if (i !== j) tape.guard(Guard.equal, i, j, i === 0 ? p : j === 0 ? q : 0, outcome, site);
  return outcome;
}

export function seq(a: unknown, b: unknown, site: number): boolean {
  const i = idOf(a);
  const j = idOf(b);
  if (i === 0 && j === 0) return a === b;
  if ((i === 0 && typeof a !== 'number') || (j === 0 && typeof b !== 'number')) return false;
  return sameNumber(i, a, j, b, site);
}

export const sne = (a: unknown, b: unknown, site: number): boolean => !seq(a, b, site);

export function eq(a: unknown, b: unknown, site: number): boolean {
  if (isOperand(a) ? typeof b === 'number' || idOf(b) !== 0 : isOperand(b) && (typeof a === 'number' || idOf(a) !== 0))
    return compareOperands(Guard.equal, a, b, site);
  let x = a;
  let y = b;
  let i = idOf(x);
  let j = idOf(y);
  if (isObject(x) && i === 0) {
    // biome-ignore lint/suspicious/noDoubleEquals: this is what == means
    if ((isObject(y) && j === 0) || y === null || y === undefined) return x == y;
    x = toPrimitive(x, 'default');
    i = idOf(x);
  } else if (isObject(y) && j === 0) {
    // biome-ignore lint/suspicious/noDoubleEquals: this is what == means
    if (x === null || x === undefined) return (x as unknown) == y;
    y = toPrimitive(y, 'default');
    j = idOf(y);
  }
  // biome-ignore lint/suspicious/noDoubleEquals: this is what == means
  if (i === 0 && j === 0) return x == y;
  const other = i === 0 ? x : j === 0 ? y : 0;
  // biome-ignore lint/suspicious/noDoubleEquals: this is what == means
  if (typeof other !== 'number') return (i !== 0 ? state.tape.value[i] : x) == (j !== 0 ? state.tape.value[j] : y);
  return sameNumber(i, x, j, y, site);
}

export const ne = (a: unknown, b: unknown, site: number): boolean => !eq(a, b, site);

/** What `typeof` says of an object that may be traced. */
export function ty(value: unknown): string {
  return idOf(value) !== 0 ? 'number' : typeof value;
}

export const isTraced = (value: unknown): boolean => idOf(value) !== 0;

/** Whether a global name holds a traced value; getters are not run. */
export function own(name: string): boolean {
  const property = getOwnPropertyDescriptor(realm, name);
  return property !== undefined && idOf(property.value) !== 0;
}

/** Discriminant or case of a `switch`. */
export function sw(value: unknown, site: number): unknown {
  const id = idOf(value);
  return id === 0 ? value : detach(id, site, null);
}

/** An array's length. */
export function len(value: unknown): unknown {
  const id = idOf(value);
  return id === 0 ? value : detach(id, -1, null);
}
