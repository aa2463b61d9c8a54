/** @file How several arrays are walked side by side: broadcast strides, with axes merged where memory allows. */
import { type Shape, stridesOf } from '../shape';

/** Strides of an array of `shape` seen as `target`; 0 along what repeats. */
export function broadcastStrides(shape: Shape, target: Shape): number[] {
  const own = stridesOf(shape);
  const extra = target.length - shape.length;
  return target.map((_, k) => (k < extra || shape[k - extra] === 1 ? 0 : own[k - extra]));
}

/** Axes to loop over; the last is the inner run. */
export interface Plan {
  readonly extents: readonly number[];
  /** Per array, a stride for each of `extents`. */
  readonly strides: readonly (readonly number[])[];
}

/** Leaves out axes of one entry, and merges neighbours that every array walks in one go. */
export function planned(shape: Shape, strides: readonly (readonly number[])[]): Plan {
  const extents: number[] = [];
  const merged: number[][] = strides.map(() => []);
  for (let k = shape.length - 1; k >= 0; k--) {
    const extent = shape[k];
    if (extent === 1) continue;
    const top = extents.length - 1;
    if (top >= 0 && strides.every((own, i) => own[k] === merged[i][top] * extents[top])) {
      extents[top] *= extent;
      continue;
    }
    extents.push(extent);
    strides.forEach((own, i) => {
      merged[i].push(own[k]);
    });
  }
  if (extents.length === 0) {
    extents.push(1);
    for (const own of merged) own.push(0);
  }
  extents.reverse();
  for (const own of merged) own.reverse();
  return { extents, strides: merged };
}

/** Calls `run` with the offsets of each inner run, `offsets[i]` for array i. The list is used again. */
export function eachRun(plan: Plan, run: (offsets: readonly number[]) => void): void {
  const { extents, strides } = plan;
  const outer = extents.length - 1;
  const offsets = strides.map(() => 0);
  if (extents.includes(0)) return;
  if (outer === 0) {
    run(offsets);
    return;
  }
  const index = new Array<number>(outer).fill(0);
  for (;;) {
    run(offsets);
    let axis = outer - 1;
    for (;;) {
      if (++index[axis] < extents[axis]) {
        for (let i = 0; i < offsets.length; i++) offsets[i] += strides[i][axis];
        break;
      }
      index[axis] = 0;
      for (let i = 0; i < offsets.length; i++) offsets[i] -= strides[i][axis] * (extents[axis] - 1);
      if (--axis < 0) return;
    }
  }
}
