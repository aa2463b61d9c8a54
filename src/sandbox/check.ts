/**
 * @file Honesty: is the gradient the derivative of what the program computes? Differences along one direction,
 * from plain runs of the same program at several step sizes, with an estimate of their own error.
 */

/** Value of the program at x + t·direction; NaN where it fails or is no number. */
export type Along = (t: number) => number;

export interface Slope {
  /** The best difference quotient. */
  value: number;
  /** How far off it may be, from neighbouring step sizes and rounding. */
  error: number;
  /** Difference of the one-sided quotients: large at a kink. */
  sides: number;
}

export type Verdict = 'agrees' | 'disagrees' | 'inconclusive';

export interface DirectionalCheck {
  verdict: Verdict;
  /** Slope by the gradient. */
  gradient: number;
  /** Slope by differences; null where they say nothing. */
  numerical: Slope | null;
}

/** Steps relative to the size of each input; six runs. */
const steps = [2e-4, 1e-5, 5e-7];

/**
 * Slope of `f` at 0 by central differences; null where the program gives no numbers nearby. Six runs.
 * `noise` is what rounding on the way to the value may add to each run.
 */
export function slopeOf(f: Along, atZero: number, noise = 0): Slope | null {
  const found: (Slope & { h: number })[] = [];
  for (const h of steps) {
    const right = f(h);
    const left = f(-h);
    if (!Number.isFinite(right) || !Number.isFinite(left)) continue;
    const last = 4 * Number.EPSILON * Math.max(Math.abs(right), Math.abs(left), Math.abs(atZero));
    const rounding = Math.max(last, noise) / h;
    const value = (right - left) / (2 * h);
    found.push({ h, value, error: rounding, sides: Math.abs((right - atZero) / h - (atZero - left) / h) });
  }
  let best: Slope | null = null;
  for (let k = 0; k + 1 < found.length; k++) {
    const change = Math.abs(found[k].value - found[k + 1].value);
    // of two neighbours the one that rounds less, unless the change between them is its truncation
    const near = found[k].error < change / 4 ? found[k + 1] : found[k];
    const error = change + near.error;
    if (!best || error < best.error) best = { value: near.value, error, sides: near.sides };
  }
  return best;
}

/**
 * Compares the slope that the gradient gives with differences.
 * A disagreement counts only where the differences are consistent, and where both sides agree: at a kink the
 * convention decides, and there is nothing to compare with.
 */
export function checkDirection(f: Along, atZero: number, gradient: number, noise = 0): DirectionalCheck {
  if (!Number.isFinite(atZero) || Number.isNaN(gradient)) return { verdict: 'inconclusive', gradient, numerical: null };
  const numerical = slopeOf(f, atZero, noise);
  if (!numerical) return { verdict: 'inconclusive', gradient, numerical };
  const distance = Math.abs(gradient - numerical.value);
  const size = Math.max(Math.abs(gradient), Math.abs(numerical.value));
  // quotients that grow as the step shrinks: a jump
  if (numerical.error > size / 8 && numerical.error > 1e-4 * (1 + Math.abs(atZero))) {
    return { verdict: 'inconclusive', gradient, numerical };
  }
  if (distance <= 8 * numerical.error + 1e-4 * size + Number.MIN_VALUE)
    return { verdict: 'agrees', gradient, numerical };
  const consistent = numerical.error < 0.1 * distance && numerical.sides < 0.5 * distance;
  return { verdict: consistent ? 'disagrees' : 'inconclusive', gradient, numerical };
}

/** Seeded numbers in ±[½, 1]: a direction in which no component is negligible. */
export function* directions(seed: number): Generator<number, never> {
  let state = seed >>> 0;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const size = 0.5 + (state >>> 1) / 2 ** 32;
    yield state & 0x8000 ? size : -size;
  }
}

/** The size by which an input is varied: its own, or 1 at zero. */
export function scaleOf(x: number): number {
  return Number.isFinite(x) && x !== 0 ? Math.abs(x) : 1;
}
