/** @file The works in rose: its own loops over vectors, and a chain made of functions that call one another. */

/** @param {string} work @param {number[]} x @param {number[]} points of W5 @param {number} highest order of W4 */
export async function gradientByRose(work, x, points, highest) {
  /** @type {any} */
  const rose = await import('rose');
  const { Dual, Real, Vec, fn, opaque, compile, vjp, mul, div, add, neg, sub, sum } = rose;
  /** @param {(t: number) => number} f @param {(re: any, y: any) => any} slope */
  const opaqueOf = (f, slope) => {
    const made = opaque([Real], Real, f);
    made.jvp = fn([Dual], Dual, (/** @type {any} */ { re, du }) => {
      const y = made(re);
      return { re: y, du: mul(du, slope(re, y)) };
    });
    return made;
  };
  if (work === 'w4') {
    const tanh = opaqueOf(Math.tanh, (_, y) => sub(1, mul(y, y)));
    const orders = [fn([Real], Real, (/** @type {any} */ t) => tanh(t))];
    for (let k = 1; k <= highest; k++) {
      const last = orders[k - 1];
      try {
        orders.push(fn([Real], Real, (/** @type {any} */ t) => vjp(last)(t).grad(1)));
      } catch (error) {
        throw new Error(`order ${k}: ${/** @type {Error} */ (error).message}`);
      }
    }
    const compiled = await Promise.all(orders.map((f) => compile(f)));
    return { run: () => x.flatMap((t) => compiled.map((f) => f(t))) };
  }
  const n = x.length;
  const square = (/** @type {any} */ a) => mul(a, a);
  if (work === 'w1') {
    // an index runs over a whole vector: neighbours stand in a second one
    const Half = Vec(n - 1, Real);
    const Inputs = { left: Half, right: Half };
    const f = fn([Inputs], Real, (/** @type {any} */ { left, right }) =>
      sum(n - 1, (/** @type {any} */ i) => {
        const slope = sub(1, left[i]);
        return add(mul(100, square(sub(right[i], square(left[i])))), square(slope));
      }),
    );
    const g = await compile(fn([Inputs], Inputs, (/** @type {any} */ at) => vjp(f)(at).grad(1)));
    return {
      run() {
        const { left, right } = g({ left: x.slice(0, -1), right: x.slice(1) });
        return x.map((_, k) => (left[k] ?? 0) + (right[k - 1] ?? 0));
      },
    };
  }
  if (work === 'w2') {
    const cos = opaque([Real], Real, Math.cos);
    const sin = opaqueOf(Math.sin, (re) => cos(re));
    const step = fn([Real], Real, (/** @type {any} */ v) => add(mul(sin(v), 0.999), 0.001));
    /** A function of `times` steps: halves that are called. @param {number} times @returns {any} */
    const chain = (times) => {
      if (times === 1) return step;
      const half = chain(times >> 1);
      return fn([Real], Real, (/** @type {any} */ v) => (times % 2 === 0 ? half(half(v)) : step(half(half(v)))));
    };
    const f = chain(33_333);
    const g = await compile(fn([Real], Real, (/** @type {any} */ v) => vjp(f)(v).grad(1)));
    return { run: () => [g(x[0])] };
  }
  const exp = opaqueOf(Math.exp, (_, y) => y);
  const log = opaqueOf(Math.log, (re) => div(1, re));
  const components = 5;
  const count = points.length / 2;
  const Inputs = { p: Vec(n, Real), xs: Vec(count, Real), ys: Vec(count, Real) };
  const means = components;
  const factors = means + 2 * components;
  const logSumExp = (/** @type {any[]} */ values) => log(values.map((one) => exp(one)).reduce((a, b) => add(a, b)));
  const all = Array.from({ length: components }, (_, k) => k);
  const f = fn([Inputs], Real, (/** @type {any} */ { p: at, xs, ys }) => {
    const likelihood = sum(count, (/** @type {any} */ i) =>
      logSumExp(
        all.map((k) => {
          const factor = factors + 3 * k;
          const d0 = sub(xs[i], at[means + 2 * k]);
          const d1 = sub(ys[i], at[means + 2 * k + 1]);
          const q0 = mul(exp(at[factor]), d0);
          const q1 = add(mul(exp(at[factor + 1]), d1), mul(at[factor + 2], d0));
          return sub(add(add(at[k], at[factor]), at[factor + 1]), mul(0.5, add(square(q0), square(q1))));
        }),
      ),
    );
    const prior = all
      .map((k) => {
        const factor = factors + 3 * k;
        const squares = add(add(square(exp(at[factor])), square(exp(at[factor + 1]))), square(at[factor + 2]));
        return mul(0.5, squares);
      })
      .reduce((a, b) => add(a, b));
    const weights = mul(count, logSumExp(all.map((k) => at[k])));
    return add(neg(sub(sub(likelihood, weights), count * Math.log(2 * Math.PI))), prior);
  });
  const g = await compile(fn([Inputs], Inputs, (/** @type {any} */ at) => vjp(f)(at).grad(1)));
  const given = { p: x, xs: points.filter((_, k) => k % 2 === 0), ys: points.filter((_, k) => k % 2 === 1) };
  return { run: () => g(given).p };
}
