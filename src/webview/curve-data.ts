/** @file Curves as data: where to look, how high, lines with gaps, values between points. */

/** As far as shows a function's character: 2 → [−5, 9]; larger inputs look farther. */
export function domainOf(value: number): [number, number] {
  const reach = 7 * Math.max(1, 10 ** Math.floor(Math.log10(Math.max(1e-300, Math.abs(value)))));
  const centre = Math.abs(value) < reach / 2 ? 0 : value;
  const tidy = (x: number) => Number(x.toPrecision(6));
  return [tidy(centre - reach), tidy(centre + reach)];
}

/**
 * The range of values to show. One order that shoots up must not flatten the others: on a linear scale the
 * highest two and a half percent at either end may be cut off where they are far out.
 */
export function quantileRange(curves: number[][], everything: boolean): [number, number] {
  const values = curves
    .flat()
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  if (values.length === 0) return [-1, 1];
  const [first, last] = [values[0], values[values.length - 1]];
  let [low, high] = [first, last];
  if (!everything) {
    const q = (share: number) => values[Math.round(share * (values.length - 1))];
    const body = q(0.95) - q(0.05);
    if (body > 0) {
      low = Math.max(first, q(0.05) - 1.2 * body);
      high = Math.min(last, q(0.95) + 1.2 * body);
      // Cutting pays only where it wins much.
      if (last - first < 2.5 * (high - low)) [low, high] = [first, last];
    }
  }
  if (low === high) return [low - 1, high + 1];
  const air = (high - low) * 0.04;
  return [low - air, high + air];
}

/** SVG path data, broken where the values are not finite, where a branch changes, and at poles. */
export function linesOf(
  xs: number[],
  ys: number[],
  breaks: number[],
  x: (x: number) => number,
  y: (y: number) => number,
): string {
  let path = '';
  let open = false;
  let next = 0;
  for (let i = 0; i < xs.length; i++) {
    if (i > 0) {
      while (next < breaks.length && breaks[next] <= xs[i - 1]) next++;
      if (next < breaks.length && breaks[next] <= xs[i]) open = false;
    }
    const level = Number.isFinite(ys[i]) ? y(ys[i]) : Number.NaN;
    if (Number.isNaN(level)) {
      open = false;
      continue;
    }
    // Far outside: keep the direction, spare the renderer.
    const kept = Math.min(1e5, Math.max(-1e5, level));
    path += `${open ? 'L' : 'M'}${x(xs[i]).toFixed(1)},${kept.toFixed(1)}`;
    open = true;
  }
  return path;
}

/** The value at `x`, linearly between two points; null outside, across a break and where not finite. */
export function valueAt(xs: number[], ys: number[], breaks: number[], x: number): number | null {
  if (xs.length === 0 || x < xs[0] || x > xs[xs.length - 1]) return null;
  let low = 0;
  let high = xs.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle] <= x) low = middle;
    else high = middle;
  }
  if (x === xs[low]) return ys[low];
  if (x === xs[high]) return ys[high];
  if (breaks.some((place) => place > xs[low] && place <= xs[high])) return null;
  const value = ys[low] + ((ys[high] - ys[low]) * (x - xs[low])) / (xs[high] - xs[low]);
  return Number.isNaN(value) ? null : value;
}

/** The point closest to `x`; `x` itself where there are none. */
export function nearestOf(xs: number[], x: number): number {
  let best = x;
  let least = Number.POSITIVE_INFINITY;
  for (const place of xs) {
    if (Math.abs(place - x) < least) {
      least = Math.abs(place - x);
      best = place;
    }
  }
  return best;
}

/** Values at the grid lines: as many as the height has room for; powers of ten on the logarithmic scale. */
export function ticksOf(
  y: { ticks(count: number): number[] },
  symlog: boolean,
  [low, high]: [number, number],
  height: number,
): number[] {
  if (!symlog) return y.ticks(Math.max(2, Math.min(5, Math.floor(height / 32))));
  const decades: number[] = [0];
  const top = Math.ceil(Math.log10(Math.max(1, Math.abs(low), Math.abs(high))));
  const every = Math.max(1, Math.ceil(top / 3));
  for (let power = 0; power <= top; power += every) {
    if (10 ** power <= high) decades.push(10 ** power);
    if (-(10 ** power) >= low) decades.push(-(10 ** power));
  }
  return decades;
}
