/** @file Entries moved from one layout to another: transpose, slice, place, stretch. */
import type { TypedArray } from '../dtype';
import { type Shape, stridesOf } from '../shape';
import { eachRun, planned } from './plan';

/** Copies the entries of `shape`, each side walked by its own strides from its own start. */
export function copyStrided(
  shape: Shape,
  from: TypedArray,
  start: number,
  strides: readonly number[],
  to: TypedArray,
  target: number,
  targetStrides: readonly number[],
): void {
  const plan = planned(shape, [strides, targetStrides]);
  const last = plan.extents.length - 1;
  const n = plan.extents[last];
  const step = plan.strides[0][last];
  const targetStep = plan.strides[1][last];
  eachRun(plan, ([i, o]) => {
    const source = i + start;
    const place = o + target;
    if (step === 1 && targetStep === 1) for (let k = 0; k < n; k++) to[place + k] = from[source + k];
    else for (let k = 0; k < n; k++) to[place + k * targetStep] = from[source + k * step];
  });
}

/** Rows and columns exchanged, in tiles that stay in the cache. */
export function transposeMatrix(from: TypedArray, rows: number, columns: number, to: TypedArray): void {
  const tile = 32;
  for (let r = 0; r < rows; r += tile) {
    const bottom = Math.min(rows, r + tile);
    for (let c = 0; c < columns; c += tile) {
      const right = Math.min(columns, c + tile);
      for (let i = r; i < bottom; i++) for (let j = c; j < right; j++) to[j * rows + i] = from[i * columns + j];
    }
  }
}

/** Parts along one axis, in blocks: `out[…, j, …] = from[…, indices[j], …]`. */
export function takeBlocks(
  from: TypedArray,
  shape: Shape,
  axis: number,
  indices: ArrayLike<number>,
  to: TypedArray,
): void {
  const { outer, inner, extent } = blocksOf(shape, axis);
  for (let i = 0; i < outer; i++) {
    for (let j = 0; j < indices.length; j++) {
      const source = (i * extent + indices[j]) * inner;
      const place = (i * indices.length + j) * inner;
      for (let k = 0; k < inner; k++) to[place + k] = from[source + k];
    }
  }
}

/** The reverse of `takeBlocks`: what comes from one place adds up there. `shape` is that of `to`. */
export function addBlocks(
  from: TypedArray,
  shape: Shape,
  axis: number,
  indices: ArrayLike<number>,
  to: TypedArray,
): void {
  const { outer, inner, extent } = blocksOf(shape, axis);
  for (let i = 0; i < outer; i++) {
    for (let j = 0; j < indices.length; j++) {
      const place = (i * extent + indices[j]) * inner;
      const source = (i * indices.length + j) * inner;
      for (let k = 0; k < inner; k++) to[place + k] += from[source + k];
    }
  }
}

function blocksOf(shape: Shape, axis: number): { outer: number; inner: number; extent: number } {
  const inner = stridesOf(shape)[axis];
  let outer = 1;
  for (let k = 0; k < axis; k++) outer *= shape[k];
  return { outer, inner, extent: shape[axis] };
}
