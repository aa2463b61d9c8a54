/** @file Dead graphs are freed by ordinary garbage collection. */
import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { add, mul, noGrad, ones, square, sub, tanh, Variable } from '../../src/engine';

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

function used(): number {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Bytes by which memory grew between the first tenth of the steps and the last. */
function growth(steps: number, step: (k: number) => void): number {
  for (let k = 0; k < steps / 10; k++) step(k);
  const before = used();
  for (let k = steps / 10; k < steps; k++) step(k);
  return used() - before;
}

describe('memory', function () {
  this.timeout(120_000);

  it('stays the same over 10,000 training steps on the same parameters', () => {
    const w = new Variable(0.1, 'w');
    const b = new Variable(0, 'b');
    let loss = new Variable(0);
    const grown = growth(10_000, (k) => {
      const x = (k % 10) / 10;
      loss = square(sub(tanh(add(mul(w, x), b)), Math.tanh(0.8 * x - 0.3)));
      w.clearGrad();
      b.clearGrad();
      loss.backward();
      w.data = (w.data as number) - 0.5 * (w.grad?.data as number);
      b.data = (b.data as number) - 0.5 * (b.grad?.data as number);
    });
    assert.ok(grown < 300_000, `${grown} bytes`);
    assert.ok(Math.abs((w.data as number) - 0.8) < 1e-3 && Math.abs((b.data as number) + 0.3) < 1e-3);
  });

  it('stays the same over 10,000 steps with a gradient penalty', () => {
    const w = new Variable(0.3);
    const x = new Variable(0.5);
    const grown = growth(10_000, () => {
      const y = tanh(mul(w, x));
      x.clearGrad();
      w.clearGrad();
      y.backward({ createGraph: true });
      const gx = x.grad as Variable;
      x.clearGrad();
      w.clearGrad();
      const penalty = add(square(sub(gx, 0.4)), mul(0.01, square(w)));
      penalty.backward();
      w.data = (w.data as number) - 0.1 * (w.grad?.data as number);
    });
    assert.ok(grown < 300_000, `${grown} bytes`);
  });

  it('stays the same when only gradients with graphs are taken', () => {
    const x = new Variable(2);
    const grown = growth(20_000, () => {
      x.clearGrad();
      square(square(x)).backward({ createGraph: true });
      x.data = 2;
    });
    assert.ok(grown < 2_000_000, `${grown} bytes`);
  });

  it('stays the same over 1,000 graphs of 1,000 operations that nothing refers to', () => {
    const x = new Variable(0.5);
    const grown = growth(1_000, () => {
      let y = x;
      for (let k = 0; k < 1_000; k++) y = tanh(y);
    });
    assert.ok(grown < 2_000_000, `${grown} bytes`);
  });

  it('stays the same over 1,000 graphs of arrays that nothing refers to', () => {
    const grown = growth(1_000, () => {
      const x = new Variable(ones([10_000]));
      square(square(square(x)));
    });
    assert.ok(grown < 8_000_000, `${grown} bytes`);
  });

  it('a leaf made among operations keeps none of them alive', () => {
    const kept: Variable[] = [];
    const grown = growth(1_000, (k) => {
      let y = new Variable(k / 1_000);
      kept.push(y);
      for (let i = 0; i < 200; i++) y = tanh(y);
      y.backward();
    });
    // a Variable and its grad each
    assert.ok(grown < 1_000_000, `${grown} bytes`);
    assert.equal(kept.length, 1_000);
  });

  it('of a graph is not held under noGrad', () => {
    const x = new Variable(0.5);
    let y = x;
    const grown = growth(100_000, () => {
      y = noGrad(() => tanh(y));
    });
    assert.ok(grown < 300_000, `${grown} bytes`);
    assert.equal(y.creator, null);
  });
});
