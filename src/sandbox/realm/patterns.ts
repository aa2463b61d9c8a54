/**
 * @file Typed arrays taken apart by patterns: `{ 0: a } = t`, also deep inside of another pattern. What the pattern
 * reads from is replaced by a stand-in that gives traced elements; it lives no longer than the pattern, so nobody sees it.
 */
import { isObject } from './convert';
import {
  apply,
  createObject,
  getOwnPropertyDescriptor,
  iteratorSymbol,
  NativeMap,
  NativePromise,
  NativeProxy,
  ownKeys,
  promiseThen,
} from './intrinsics';
import { hasShadow, rd } from './shadow';
import { state } from './traced';

/** How a pattern reads; see `readsOf` in src/snippet/emit/patterns.ts. */
interface Reading {
  list: boolean;
  /** What is read, in order; null: a value that gets a name. */
  parts: (Reading | null)[];
  /** Some part is a pattern again that reads elements. */
  deep: boolean;
}

const readings = new NativeMap<string, Reading>();
const { get, set } = Map.prototype;
const { slice } = Array.prototype;

function readingOf(code: string): Reading {
  let reading = apply(get, readings, [code]) as Reading | undefined;
  if (reading === undefined) {
    reading = parsed(code, { at: 0 }) as Reading;
    apply(set, readings, [code, reading]);
  }
  return reading;
}

function parsed(code: string, cursor: { at: number }): Reading | null {
  const first = code[cursor.at++];
  if (first === '.') return null;
  const made: Reading = { list: first === '[', parts: [], deep: false };
  while (code[cursor.at] !== ')' && code[cursor.at] !== ']') {
    const part = parsed(code, cursor);
    made.parts[made.parts.length] = part;
    if (part) made.deep = true;
  }
  cursor.at++;
  return made;
}

/** The source of a pattern that reads as `code` says. */
export function open(value: unknown, code: string): unknown {
  return state.tracing ? opened(value, readingOf(code)) : value;
}

/** As `open`, for each value of a loop's source. */
export function each(source: unknown, code: string, wait: boolean): unknown {
  if (!state.tracing || !isObject(source)) return source;
  const reading = readingOf(code);
  if (!wait) return listed(source, () => reading);
  const waiting = (source as Record<symbol, unknown>)[Symbol.asyncIterator];
  return waiting === undefined || waiting === null
    ? settledEach(source, reading)
    : { [Symbol.asyncIterator]: () => awaited(apply(waiting as () => object, source, []) as object, reading) };
}

function opened(value: unknown, reading: Reading): unknown {
  if (!isObject(value)) return value;
  if (reading.list) return reading.deep ? listed(value, (k) => reading.parts[k] ?? null) : value;
  if (!reading.deep && !hasShadow(value)) return value;
  let k = 0;
  // an empty target: nothing that `value` promises of its properties binds the stand-in
  return new NativeProxy(createObject(null) as object, {
    get(_target, key): unknown {
      const read = rd((value as Record<PropertyKey, unknown>)[key], value, key);
      const part = reading.parts[k++];
      return part ? opened(read, part) : read;
    },
    ownKeys: () => ownKeys(value),
    getOwnPropertyDescriptor(_target, key): PropertyDescriptor | undefined {
      const property = getOwnPropertyDescriptor(value, key);
      return property && { value: undefined, writable: true, enumerable: property.enumerable, configurable: true };
    },
  });
}

/** What a rest parameter at place `from` holds. */
export function rest(given: ArrayLike<unknown>, from: number): unknown[] {
  return apply(slice, given, [from]) as unknown[];
}

type Next = (this: unknown) => unknown;

/** An iterable that gives what `source` gives, each value opened; asks no more of `source` than the language does. */
function listed(source: object, partAt: (k: number) => Reading | null): unknown {
  const method = (source as Record<symbol, unknown>)[iteratorSymbol];
  if (typeof method !== 'function') return source;
  return {
    [iteratorSymbol](): unknown {
      const iterator = apply(method, source, []) as { next: Next; return?: Next };
      if (!isObject(iterator)) return iterator;
      const { next } = iterator;
      let k = 0;
      return {
        next(): unknown {
          const step = apply(next, iterator, []) as { done: unknown; value: unknown };
          const part = partAt(k++);
          if (part === null || !isObject(step)) return step;
          return {
            get done() {
              return step.done;
            },
            get value() {
              return opened(step.value, part);
            },
          };
        },
        get return() {
          const close = iterator.return;
          return close === undefined || close === null ? undefined : (): unknown => apply(close, iterator, []);
        },
      };
    },
  };
}

/** For `for await` over a plain iterable: its values may be promises. */
async function* settledEach(source: object, reading: Reading): AsyncGenerator {
  for (const value of source as Iterable<unknown>) yield opened(await value, reading);
}

function awaited(iterator: object, reading: Reading): object {
  const { next } = iterator as { next: Next };
  return {
    next(): unknown {
      return promiseThen(NativePromise.resolve(apply(next, iterator, [])), (step) => {
        if (!isObject(step)) return step;
        const { done, value } = step as { done?: unknown; value?: unknown };
        return { done, value: done ? value : opened(value, reading) };
      });
    },
    get return() {
      const close = (iterator as { return?: Next }).return;
      return close === undefined || close === null ? undefined : (): unknown => apply(close, iterator, []);
    },
  };
}
