/** @file Many entries to one: sums and extremes, along any axes. */
import { reducedShape, type Shape, sizeOf } from '../shape';
import { room, zeroRoom } from '../storage';
import { broadcastStrides, eachRun, planned } from './plan';

const block = 256;

/** In blocks of four running sums each: faster than one sum, and the error grows with the blocks only. */
export function sumRun(x: Float64Array, start: number, n: number): number {
  let total = 0;
  for (let from = start; from < start + n; from += block) {
    const to = Math.min(start + n, from + block);
    let p = 0;
    let q = 0;
    let r = 0;
    let s = 0;
    let i = from;
    for (; i + 3 < to; i += 4) {
      p += x[i];
      q += x[i + 1];
      r += x[i + 2];
      s += x[i + 3];
    }
    for (; i < to; i++) p += x[i];
    total += p + q + (r + s);
  }
  return total;
}

/** Sums along axes; the result is laid out as the shape without them. */
export function sumAlong(x: Float64Array, shape: Shape, axes: readonly number[]): Float64Array {
  const kept = reducedShape(shape, axes, true);
  const out = zeroRoom(sizeOf(kept));
  const plan = planned(shape, [broadcastStrides(shape, shape), broadcastStrides(kept, shape)]);
  const last = plan.extents.length - 1;
  const n = plan.extents[last];
  if (plan.strides[1][last] === 0) {
    eachRun(plan, ([i, o]) => {
      out[o] += sumRun(x, i, n);
    });
  } else {
    eachRun(plan, ([i, o]) => {
      for (let k = 0; k < n; k++) out[o + k] += x[i + k];
    });
  }
  return out;
}

/** Greatest (or least) entries along axes; a NaN among them is the result. */
export function extremeAlong(x: Float64Array, shape: Shape, axes: readonly number[], least: boolean): Float64Array {
  const kept = reducedShape(shape, axes, true);
  const out = room(sizeOf(kept)).fill(least ? Infinity : -Infinity);
  const plan = planned(shape, [broadcastStrides(shape, shape), broadcastStrides(kept, shape)]);
  const last = plan.extents.length - 1;
  const n = plan.extents[last];
  const step = plan.strides[1][last];
  eachRun(plan, ([i, o]) => {
    for (let k = 0; k < n; k++) {
      const v = x[i + k];
      const place = o + k * step;
      if (Number.isNaN(v) || (least ? v < out[place] : v > out[place])) out[place] = v;
    }
  });
  return out;
}

/** 1/(number of equals) for each entry that is the extreme of its group, else 0. `extreme` has 1 along the axes. */
export function sharesAlong(x: Float64Array, shape: Shape, extreme: Float64Array, kept: Shape): Float64Array {
  const counts = zeroRoom(extreme.length);
  const out = room(x.length);
  const plan = planned(shape, [broadcastStrides(shape, shape), broadcastStrides(kept, shape)]);
  const last = plan.extents.length - 1;
  const n = plan.extents[last];
  const step = plan.strides[1][last];
  const chosen = (v: number, y: number) => v === y || (Number.isNaN(v) && Number.isNaN(y));
  eachRun(plan, ([i, o]) => {
    for (let k = 0; k < n; k++) if (chosen(x[i + k], extreme[o + k * step])) counts[o + k * step]++;
  });
  eachRun(plan, ([i, o]) => {
    for (let k = 0; k < n; k++) out[i + k] = chosen(x[i + k], extreme[o + k * step]) ? 1 / counts[o + k * step] : 0;
  });
  return out;
}
