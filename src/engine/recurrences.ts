/**
 * @file Recurrences of normalised Taylor coefficients cₖ = f⁽ᵏ⁾/k!, for many points at once.
 * A jet holds one row of numbers per order, `c[k][p]` at point p, so that the inner loops run over the points.
 * Every kernel writes the rows 0 … top. Most follow from y′ = p·x′: k·yₖ = Σ j·xⱼ·pₖ₋ⱼ (j = 1 … k).
 */

export interface Jet {
  c: Float64Array[];
  /** Coefficients above this order are 0 (and stored as 0). */
  degree: number;
}

/** The highest order there is room for. */
export const highestOrder = 1000;

/** Rows in one piece of memory: a typed array of its own for each would cost more than most computations on it. */
export function rowsOf(orders: number, points: number): Float64Array[] {
  const slab = new ArrayBuffer(8 * orders * points);
  const rows: Float64Array[] = [];
  for (let k = 0; k < orders; k++) rows.push(new Float64Array(slab, 8 * k * points, points));
  return rows;
}

/** Rows for the coefficients of a block of points, used again and again. */
export class JetPool {
  private readonly free: Float64Array[][] = [];

  /** @param points how many there are now; at most the first value. @param orders rows of a jet. */
  constructor(
    public points: number,
    readonly orders: number,
    readonly room = points,
  ) {}

  /** Rows with any content. */
  take(): Float64Array[] {
    const known = this.free.pop();
    if (known !== undefined) return known;
    return rowsOf(this.orders, this.room);
  }

  give(c: Float64Array[]): void {
    this.free.push(c);
  }
}

/** out = factor · Σ x[j]·y[k − j] for j = from … to, two products a pass. */
function convolve(
  out: Float64Array,
  x: Float64Array[],
  y: Float64Array[],
  k: number,
  from: number,
  to: number,
  factor: number,
  n: number,
): void {
  if (from > to) {
    out.fill(0, 0, n);
    return;
  }
  let j = from;
  const a = x[j];
  const b = y[k - j];
  if (from === to) {
    for (let p = 0; p < n; p++) out[p] = factor * (a[p] * b[p]);
    return;
  }
  if ((to - from) % 2 === 0) {
    for (let p = 0; p < n; p++) out[p] = a[p] * b[p];
    j++;
  } else {
    const c = x[j + 1];
    const d = y[k - j - 1];
    if (j + 1 === to) {
      for (let p = 0; p < n; p++) out[p] = factor * (a[p] * b[p] + c[p] * d[p]);
      return;
    }
    for (let p = 0; p < n; p++) out[p] = a[p] * b[p] + c[p] * d[p];
    j += 2;
  }
  for (; j + 1 < to; j += 2) addTwo(out, x[j], y[k - j], x[j + 1], y[k - j - 1], n);
  const e = x[j];
  const f = y[k - j];
  const g = x[j + 1];
  const h = y[k - j - 1];
  for (let p = 0; p < n; p++) out[p] = factor * (out[p] + (e[p] * f[p] + g[p] * h[p]));
}

function addTwo(
  out: Float64Array,
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  d: Float64Array,
  n: number,
): void {
  for (let p = 0; p < n; p++) out[p] += a[p] * b[p] + c[p] * d[p];
}

/** out = factor · Σ y[i]·y[k − i] for i = low … k − low, each product of a pair once. */
function selfConvolve(out: Float64Array, y: Float64Array[], k: number, low: number, factor: number, n: number): void {
  if (2 * low > k) {
    out.fill(0, 0, n);
    return;
  }
  if (k % 2 === 1) {
    convolve(out, y, y, k, low, (k - 1) >> 1, 2 * factor, n);
    return;
  }
  const a = y[k >> 1];
  if (2 * low === k) {
    for (let p = 0; p < n; p++) out[p] = factor * (a[p] * a[p]);
    return;
  }
  convolve(out, y, y, k, low, (k >> 1) - 1, 2, n);
  for (let p = 0; p < n; p++) out[p] = factor * (out[p] + a[p] * a[p]);
}

/** The rows j·x[j], in rows of the pool where they are not those of x. */
function slopesOf(
  x: Jet,
  top: number,
  pool: JetPool,
): { d: Float64Array[]; degree: number; taken: Float64Array[] | null } {
  const degree = Math.min(x.degree, top);
  if (degree <= 1) return { d: x.c, degree, taken: null };
  const d = pool.take();
  const n = pool.points;
  for (let j = 1; j <= degree; j++) {
    const from = x.c[j];
    const to = d[j];
    for (let p = 0; p < n; p++) to[p] = j * from[p];
  }
  return { d, degree, taken: d };
}

function map(out: Float64Array, x: Float64Array, f: (x: number) => number, n: number): void {
  for (let p = 0; p < n; p++) out[p] = f(x[p]);
}

function clear(c: Float64Array[], from: number, top: number, n: number): void {
  for (let k = from; k <= top; k++) c[k].fill(0, 0, n);
}

/** first·a + second·b + shift */
export function combine(
  c: Float64Array[],
  first: number,
  a: Jet,
  second: number,
  b: Jet | null,
  shift: number,
  top: number,
  pool: JetPool,
): Jet {
  const n = pool.points;
  const degree = Math.min(top, Math.max(a.degree, b === null ? 0 : b.degree));
  for (let k = 0; k <= degree; k++) {
    const out = c[k];
    const x = a.c[k];
    const both = b !== null && k <= b.degree;
    if (k > a.degree) {
      const y = (b as Jet).c[k];
      for (let p = 0; p < n; p++) out[p] = second * y[p];
    } else if (both) {
      const y = b.c[k];
      for (let p = 0; p < n; p++) out[p] = first * x[p] + second * y[p];
    } else {
      for (let p = 0; p < n; p++) out[p] = first * x[p];
    }
  }
  if (shift !== 0) for (let p = 0; p < n; p++) c[0][p] += shift;
  clear(c, degree + 1, top, n);
  return { c, degree };
}

/** a·b */
export function multiply(c: Float64Array[], a: Jet, b: Jet, top: number, pool: JetPool): Jet {
  if (a === b) return squared(c, a, top, pool);
  const n = pool.points;
  const da = Math.min(a.degree, top);
  const db = Math.min(b.degree, top);
  const degree = Math.min(top, da + db);
  for (let k = 0; k <= degree; k++) convolve(c[k], a.c, b.c, k, Math.max(0, k - db), Math.min(k, da), 1, n);
  clear(c, degree + 1, top, n);
  return { c, degree };
}

/** a², with half the products. */
export function squared(c: Float64Array[], a: Jet, top: number, pool: JetPool): Jet {
  const n = pool.points;
  const da = Math.min(a.degree, top);
  const degree = Math.min(top, 2 * da);
  for (let k = 0; k <= degree; k++) selfConvolve(c[k], a.c, k, Math.max(0, k - da), 1, n);
  clear(c, degree + 1, top, n);
  return { c, degree };
}

/** a/b: b₀·yₖ = aₖ − Σ bⱼ·yₖ₋ⱼ; `a` may be a number. */
export function divide(c: Float64Array[], a: Jet | number, b: Jet, top: number, pool: JetPool): Jet {
  const n = pool.points;
  const db = Math.min(b.degree, top);
  const b0 = b.c[0];
  for (let k = 0; k <= top; k++) {
    const out = c[k];
    convolve(out, b.c, c, k, 1, Math.min(k, db), 1, n);
    if (typeof a === 'number') {
      const own = k === 0 ? a : 0;
      for (let p = 0; p < n; p++) out[p] = (own - out[p]) / b0[p];
    } else if (k <= a.degree) {
      const x = a.c[k];
      for (let p = 0; p < n; p++) out[p] = (x[p] - out[p]) / b0[p];
    } else {
      for (let p = 0; p < n; p++) out[p] = -out[p] / b0[p];
    }
  }
  return { c, degree: top };
}

/** y′ = y·x′ */
export function exponential(c: Float64Array[], a: Jet, top: number, pool: JetPool, values?: Float64Array): Jet {
  const n = pool.points;
  if (values === undefined) map(c[0], a.c[0], Math.exp, n);
  else c[0].set(values);
  const { d, degree, taken } = slopesOf(a, top, pool);
  for (let k = 1; k <= top; k++) convolve(c[k], d, c, k, 1, Math.min(k, degree), 1 / k, n);
  if (taken !== null) pool.give(taken);
  return { c, degree: top };
}

/** (x + shift)·y′ = factor·x′: (x₀ + shift)·yₖ = factor·xₖ − (Σ j·yⱼ·xₖ₋ⱼ)/k (0 < j < k). */
export function logarithm(
  c: Float64Array[],
  a: Jet,
  first: (x: number) => number,
  shift: number,
  factor: number,
  top: number,
  pool: JetPool,
): Jet {
  const n = pool.points;
  const x = a.c;
  const da = Math.min(a.degree, top);
  map(c[0], x[0], first, n);
  const d = pool.take();
  for (let p = 0; p < n; p++) d[0][p] = x[0][p] + shift < 0 ? Number.NaN : 1 / (x[0][p] + shift);
  const inverse = d[0];
  for (let k = 1; k <= top; k++) {
    const out = c[k];
    convolve(out, d, x, k, Math.max(1, k - da), k - 1, 1 / k, n);
    if (k <= da) {
      const own = x[k];
      for (let p = 0; p < n; p++) out[p] = (factor * own[p] - out[p]) * inverse[p];
    } else {
      for (let p = 0; p < n; p++) out[p] = -out[p] * inverse[p];
    }
    const slope = d[k];
    for (let p = 0; p < n; p++) slope[p] = k * out[p];
  }
  pool.give(d);
  return { c, degree: top };
}

/**
 * y² = x: 2·y₀·yₖ = xₖ − Σ yⱼ·yₖ₋ⱼ (0 < j < k).
 * @param values y₀ where x₀ itself may have overflowed.
 */
export function squareRoot(c: Float64Array[], a: Jet, top: number, pool: JetPool, values?: Float64Array): Jet {
  const n = pool.points;
  if (values === undefined) map(c[0], a.c[0], Math.sqrt, n);
  else c[0].set(values);
  const y0 = c[0];
  for (let k = 1; k <= top; k++) {
    const out = c[k];
    selfConvolve(out, c, k, 1, 1, n);
    if (k <= a.degree) {
      const x = a.c[k];
      for (let p = 0; p < n; p++) out[p] = (x[p] - out[p]) / (2 * y0[p]);
    } else {
      for (let p = 0; p < n; p++) out[p] = -out[p] / (2 * y0[p]);
    }
  }
  return { c, degree: top };
}

/** sin and cos (sign −1), sinh and cosh (sign 1) at once: s′ = c·x′, c′ = sign·s·x′. */
export function circular(
  s: Float64Array[],
  c: Float64Array[],
  a: Jet,
  firstS: (x: number) => number,
  firstC: (x: number) => number,
  sign: number,
  top: number,
  pool: JetPool,
): void {
  const n = pool.points;
  map(s[0], a.c[0], firstS, n);
  map(c[0], a.c[0], firstC, n);
  const { d, degree, taken } = slopesOf(a, top, pool);
  for (let k = 1; k <= top; k++) {
    const to = Math.min(k, degree);
    convolve(s[k], d, c, k, 1, to, 1 / k, n);
    convolve(c[k], d, s, k, 1, to, sign / k, n);
  }
  if (taken !== null) pool.give(taken);
}

/** y′ = (α + β·y + γ·y²)·x′: tanh (1, 0, −1), tan (1, 0, 1), the logistic function (0, 1, −1). */
export function riccati(
  c: Float64Array[],
  a: Jet,
  first: (x: number) => number,
  [alpha, beta, gamma]: readonly [number, number, number],
  top: number,
  pool: JetPool,
): Jet {
  const n = pool.points;
  map(c[0], a.c[0], first, n);
  const { d, degree, taken } = slopesOf(a, top, pool);
  const slope = pool.take();
  const y0 = c[0];
  const s0 = slope[0];
  for (let p = 0; p < n; p++) s0[p] = alpha + beta * y0[p] + gamma * y0[p] * y0[p];
  for (let k = 1; k <= top; k++) {
    const y = c[k];
    convolve(y, d, slope, k, 1, Math.min(k, degree), 1 / k, n);
    if (k === top) break;
    const s = slope[k];
    selfConvolve(s, c, k, 0, gamma, n);
    if (beta !== 0) for (let p = 0; p < n; p++) s[p] += beta * y[p];
  }
  pool.give(slope);
  if (taken !== null) pool.give(taken);
  return { c, degree: top };
}

/** x·y′ = m·y·x′ for y = xᵐ: k·x₀·yₖ = Σ (m·j − (k − j))·xⱼ·yₖ₋ⱼ (j = 1 … k). */
export function power(
  c: Float64Array[],
  a: Jet,
  m: number,
  first: (x: number) => number,
  top: number,
  pool: JetPool,
): Jet {
  const n = pool.points;
  const x = a.c;
  const da = Math.min(a.degree, top);
  map(c[0], x[0], first, n);
  for (let k = 1; k <= top; k++) {
    const out = c[k];
    out.fill(0, 0, n);
    for (let j = 1; j <= Math.min(k, da); j++) {
      const factor = (m + 1) * j - k;
      const u = x[j];
      const y = c[k - j];
      for (let p = 0; p < n; p++) out[p] += factor * u[p] * y[p];
    }
    for (let p = 0; p < n; p++) out[p] /= k * x[0][p];
  }
  for (let p = 0; p < n; p++) if (x[0][p] === 0) powerAtZero(c, p, x, m, da, top);
  return { c, degree: top };
}

/** Coefficients of xᵐ at x₀ = 0: 0 up to the order m, then infinite or not a number. */
function powerAtZero(c: Float64Array[], p: number, x: Float64Array[], m: number, degree: number, top: number): void {
  let falling = 1;
  let slopes = 1;
  let finite = true;
  for (let k = 1; k <= top; k++) {
    falling *= (m - k + 1) / k;
    slopes *= degree > 0 ? x[1][p] : 0;
    if (falling === 0 || k < m) c[k][p] = 0;
    else c[k][p] = finite || degree <= 1 ? falling * 0 ** (m - k) * slopes : Number.NaN;
    if (!Number.isFinite(c[k][p])) finite = false;
  }
}

/** k·yₖ = Σ over the operands of Σ j·xⱼ·pₖ₋ⱼ, for a function known by its partials alone. */
export function integrate(
  c: Float64Array[],
  parts: readonly (readonly [operand: Jet, partial: Jet | number])[],
  top: number,
  pool: JetPool,
): Jet {
  const n = pool.points;
  clear(c, 1, top, n);
  for (const [{ c: x, degree }, partial] of parts) {
    for (let k = 1; k <= top; k++) {
      const out = c[k];
      for (let j = 1; j <= Math.min(k, degree); j++) {
        if (typeof partial === 'number' ? j < k : k - j > partial.degree) continue;
        const factor = j / k;
        const u = x[j];
        if (typeof partial === 'number') {
          for (let p = 0; p < n; p++) out[p] += factor * u[p] * partial;
        } else {
          const w = partial.c[k - j];
          for (let p = 0; p < n; p++) out[p] += factor * u[p] * w[p];
        }
      }
    }
  }
  return { c, degree: top };
}
