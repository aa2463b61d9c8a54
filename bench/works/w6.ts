/** @file W6: the gradient of all weights of a tanh network 64-64-1, batch 64, mean squared error. */
import { linear, meanSquaredError, type NdArray, randn, tanh, Variable, zeros } from '../../src/engine';

const batch = 64;
const inputs = 64;
const hidden = 64;
const points = randn([batch, inputs], 1);
const targets = randn([batch, 1], 2);
const begin = [randn([inputs, hidden], 3), zeros(hidden), randn([hidden, 1], 4), zeros(1)];

const [x, t, w1, b1, w2, b2] = [points, targets, ...begin].map((data) => data.toTypedArray() as Float64Array);
/** The same numbers for other libraries. */
export const data = { batch, inputs, hidden, x, t, w1, b1, w2, b2 };
const h = new Float64Array(batch * hidden);
const gh = new Float64Array(batch * hidden);
export const gradients = [w1, b1, w2, b2].map((data) => new Float64Array(data.length));

/** Loss and gradients written by hand, in loops that run along memory. */
export function byHand(): number {
  const [g1, gb1, g2, gb2] = gradients;
  for (const g of gradients) g.fill(0);
  for (let i = 0; i < batch; i++) {
    const row = i * hidden;
    for (let j = 0; j < hidden; j++) h[row + j] = b1[j];
    for (let p = 0; p < inputs; p++) {
      const a = x[i * inputs + p];
      const from = p * hidden;
      for (let j = 0; j < hidden; j++) h[row + j] += a * w1[from + j];
    }
    for (let j = 0; j < hidden; j++) h[row + j] = Math.tanh(h[row + j]);
  }
  let loss = 0;
  for (let i = 0; i < batch; i++) {
    const row = i * hidden;
    let y = b2[0];
    for (let j = 0; j < hidden; j++) y += h[row + j] * w2[j];
    const d = y - t[i];
    loss += d * d;
    const g = (2 * d) / batch;
    gb2[0] += g;
    for (let j = 0; j < hidden; j++) {
      const v = h[row + j];
      g2[j] += g * v;
      const gz = g * w2[j] * (1 - v * v);
      gh[row + j] = gz;
      gb1[j] += gz;
    }
  }
  for (let i = 0; i < batch; i++) {
    for (let p = 0; p < inputs; p++) {
      const a = x[i * inputs + p];
      const to = p * hidden;
      const from = i * hidden;
      for (let j = 0; j < hidden; j++) g1[to + j] += a * gh[from + j];
    }
  }
  return loss / batch;
}

const parameters = begin.map((data) => new Variable(data));
const [p1, q1, p2, q2] = parameters;

/** By the engine. */
export function engine(): number {
  const loss = meanSquaredError(linear(tanh(linear(points, p1, q1)), p2, q2), targets);
  for (const p of parameters) p.clearGrad();
  loss.backward();
  return loss.data as number;
}

/** The greatest difference between the two ways' gradients, relative to the greatest gradient. */
export function disagreement(): number {
  byHand();
  engine();
  let most = 0;
  let scale = 0;
  parameters.forEach((p, k) => {
    const found = (p.grad!.data as NdArray).values;
    gradients[k].forEach((g, i) => {
      most = Math.max(most, Math.abs(g - found[i]));
      scale = Math.max(scale, Math.abs(g));
    });
  });
  return most / scale;
}
