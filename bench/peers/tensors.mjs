/** @file W5 over whole tensors, as a library of arrays computes it. */
// @ts-check
import { points } from './programs.mjs';

const components = 5;
const count = points.length / 2;

/** @param {any} tf @param {any} p the 30 parameters */
export function mixture(tf, p) {
  const part = (/** @type {number} */ from, /** @type {number} */ size) => tf.slice(p, from, size);
  const weights = part(0, components);
  const means = tf.reshape(part(components, 2 * components), [components, 2]);
  const factors = tf.reshape(part(3 * components, 3 * components), [components, 3]);
  const column = (/** @type {any} */ a, /** @type {number} */ k) =>
    tf.reshape(tf.slice(a, [0, k], [components, 1]), [components]);
  const at = tf.tensor2d(points, [count, 2]);
  const coordinate = (/** @type {number} */ k) => tf.slice(at, [0, k], [count, 1]);
  const d0 = tf.sub(coordinate(0), column(means, 0));
  const d1 = tf.sub(coordinate(1), column(means, 1));
  const [l0, l1, lower] = [0, 1, 2].map((k) => column(factors, k));
  const q0 = tf.mul(tf.exp(l0), d0);
  const q1 = tf.add(tf.mul(tf.exp(l1), d1), tf.mul(lower, d0));
  const logs = tf.add(tf.add(weights, l0), l1);
  const main = tf.sub(logs, tf.mul(0.5, tf.add(tf.square(q0), tf.square(q1))));
  const logSumExp = (/** @type {any} */ a, /** @type {number} */ axis) => tf.log(tf.sum(tf.exp(a), axis));
  const likelihood = tf.sub(tf.sum(logSumExp(main, 1)), tf.mul(count, logSumExp(weights, 0)));
  const squares = tf.add(tf.add(tf.square(tf.exp(l0)), tf.square(tf.exp(l1))), tf.square(lower));
  return tf.add(tf.sub(count * Math.log(2 * Math.PI), likelihood), tf.mul(0.5, tf.sum(squares)));
}
