/** @file Numerical derivatives of a plain function, and how far they can be trusted. */

/**
 * A plain function of one number; null where its value does not count (another branch than at x, or a failure).
 */
export type Plain = (x: number) => number | null;

export interface NumericalDerivative {
  /** NaN where no step counts. */
  value: number;
  /** Estimated error: truncation + cancellation. */
  error: number;
  /** What is left of the higher terms of the series; falls with the step. */
  truncation: number;
  /** What the subtraction of nearly equal values may have lost; grows as the step falls. */
  cancellation: number;
  /** The widest step used, on either side. */
  step: number;
}

/** A derivative by differences and the automatic one side by side. */
export interface Comparison extends NumericalDerivative {
  automatic: number;
  difference: number;
  /** null where the differences are too uncertain to say. */
  agrees: boolean | null;
}

const epsilon = 2 ** -52;
const nowhere: NumericalDerivative = {
  value: Number.NaN,
  error: Infinity,
  truncation: Infinity,
  cancellation: 0,
  step: 0,
};

/** (f(x + h) − f(x − h))/2h with the step that is in fact taken; null where a value does not count. */
function quotient(f: Plain, x: number, step: number): { value: number; noise: number } | null {
  const right = x + step;
  const left = x - step;
  if (!(right > left)) return null;
  const p = f(right);
  const q = f(left);
  if (p === null || q === null || !Number.isFinite(p) || !Number.isFinite(q)) return null;
  const width = right - left;
  return { value: (p - q) / width, noise: (epsilon * (Math.abs(p) + Math.abs(q)) + 4 * Number.MIN_VALUE) / width };
}

/**
 * The central difference. The truncation is estimated by halving the step.
 * @param step half the width; by default ∛ε, scaled to x.
 */
export function centralDifference(f: Plain, x: number, step = Math.cbrt(epsilon) * scaleOf(x)): NumericalDerivative {
  const wide = quotient(f, x, step);
  if (wide === null) return nowhere;
  const narrow = quotient(f, x, step / 2);
  const truncation = narrow === null ? Infinity : (Math.abs(wide.value - narrow.value) * 4) / 3;
  return { value: wide.value, error: truncation + wide.noise, truncation, cancellation: wide.noise, step };
}

function scaleOf(x: number): number {
  return x === 0 ? 1 : Math.abs(x);
}

/**
 * Ridders' method: central differences at falling steps, extrapolated to step 0; the entry with the least estimated
 * error is taken. Steps are scaled to x, and where that loses too much to cancellation also to 1. About 20 calls of f.
 */
export function ridders(f: Plain, x: number): NumericalDerivative {
  let best = extrapolated(f, x, 0.2 * scaleOf(x));
  const small = Math.abs(x) < 0.1 && x !== 0;
  if (small && !(best.error <= 1e-9 * Math.abs(best.value))) {
    const other = extrapolated(f, x, 0.2);
    if (other.error < best.error) best = other;
  }
  return best;
}

function extrapolated(f: Plain, x: number, first: number): NumericalDerivative {
  const ratio = 1.6;
  let best = nowhere;
  let previous: number[] = [];
  let previousNoise: number[] = [];
  let worse = 0;
  for (let k = 0, step = first; k < 24 && worse < 3; k++, step /= ratio) {
    const base = quotient(f, x, step);
    if (base === null) {
      previous = [];
      previousNoise = [];
      continue;
    }
    const row = [base.value];
    const noises = [base.noise];
    let factor = ratio * ratio;
    let improved = false;
    for (let j = 1; j <= previous.length && j < 9; j++) {
      row[j] = (row[j - 1] * factor - previous[j - 1]) / (factor - 1);
      noises[j] = (noises[j - 1] * factor + previousNoise[j - 1]) / (factor - 1);
      factor *= ratio * ratio;
      const truncation = Math.max(Math.abs(row[j] - row[j - 1]), Math.abs(row[j] - previous[j - 1]));
      const error = truncation + noises[j];
      if (error <= best.error) {
        best = { value: row[j], error, truncation, cancellation: noises[j], step };
        improved = true;
      }
    }
    worse = improved || previous.length === 0 ? 0 : worse + 1;
    previous = row;
    previousNoise = noises;
  }
  return best;
}

/**
 * Holds an automatic derivative against a numerical one. They disagree when they differ by more than ten times the
 * estimated error; an error of more than a tenth of the derivative itself says nothing.
 */
export function compare(automatic: number, numerical: NumericalDerivative, tolerance = 1e-7): Comparison {
  const difference = Math.abs(automatic - numerical.value);
  const scale = Math.max(Math.abs(automatic), Math.abs(numerical.value));
  const allowed = 10 * numerical.error + tolerance * scale;
  const uncertain = Number.isNaN(numerical.value) || !(numerical.error <= 0.1 * scale + tolerance);
  const agrees = Number.isFinite(automatic) && difference <= allowed ? true : uncertain ? null : false;
  return { ...numerical, automatic, difference, agrees };
}

/** Compares a gradient with Ridders' differences, an entry at a time. */
export function compareGradient(
  f: (x: number[]) => number | null,
  x: readonly number[],
  gradient: ArrayLike<number>,
): Comparison[] {
  return x.map((at, k) => {
    const along: Plain = (moved) => f(x.map((value, i) => (i === k ? moved : value)));
    return compare(gradient[k], ridders(along, at));
  });
}
