/** @file Shadows of typed arrays: for each buffer the rows whose values its elements are. */
import { Op } from '../../engine/opcodes';
import { isObject, toNumber } from './convert';
import { MADE_OF_WORDS, recalled, wordRead, wordsWereRead } from './float-words';
import {
  defineProperty,
  getPrototypeOf,
  isArray,
  NativeProxy,
  NativeWeakMap,
  uncurry,
  weakGet,
  weakSet,
} from './intrinsics';
import { runtime } from './runtime';
import { detach, handle, idOf, note, plain, state } from './traced';

const prototype = getPrototypeOf(Float64Array.prototype) as object;
const getter = <Result>(key: PropertyKey): ((self: unknown) => Result) =>
  uncurry<Result>(Object.getOwnPropertyDescriptor(prototype, key)?.get);
const nameOf = getter<string | undefined>(Symbol.toStringTag);
const bufferOf = getter<ArrayBuffer>('buffer');
const offsetOf = getter<number>('byteOffset');
const lengthOf = getter<number>('length');
const byteLengthOf = uncurry<number>(Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength')?.get);
const Ids = Int32Array;

/** What has to happen when the first element of a typed array is traced. */
let onLive: () => void = () => undefined;
export function whenLive(action: () => void): void {
  onLive = action;
}

/** Rows by buffer, one place for every four bytes; a 64-bit element has its row at its first place. */
const rows = new NativeWeakMap<ArrayBuffer, Int32Array>();

interface View {
  /** Places per element: 2 for 64 bits, 1 for 32, 0 for whole numbers of any size. */
  places: number;
  /** Of whole numbers of 32 bits: it may look at the words of floats. */
  words: boolean;
  first: number;
  buffer: ArrayBuffer;
  length: number;
  single: boolean;
  ids: Int32Array | null;
}
const views = new NativeWeakMap<object, View>();
let lastObject: object | null = null;
let lastView: View | null = null;

/** How a typed array lies on its buffer; null for anything else. */
export function viewOf(value: unknown): View | null {
  if (value === lastObject) return lastView;
  if (typeof value !== 'object' || value === null || isArray(value)) return null;
  let view = weakGet(views, value) ?? null;
  if (view === null) {
    const name = nameOf(value);
    if (name === undefined) return null;
    const places = name === 'Float64Array' ? 2 : name === 'Float32Array' ? 1 : 0;
    const buffer = bufferOf(value);
    view = {
      places,
      words: name === 'Uint32Array' || name === 'Int32Array',
      first: offsetOf(value) >> 2,
      buffer,
      length: lengthOf(value),
      single: places === 1,
      ids: weakGet(rows, buffer) ?? null,
    };
    weakSet(views, value, view);
  }
  view.ids ??= weakGet(rows, view.buffer) ?? null;
  lastObject = value;
  lastView = view;
  return view;
}

export function isTypedArray(value: unknown): boolean {
  return typeof value === 'object' && value !== null && nameOf(value) !== undefined;
}

function indexOf(key: unknown): number {
  if (typeof key === 'number') return key;
  const bare = plain(key);
  if (typeof bare === 'number') return bare;
  if (typeof bare === 'string') {
    const number = +bare;
    return `${number}` === bare ? number : -1;
  }
  return -1;
}

/** The traced value behind an element that was read natively as `value`. */
export function rd(value: unknown, object: unknown, key: unknown): unknown {
  if (typeof value !== 'number') return value;
  const view = viewOf(object);
  if (view === null || view.ids === null) return value;
  const index = indexOf(key);
  if (view.places === 0) {
    if (view.words) wordRead(view.ids, view.first + index);
    return value;
  }
  const id = view.ids[view.first + index * view.places];
  if (id === 0 || id === undefined) return value;
  if (id === MADE_OF_WORDS) return recalled(view.ids, view.first + index * view.places, value) ?? value;
  const stored = state.tape.value[id];
  if (stored === value || (stored !== stored && value !== value)) return handle(id);
  return rewritten(view, view.first + index * view.places, id, stored, value);
}

/**
 * Something else wrote the bytes: code that works on the words of a float. Another exponent or sign is a
 * multiplication, cleared low bits are a small shift; anything else is a new number.
 */
function rewritten(view: View, place: number, id: number, stored: number, value: number): unknown {
  const ids = view.ids as Int32Array;
  const { tape } = state;
  const known = recalled(ids, place, value);
  if (known !== null) return known;
  const ratio = value / stored;
  if (ratio !== 0 && ratio - ratio === 0 && isPowerOfTwo(absolute(ratio)) && stored * ratio === value) {
    ids[place] = tape.push(Op.mul, id, 0, ratio, value, tape.site[id]);
    return handle(ids[place]);
  }
  if (absolute(value - stored) <= absolute(stored) * 1e-6) {
    note('detached', tape.site[id], 'its low bits were cleared; the gradient passes on');
    ids[place] = tape.push(Op.add, id, 0, value - stored, value, tape.site[id]);
    return handle(ids[place]);
  }
  ids[place] = 0;
  detach(id, -1, 'its bits were rewritten');
  return value;
}

const { abs: absolute, log2, round } = Math;

function isPowerOfTwo(x: number): boolean {
  return x === 2 ** round(log2(x));
}

/** Element `index` of a typed array, traced where it is. */
export function elementOf(array: ArrayLike<number>, index: number): unknown {
  return runtime.live ? rd(array[index], array, index) : array[index];
}

/** A store into an element; false where the object is no typed array and the store is left to the caller. */
export function st(object: unknown, key: unknown, value: unknown): boolean {
  const view = viewOf(object);
  if (view === null) return false;
  const index = indexOf(key);
  if (index < 0) return false;
  let stored = value;
  if (typeof value !== 'number' && idOf(value) === 0) {
    if (!isObject(value)) {
      if (view.ids !== null && view.places > 0) view.ids[view.first + index * view.places] = 0;
      return false;
    }
    if (typeof value === 'object') stored = toNumber(value);
  }
  if (nameOf(object) === 'BigInt64Array' || nameOf(object) === 'BigUint64Array') return false;
  shadowStore(object as Float64Array, index, stored);
  return true;
}

/** Stores a number or a traced value, with its row. */
export function shadowStore(array: { [index: number]: number }, index: number, value: unknown): void {
  const view = viewOf(array) as View;
  const id = idOf(value);
  if (id === 0) {
    array[index] = value as number;
    if (view.words) wordWritten(view, index);
    else if (view.ids !== null && view.places > 0 && index < view.length)
      view.ids[view.first + index * view.places] = 0;
    return;
  }
  const number = state.tape.value[id];
  array[index] = number;
  if (view.places === 0) {
    detach(id, -1, 'it was stored into an array of whole numbers');
    return;
  }
  if (index >= view.length || index !== index >>> 0) return;
  view.ids ??= rowsFor(view.buffer);
  let row = id;
  const kept = array[index];
  if (view.single && kept !== number) row = state.tape.push(Op.fround, id, 0, 0, kept, state.tape.site[id]);
  view.ids[view.first + index * view.places] = row;
}

/** Large arrays are no scratch space for words. */
const SCRATCH = 16;

function wordWritten(view: View, index: number): void {
  if (!wordsWereRead() || view.length > SCRATCH || !(index < view.length)) return;
  view.ids ??= rowsFor(view.buffer);
  const place = view.first + index;
  if (view.ids[place] === 0) view.ids[place] = MADE_OF_WORDS;
  if (view.ids[place & ~1] === 0) view.ids[place & ~1] = MADE_OF_WORDS;
}

/** Whether some element of a typed array may be traced. */
export function hasShadow(value: unknown): boolean {
  return runtime.live && viewOf(value)?.ids != null;
}

/** The elements of a typed array, traced where they are. */
export function elementsOf(array: ArrayLike<number>): unknown[] {
  const list: unknown[] = [];
  const { length } = array;
  for (let i = 0; i < length; i++)
    defineProperty(list, i, { value: elementOf(array, i), writable: true, enumerable: true, configurable: true });
  return list;
}

/**
 * A typed array as the source of an object pattern or of a spread: reads of its elements are traced. Lives no longer
 * than the pattern, so nobody sees that it is another object.
 */
export function open(value: unknown): unknown {
  if (!hasShadow(value)) return value;
  return new NativeProxy(value as object, {
    get: (array: object, key: PropertyKey): unknown => rd((array as Record<PropertyKey, unknown>)[key], array, key),
  });
}

/** Stores a list of numbers and traced values from `start` on. */
export function storeAll(array: { [index: number]: number }, list: ArrayLike<unknown>, start = 0): void {
  for (let i = 0; i < list.length; i++) shadowStore(array, start + i, list[i]);
}

/** Rows of whole buffers: for `slice` of a buffer and for reads and writes through a DataView. */
export function rowsOf(buffer: ArrayBuffer): Int32Array | undefined {
  return weakGet(rows, buffer);
}

export function rowsFor(buffer: ArrayBuffer): Int32Array {
  let ids = weakGet(rows, buffer);
  if (!ids) {
    ids = new Ids((byteLengthOf(buffer) >> 2) + 2);
    weakSet(rows, buffer, ids);
    if (!runtime.live) {
      runtime.live = true;
      onLive();
    }
  }
  return ids;
}

/** A place of a destructuring pattern: `[a[i]] = …` assigns to `slot(a, i, native).v`. */
export function slot(
  object: unknown,
  key: unknown,
  native: (object: unknown, key: unknown, value: unknown) => void,
): { v: unknown } {
  return {
    set v(value: unknown) {
      if (!((typeof value === 'object' || runtime.live) && st(object, key, value))) native(object, key, value);
    },
  };
}
