/** @file The works written once over any library's scalar functions, as its own users write them. */
// @ts-check

/**
 * @typedef {{ add(a: any, b: any): any, sub(a: any, b: any): any, mul(a: any, b: any): any, neg(a: any): any,
 *   exp(a: any): any, log(a: any): any, sin(a: any): any }} Scalars
 */

/** @param {Scalars} o @param {any[]} x */
export function w1({ add, sub, mul }, x) {
  let sum = /** @type {any} */ (0);
  for (let i = 0; i + 1 < x.length; i++) {
    const valley = sub(x[i + 1], mul(x[i], x[i]));
    const slope = sub(1, x[i]);
    sum = add(sum, add(mul(100, mul(valley, valley)), mul(slope, slope)));
  }
  return sum;
}

/** @param {Scalars} o @param {any[]} x */
export function w2({ add, mul, sin }, [x]) {
  let v = x;
  for (let i = 0; i < 33_333; i++) v = add(mul(sin(v), 0.999), 0.001);
  return v;
}

const count = 1_000;
const components = 5;
export const points = (() => {
  const made = [];
  let state = 12_345;
  for (let i = 0; i < 2 * count; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    made.push((state / 0x7fffffff) * 4 - 2);
  }
  return made;
})();

/** @param {Scalars} o @param {any[]} p */
export function w5(o, p) {
  const { add, sub, mul, neg, exp, log } = o;
  /** @param {any[]} values */
  const logSumExp = (values) => log(values.map((value) => exp(value)).reduce((a, b) => add(a, b)));
  const means = components;
  const factors = means + 2 * components;
  const square = (/** @type {any} */ a) => mul(a, a);
  let likelihood = /** @type {any} */ (0);
  for (let n = 0; n < count; n++) {
    const main = [];
    for (let k = 0; k < components; k++) {
      const factor = factors + 3 * k;
      const d0 = sub(points[2 * n], p[means + 2 * k]);
      const d1 = sub(points[2 * n + 1], p[means + 2 * k + 1]);
      const q0 = mul(exp(p[factor]), d0);
      const q1 = add(mul(exp(p[factor + 1]), d1), mul(p[factor + 2], d0));
      main.push(sub(add(add(p[k], p[factor]), p[factor + 1]), mul(0.5, add(square(q0), square(q1)))));
    }
    likelihood = add(likelihood, logSumExp(main));
  }
  let prior = /** @type {any} */ (0);
  for (let k = 0; k < components; k++) {
    const factor = factors + 3 * k;
    const squares = add(add(square(exp(p[factor])), square(exp(p[factor + 1]))), square(p[factor + 2]));
    prior = add(prior, mul(0.5, squares));
  }
  const rest = sub(sub(likelihood, mul(count, logSumExp(p.slice(0, components)))), count * Math.log(2 * Math.PI));
  return add(neg(rest), prior);
}
