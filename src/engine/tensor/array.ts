/** @file Arrays made of what people have: numbers, nested lists, typed arrays. */
import { admission } from '../admission';
import { converted, type DType, dtypeOf, type TypedArray } from './dtype';
import { NdArray, type Nested } from './ndarray';
import { type Shape, shapeText, sizeOf } from './shape';
import { room } from './storage';

/** What `array` and every function of arrays takes. */
export type ArrayLikeValue = Nested | TypedArray | NdArray;

/** Says what a value is, for messages. */
export function described(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  return /^[aeiou]/.test(typeof value) ? `an ${typeof value}` : `a ${typeof value}`;
}

function shapeOf(nested: readonly unknown[]): number[] {
  const shape: number[] = [];
  for (let level: unknown = nested; Array.isArray(level); level = level[0]) {
    shape.push(level.length);
    if (shape.length > 64) throw new TypeError('An array is nested more than 64 deep, or holds itself.');
  }
  return shape;
}

function fillFrom(nested: readonly unknown[], shape: Shape, axis: number, out: Float64Array, start: number): void {
  const step = sizeOf(shape.slice(axis + 1));
  const ragged = (found: string) =>
    new TypeError(
      `An array must have rows of equal length: by its first rows the shape is ${shapeText(shape)}, but ${found}.`,
    );
  if (nested.length !== shape[axis]) throw ragged(`one of axis ${axis} has ${nested.length} entries`);
  const last = axis === shape.length - 1;
  for (let k = 0; k < nested.length; k++) {
    const entry = nested[k];
    if (last) {
      if (typeof entry === 'number') out[start + k] = entry;
      else if (Array.isArray(entry)) throw ragged('a list stands where others have a number');
      else {
        const admitted = admission.current?.entry(entry);
        if (admitted === undefined)
          throw new TypeError(`An array holds numbers; ${described(entry)} was given at place ${start + k}.`);
        out[start + k] = admitted;
      }
    } else if (Array.isArray(entry)) {
      fillFrom(entry, shape, axis + 1, out, start + k * step);
    } else if (typeof entry === 'number') {
      throw ragged('a number stands where others have a list');
    } else {
      throw new TypeError(`An array holds numbers; ${described(entry)} was given.`);
    }
  }
}

/**
 * An array of nested lists, a typed array (whose kind it keeps) or one number; copied.
 * @throws TypeError on rows of unequal lengths and on what is no number, naming what was given.
 */
export function array(data: ArrayLikeValue, dtype?: DType): NdArray {
  if (data instanceof NdArray) return dtype === undefined ? data.copy() : data.astype(dtype);
  if (typeof data === 'number') return new NdArray([], converted([data], dtype ?? 'float64'), dtype);
  const kind = dtypeOf(data);
  if (kind !== null) {
    const values = data as TypedArray;
    return new NdArray([values.length], converted(values, dtype ?? kind), dtype ?? kind);
  }
  if (!Array.isArray(data)) {
    throw new TypeError(
      `An array is made of numbers, nested lists of numbers or a typed array; ${described(data)} was given.`,
    );
  }
  const shape = shapeOf(data);
  const values = room(sizeOf(shape));
  if (values.length > 0 || shape.length > 1) fillFrom(data, shape, 0, values, 0);
  return dtype === undefined || dtype === 'float64'
    ? new NdArray(shape, values)
    : new NdArray(shape, converted(values, dtype), dtype);
}

/** Scalars and nested lists become arrays; an array passes through. */
export function asArray(data: ArrayLikeValue): NdArray {
  return data instanceof NdArray ? data : array(data);
}
