/** @file Backward over arrays keeps the engine's promises: kept and dropped gradients, orders, own functions, conventions. */
import assert from 'node:assert/strict';
import {
  abs,
  add,
  array,
  asArray,
  config,
  div,
  exp,
  Function,
  functionsBehind,
  getItem,
  log,
  matmul,
  max,
  min,
  mul,
  type NdArray,
  noGrad,
  ones,
  pow,
  relu,
  reshape,
  sin,
  sqrt,
  square,
  sub,
  sum,
  usingConfig,
  Variable,
  where,
} from '../../../src/engine';

const nested = (x: Variable | null) => (x === null ? null : asArray(x.data as number | NdArray).toArray());

describe('backward over arrays', () => {
  it('ones(100, 100, 100) squared three times: 8 everywhere; nothing under noGrad', () => {
    const x = new Variable(ones(100, 100, 100));
    square(square(square(x))).backward();
    assert.deepEqual(x.grad?.shape, [100, 100, 100]);
    assert.ok((x.grad!.data as NdArray).values.every((g) => g === 8));
    const z = new Variable(ones(100, 100, 100));
    const y = noGrad(() => square(square(square(z))));
    assert.deepEqual([y.creator, z.grad, config.enableBackprop], [null, null, true]);
    assert.throws(() => noGrad(() => add(ones(2), ones(3))));
    assert.equal(config.enableBackprop, true);
  });

  it('starts with ones in the shape of the output', () => {
    const x = new Variable([
      [1, 2],
      [3, 4],
    ]);
    const y = mul(x, x);
    y.backward();
    assert.deepEqual(nested(x.grad), [
      [2, 4],
      [6, 8],
    ]);
    const leaf = new Variable([1, 2]);
    leaf.backward();
    assert.deepEqual(nested(leaf.grad), [1, 1]);
  });

  it('adds to the gradient that is there until it is cleared', () => {
    const x = new Variable([1, 2]);
    add(x, x).backward();
    add(add(x, x), x).backward();
    assert.deepEqual(nested(x.grad), [5, 5]);
    x.clearGrad();
    add(add(x, x), x).backward();
    assert.deepEqual(nested(x.grad), [3, 3]);
  });

  it('drops gradients of intermediates, and keeps them with retainGrad', () => {
    for (const retainGrad of [false, true]) {
      const x = new Variable([1, 2]);
      const t = mul(x, 3);
      const u = exp(t);
      const y = sum(add(mul(t, u), reshape(t, 2)));
      y.backward({ retainGrad });
      const e = [Math.exp(3), Math.exp(6)];
      if (retainGrad) {
        assert.equal(y.grad?.data, 1);
        assert.deepEqual(nested(u.grad), [3, 6]);
        assert.deepEqual(nested(t.grad), [e[0] + 3 * e[0] + 1, e[1] + 6 * e[1] + 1]);
      } else {
        assert.deepEqual([y.grad, u.grad, t.grad], [null, null, null]);
      }
      assert.deepEqual(nested(x.grad), [3 * (e[0] + 3 * e[0] + 1), 3 * (e[1] + 6 * e[1] + 1)]);
    }
  });

  it('goes the same way by sweep, by queue, and recorded, with and without simplification', () => {
    const gradients = (switches: object, simplify = true) =>
      usingConfig('simplify', simplify, () => {
        const x = new Variable([
          [0.3, -1.2],
          [2.1, 0.7],
        ]);
        const w = new Variable([
          [1.5, 0.2],
          [-0.4, 1.1],
        ]);
        const a = matmul(x, w);
        const b = add(sin(a), mul(a, getItem(a, 0)));
        sum(mul(max(b, 0.1), sum(x, 1))).backward(switches);
        return [nested(x.grad), nested(w.grad)].flat(3) as number[];
      });
    const expected = gradients({});
    for (const switches of [{ queue: 'sort' }, { createGraph: true }, { retainGrad: true }]) {
      for (const simplify of [true, false]) {
        for (const [k, g] of gradients(switches, simplify).entries()) assert.ok(Math.abs(g - expected[k]) < 1e-12);
      }
    }
  });

  it('shows the ways that are wrong, as with numbers', () => {
    const x = new Variable([3, 4]);
    add(x, x).backward({ accumulate: 'assign' });
    assert.deepEqual(nested(x.grad), [1, 1]);
    const grads = (switches: object) => {
      const v = new Variable([2]);
      const a = square(v);
      add(square(a), square(a)).backward(switches);
      return nested(v.grad);
    };
    assert.deepEqual([{}, { order: 'naive', retainGrad: true }, { order: 'naiveSeen' }].map(grads), [[64], [96], [32]]);
  });

  it('passes between numbers and arrays in both directions', () => {
    const a = new Variable(2);
    const x = new Variable([1, 2, 3]);
    const scale = exp(mul(a, 0.5));
    const total = sum(mul(x, scale));
    mul(total, total).backward();
    const s = Math.exp(1);
    assert.ok(Math.abs((a.grad?.data as number) - 36 * s * s) < 1e-9);
    assert.ok((nested(x.grad) as number[]).every((g) => Math.abs(g - 12 * s * s) < 1e-9));
  });

  it('goes through graphs of many segments and through 100,000 functions without overflow', () => {
    const x = new Variable([1, 2]);
    let y: Variable = x;
    for (let k = 0; k < 100_000; k++) y = add(y, 1e-5);
    sum(y).backward();
    assert.deepEqual(nested(x.grad), [1, 1]);
  });

  it('never adds into memory that another gradient uses', () => {
    const weights = [0.5, 2];
    for (const leaves of [true, false]) {
      const a = new Variable([0.1, 0.2]);
      const b = new Variable([3, 4]);
      const u = leaves ? a : mul(a, 1);
      const v = leaves ? b : mul(b, 1);
      const e = exp(u);
      // on the way back u gets the gradient of w itself first, then that of e
      const w = add(u, v);
      sum(mul(add(mul(e, 2), w), weights)).backward();
      assert.deepEqual(nested(b.grad), weights);
      assert.deepEqual(
        nested(a.grad),
        weights.map((g, k) => g + 2 * g * Math.exp([0.1, 0.2][k])),
      );
    }
  });

  it('links creator and inputs; constants stay constants', () => {
    const x = new Variable([1, 2], 'x');
    const y = mul(x, [3, 4]);
    assert.equal(y.creator?.name, 'mul');
    assert.equal(y.creator?.inputs[0], x);
    assert.deepEqual(nested(y.creator?.inputs[1] as Variable), [3, 4]);
    assert.equal(y.creator?.outputs[0], y);
    assert.equal(y.generation, 1);
    y.backward();
    assert.equal(y.creator?.inputs[1].grad, null);
  });
});

describe('a person’s own function of arrays', () => {
  class Cube extends Function {
    override forward(x: NdArray) {
      return array(Array.from(x.values, (v) => v ** 3)).reshape(x.shape);
    }
    override backward(gy: Variable) {
      return mul(gy, mul(3, square(this.inputs[0])));
    }
  }
  class Flat extends Cube {
    override backward(gy: Variable) {
      return sum(gy);
    }
  }

  it('takes part in everything, double backprop included', () => {
    const x = new Variable([
      [1, 2],
      [3, -1],
    ]);
    const y = sum(mul(new Cube().call(x) as Variable, x));
    y.backward({ createGraph: true });
    assert.deepEqual(nested(x.grad), [
      [4, 32],
      [108, -4],
    ]);
    const gx = x.grad as Variable;
    x.clearGrad();
    sum(gx).backward();
    assert.deepEqual(nested(x.grad), [
      [12, 48],
      [108, 12],
    ]);
  });

  it('is told when its gradient has another shape than its input', () => {
    const y = new Flat().call(new Variable([1, 2])) as Variable;
    assert.throws(() => y.backward(), /Flat\.backward gave a gradient of shape \(\) for an input of shape \(2,\)/);
  });

  it('is told when forward gives what is no array', () => {
    class Wrong extends Function {
      override forward() {
        return 'text' as unknown as number;
      }
    }
    assert.throws(() => new Wrong().call([1, 2]), /Wrong\.forward gives numbers or arrays.*a string was given/);
  });
});

describe('conventions hold entry by entry', () => {
  const both = (f: (x: Variable) => Variable, at: number[]): number[][] =>
    [false, true].map((createGraph) => {
      const x = new Variable(at);
      sum(f(x)).backward({ createGraph });
      return nested(x.grad) as number[];
    });
  const expectBoth = (f: (x: Variable) => Variable, at: number[], expected: number[]) => {
    for (const found of both(f, at)) assert.deepEqual(found, expected);
  };

  it('abs and relu at 0, sqrt at 0, log below 0', () => {
    expectBoth(abs, [-2, 0, 3], [-1, 0, 1]);
    expectBoth(relu, [-2, 0, 3], [0, 0, 1]);
    expectBoth(sqrt, [0, 4], [Infinity, 0.25]);
    expectBoth(log, [-1, 2], [Number.NaN, 0.5]);
  });

  it('an exponent 0, a base 0', () => {
    expectBoth((x) => pow(x, 0), [0, 2], [0, 0]);
    expectBoth((x) => pow(x, 2), [0, 3], [0, 6]);
    expectBoth((x) => pow([0, 0, 2], x), [0, 1, 0], [0, 0, Math.log(2)]);
  });

  it('ties of max and min share evenly, of several operands and along an axis', () => {
    expectBoth((x) => max(x, 1), [0, 1, 2], [0, 0.5, 1]);
    expectBoth((x) => max(x), [3, 1, 3, 3], [1 / 3, 0, 1 / 3, 1 / 3]);
    expectBoth((x) => min(reshape(x, 2, 2), { axis: 1 }), [1, 1, 5, 4], [0.5, 0.5, 0, 1]);
  });

  it('where passes nothing to what was not chosen', () => {
    expectBoth((x) => where([1, 0], x, 7), [2, 5], [1, 0]);
  });

  it('an entry that was not chosen never meets an infinity behind it', () => {
    const check = (f: (x: Variable) => Variable, at: number[], expected: number[]) => {
      for (const found of both(f, at)) assert.deepEqual(found, expected);
    };
    check((x) => where([0, 1], log(x), 0), [0, 2], [0, 0.5]);
    check((x) => relu(log(x)), [0, 2], [0, 0.5]);
    check((x) => where([0, 1], mul(3, reshape(sqrt(reshape(x, 2, 1)), 2)), x), [0, 4], [1, 0.75]);
    check((x) => max(log(x), -1), [0, 2], [0, 0.5]);
    check((x) => getItem(log(x), 1), [0, 2], [0, 0.5]);
    check((x) => sum(matmul([[1, 2]], where([[0], [1]], log(reshape(x, 2, 1)), 1))), [0, 2], [0, 1]);
    // chosen, and an infinity all the same
    check((x) => mul(0, sqrt(x)), [0, 4], [Number.NaN, 0]);
    check((x) => where([1, 1], mul(0, sqrt(x)), 0), [0, 4], [Number.NaN, 0]);
  });

  it('a branch not taken is not computed in second derivatives', () => {
    // d²/dx² of x·relu(x) is 2 above 0 and 0 below; no infinity of the other branch leaks
    const x = new Variable([-3, 2, 0]);
    const y = sum(mul(pow(x, 2), abs(x)));
    y.backward({ createGraph: true });
    const gx = x.grad as Variable;
    x.clearGrad();
    gx.backward();
    assert.deepEqual(nested(x.grad), [18, 12, 0]);
  });

  it('third derivative of x² is 0, also at 0', () => {
    const x = new Variable([0, 1, -2]);
    let y: Variable = pow(x, 2);
    for (let order = 1; order <= 3; order++) {
      x.clearGrad();
      sum(y).backward({ createGraph: true });
      y = x.grad as Variable;
    }
    assert.deepEqual(nested(y), [0, 0, 0]);
  });
});

describe('double backprop over arrays', () => {
  it('y = x², z = (y′)³ + y has z′ = 24x² + 2x', () => {
    const x = new Variable([2, -1]);
    const y = square(x);
    y.backward({ createGraph: true });
    const gx = x.grad as Variable;
    x.clearGrad();
    add(pow(gx, 3), y).backward();
    assert.deepEqual(nested(x.grad), [100, 22]);
  });

  it('a gradient penalty trains', () => {
    // critic D(x) = w·x; the penalty pulls |∇ₓ D| = |w| to 1
    const w = new Variable([3, -1]);
    for (let step = 0; step < 200; step++) {
      const x = new Variable([0.5, 2]);
      sum(mul(w, x)).backward({ createGraph: true });
      const norm = sqrt(sum(square(x.grad as Variable)));
      w.clearGrad();
      square(sub(norm, 1)).backward();
      w.data = (sub(w, mul(0.05, w.grad as Variable)).data as NdArray).copy();
    }
    const [p, q] = nested(w) as number[];
    assert.ok(Math.abs(Math.hypot(p, q) - 1) < 1e-6, `${p}, ${q}`);
    assert.ok(Math.abs(p / q + 3) < 1e-9);
  });

  it('shares equal functions when simplifying and computes the same', () => {
    const x = new Variable([0.5, 1.5]);
    const y = div(1, add(1, exp(sub(0, x))));
    y.backward({ createGraph: true });
    assert.ok(functionsBehind(x.grad as Variable).length > 0);
  });
});
