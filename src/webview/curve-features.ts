/** @file What stands out on a curve: roots, extrema, inflections; and the Taylor polynomial at a point. */

export interface Feature {
  kind: 'root' | 'minimum' | 'maximum' | 'inflection';
  x: number;
  /** f there. */
  y: number;
}

/** At most this many of each kind are listed. */
const most = 12;

/**
 * Sign changes of f, f′ and f″ between neighbouring points, placed by the cubic through values and slopes at
 * both ends (an error of the fourth order in the points' distance). Poles and breaks are no sign changes.
 */
export function featuresOf(xs: number[], orders: number[][], breaks: number[]): Feature[] {
  const found: Feature[] = [];
  const [f, first, second, third] = orders;
  const valueOf = (x: number, i: number) => (first ? hermite(xs, f, first, i, x) : line(xs, f, i, x));
  for (const { x } of crossings(xs, f, first, breaks)) found.push({ kind: 'root', x, y: 0 });
  if (first) {
    for (const { x, index, falling } of crossings(xs, first, second, breaks)) {
      found.push({ kind: falling ? 'maximum' : 'minimum', x, y: valueOf(x, index) });
    }
  }
  if (second) {
    for (const { x, index } of crossings(xs, second, third, breaks))
      found.push({ kind: 'inflection', x, y: valueOf(x, index) });
  }
  return found;
}

interface Crossing {
  x: number;
  /** It lies between this point and the next. */
  index: number;
  falling: boolean;
}

function crossings(xs: number[], ys: number[], slopes: number[] | undefined, breaks: number[]): Crossing[] {
  const found: Crossing[] = [];
  for (let i = 0; i + 1 < xs.length && found.length < most; i++) {
    const [a, b] = [ys[i], ys[i + 1]];
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue;
    if (a === 0) {
      // On a point: a crossing where the signs beside it differ; a stretch of zeros is none.
      const before = i > 0 ? ys[i - 1] : 0;
      if (before * b < 0) found.push({ x: xs[i], index: i, falling: before > 0 });
      continue;
    }
    if (a * b >= 0 || breaks.some((place) => place > xs[i] && place <= xs[i + 1])) continue;
    if (isPole(ys, i)) continue;
    const at = (x: number) =>
      slopes && Number.isFinite(slopes[i] + slopes[i + 1]) ? hermite(xs, ys, slopes, i, x) : line(xs, ys, i, x);
    let [low, high] = [xs[i], xs[i + 1]];
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (at(middle) * a > 0) low = middle;
      else high = middle;
    }
    const x = (low + high) / 2;
    // A zero that rounding has moved is a zero.
    found.push({ x: Math.abs(x) < 1e-9 * (xs[i + 1] - xs[i]) ? 0 : x, index: i, falling: a > 0 });
  }
  return found;
}

/** Where values grow towards the change from both sides, the function does not pass through zero. */
function isPole(ys: number[], i: number): boolean {
  const [before, a, b, after] = [ys[i - 1], ys[i], ys[i + 1], ys[i + 2]];
  return Math.abs(a) > Math.abs(before) && Math.abs(b) > Math.abs(after);
}

function line(xs: number[], ys: number[], i: number, x: number): number {
  return ys[i] + ((ys[i + 1] - ys[i]) * (x - xs[i])) / (xs[i + 1] - xs[i]);
}

/** The cubic with the values and slopes of both ends. */
function hermite(xs: number[], ys: number[], slopes: number[], i: number, x: number): number {
  const h = xs[i + 1] - xs[i];
  const t = (x - xs[i]) / h;
  const [u, t2] = [1 - t, t * t];
  return (
    ys[i] * (1 + 2 * t) * u * u + slopes[i] * h * t * u * u + ys[i + 1] * t2 * (3 - 2 * t) - slopes[i + 1] * h * t2 * u
  );
}

/** Σ f⁽ᵏ⁾(x₀)/k! · (x − x₀)ᵏ up to `degree`; `derivatives[k]` is f⁽ᵏ⁾(x₀). */
export function taylor(derivatives: number[], x0: number, degree: number): (x: number) => number {
  const coefficients: number[] = [];
  let factorial = 1;
  for (let k = 0; k <= degree && k < derivatives.length; k++) {
    if (k > 0) factorial *= k;
    coefficients.push(derivatives[k] / factorial);
  }
  return (x) => coefficients.reduceRight((sum, c) => sum * (x - x0) + c, 0);
}
