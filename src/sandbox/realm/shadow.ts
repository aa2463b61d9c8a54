/** @file Shadows of typed arrays: for each buffer the rows whose values its elements are. */

import { Op } from '../../engine/opcodes';
import { isObject, toNumber } from './convert';
import { decided } from './decided';
import { MADE_OF_WORDS, madeOfWords, recalled, wordRead, wordsWereRead } from './float-words';
import { defineProperty, getPrototypeOf, isArray, NativeWeakMap, uncurry, weakGet, weakSet } from './intrinsics';
import { runtime } from './runtime';
import { detach, handle, idOf, state } from './traced';

const prototype = getPrototypeOf(Float64Array.prototype) as object;
const getter = <Result>(key: PropertyKey): ((self: unknown) => Result) =>
  uncurry<Result>(Object.getOwnPropertyDescriptor(prototype, key)?.get);
const nameOf = getter<string | undefined>(Symbol.toStringTag);
const bufferOf = getter<ArrayBuffer>('buffer');
const offsetOf = getter<number>('byteOffset');
const lengthOf = getter<number>('length');
const arrayBytesOf = getter<number>('byteLength');
const byteLengthOf = uncurry<number>(Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength')?.get);
const Ids = Int32Array;
const has = uncurry<boolean, [PropertyKey]>(Object.prototype.hasOwnProperty);

/** What has to happen when the first element of a typed array is traced. */
let onLive: () => void = () => undefined;
export function whenLive(action: () => void): void {
  onLive = action;
}

/** Rows by buffer, one place for every four bytes; a 64-bit element has its row at its first place. */
const rows = new NativeWeakMap<ArrayBuffer, Int32Array>();

interface View {
  /** Places per element of a float: 2 for 64 bits, 1 for 32; 0 for whole numbers, which may look at parts of floats. */
  places: number;
  first: number;
  /** In bytes. */
  offset: number;
  size: number;
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
    const offset = offsetOf(value);
    const length = lengthOf(value);
    view = {
      places,
      first: offset >> 2,
      offset,
      size: length === 0 ? 1 : arrayBytesOf(value) / length,
      buffer,
      length,
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
  const bare = decided(key);
  if (typeof bare === 'number') return bare;
  if (typeof bare === 'string') {
    const number = +bare;
    return `${number}` === bare ? number : -1;
  }
  return -1;
}

/** The traced value behind an element that was read natively as `value`. */
export function rd(value: unknown, object: unknown, key: unknown): unknown {
  if (typeof value !== 'number' && typeof value !== 'bigint') return value;
  const view = viewOf(object);
  const index = view === null || view.ids !== null ? indexOf(key) : -1;
  if (view === null) return index >= 0 ? inherited(value, object, key) : value;
  if (view.ids === null) return value;
  if (view.places === 0) {
    wordRead(view.ids, wordPlace(view, index));
    return value;
  }
  return floatAt(view.ids, view.first + index * view.places, value as number);
}

const ordinary = Object.prototype;

/** An element that an object has from a typed array among its prototypes, or that a proxy without `get` passes on. */
function inherited(value: unknown, object: unknown, key: unknown): unknown {
  if (typeof object !== 'object' || isArray(object)) return value;
  let at = object;
  while (at !== null && at !== ordinary) {
    const proxied = weakGet(proxies, at);
    if (proxied !== undefined) {
      if (proxied.handler.get !== undefined && proxied.handler.get !== null) return value;
      at = proxied.target;
    } else {
      if (has(at, key as PropertyKey)) return value;
      at = getPrototypeOf(at);
    }
    if (isTypedArray(at)) return rd(value, at, key);
  }
  return value;
}

interface Proxied {
  target: object;
  handler: { get?: unknown };
}

/** What the proxies of the program stand for. */
export const proxies = new NativeWeakMap<object, Proxied>();

/** Where the word of a float lies that element `index` of an array of whole numbers looks at. */
function wordPlace(view: View, index: number): number {
  return (view.offset + index * view.size) >> 2;
}

/** The traced value behind a float that was read natively as `value` at a place of a buffer. */
export function floatAt(ids: Int32Array, place: number, value: number): unknown {
  const id = ids[place];
  if (id === 0 || id === undefined) return value;
  if (id === MADE_OF_WORDS) return recalled(ids, place, value) ?? value;
  const stored = state.tape.value[id];
  if (stored === value || (stored !== stored && value !== value)) return handle(id);
  return rewritten(ids, place, id, stored, value);
}

/**
 * Something else wrote the bytes: code that works on the words of a float. Another exponent or sign is a
 * multiplication, cleared low bits are a small shift; anything else is a new number.
 */
function rewritten(ids: Int32Array, place: number, id: number, stored: number, value: number): unknown {
  const { tape } = state;
  const known = recalled(ids, place, value);
  if (known !== null) return known;
  const ratio = value / stored;
  if (ratio !== 0 && ratio - ratio === 0 && isPowerOfTwo(absolute(ratio)) && stored * ratio === value) {
    ids[place] = tape.push(Op.mul, id, 0, ratio, value, tape.site[id]);
    return handle(ids[place]);
  }
  if (absolute(value - stored) <= absolute(stored) * 1e-6) {
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
  // nothing is stored beside an array
  if (typeof key === 'number' && idOf(value) !== 0 && !(index >= 0 && index < view.length)) return true;
  if (index < 0) return false;
  let stored = value;
  if (typeof value !== 'number' && idOf(value) === 0) {
    if (!isObject(value)) {
      if (view.places === 0) wordWritten(view, index);
      else if (view.ids !== null) view.ids[view.first + index * view.places] = 0;
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
    if (view.places === 0) wordWritten(view, index);
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
  // rounded by rule, whether or not this number is: another one would be
  if (view.single && state.tape.op[id] !== Op.fround)
    row = state.tape.push(Op.fround, id, 0, 0, kept, state.tape.site[id]);
  view.ids[view.first + index * view.places] = row;
}

/** Bytes of an array up to which it may be scratch space for words. */
const SCRATCH = 64;

function wordWritten(view: View, index: number): void {
  if (!wordsWereRead() || view.length * view.size > SCRATCH || !(index < view.length)) return;
  view.ids ??= rowsFor(view.buffer);
  madeOfWords(view.ids, wordPlace(view, index));
}

/** All elements of an array were written natively: if they are whole numbers, they may be words of a float. */
export function allWritten(array: unknown): void {
  if (!runtime.live || !wordsWereRead()) return;
  const view = viewOf(array);
  if (view === null || view.places > 0) return;
  for (let i = 0; i < view.length && i < SCRATCH; i++) wordWritten(view, i);
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

/** Stores a list of numbers and traced values from `start` on. */
export function storeAll(array: { [index: number]: number }, list: ArrayLike<unknown>, start = 0): void {
  for (let i = 0; i < list.length; i++) shadowStore(array, start + i, list[i]);
}

/** Rows of whole buffers: for `slice` of a buffer and for reads and writes through a DataView. */
export function rowsOf(buffer: ArrayBuffer): Int32Array | undefined {
  return weakGet(rows, buffer);
}

/** Whole numbers were copied bit by bit from one array to another: so were the floats that they are parts of. */
export function copyRows(from: unknown, to: unknown, start = 0): void {
  const source = viewOf(from);
  const target = viewOf(to);
  if (!source?.ids || !target || source.places !== 0 || source.size !== target.size || nameOf(from) !== nameOf(to))
    return;
  const at = target.offset + start * target.size;
  if ((source.offset | at) & 3) return;
  const count = (source.length * source.size) >> 2;
  let any = false;
  for (let i = 0; i < count && !any; i++) any = source.ids[(source.offset >> 2) + i] !== 0;
  if (!any) return;
  target.ids ??= rowsFor(target.buffer);
  for (let i = 0; i < count; i++) target.ids[(at >> 2) + i] = source.ids[(source.offset >> 2) + i];
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
