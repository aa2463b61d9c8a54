/**
 * @file Linear functions of one array, each with its transpose. Linear means: the derivative is the function itself,
 * and what passes back is the transposed function of the gradient; so both stand here once, for arrays and for
 * Variables alike.
 */

import { converted, type DType, type TypedArray } from './dtype';
import { finished, shapeOfValue } from './elementwise';
import { addBlocks, copyStrided, takeBlocks, transposeMatrix } from './kernels/layout';
import { broadcastStrides } from './kernels/plan';
import { sumAlong } from './kernels/reduce';
import type { Value } from './ndarray';
import { NdArray } from './ndarray';
import { checkStretch, reducedShape, type Shape, sameShape, sizeOf, stridesOf } from './shape';
import { room, zeroRoom } from './storage';

/** The part of an axis that a slice keeps. */
export interface Range {
  readonly start: number;
  readonly step: number;
  readonly count: number;
  /** Whether the axis goes: it was named by one index. */
  readonly drop: boolean;
}

/** One linear function, with all that fixes it. Axes count from 0 and rise. */
export type Linear =
  | { readonly name: 'reshape'; readonly shape: Shape }
  | { readonly name: 'transpose'; readonly axes: readonly number[] }
  | { readonly name: 'broadcastTo'; readonly shape: Shape }
  | { readonly name: 'sumTo'; readonly shape: Shape }
  | { readonly name: 'sum'; readonly axes: readonly number[]; readonly keepdims: boolean }
  /** Repeats along the axes that a sum removed. */
  | { readonly name: 'spread'; readonly axes: readonly number[]; readonly keepdims: boolean; readonly shape: Shape }
  | { readonly name: 'getItem'; readonly ranges: readonly Range[] }
  /** Zeros of a shape with the operand in the places that a slice read. */
  | { readonly name: 'embed'; readonly ranges: readonly Range[]; readonly shape: Shape }
  | { readonly name: 'take'; readonly indices: readonly number[]; readonly axis: number }
  /** Zeros with the operand's parts added at the places that `take` read. */
  | { readonly name: 'scatter'; readonly indices: readonly number[]; readonly axis: number; readonly extent: number }
  /** The entries where `mask` is not 0; elsewhere 0, by rule. */
  | { readonly name: 'keep'; readonly mask: NdArray };

/** What passes back through a linear function of an operand of shape `from`. */
export function transposeOf(f: Linear, from: Shape): Linear {
  switch (f.name) {
    case 'reshape':
      return { name: 'reshape', shape: from };
    case 'transpose':
      return { name: 'transpose', axes: f.axes.map((_, k) => f.axes.indexOf(k)) };
    case 'broadcastTo':
      return { name: 'sumTo', shape: from };
    case 'sumTo':
      return { name: 'broadcastTo', shape: from };
    case 'sum':
      return { name: 'spread', axes: f.axes, keepdims: f.keepdims, shape: from };
    case 'spread':
      return { name: 'sum', axes: f.axes, keepdims: f.keepdims };
    case 'getItem':
      return { name: 'embed', ranges: f.ranges, shape: from };
    case 'embed':
      return { name: 'getItem', ranges: f.ranges };
    case 'take':
      return { name: 'scatter', indices: f.indices, axis: f.axis, extent: from[f.axis] };
    case 'scatter':
      return { name: 'take', indices: f.indices, axis: f.axis };
    case 'keep':
      return f;
  }
}

/** The sign drawn for it. */
export const linearLabels: { readonly [N in Linear['name']]: string } = {
  reshape: 'reshape',
  transpose: 'xᵀ',
  broadcastTo: 'broadcastTo',
  sumTo: 'sumTo',
  sum: 'Σ',
  spread: 'spread',
  getItem: 'x[ ]',
  embed: 'embed',
  take: 'take',
  scatter: 'scatter',
  keep: 'keep',
};

/** Shares memory with its operand where nothing moves. Shapes were checked when the function was made. */
export function applyLinear(f: Linear, x: Value): Value {
  const shape = shapeOfValue(x);
  switch (f.name) {
    case 'reshape':
      return typeof x === 'number'
        ? f.shape.length === 0
          ? x
          : NdArray.uniform(f.shape, x)
        : unboxed(x.reshape(f.shape));
    case 'transpose':
      return typeof x === 'number' ? x : transposed(x, f.axes);
    case 'broadcastTo':
      return stretched(x, f.shape);
    case 'sumTo':
      return sumTo(x, f.shape);
    case 'sum':
      return typeof x === 'number' ? x : summed(x, f.axes, reducedShape(shape, f.axes, f.keepdims));
    case 'spread':
      return stretched(typeof x === 'number' ? x : x.reshape(reducedShape(f.shape, f.axes, true)), f.shape);
    case 'getItem':
      return typeof x === 'number' ? x : sliced(x, f.ranges);
    case 'embed':
      return embedded(x, f.ranges, f.shape);
    case 'take': {
      const from = x as NdArray;
      const wanted = from.shape.map((extent, k) => (k === f.axis ? f.indices.length : extent));
      if (from.isUniform) return NdArray.uniform(wanted, from.uniformValue, from.dtype);
      const out = roomOf(sizeOf(wanted), from.dtype);
      takeBlocks(from.values, shape, f.axis, f.indices, out);
      return new NdArray(wanted, out, from.dtype);
    }
    case 'scatter': {
      const from = x as NdArray;
      const wanted = from.shape.map((extent, k) => (k === f.axis ? f.extent : extent));
      const out = zeroRoom(sizeOf(wanted));
      addBlocks(from.values, wanted, f.axis, f.indices, out);
      return finished(wanted, out, floating(from.dtype));
    }
    case 'keep':
      return kept(x, f.mask);
  }
}

function floating(dtype: DType): DType {
  return dtype === 'float32' ? dtype : 'float64';
}

function roomOf(size: number, dtype: DType): TypedArray {
  return dtype === 'float64' ? room(size) : converted({ length: size }, dtype);
}

function unboxed(x: NdArray): Value {
  return x.shape.length === 0 ? x.item() : x;
}

function transposed(x: NdArray, axes: readonly number[]): NdArray {
  const shape = axes.map((axis) => x.shape[axis]);
  if (x.isUniform) return NdArray.uniform(shape, x.uniformValue, x.dtype);
  const out = roomOf(x.size, x.dtype);
  if (axes.length === 2 && axes[0] === 1) {
    transposeMatrix(x.values, x.shape[0], x.shape[1], out);
  } else {
    const strides = stridesOf(x.shape);
    copyStrided(
      shape,
      x.values,
      0,
      axes.map((axis) => strides[axis]),
      out,
      0,
      stridesOf(shape),
    );
  }
  return new NdArray(shape, out, x.dtype);
}

function stretched(x: Value, shape: Shape): Value {
  if (typeof x === 'number') return shape.length === 0 ? x : NdArray.uniform(shape, x);
  if (sameShape(x.shape, shape)) return x;
  checkStretch('broadcastTo', x.shape, shape);
  if (x.isUniform || x.size === 1) return NdArray.uniform(shape, x.isUniform ? x.uniformValue : x.item(), x.dtype);
  const out = roomOf(sizeOf(shape), x.dtype);
  copyStrided(shape, x.values, 0, broadcastStrides(x.shape, shape), out, 0, stridesOf(shape));
  return new NdArray(shape, out, x.dtype);
}

/** The sum over all that broadcasting from `shape` repeated. */
export function sumTo(x: Value, shape: Shape): Value {
  if (typeof x === 'number' || sameShape(x.shape, shape)) return x;
  checkStretch('sumTo', shape, x.shape);
  const extra = x.shape.length - shape.length;
  const axes: number[] = [];
  for (let k = 0; k < x.shape.length; k++) if (k < extra || (shape[k - extra] === 1 && x.shape[k] !== 1)) axes.push(k);
  return summed(x, axes, shape);
}

function summed(x: NdArray, axes: readonly number[], shape: Shape): Value {
  const dtype = floating(x.dtype);
  if (x.isUniform) {
    const value = x.uniformValue * axes.reduce((count, axis) => count * x.shape[axis], 1);
    return shape.length === 0 ? value : NdArray.uniform(shape, value, dtype);
  }
  return finished(shape, sumAlong(x.doubles, x.shape, axes), dtype);
}

/** Where a slice starts, and how it walks; the strides of the axes that stay and of all. */
function walk(ranges: readonly Range[], shape: Shape): { start: number; strides: number[] } {
  const own = stridesOf(shape);
  let start = 0;
  const strides = ranges.map((range, k) => {
    start += range.start * own[k];
    return range.step * own[k];
  });
  return { start, strides };
}

function slicedShape(ranges: readonly Range[]): number[] {
  return ranges.filter((range) => !range.drop).map((range) => range.count);
}

function sliced(x: NdArray, ranges: readonly Range[]): Value {
  const shape = slicedShape(ranges);
  if (x.isUniform) return shape.length === 0 ? x.uniformValue : NdArray.uniform(shape, x.uniformValue, x.dtype);
  const { start, strides } = walk(ranges, x.shape);
  if (shape.length === 0) return x.values[start];
  const counts = ranges.map((range) => range.count);
  const out = roomOf(sizeOf(shape), x.dtype);
  copyStrided(counts, x.values, start, strides, out, 0, stridesOf(counts));
  return new NdArray(shape, out, x.dtype);
}

function embedded(x: Value, ranges: readonly Range[], shape: Shape): NdArray {
  const counts = ranges.map((range) => range.count);
  const { start, strides } = walk(ranges, shape);
  const out = zeroRoom(sizeOf(shape));
  const from = typeof x === 'number' ? Float64Array.of(x) : x.values;
  copyStrided(counts, from, 0, stridesOf(counts), out, start, strides);
  return finished(shape, out, typeof x === 'number' ? 'float64' : floating(x.dtype)) as NdArray;
}

function kept(x: Value, mask: NdArray): Value {
  const shape = mask.shape;
  const chosen = mask.values;
  if (typeof x === 'number' && shape.length === 0) return chosen[0] === 0 ? 0 : x;
  const uniform = typeof x === 'number' ? x : x.isUniform ? x.uniformValue : null;
  const out = room(mask.size);
  if (uniform !== null) for (let i = 0; i < out.length; i++) out[i] = chosen[i] === 0 ? 0 : uniform;
  else {
    const { doubles } = x as NdArray;
    for (let i = 0; i < out.length; i++) out[i] = chosen[i] === 0 ? 0 : doubles[i];
  }
  return finished(shape, out, typeof x === 'number' ? 'float64' : floating(x.dtype));
}
