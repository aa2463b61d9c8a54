/** @file Arrays as records: shape, kind, entries (thinned where there are many), and how they spread. */
import { NdArray, type Value } from '../../../engine/tensor/ndarray';
import type { TensorRecord } from '../../../protocol/script';

/** Entries of one array that are shown. */
export const entriesShown = 10_000;

export function meanOf(value: Value): number {
  if (typeof value === 'number') return value;
  if (value.isUniform) return value.size === 0 ? Number.NaN : value.uniformValue;
  const { values } = value;
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return sum / values.length;
}

export function tensorRecord(value: NdArray, room = entriesShown): TensorRecord {
  const { values, size } = value;
  const stride = Math.max(1, Math.ceil(size / Math.max(1, room)));
  const data: number[] = [];
  for (let k = 0; k < size; k += stride) data.push(values[k]);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let nonFinite = 0;
  for (let k = 0; k < size; k++) {
    const x = values[k];
    if (!(x - x === 0)) nonFinite++;
    if (x < min) min = x;
    if (x > max) max = x;
    sum += x;
  }
  return {
    shape: [...value.shape],
    dtype: value.dtype,
    data,
    stride,
    // of entries that are all NaN there is no least one
    min: min > max ? Number.NaN : min,
    mean: sum / size,
    max: min > max ? Number.NaN : max,
    nonFinite,
  };
}

/** A number, or the record of an array. */
export function shownData(value: Value | null): TensorRecord | number | null {
  return value instanceof NdArray ? tensorRecord(value) : value;
}
