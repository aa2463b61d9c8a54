/**
 * @file Recurrences of normalised Taylor coefficients cₖ = f⁽ᵏ⁾/k!, for many points at once.
 * A jet holds its coefficients point by point: `c[p·stride + k]`. Every kernel writes the coefficients 0 … top of
 * each of `points` points. Most follow from y′ = p·x′: k·yₖ = Σ j·xⱼ·pₖ₋ⱼ (j = 1 … k), with p a known function of y.
 */

/** How many points, coefficients apart, and up to which order. */
export interface Extent {
  points: number;
  stride: number;
  top: number;
}

export interface Jet {
  c: Float64Array;
  /** Coefficients above this order are 0 (and stored as 0). */
  degree: number;
}

const scratch = new Float64Array(4096);

/** The highest order that the kernels' scratch space admits. */
export const highestOrder = 1000;

/** Σ aᵢ·xᵢ over `terms`, with one number per term. */
export function combine(
  out: Float64Array,
  terms: readonly (readonly [number, Jet])[],
  shift: number,
  e: Extent,
): number {
  const { points, stride, top } = e;
  let degree = 0;
  for (const [, jet] of terms) if (jet.degree > degree) degree = jet.degree;
  if (degree > top) degree = top;
  const [first, second] = terms;
  for (let p = 0, at = 0; p < points; p++, at += stride) {
    for (let k = 0; k <= degree; k++) {
      let sum = first[0] * first[1].c[at + k];
      if (second !== undefined) sum += second[0] * second[1].c[at + k];
      out[at + k] = sum;
    }
    for (let k = degree + 1; k <= top; k++) out[at + k] = 0;
    out[at] += shift;
  }
  return degree;
}

/** a·b */
export function multiply(out: Float64Array, a: Jet, b: Jet, { points, stride, top }: Extent): number {
  if (a === b) return squared(out, a, { points, stride, top });
  const x = a.c;
  const y = b.c;
  const da = Math.min(a.degree, top);
  const db = Math.min(b.degree, top);
  const degree = Math.min(top, da + db);
  for (let p = 0, at = 0; p < points; p++, at += stride) {
    for (let k = 0; k <= degree; k++) {
      const from = k > db ? k - db : 0;
      const to = k < da ? k : da;
      let sum = 0;
      for (let j = from, i = at + from, l = at + k - from; j <= to; j++, i++, l--) sum += x[i] * y[l];
      out[at + k] = sum;
    }
    for (let k = degree + 1; k <= top; k++) out[at + k] = 0;
  }
  return degree;
}

/** a², with half the products. */
export function squared(out: Float64Array, a: Jet, { points, stride, top }: Extent): number {
  const x = a.c;
  const da = Math.min(a.degree, top);
  const degree = Math.min(top, 2 * da);
  for (let p = 0, at = 0; p < points; p++, at += stride) {
    for (let k = 0; k <= degree; k++) {
      let sum = 0;
      let i = k > da ? at + k - da : at;
      let l = k > da ? at + da : at + k;
      for (; i < l; i++, l--) sum += x[i] * x[l];
      sum += sum;
      if (i === l) sum += x[i] * x[i];
      out[at + k] = sum;
    }
    for (let k = degree + 1; k <= top; k++) out[at + k] = 0;
  }
  return degree;
}

/** a/b: b₀·yₖ = aₖ − Σ bⱼ·yₖ₋ⱼ; `a` may be a number. */
export function divide(out: Float64Array, a: Jet | number, b: Jet, { points, stride, top }: Extent): number {
  const y = b.c;
  const db = Math.min(b.degree, top);
  for (let p = 0, at = 0; p < points; p++, at += stride) {
    const b0 = y[at];
    for (let k = 0; k <= top; k++) {
      let sum = typeof a === 'number' ? (k === 0 ? a : 0) : a.c[at + k];
      const to = k < db ? k : db;
      for (let j = 1; j <= to; j++) sum -= y[at + j] * out[at + k - j];
      out[at + k] = sum / b0;
    }
  }
  return top;
}

/** y′ = y·x′ */
export function exponential(out: Float64Array, a: Jet, first: (x: number) => number, e: Extent): number {
  const { points, stride, top } = e;
  const x = a.c;
  const da = Math.min(a.degree, top);
  for (let p = 0, at = 0; p < points; p++, at += stride) {
    out[at] = first(x[at]);
    for (let k = 1; k <= top; k++) {
      let sum = 0;
      const to = k < da ? k : da;
      for (let j = 1; j <= to; j++) sum += j * x[at + j] * out[at + k - j];
      out[at + k] = sum / k;
    }
  }
  return top;
}

/** x·y′ = scale·x′ for y = scale·log(x), x given with x₀ + shift: k·x₀·yₖ = scale·k·xₖ − Σ j·yⱼ·xₖ₋ⱼ (j < k). */
export function logarithm(
  out: Float64Array,
  a: Jet,
  first: (x: number) => number,
  shift: number,
  scale: number,
  { points, stride, top }: Extent,
): number {
  const x = a.c;
  const da = Math.min(a.degree, top);
  for (let p = 0, at = 0; p < points; p++, at += stride) {
    out[at] = first(x[at]);
    const x0 = x[at] + shift;
    const inverse = x0 < 0 ? Number.NaN : 1 / x0;
    for (let k = 1; k <= top; k++) {
      let sum = 0;
      for (let j = k > da ? k - da : 1; j < k; j++) sum += j * out[at + j] * x[at + k - j];
      const own = k <= da ? scale * x[at + k] : 0;
      out[at + k] = (own - sum / k) * inverse;
    }
  }
  return top;
}

/** y² = x: 2·y₀·yₖ = xₖ − Σ yⱼ·yₖ₋ⱼ (0 < j < k). */
export function squareRoot(out: Float64Array, a: Jet, e: Extent): number {
  return rootOf(out, a.c, Math.sqrt, a.degree, e);
}

/** As `squareRoot`, with y₀ = first(x₀) where x₀ itself may have overflowed. */
function rootOf(
  out: Float64Array,
  x: Float64Array,
  first: (x: number, p: number) => number,
  degree: number,
  { points, stride, top }: Extent,
): number {
  for (let p = 0, at = 0; p < points; p++, at += stride) {
    const y0 = first(x[at], p);
    out[at] = y0;
    for (let k = 1; k <= top; k++) {
      let sum = 0;
      let i = at + 1;
      let l = at + k - 1;
      for (; i < l; i++, l--) sum += out[i] * out[l];
      sum += sum;
      if (i === l) sum += out[i] * out[i];
      out[at + k] = ((k <= degree ? x[at + k] : 0) - sum) / (2 * y0);
    }
  }
  return top;
}

/** √(Σ xᵢ²) from the jet of the sum of squares and the values y₀; 0 in all orders where y₀ is 0. */
export function norm(out: Float64Array, squares: Jet, values: Float64Array, e: Extent): number {
  rootOf(out, squares.c, (_x, p) => values[p], squares.degree, e);
  for (let p = 0; p < e.points; p++) if (values[p] === 0) out.fill(0, p * e.stride + 1, p * e.stride + e.top + 1);
  return e.top;
}

/** sin and cos (sign −1), sinh and cosh (sign 1) at once: s′ = c·x′, c′ = sign·s·x′. */
export function circular(
  s: Float64Array,
  c: Float64Array,
  a: Jet,
  firstS: (x: number) => number,
  firstC: (x: number) => number,
  sign: number,
  { points, stride, top }: Extent,
): number {
  const x = a.c;
  const da = Math.min(a.degree, top);
  for (let p = 0, at = 0; p < points; p++, at += stride) {
    s[at] = firstS(x[at]);
    c[at] = firstC(x[at]);
    if (da <= 1) {
      const x1 = da === 1 ? x[at + 1] : 0;
      for (let k = 1; k <= top; k++) {
        const factor = x1 / k;
        s[at + k] = factor * c[at + k - 1];
        c[at + k] = sign * factor * s[at + k - 1];
      }
      continue;
    }
    for (let k = 1; k <= top; k++) {
      let sum = 0;
      let other = 0;
      const to = k < da ? k : da;
      for (let j = 1; j <= to; j++) {
        const slope = j * x[at + j];
        sum += slope * c[at + k - j];
        other += slope * s[at + k - j];
      }
      s[at + k] = sum / k;
      c[at + k] = (sign * other) / k;
    }
  }
  return top;
}

/** y′ = (α + β·y + γ·y²)·x′: tanh (1, 0, −1), tan (1, 0, 1), the logistic function (0, 1, −1). */
export function riccati(
  out: Float64Array,
  a: Jet,
  first: (x: number) => number,
  alpha: number,
  beta: number,
  gamma: number,
  { points, stride, top }: Extent,
): number {
  const x = a.c;
  const da = Math.min(a.degree, top);
  const slope = scratch;
  for (let p = 0, at = 0; p < points; p++, at += stride) {
    let y = first(x[at]);
    out[at] = y;
    slope[0] = alpha + beta * y + gamma * y * y;
    for (let k = 1; k <= top; k++) {
      let sum = 0;
      const to = k < da ? k : da;
      for (let j = 1; j <= to; j++) sum += j * x[at + j] * slope[k - j];
      y = sum / k;
      out[at + k] = y;
      if (k === top) break;
      sum = 0;
      let i = at;
      let l = at + k;
      for (; i < l; i++, l--) sum += out[i] * out[l];
      sum += sum;
      if (i === l) sum += out[i] * out[i];
      slope[k] = beta * y + gamma * sum;
    }
  }
  return top;
}

/** x·y′ = n·y·x′ for y = xⁿ: k·x₀·yₖ = Σ (n·j − (k − j))·xⱼ·yₖ₋ⱼ; only where x₀ ≠ 0. */
export function power(out: Float64Array, a: Jet, n: number, first: (x: number) => number, e: Extent): number {
  const { points, stride, top } = e;
  const x = a.c;
  const da = Math.min(a.degree, top);
  for (let p = 0, at = 0; p < points; p++, at += stride) {
    const x0 = x[at];
    out[at] = first(x0);
    if (x0 === 0) {
      powerAtZero(out, at, x, n, da, top);
      continue;
    }
    for (let k = 1; k <= top; k++) {
      let sum = 0;
      const to = k < da ? k : da;
      for (let j = 1; j <= to; j++) sum += ((n + 1) * j - k) * x[at + j] * out[at + k - j];
      out[at + k] = sum / (k * x0);
    }
  }
  return top;
}

/** Coefficients of xⁿ at x₀ = 0: 0 up to the order n, then infinite or not a number. */
function powerAtZero(out: Float64Array, at: number, x: Float64Array, n: number, degree: number, top: number): void {
  let falling = 1;
  let slopes = 1;
  let finite = true;
  for (let k = 1; k <= top; k++) {
    falling *= (n - k + 1) / k;
    slopes *= degree > 0 ? x[at + 1] : 0;
    if (falling === 0 || k < n) out[at + k] = 0;
    else out[at + k] = finite || degree <= 1 ? falling * 0 ** (n - k) * slopes : Number.NaN;
    if (!Number.isFinite(out[at + k])) finite = false;
  }
}

/** k·yₖ = Σ over the operands of Σ j·xⱼ·pₖ₋ⱼ, for a function known by its partials alone. */
export function integrate(
  out: Float64Array,
  values: Float64Array,
  parts: readonly (readonly [Jet, Jet | number])[],
  { points, stride, top }: Extent,
): number {
  for (let p = 0, at = 0; p < points; p++, at += stride) {
    out[at] = values[p];
    for (let k = 1; k <= top; k++) {
      let sum = 0;
      for (const [operand, partial] of parts) {
        const x = operand.c;
        const to = Math.min(k, operand.degree);
        if (typeof partial === 'number') {
          if (k <= to) sum += k * x[at + k] * partial;
        } else {
          for (let j = Math.max(1, k - partial.degree); j <= to; j++) sum += j * x[at + j] * partial.c[at + k - j];
        }
      }
      out[at + k] = sum / k;
    }
  }
  return top;
}
