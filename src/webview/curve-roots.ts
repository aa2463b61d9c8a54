/** @file Where a sampled function passes through zero, as exactly as its samples tell. */

export interface Crossing {
  x: number;
  /** It lies between this point and the next. */
  index: number;
  falling: boolean;
}

/**
 * Sign changes between neighbouring points, at most `most` of them, placed by the cubic through values and slopes
 * at both ends. Poles, breaks and stretches of zeros are none.
 */
export function crossings(
  xs: number[],
  ys: number[],
  slopes: number[] | undefined,
  breaks: number[],
  most: number,
): Crossing[] {
  const found: Crossing[] = [];
  for (let i = 0; i + 1 < xs.length && found.length < most; i++) {
    const [a, b] = [ys[i], ys[i + 1]];
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue;
    if (a === 0) {
      // On a point: a crossing where the signs beside it differ; a stretch of zeros is none.
      const before = i > 0 ? ys[i - 1] : 0;
      if (Math.sign(before) * Math.sign(b) < 0) found.push({ x: xs[i], index: i, falling: before > 0 });
      continue;
    }
    // Signs, since the product of tiny numbers is 0.
    if (Math.sign(a) * Math.sign(b) >= 0 || breaks.some((place) => place > xs[i] && place <= xs[i + 1])) continue;
    if (isPole(ys, i)) continue;
    const { low, root, high } = span(xs, ys, slopes, i);
    const x = tidied(low, root, high);
    // What rounding makes of one multiple root is one root.
    const last = found[found.length - 1];
    if (last && low <= last.x) continue;
    found.push({ x, index: i, falling: a > 0 });
  }
  return found;
}

/** Where values grow towards the change from both sides, the function does not pass through zero. */
function isPole(ys: number[], i: number): boolean {
  const [before, a, b, after] = [ys[i - 1], ys[i], ys[i + 1], ys[i + 2]];
  return Math.abs(a) > Math.abs(before) && Math.abs(b) > Math.abs(after);
}

/**
 * The zero of the interpolation, between the places where it differs from zero by more than its own error: near a
 * root of multiplicity m that is far, the m-th root of the rounding.
 */
function span(xs: number[], ys: number[], slopes: number[] | undefined, i: number) {
  const sign = Math.sign(ys[i]);
  const [from, to] = [xs[i], xs[i + 1]];
  const curve = interpolation(xs, ys, slopes, i);
  const where = (shift: number) => {
    let [low, high] = [from, to];
    for (let step = 0; step < 64; step++) {
      const middle = (low + high) / 2;
      const { value, error } = curve(middle);
      if (value * sign > shift * error) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  return { low: where(1), root: where(0), high: where(-1) };
}

/** The interpolation between points i and i + 1, with a bound of its rounding and an estimate of its truncation. */
function interpolation(xs: number[], ys: number[], slopes: number[] | undefined, i: number) {
  const h = xs[i + 1] - xs[i];
  const smooth = slopes !== undefined && Number.isFinite(slopes[i] + slopes[i + 1]);
  const rest = smooth ? Math.abs(dividedDifference(xs, slopes, i)) / 4 : Math.abs(dividedDifference(xs, ys, i)) * h;
  return (x: number) => {
    const t = (x - xs[i]) / h;
    const u = 1 - t;
    const terms = smooth
      ? [
          ys[i] * (1 + 2 * t) * u * u,
          slopes[i] * h * t * u * u,
          ys[i + 1] * t * t * (1 + 2 * u),
          -slopes[i + 1] * h * t * t * u,
        ]
      : [ys[i] * u, ys[i + 1] * t];
    const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
    // Cubic: f⁗·(x − x₀)²(x₁ − x)²/24, where f⁗/6 is the slopes' third divided difference. Twice that, to be sure.
    const truncation = smooth ? 2 * rest * (t * u * h * h) ** 2 : 2 * rest * t * u * h * h;
    return {
      value: terms.reduce((sum, term) => sum + term, 0),
      error: 16 * Number.EPSILON * size + (Number.isFinite(truncation) ? truncation : 0),
    };
  };
}

/** The third divided difference over the points i − 1 … i + 2; 0 at the ends, where there are not four. */
function dividedDifference(xs: number[], ys: number[], i: number): number {
  if (i < 1 || i + 2 >= xs.length) return 0;
  let values = ys.slice(i - 1, i + 3);
  for (let order = 1; order <= 3; order++)
    values = values.slice(1).map((value, j) => (value - values[j]) / (xs[i - 1 + j + order] - xs[i - 1 + j]));
  return values[0];
}

/** A number of clearly fewer digits than chance gives, where the samples cannot tell it from the root. */
function tidied(low: number, root: number, high: number): number {
  const width = high - low + 4 * Number.EPSILON * Math.abs(root);
  if (low - width <= 0 && high + width >= 0) return 0;
  const chance = Math.log10(Math.abs(root) / width);
  for (let digits = 1; digits <= chance - 2; digits++) {
    const short = Number(root.toPrecision(digits));
    if (short >= low - width && short <= high + width) return short;
  }
  return root;
}
