/** @file Training gives the losses of the same computation written out in plain loops, in constant memory. */
import assert from 'node:assert/strict';
import {
  Adam,
  add,
  argmax,
  crossEntropy,
  div,
  linear,
  matmul,
  meanSquaredError,
  mul,
  type NdArray,
  noGrad,
  operate,
  rand,
  randn,
  relu,
  SGD,
  sigmoid,
  sin,
  square,
  sub,
  sum,
  tanh,
  Variable,
  zeros,
} from '../../../src/engine';
import { heldBytes } from './memory';

const entries = (x: NdArray) => Array.from(x.toTypedArray());
const close = (found: number, expected: number, within: number, what: string) =>
  assert.ok(
    Math.abs(found - expected) <= within * Math.max(1, Math.abs(expected)),
    `${what}: ${found}, plain ${expected}`,
  );

describe('linear regression (y = 5 + 2x + noise)', () => {
  const x = rand([100, 1], 0);
  const y = operate('add', operate('add', 5, operate('mul', 2, x)), rand([100, 1], 1)) as NdArray;

  /** The same in plain loops. */
  function plainLosses(steps: number, lr: number): { losses: number[]; w: number; b: number } {
    const xs = entries(x);
    const ys = entries(y);
    let w = 0;
    let b = 0;
    const losses: number[] = [];
    for (let step = 0; step < steps; step++) {
      let loss = 0;
      let gw = 0;
      let gb = 0;
      for (let i = 0; i < xs.length; i++) {
        const d = xs[i] * w + b - ys[i];
        loss += d * d;
        gw += 2 * d * xs[i];
        gb += 2 * d;
      }
      losses.push(loss / xs.length);
      w -= (lr * gw) / xs.length;
      b -= (lr * gb) / xs.length;
    }
    return { losses, w, b };
  }

  it('goes down as the plain loop does, with operators and assignments', () => {
    const expected = plainLosses(100, 0.1);
    const w = new Variable(zeros(1, 1));
    const b = new Variable(zeros(1));
    expected.losses.forEach((plain, step) => {
      const difference = sub(add(matmul(x, w), b), y);
      const loss = div(sum(square(difference)), difference.length);
      close(loss.data as number, plain, 1e-12, `loss of step ${step}`);
      w.clearGrad();
      b.clearGrad();
      loss.backward();
      for (const p of [w, b]) {
        p.data = operate('sub', p.data as NdArray, operate('mul', 0.1, p.grad?.data as NdArray) as NdArray) as NdArray;
      }
    });
    close((w.data as NdArray).item(), expected.w, 1e-12, 'slope');
    close((b.data as NdArray).item(), expected.b, 1e-12, 'offset');
    assert.ok(Math.abs(expected.w - 2) < 0.3 && Math.abs(expected.b - 5.5) < 0.3);
  });

  it('goes down the same way with SGD', () => {
    const expected = plainLosses(50, 0.1);
    const w = new Variable(zeros(1, 1));
    const b = new Variable(zeros(1));
    const optimizer = new SGD([w, b], 0.1);
    for (const plain of expected.losses) {
      const loss = meanSquaredError(linear(x, w, b), y);
      close(loss.data as number, plain, 1e-12, 'loss');
      optimizer.clearGrads();
      loss.backward();
      optimizer.update();
    }
  });
});

describe('a network of two layers (y = sin 2πx + noise)', () => {
  const count = 50;
  const hidden = 10;
  const x = rand([count, 1], 0);
  const y = add(sin(mul(2 * Math.PI, x)), rand([count, 1], 1)).data as NdArray;
  const start = () => ({
    w1: operate('mul', 0.5, randn([1, hidden], 2)) as NdArray,
    b1: zeros(hidden),
    w2: operate('mul', 0.5, randn([hidden, 1], 3)) as NdArray,
    b2: zeros(1),
  });

  function plainLosses(steps: number, lr: number): number[] {
    const begun = start();
    const [w1, b1, w2, b2] = [begun.w1, begun.b1, begun.w2, begun.b2].map(entries);
    const xs = entries(x);
    const ys = entries(y);
    const losses: number[] = [];
    for (let step = 0; step < steps; step++) {
      const g1 = new Array(hidden).fill(0);
      const gb1 = new Array(hidden).fill(0);
      const g2 = new Array(hidden).fill(0);
      let gb2 = 0;
      let loss = 0;
      for (let i = 0; i < count; i++) {
        const h = w1.map((w, j) => 1 / (1 + Math.exp(-(xs[i] * w + b1[j]))));
        const d = h.reduce((total, v, j) => total + v * w2[j], 0) + b2[0] - ys[i];
        loss += (d * d) / count;
        const g = (2 * d) / count;
        gb2 += g;
        h.forEach((v, j) => {
          g2[j] += g * v;
          const gz = g * w2[j] * v * (1 - v);
          g1[j] += gz * xs[i];
          gb1[j] += gz;
        });
      }
      losses.push(loss);
      for (let j = 0; j < hidden; j++) {
        w1[j] -= lr * g1[j];
        b1[j] -= lr * gb1[j];
        w2[j] -= lr * g2[j];
      }
      b2[0] -= lr * gb2;
    }
    return losses;
  }

  it('has the losses of the plain loops, step by step', () => {
    const expected = plainLosses(500, 0.2);
    const { w1, b1, w2, b2 } = start();
    const parameters = [w1, b1, w2, b2].map((data) => new Variable(data));
    const optimizer = new SGD(parameters, 0.2);
    const [p, q, r, s] = parameters;
    expected.forEach((plain, step) => {
      const loss = meanSquaredError(linear(sigmoid(linear(x, p, q)), r, s), y);
      close(loss.data as number, plain, 1e-9, `loss of step ${step}`);
      optimizer.clearGrads();
      loss.backward();
      optimizer.update();
    });
    assert.ok(expected[499] < expected[0] / 2, `${expected[0]} to ${expected[499]}`);
  });
});

describe('classification with cross-entropy', () => {
  /** Three arms of a spiral. */
  const perClass = 40;
  const noise = randn([3 * perClass], 4);
  const points: number[][] = [];
  const labels: number[] = [];
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < perClass; i++) {
      const radius = i / perClass;
      const angle = 4 * c + 4 * radius + 0.15 * (noise.at(c * perClass + i) as number);
      points.push([radius * Math.sin(angle), radius * Math.cos(angle)]);
      labels.push(c);
    }
  }
  const begin = () => [randn([2, 16], 5), zeros(16), randn([16, 3], 6), zeros(3)];

  /** Loss and gradients of a relu network in plain loops. */
  function plainStep([w1, b1, w2, b2]: number[][]): { loss: number; grads: number[][] } {
    const grads = [w1, b1, w2, b2].map((p) => p.map(() => 0));
    let loss = 0;
    points.forEach(([u, v], i) => {
      const z = b1.map((b, j) => u * w1[j] + v * w1[16 + j] + b);
      const h = z.map((value) => Math.max(value, 0));
      const logits = b2.map((b, c) => h.reduce((total, value, j) => total + value * w2[j * 3 + c], 0) + b);
      const top = Math.max(...logits);
      const e = logits.map((value) => Math.exp(value - top));
      const total = e.reduce((p, q) => p + q, 0);
      loss -= (logits[labels[i]] - top - Math.log(total)) / points.length;
      const g = e.map((value, c) => (value / total - (c === labels[i] ? 1 : 0)) / points.length);
      g.forEach((gc, c) => {
        grads[3][c] += gc;
        h.forEach((value, j) => {
          grads[2][j * 3 + c] += gc * value;
        });
      });
      z.forEach((value, j) => {
        if (value <= 0) return;
        const gz = g.reduce((sum, gc, c) => sum + gc * w2[j * 3 + c], 0);
        grads[1][j] += gz;
        grads[0][j] += gz * u;
        grads[0][16 + j] += gz * v;
      });
    });
    return { loss, grads };
  }

  it('has the losses of the plain computation with Adam, and learns', () => {
    const plain = begin().map(entries);
    const m = plain.map((p) => p.map(() => 0));
    const v = plain.map((p) => p.map(() => 0));
    const parameters = begin().map((data) => new Variable(data));
    const [w1, b1, w2, b2] = parameters;
    const optimizer = new Adam(parameters, 0.02);
    const logits = () => linear(relu(linear(points, w1, b1)), w2, b2);
    for (let step = 1; step <= 300; step++) {
      const expected = plainStep(plain);
      const loss = crossEntropy(logits(), labels);
      close(loss.data as number, expected.loss, 1e-8, `loss of step ${step}`);
      optimizer.clearGrads();
      loss.backward();
      optimizer.update();
      plain.forEach((p, k) => {
        p.forEach((_, i) => {
          const g = expected.grads[k][i];
          m[k][i] = 0.9 * m[k][i] + 0.1 * g;
          v[k][i] = 0.999 * v[k][i] + 0.001 * g * g;
          p[i] -= (0.02 * (m[k][i] / (1 - 0.9 ** step))) / (Math.sqrt(v[k][i] / (1 - 0.999 ** step)) + 1e-8);
        });
      });
    }
    const found = argmax(noGrad(logits), 1).toTypedArray();
    const right = labels.filter((label, i) => found[i] === label).length;
    assert.ok(right >= 0.9 * labels.length, `${right} of ${labels.length}`);
  });

  it('SGD with momentum moves by the running step', () => {
    const x = new Variable([1, -2]);
    const optimizer = new SGD([x], 0.1, 0.9);
    let [p, speed] = [
      [1, -2],
      [0, 0],
    ];
    for (let step = 0; step < 5; step++) {
      optimizer.clearGrads();
      sum(square(x)).backward();
      optimizer.update();
      speed = speed.map((s, k) => 0.9 * s - 0.1 * 2 * p[k]);
      p = p.map((value, k) => value + speed[k]);
    }
    for (const [k, value] of entries(x.data as NdArray).entries()) close(value, p[k], 1e-14, 'entry');
  });
});

describe('memory', () => {
  it('does not grow over 10,000 training steps on the same parameters', async () => {
    const x = rand([16, 4], 1);
    const t = rand([16, 1], 2);
    const parameters = [randn([4, 8], 3), zeros(8), randn([8, 1], 4), zeros(1)].map((data) => new Variable(data));
    const [w1, b1, w2, b2] = parameters;
    const optimizer = new Adam(parameters, 0.001);
    const train = (steps: number) => {
      for (let step = 0; step < steps; step++) {
        const loss = meanSquaredError(linear(tanh(linear(x, w1, b1)), w2, b2), t);
        optimizer.clearGrads();
        loss.backward();
        optimizer.update();
      }
    };
    train(1_000);
    const before = await heldBytes();
    train(10_000);
    const grown = (await heldBytes()) - before;
    assert.ok(grown < 400_000, `${grown} bytes more`);
  });

  it('does not grow over 1,000 graphs, with and without backward', async () => {
    const graph = (backward: boolean) => {
      const x = new Variable(rand([20, 20, 20], 1));
      const y = square(square(square(x)));
      if (backward) y.backward();
    };
    graph(true);
    const before = await heldBytes();
    for (let k = 0; k < 1_000; k++) graph(k % 2 === 0);
    const grown = (await heldBytes()) - before;
    // one segment, and what is kept for use again
    assert.ok(grown < 40_000_000, `${grown} bytes more`);
    for (let k = 0; k < 1_000; k++) graph(k % 2 === 0);
    const again = (await heldBytes()) - before;
    assert.ok(again - grown < 4_000_000, `${again - grown} bytes more in the second thousand`);
  });
});
