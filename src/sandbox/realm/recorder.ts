/**
 * @file The hot path: operators and functions of numbers that write a row of the tape and make a handle on it.
 * V8 compiles these functions into the person's loops while their bytecode is short (920 bytes in all for one function)
 * and what they go through is never assigned again. So they are small, have nothing in them that rare operands need,
 * and stand in one function: in a bundle, constants of a module become variables.
 */
import { Op } from '../../engine/opcodes';
import { Guard, Tape } from '../../engine/tape';
import { runtime } from './runtime';

/** A number that is also a row of the tape. To the language it is an object; the transform hides that. */
export interface TracedValue {
  readonly traced: true;
}

export type Arithmetic = Op.add | Op.sub | Op.mul | Op.div | Op.rem | Op.pow;
export type Order = Guard.less | Guard.lessOrEqual | Guard.greater | Guard.greaterOrEqual;

/** What is done with operands that are neither numbers nor traced; `operators.ts` and `math.ts` put it here. */
export interface SlowPaths {
  add(a: unknown, b: unknown, site: number): unknown;
  arithmetic(op: Arithmetic, a: unknown, b: unknown, site: number): unknown;
  neg(a: unknown, site: number): unknown;
  compare(kind: Order, a: unknown, b: unknown, site: number): boolean;
  call(op: Op, native: (x: number) => number, x: unknown): unknown;
  /** Operators of `$gl` for a program that often computes with such operands. */
  asking: Record<string, unknown>;
}

export function ordered(kind: Order, a: number, b: number): boolean {
  switch (kind) {
    case Guard.less:
      return a < b;
    case Guard.lessOrEqual:
      return a <= b;
    case Guard.greater:
      return a > b;
    case Guard.greaterOrEqual:
      return a >= b;
  }
}

/** Room of the tape at first; a megabyte that the system clears only where it is used. */
const firstRows = 32_768;

/** So many operands that are neither numbers nor traced, and the operators ask before they read. */
const patience = 64;

function makeRecorder() {
  const tape = new Tape(firstRows);
  const { abs, cos, exp, log, sin, sqrt, tanh } = Math;
  /** Row of the handle that is made next: the field's initialiser takes it, which is quicker than a store in a constructor. */
  let nextId = 0;
  let misses = 0;
  const slow = {} as SlowPaths;

  /** Records an operation without a constant operand; b is 0 where it has one operand. The text never asks for two numbers. */
  function record(op: Op, a: number, b: number, value: number, site: number): TracedValue {
    const id = tape.length;
    if (id >= tape.capacity) tape.grow();
    tape.op[id] = op;
    tape.a[id] = a;
    tape.b[id] = b;
    tape.value[id] = value;
    tape.site[id] = site | 0;
    tape.length = id + 1;
    nextId = id;
    return new Traced() as unknown as TracedValue;
  }

  /** Records an operation with one constant operand: the one whose row is 0. */
  function recordConstant(op: Op, a: number, b: number, constant: number, value: number, site: number): TracedValue {
    const id = tape.length;
    if (id >= tape.capacity) tape.grow();
    tape.op[id] = op;
    tape.a[id] = a;
    tape.b[id] = b;
    tape.constant[id] = constant;
    tape.value[id] = value;
    tape.site[id] = site | 0;
    tape.length = id + 1;
    nextId = id;
    return new Traced() as unknown as TracedValue;
  }

  /** As `record`, of a function called by its own name: the text left the site of the call. */
  function recordCall(op: Op, a: number, value: number): TracedValue {
    const { at } = runtime;
    runtime.at = -1;
    return record(op, a, 0, value, at);
  }

  /** Throwing takes a microsecond or two, so a program that computes with other things gets operators that ask. */
  function missed(): void {
    if (++misses === patience) Object.assign(runtime, slow.asking);
  }

  /**
   * A handle. Reading the private field of something else throws, and that is twice as quick as asking first: operands
   * that are not numbers are almost always handles.
   */
  class Traced {
    #id = nextId;

    /** Row of a traced value, 0 for any other object. */
    static rowIfTraced(value: object): number {
      return #id in value ? value.#id : 0;
    }

    /** As `rowIfTraced`; a place of its own, since V8 remembers by place which objects came by. */
    static rowIfMarked(value: object): number {
      return #id in value ? value.#id : 0;
    }

    /** Row of a value that is believed to be traced; 0 where it is not. */
    static rowOf(value: unknown): number {
      if (misses >= patience) return typeof value === 'object' && value !== null ? Traced.rowIfTraced(value) : 0;
      try {
        return (value as Traced).#id;
      } catch {
        missed();
        return 0;
      }
    }

    static handle(row: number): TracedValue {
      nextId = row;
      return new Traced() as unknown as TracedValue;
    }

    static add(a: unknown, b: unknown, site: number): unknown {
      if (typeof a === 'string' || typeof b === 'string') return slow.add(a, b, site);
      let i = 0;
      let j = 0;
      try {
        if (typeof a !== 'number') i = (a as Traced).#id;
        if (typeof b !== 'number') j = (b as Traced).#id;
      } catch {
        missed();
        return slow.add(a, b, site);
      }
      if (j === 0) return recordConstant(Op.add, i, 0, b as number, tape.value[i] + (b as number), site);
      if (i === 0) return recordConstant(Op.add, 0, j, a as number, (a as number) + tape.value[j], site);
      return record(Op.add, i, j, tape.value[i] + tape.value[j], site);
    }

    static sub(a: unknown, b: unknown, site: number): unknown {
      let i = 0;
      let j = 0;
      try {
        if (typeof a !== 'number') i = (a as Traced).#id;
        if (typeof b !== 'number') j = (b as Traced).#id;
      } catch {
        missed();
        return slow.arithmetic(Op.sub, a, b, site);
      }
      if (j === 0) return recordConstant(Op.sub, i, 0, b as number, tape.value[i] - (b as number), site);
      if (i === 0) return recordConstant(Op.sub, 0, j, a as number, (a as number) - tape.value[j], site);
      return record(Op.sub, i, j, tape.value[i] - tape.value[j], site);
    }

    static mul(a: unknown, b: unknown, site: number): unknown {
      let i = 0;
      let j = 0;
      try {
        if (typeof a !== 'number') i = (a as Traced).#id;
        if (typeof b !== 'number') j = (b as Traced).#id;
      } catch {
        missed();
        return slow.arithmetic(Op.mul, a, b, site);
      }
      if (j === 0) return recordConstant(Op.mul, i, 0, b as number, tape.value[i] * (b as number), site);
      if (i === 0) return recordConstant(Op.mul, 0, j, a as number, (a as number) * tape.value[j], site);
      return record(Op.mul, i, j, tape.value[i] * tape.value[j], site);
    }

    static div(a: unknown, b: unknown, site: number): unknown {
      let i = 0;
      let j = 0;
      try {
        if (typeof a !== 'number') i = (a as Traced).#id;
        if (typeof b !== 'number') j = (b as Traced).#id;
      } catch {
        missed();
        return slow.arithmetic(Op.div, a, b, site);
      }
      if (j === 0) return recordConstant(Op.div, i, 0, b as number, tape.value[i] / (b as number), site);
      if (i === 0) return recordConstant(Op.div, 0, j, a as number, (a as number) / tape.value[j], site);
      return record(Op.div, i, j, tape.value[i] / tape.value[j], site);
    }

    static pow(a: unknown, b: unknown, site: number): unknown {
      const i = typeof b === 'number' ? Traced.rowOf(a) : 0;
      if (i === 0) return slow.arithmetic(Op.pow, a, b, site);
      const x = tape.value[i];
      // the same number, without the call
      return recordConstant(Op.pow, i, 0, b as number, b === 2 ? x * x : x ** (b as number), site);
    }

    static neg(a: unknown, site: number): unknown {
      const i = Traced.rowOf(a);
      return i > 0 ? record(Op.neg, i, 0, -tape.value[i], site) : slow.neg(a, site);
    }

    static compare(kind: Order, a: unknown, b: unknown, site: number): boolean {
      let i = 0;
      let j = 0;
      try {
        if (typeof a !== 'number') i = (a as Traced).#id;
        if (typeof b !== 'number') j = (b as Traced).#id;
      } catch {
        missed();
        return slow.compare(kind, a, b, site);
      }
      if (i + j === 0) return slow.compare(kind, a, b, site);
      // − 0 keeps a number a double, which V8 would else put on the heap to have one kind of both
      const p = i === 0 ? (a as number) - 0 : tape.value[i];
      const q = j === 0 ? (b as number) - 0 : tape.value[j];
      const outcome = ordered(kind, p, q);
      tape.guard(kind, i, j, i === 0 ? p : j === 0 ? q : 0, outcome, site);
      return outcome;
    }

    static lt(a: unknown, b: unknown, site: number): boolean {
      return Traced.compare(Guard.less, a, b, site);
    }

    static le(a: unknown, b: unknown, site: number): boolean {
      return Traced.compare(Guard.lessOrEqual, a, b, site);
    }

    static gt(a: unknown, b: unknown, site: number): boolean {
      return Traced.compare(Guard.greater, a, b, site);
    }

    static ge(a: unknown, b: unknown, site: number): boolean {
      return Traced.compare(Guard.greaterOrEqual, a, b, site);
    }

    static abs(x: unknown): unknown {
      if (typeof x === 'number') return abs(x);
      const i = Traced.rowOf(x);
      return i > 0 ? recordCall(Op.abs, i, abs(tape.value[i])) : slow.call(Op.abs, abs, x);
    }

    static cos(x: unknown): unknown {
      if (typeof x === 'number') return cos(x);
      const i = Traced.rowOf(x);
      return i > 0 ? recordCall(Op.cos, i, cos(tape.value[i])) : slow.call(Op.cos, cos, x);
    }

    static exp(x: unknown): unknown {
      if (typeof x === 'number') return exp(x);
      const i = Traced.rowOf(x);
      return i > 0 ? recordCall(Op.exp, i, exp(tape.value[i])) : slow.call(Op.exp, exp, x);
    }

    static log(x: unknown): unknown {
      if (typeof x === 'number') return log(x);
      const i = Traced.rowOf(x);
      return i > 0 ? recordCall(Op.log, i, log(tape.value[i])) : slow.call(Op.log, log, x);
    }

    static sin(x: unknown): unknown {
      if (typeof x === 'number') return sin(x);
      const i = Traced.rowOf(x);
      return i > 0 ? recordCall(Op.sin, i, sin(tape.value[i])) : slow.call(Op.sin, sin, x);
    }

    static sqrt(x: unknown): unknown {
      if (typeof x === 'number') return sqrt(x);
      const i = Traced.rowOf(x);
      return i > 0 ? recordCall(Op.sqrt, i, sqrt(tape.value[i])) : slow.call(Op.sqrt, sqrt, x);
    }

    static tanh(x: unknown): unknown {
      if (typeof x === 'number') return tanh(x);
      const i = Traced.rowOf(x);
      return i > 0 ? recordCall(Op.tanh, i, tanh(tape.value[i])) : slow.call(Op.tanh, tanh, x);
    }
  }

  /** The tape begins anew in the same memory: numbers that the program still holds come to mean other rows. */
  function rewind(): void {
    tape.length = 1;
    tape.guards = 0;
    tape.poolLength = 0;
  }

  return { tape, Traced, record, rewind, slow };
}

export const { tape, Traced, record, rewind, slow: slowPaths } = makeRecorder();
export const { rowIfTraced, rowIfMarked, handle } = Traced;
