/** @file Several entry-by-entry steps over the same places, block by block, so that what lies between stays in the cache. */

/**
 * From one gradient to the next: `out[i] = g[i·stride]·∂` for i in [from, to); stride 0 where the gradient is the same
 * everywhere. `g` and `out` may be the same.
 */
export type Step = (g: Float64Array, stride: 0 | 1, out: Float64Array, from: number, to: number) => void;

/** 16 KB of each array. */
const block = 2048;

export function runChain(g: Float64Array, stride: 0 | 1, steps: readonly Step[], out: Float64Array): void {
  for (let from = 0; from < out.length; from += block) {
    const to = Math.min(out.length, from + block);
    steps[0](g, stride, out, from, to);
    for (let k = 1; k < steps.length; k++) steps[k](out, 1, out, from, to);
  }
}
