/** @file One library on one work, in a process of its own: `node measure.mjs LIBRARY WORK WORKS-MODULE`. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { points, w1, w2, w5 } from './programs.mjs';
import { gradientByRose } from './rose.mjs';
import { mixture } from './tensors.mjs';

const load = createRequire(import.meta.url);
/** @type {Record<string, (o: any, x: any) => any>} */
const programs = { w1, w2, w5 };
const [, , library, work, plainModule] = process.argv;
const plainWorks = await import(pathToFileURL(plainModule).href);

/** The same numbers in every run, in [−½, ½). @param {number} length */
const sequence = (length) => Array.from({ length }, (_, k) => ((k * 0.618_033_988_749_895) % 1) - 0.5);
const highest = 8;
const grid = Array.from({ length: 200 }, (_, k) => -7 + (14 * k) / 199);
/** @type {Record<string, number[]>} */
const inputs = { w1: sequence(1_000), w2: [0.6], w5: sequence(30), w4: grid };
const x = inputs[work];
/** @param {number[]} at @returns {number} */
const plain = (at) => (work === 'w2' ? plainWorks.w2(at[0]) : plainWorks[work](at));

/** A gradient of `work`, or for W4 all orders at all points; slow libraries are given time to compile before. */
/** @type {Record<string, () => Promise<{ run: () => ArrayLike<number>, single?: boolean }>>} */
const libraries = {
  async adnn() {
    const ad = load('adnn/ad');
    const o = { ...ad.scalar };
    if (work === 'w4') throw new Error('it gives first derivatives only');
    return {
      run() {
        const lifted = x.map((value) => ad.lift(value));
        programs[work](o, lifted).backprop();
        return lifted.map((one) => ad.derivative(one));
      },
    };
  },
  async 'ad.js'() {
    const ad = load('ad.js')({ mode: 'r' });
    const o = { ...ad, ...ad.maths, neg: (/** @type {any} */ a) => ad.mul(-1, a) };
    if (work === 'w4') {
      const tanh = (/** @type {any} */ t) => {
        const e = o.exp(ad.mul(2, t));
        return ad.div(ad.sub(e, 1), ad.add(e, 1));
      };
      const orders = [tanh];
      for (let k = 1; k <= highest; k++) orders.push(ad.derivativeR(orders[k - 1]));
      return { run: () => grid.flatMap((t) => orders.map((f) => Number(f(t)))) };
    }
    if (work === 'w2') {
      const f = ad.derivativeR((/** @type {any} */ t) => programs.w2(o, [t]));
      return { run: () => [f(x[0])] };
    }
    const f = ad.gradientR((/** @type {any[]} */ at) => programs[work](o, at));
    return { run: () => f(x) };
  },
  async mathjs() {
    const { parse, derivative, simplify } = load('mathjs');
    if (work === 'w4') {
      const orders = [parse('tanh(x)')];
      for (let k = 1; k <= highest; k++) orders.push(simplify(derivative(orders[k - 1], 'x')));
      const compiled = orders.map((node) => node.compile());
      return { run: () => grid.flatMap((t) => compiled.map((f) => f.evaluate({ x: t }))) };
    }
    // a formula is derived once; what is timed is its evaluation
    /** @type {import('./programs.mjs').Scalars} */
    const o = {
      add: (a, b) => `(${a} + ${b})`,
      sub: (a, b) => `(${a} - ${b})`,
      mul: (a, b) => `(${a} * ${b})`,
      neg: (a) => `(-${a})`,
      exp: (a) => `exp(${a})`,
      log: (a) => `log(${a})`,
      sin: (a) => `sin(${a})`,
    };
    const names = x.map((_, k) => `x${k}`);
    const node = parse(programs[work](o, names));
    const compiled = names.map((name) => derivative(node, name, { simplify: false }).compile());
    const scope = Object.fromEntries(names.map((name, k) => [name, x[k]]));
    return { run: () => compiled.map((f) => f.evaluate(scope)) };
  },
  rose: () => gradientByRose(work, x, points, highest),
  async 'tfjs (CPU)'() {
    const tf = await import('@tensorflow/tfjs-core');
    await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
    await import('@tensorflow/tfjs-backend-cpu');
    await tf.setBackend('cpu');
    /** @param {(t: any) => any} f */
    const gradient = (f) => () => tf.tidy(() => tf.grad(f)(tf.tensor1d(x)).dataSync().slice());
    if (work === 'w1')
      return {
        single: true,
        run: gradient((t) => {
          const left = tf.slice(t, 0, x.length - 1);
          const valley = tf.square(tf.sub(tf.slice(t, 1, x.length - 1), tf.square(left)));
          return tf.sum(tf.add(tf.mul(valley, 100), tf.square(tf.sub(1, left))));
        }),
      };
    if (work === 'w2')
      return {
        single: true,
        run: gradient((t) => {
          let v = t;
          for (let i = 0; i < 33_333; i++) v = tf.add(tf.mul(tf.sin(v), 0.999), 0.001);
          return tf.sum(v);
        }),
      };
    if (work === 'w4') {
      const orders = [(/** @type {any} */ t) => tf.tanh(t)];
      for (let k = 1; k <= highest; k++) orders.push(tf.grad(orders[k - 1]));
      const t = tf.tensor1d(grid);
      return { single: true, run: () => tf.tidy(() => orders.flatMap((f) => [...f(t).dataSync()])) };
    }
    return { single: true, run: gradient((t) => mixture(tf, t)) };
  },
};

/** The least of repeated timings in milliseconds. @param {() => unknown} action @param {number} forMs */
function least(action, forMs) {
  const times = [];
  const end = performance.now() + forMs;
  do {
    const began = performance.now();
    let runs = 0;
    do {
      action();
      runs++;
    } while (performance.now() - began < 1);
    times.push((performance.now() - began) / runs);
  } while (performance.now() < end);
  return Math.min(...times);
}

/** Slope along one direction by differences of the plain function. */
function check(/** @type {ArrayLike<number>} */ gradient, /** @type {boolean} */ single) {
  const h = 1e-5;
  const direction = x.map((_, k) => Math.cos(k));
  const moved = (/** @type {number} */ t) => plain(x.map((value, k) => value + t * direction[k]));
  const expected = (moved(h) - moved(-h)) / (2 * h);
  const found = direction.reduce((sum, d, k) => sum + d * gradient[k], 0);
  // the chain's own derivative underflows: there is no slope to see
  const close = Math.abs(found - expected) <= (single ? 1e-3 : 1e-5) * (Math.abs(expected) + 1e-3);
  if (!close) throw new Error(`wrong: slope ${found}, differences give ${expected}`);
}

/** The eighth derivative of tanh by its polynomial in y = tanh: y′ = 1 − y². */
function checkOrders(/** @type {ArrayLike<number>} */ found, /** @type {boolean} */ byOrder) {
  let polynomial = [0, 1];
  for (let k = 0; k <= highest; k++) {
    const at = (/** @type {number} */ y) => polynomial.reduceRight((sum, c) => sum * y + c, 0);
    const expected = grid.map((t) => at(Math.tanh(t)));
    const greatest = Math.max(...expected.map(Math.abs));
    for (const [p, y] of expected.entries()) {
      const given = found[byOrder ? k * grid.length + p : p * (highest + 1) + k];
      if (!(Math.abs(given - y) <= (byOrder ? 1e-4 : 1e-9) * greatest)) throw new Error(`wrong from order ${k} on`);
    }
    const slopes = polynomial.slice(1).map((c, n) => c * (n + 1));
    polynomial = Array.from({ length: polynomial.length + 1 }, (_, n) => (slopes[n] ?? 0) - (slopes[n - 2] ?? 0));
  }
}

try {
  const began = performance.now();
  const { run, single = false } = await libraries[library]();
  const preparedMs = performance.now() - began;
  const found = run();
  if (work === 'w4') checkOrders(found, single);
  else check(found, single);
  const plainMs = least(work === 'w4' ? () => grid.map(Math.tanh) : () => plain(x), 300);
  const ms = least(run, 1_500);
  console.log(JSON.stringify({ plainMs, ms, preparedMs }));
} catch (error) {
  const { name, message } = /** @type {Error} */ (error);
  console.log(JSON.stringify({ failure: `${name}: ${message}`.slice(0, 160).replace(/[\n|]+/g, ' ') }));
}
