/** @file One library on W3 or W6 in this process: value and gradient of whole arrays, checked before they are timed. */
import { pathToFileURL } from 'node:url';

const [, , library, work, plainModule] = process.argv;
const { w3, w6 } = await import(pathToFileURL(plainModule).href);
const { batch, inputs, hidden, ...numbers } = w6.data;
/** These libraries take 32 bits. @type {Record<string, Float32Array>} */
const single = Object.fromEntries(
  Object.entries(numbers).map(([name, values]) => [name, Float32Array.from(/** @type {Float64Array} */ (values))]),
);
const side = 100;
const names = ['w1', 'b1', 'w2', 'b2'];

/** Gradients as plain numbers; each is asked for, so that it is computed. @type {Record<string, () => Promise<() => Promise<ArrayLike<number>[]>>>} */
const libraries = {
  'tfjs (CPU)': () => tensorflow('cpu'),
  async 'tfjs (WASM)'() {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    wasm.setWasmPaths(new URL('./@tensorflow/tfjs-backend-wasm/dist/', import.meta.url).pathname);
    return tensorflow('wasm');
  },
  'jax-js': () => jax(false),
  'jax-js, jit': () => jax(true),
};

/** @param {string} backend */
async function tensorflow(backend) {
  const tf = await import('@tensorflow/tfjs-core');
  await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
  if (backend === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  if (!(await tf.setBackend(backend))) throw new Error(`the backend ${backend} does not start`);
  await tf.ready();
  const asked = (/** @type {any[]} */ tensors) => tensors.map((one) => one.dataSync().slice());
  if (work === 'w3') {
    const x = tf.ones([side, side, side]);
    const g = tf.grad((t) => tf.sum(tf.square(tf.square(tf.square(t)))));
    return async () => /** @type {any} */ (tf.tidy(() => /** @type {any} */ (asked([g(x)]))));
  }
  const x = tf.tensor2d(single.x, [batch, inputs]);
  const t = tf.tensor2d(single.t, [batch, 1]);
  const parameters = [
    tf.tensor2d(single.w1, [inputs, hidden]),
    tf.tensor1d(single.b1),
    tf.tensor2d(single.w2, [hidden, 1]),
    tf.tensor1d(single.b2),
  ];
  const g = tf.grads((/** @type {any[]} */ ...[w1, b1, w2, b2]) => {
    const y = tf.add(tf.matMul(tf.tanh(tf.add(tf.matMul(x, w1), b1)), w2), b2);
    return tf.mean(tf.square(tf.sub(y, t)));
  });
  return async () => /** @type {any} */ (tf.tidy(() => /** @type {any} */ (asked(g(parameters)))));
}

/** Arrays are used up by what takes them; `ref` keeps one. @param {boolean} compiled */
async function jax(compiled) {
  const { numpy: np, grad, jit, init, defaultDevice } = await import('@jax-js/jax');
  // asked for a graphics card, which Node 20 has not
  if (!('navigator' in globalThis)) Object.assign(globalThis, { navigator: {} });
  await init('wasm');
  defaultDevice('wasm');
  const through = (/** @type {any} */ f) => (compiled ? jit(grad(f)) : grad(f));
  const asked = (/** @type {any[]} */ arrays) => Promise.all(arrays.map((one) => one.data()));
  if (work === 'w3') {
    // in memory: ones() would stay a constant that is never written out
    const x = np.array(new Float32Array(side ** 3).fill(1)).reshape([side, side, side]);
    const g = through((/** @type {any} */ t) => np.sum(np.square(np.square(np.square(t)))));
    return () => asked([g(x.ref)]);
  }
  const array = (/** @type {Float32Array} */ values, /** @type {number[]} */ shape) => np.array(values).reshape(shape);
  const x = array(single.x, [batch, inputs]);
  const t = array(single.t, [batch, 1]);
  /** @type {any} */
  const parameters = {
    w1: array(single.w1, [inputs, hidden]),
    b1: array(single.b1, [hidden]),
    w2: array(single.w2, [hidden, 1]),
    b2: array(single.b2, [1]),
  };
  const g = through((/** @type {any} */ p) => {
    const y = np.add(np.matmul(np.tanh(np.add(np.matmul(x.ref, p.w1), p.b1)), p.w2), p.b2);
    return np.mean(np.square(np.subtract(y, t.ref)));
  });
  return () => {
    const found = g(Object.fromEntries(names.map((name) => [name, parameters[name].ref])));
    return asked(names.map((name) => found[name]));
  };
}

/** The least time in milliseconds. @param {() => unknown} action @param {number} forMs */
async function least(action, forMs) {
  let best = Infinity;
  const end = performance.now() + forMs;
  do {
    const began = performance.now();
    await action();
    best = Math.min(best, performance.now() - began);
  } while (performance.now() < end);
  return best;
}

/** @param {ArrayLike<number>[]} found */
function check(found) {
  if (work === 'w3') {
    for (const k of [0, 500_000, 999_999]) if (Math.abs(found[0][k] - 8) > 1e-3) throw new Error('wrong gradient');
    return;
  }
  w6.byHand();
  for (const [k, expected] of w6.gradients.entries()) {
    const scale = Math.max(...expected.map(Math.abs));
    for (let i = 0; i < expected.length; i++)
      if (!(Math.abs(found[k][i] - expected[i]) <= 1e-3 * scale)) throw new Error(`wrong gradient of ${names[k]}`);
  }
}

try {
  const began = performance.now();
  const run = await libraries[library]();
  check(await run());
  const preparedMs = performance.now() - began;
  const plainMs = await least(work === 'w3' ? w3.plain : w6.byHand, 400);
  await least(run, 500);
  console.log(JSON.stringify({ plainMs, ms: await least(run, 1_500), preparedMs }));
  process.exit(0);
} catch (error) {
  const { name, message } = /** @type {Error} */ (error);
  console.log(JSON.stringify({ failure: `${name}: ${message}`.slice(0, 160).replace(/[\n|]+/g, ' ') }));
  process.exit(0);
}
