/** @file Array methods that decide by truth, order or equality, where the language would see an object instead of a number. */

import { Guard } from '../../engine/tape';
import { truth } from './convert';
import { decided } from './decided';
import { apply, functionText, getPrototypeOf, isArray, NativeFunction, replaceMethod } from './intrinsics';
import { detach, idOf, quietly, state } from './traced';

type Callback = (this: unknown, ...given: unknown[]) => unknown;

/** The callback's result as the boolean it stands for. */
export function byTruth(callback: unknown): unknown {
  if (typeof callback !== 'function') return callback;
  return function (this: unknown, a: unknown, b: unknown, c: unknown): boolean {
    return truth(apply(callback as Callback, this, [a, b, c]), -1);
  };
}

/** A comparator's result as a plain number; what it decided is noted. */
export function byOrder(callback: unknown): unknown {
  if (typeof callback !== 'function') return callback;
  return (a: unknown, b: unknown): unknown => {
    const result = apply(callback as Callback, undefined, [a, b]);
    const id = idOf(result);
    if (id === 0) return result;
    const { tape } = state;
    const value = tape.value[id];
    tape.guard(Guard.less, id, 0, 0, value < 0, -1);
    tape.guard(Guard.greater, id, 0, 0, value > 0, -1);
    return value;
  };
}

const NativeArray = Array;

/** The one argument of `new made(value)`: a traced length of an array is a length. */
export function count(made: unknown, value: unknown): unknown {
  const id = idOf(value);
  return id !== 0 && makesArrays(made) ? detach(id, -1, 'it became the length of an array') : value;
}

const constructorInside = /\bconstructor\s*\(/;
const { test } = RegExp.prototype;

/** Whether its one argument reaches `Array`: classes with a constructor of their own do with it what they like. */
function makesArrays(made: unknown): boolean {
  for (let at = made; typeof at === 'function'; at = getPrototypeOf(at)) {
    if (at === NativeArray) return true;
    if (at === NativeFunction.prototype || apply(test, constructorInside, [functionText(at)])) return false;
  }
  return false;
}

/** Whether a list holds traced values. */
function anyTraced(list: ArrayLike<unknown>): boolean {
  for (let i = 0; i < list.length; i++) if (idOf(list[i]) !== 0) return true;
  return false;
}

export function installArrays(): void {
  const { prototype } = Array;
  for (const name of ['filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex'] as const) {
    replaceMethod(
      prototype,
      name,
      (native) =>
        ({
          method(this: unknown, callback: unknown, self: unknown): unknown {
            // a program that has traced nothing yet, as one with Variables
            if (!state.tracing || state.tape.length === 1 || typeof callback !== 'function')
              return apply(native, this, arguments);
            return apply(native, this, [byTruth(callback), self]);
          },
        }).method,
    );
  }
  for (const name of ['sort', 'toSorted'] as const) {
    replaceMethod(
      prototype,
      name,
      (native) =>
        ({
          method(this: unknown, compare: unknown): unknown {
            if (!state.tracing) return apply(native, this, arguments);
            if (typeof compare === 'function') return apply(native, this, [byOrder(compare)]);
            // by text: a read of each, after which all of them are still there
            if (isArray(this)) for (let i = 0; i < this.length; i++) if (i in this) decided(this[i]);
            return quietly(() => apply(native, this, arguments));
          },
        }).method,
    );
  }
  for (const name of ['includes', 'indexOf', 'lastIndexOf'] as const) {
    replaceMethod(
      prototype,
      name,
      (native) =>
        ({
          method(this: unknown, searched: unknown): unknown {
            const id = idOf(searched);
            if (
              !state.tracing ||
              (id === 0 && typeof searched !== 'number') ||
              !isArray(this) ||
              (id === 0 && !anyTraced(this))
            )
              return apply(native, this, arguments);
            const numbers: unknown[] = [];
            for (let i = 0; i < this.length; i++) if (i in this) numbers[i] = decided(this[i]);
            numbers.length = this.length;
            const value = id === 0 ? searched : detach(id, -1, null);
            return arguments.length > 1
              ? apply(native, numbers, [value, arguments[1]])
              : apply(native, numbers, [value]);
          },
        }).method,
    );
  }
}
