/** @file W3: ones(100, 100, 100), squared three times, and the gradient. */
import { type NdArray, ones, square, Variable } from '../../src/engine';

export const input = ones(100, 100, 100);
const start = input.values as Float64Array;

function squared(x: Float64Array): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const v = x[i];
    out[i] = v * v;
  }
  return out;
}

/** The plain passes: each gives a new array, as the program says. */
export function plain(): number {
  return squared(squared(squared(start)))[0];
}

const kept = [0, 1, 2].map(() => new Float64Array(start.length));

/** The same passes into memory that is already there. */
export function plainInPlace(): number {
  let x = start;
  for (const out of kept) {
    for (let i = 0; i < x.length; i++) {
      const v = x[i];
      out[i] = v * v;
    }
    x = out;
  }
  return x[0];
}

/** Values and gradient, written by hand. */
export function byHand(): number {
  const a = squared(start);
  const b = squared(a);
  squared(b);
  const g = new Float64Array(start.length);
  for (let i = 0; i < g.length; i++) g[i] = 2 * b[i];
  for (let i = 0; i < g.length; i++) g[i] *= 2 * a[i];
  for (let i = 0; i < g.length; i++) g[i] *= 2 * start[i];
  return g[0];
}

/** By the engine. */
export function engine(): number {
  const x = new Variable(input);
  square(square(square(x))).backward();
  return (x.grad!.data as NdArray).values[0];
}
