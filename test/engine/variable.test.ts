/** @file Variables, functions and backward give what DeZero gives. */
import assert from 'node:assert/strict';
import * as engine from '../../src/engine';
import {
  add,
  config,
  type Data,
  exp,
  functionsBehind,
  mul,
  noGrad,
  pow,
  sin,
  square,
  sub,
  tanh,
  usingConfig,
  Variable,
} from '../../src/engine';

const gradOf = (x: Variable) => x.grad?.data ?? null;
const close = (given: Data | null, expected: number, within = 1e-12) =>
  assert.ok(
    typeof given === 'number' && Math.abs(given - expected) <= within * Math.max(1, Math.abs(expected)),
    `${given} is not ${expected}`,
  );

describe('Variable', () => {
  it('holds data, grad, creator, generation and name', () => {
    const x = new Variable(0.5, 'x');
    assert.deepEqual([x.data, x.grad, x.creator, x.generation, x.name], [0.5, null, null, 0, 'x']);
    assert.deepEqual([x.shape, x.ndim, x.size, x.dtype], [[], 0, 1, 'float64']);
    assert.throws(() => x.length, TypeError);
    assert.equal(String(new Variable(24)), 'variable(24)');
    assert.equal(String(new Variable(null)), 'variable(null)');
    assert.equal(Number(x), 0.5);
  });
  it('refuses wrong data, naming what was given', () => {
    const wrong = (data: unknown) => () => new Variable(data as number);
    assert.throws(wrong('1'), /TypeError.*a string was given/);
    assert.throws(wrong({}), /an object was given/);
    assert.throws(wrong(undefined), /undefined was given/);
    assert.throws(wrong(1n), /a bigint was given/);
    assert.throws(() => square(new Variable(null, 'w')), /w without data/);
    assert.throws(() => square('2' as unknown as number), /string was given/);
  });
  it('links output to creator to inputs, and the objects are the same each time', () => {
    const x = new Variable(0.5);
    const a = square(x);
    const b = exp(a);
    const y = square(b);
    assert.equal(y.creator?.inputs[0], b);
    assert.equal(y.creator?.inputs[0].creator?.inputs[0], a);
    assert.equal(a.creator?.inputs[0], x);
    assert.equal(y.creator, y.creator);
    assert.equal(y.creator?.outputs[0], y);
    assert.deepEqual([x.generation, a.generation, b.generation, y.generation], [0, 1, 2, 3]);
    assert.equal(a.creator?.label, 'x²');
    y.backward();
    close(gradOf(x), 3.297442541400256);
  });
  it('gets a fresh leaf when its data is assigned, and what was recorded stays', () => {
    const x = new Variable(3, 'x');
    const y = square(x);
    const f = y.creator;
    x.data = 100;
    assert.equal(y.creator?.inputs[0].data, 3);
    assert.equal(f?.inputs[0].data, 3);
    y.backward();
    assert.equal(gradOf(x), 6);
    x.clearGrad();
    const z = mul(square(x), 2);
    z.data = 1;
    assert.equal(z.creator, null);
    square(z).backward();
    assert.equal(gradOf(z), 2);
    assert.equal(gradOf(x), null);
  });
  it('keeps the graph of an intermediate that was assigned to, also across segments and with createGraph', () => {
    const x = new Variable(3);
    const t = square(x);
    new Variable(1).backward();
    square(new Variable(1)).backward(); // begins a new segment
    const y = mul(t, x);
    t.data = 1000;
    const z = square(t);
    y.backward({ createGraph: true });
    close(gradOf(x), 27);
    assert.equal(gradOf(t), null);
    const gx = x.grad as Variable;
    x.clearGrad();
    gx.backward();
    close(gradOf(x), 18);
    z.backward();
    assert.equal(gradOf(t), 2000);
  });
});

describe('backward', () => {
  it('visits each function once, from the highest generation down', () => {
    for (const queue of ['heap', 'sort'] as const) {
      for (const createGraph of [false, true]) {
        const x = new Variable(2);
        const a = square(x);
        const b = square(a);
        const c = square(a);
        const y = add(b, c);
        assert.equal(y.data, 32);
        y.backward({ retainGrad: true, queue, createGraph });
        assert.deepEqual([y, b, c, a, x].map(gradOf), [1, 1, 1, 16, 64]);
      }
    }
  });
  it('on a leaf only sets its own grad to 1', () => {
    const x = new Variable(5);
    x.backward();
    assert.equal(gradOf(x), 1);
  });
  it('adds up the gradients of a variable used repeatedly', () => {
    const x = new Variable(3);
    const y = add(x, x);
    y.backward();
    assert.deepEqual([y.data, gradOf(x)], [6, 2]);
    x.clearGrad();
    const z = add(add(x, x), x);
    z.backward();
    assert.deepEqual([z.data, gradOf(x)], [9, 3]);
  });
  it('adds to the grad that is there, unless cleared', () => {
    const x = new Variable(3);
    add(x, x).backward();
    add(add(x, x), x).backward();
    assert.equal(gradOf(x), 5);
    x.clearGrad();
    add(add(x, x), x).backward();
    assert.equal(gradOf(x), 3);
  });
  it('drops the gradients of intermediates, unless told to keep them', () => {
    const run = (retainGrad: boolean) => {
      const x0 = new Variable(1);
      const x1 = new Variable(1);
      const t = add(x0, x1);
      const y = add(x0, t);
      y.backward({ retainGrad });
      return [y, t, x0, x1].map(gradOf);
    };
    assert.deepEqual(run(false), [null, null, 2, 1]);
    assert.deepEqual(run(true), [1, 1, 2, 1]);
  });
  it('takes a grad that is already there as the seed', () => {
    const x = new Variable(3);
    const y = square(x);
    y.grad = new Variable(10);
    y.backward();
    assert.equal(gradOf(x), 60);
  });
  it('shows why the ways before were wrong', () => {
    const x = new Variable(3);
    add(x, x).backward({ accumulate: 'assign' });
    assert.equal(gradOf(x), 1);
    const diamond = (order: 'naive' | 'naiveSeen' | 'generations') => {
      const v = new Variable(2);
      const a = square(v);
      const y = add(square(a), square(a));
      y.backward({ order, retainGrad: true });
      return [gradOf(a), gradOf(v)];
    };
    assert.deepEqual(diamond('naive'), [16, 96]);
    assert.deepEqual(diamond('naiveSeen'), [16, 32]);
    assert.deepEqual(diamond('generations'), [16, 64]);
    const doubling = (order: 'naive' | 'naiveSeen') => {
      const a = new Variable(1);
      const b = add(a, a);
      add(b, b).backward({ order, retainGrad: true });
      return gradOf(a);
    };
    assert.equal(doubling('naive'), 8);
    assert.equal(doubling('naiveSeen'), 4);
  });
  it('does not overflow the stack on a chain of a million operations', function () {
    this.timeout(30_000);
    const x = new Variable(1);
    let y = x;
    for (let k = 0; k < 1_000_000; k++) y = add(y, 1);
    y.backward();
    assert.equal(gradOf(x), 1);
    assert.equal(y.generation, 1_000_000);
  });
});

describe('usingConfig and noGrad', () => {
  it('record nothing, and restore the switch also when the body throws', () => {
    const x = new Variable(2);
    const y = noGrad(() => square(x));
    assert.deepEqual([y.data, y.creator, y.generation], [4, null, 0]);
    assert.throws(() =>
      usingConfig('enableBackprop', false, () => {
        throw new Error('stop');
      }),
    );
    assert.equal(config.enableBackprop, true);
    assert.throws(() => usingConfig('nothing' as 'simplify', true, () => 0), /no switch/);
  });
});

describe('createGraph', () => {
  const f = (x: Variable) => sub(pow(x, 4), mul(2, square(x)));
  for (const simplify of [true, false]) {
    const way = simplify ? 'simplified' : 'as DeZero does it';
    it(`gives gradients that can be differentiated again (${way})`, () => {
      usingConfig('simplify', simplify, () => {
        const x = new Variable(2);
        f(x).backward({ createGraph: true });
        assert.equal(gradOf(x), 24);
        const gx = x.grad as Variable;
        gx.backward();
        assert.equal(gradOf(x), 68);
        const z = new Variable(2);
        f(z).backward({ createGraph: true });
        const gz = z.grad as Variable;
        z.clearGrad();
        gz.backward();
        assert.equal(gradOf(z), 44);
      });
    });
    it(`serves Newton's method (${way})`, () => {
      usingConfig('simplify', simplify, () => {
        const expected = [
          2, 1.4545454545454546, 1.1510467893775467, 1.0253259289766978, 1.0009084519430513, 1.0000012353089454,
          1.000000000002289, 1,
        ];
        const x = new Variable(2);
        for (const value of expected) {
          close(x.data, value, 3e-16);
          const y = f(x);
          x.clearGrad();
          y.backward({ createGraph: true });
          const gx = x.grad as Variable;
          x.clearGrad();
          gx.backward();
          x.data = (x.data as number) - (gx.data as number) / (gradOf(x) as number);
        }
      });
    });
    it(`gives derivatives of sin and tanh of any order (${way})`, () => {
      usingConfig('simplify', simplify, () => {
        const x = new Variable(1);
        sin(x).backward({ createGraph: true });
        const found: (Data | null)[] = [];
        for (let order = 1; order <= 7; order++) {
          const gx = x.grad as Variable;
          found.push(gx.data);
          x.clearGrad();
          gx.backward({ createGraph: true });
        }
        const [s, c] = [Math.sin(1), Math.cos(1)];
        [c, -s, -c, s, c, -s, -c].forEach((value, k) => {
          close(found[k], value);
        });
      });
    });
    it(`differentiates an expression that holds a gradient: 100 (${way})`, () => {
      usingConfig('simplify', simplify, () => {
        const x = new Variable(2);
        const y = square(x);
        y.backward({ createGraph: true });
        const gx = x.grad as Variable;
        x.clearGrad();
        const z = add(pow(gx, 3), y);
        z.backward();
        assert.equal(gradOf(x), 100);
      });
    });
  }

  it('trains with a gradient penalty', () => {
    // slopes of D(x) = a·tanh(b·x) pulled to 1 at a few points
    const [a, b] = [new Variable(0.2, 'a'), new Variable(0.5, 'b')];
    const points = [-0.4, -0.1, 0.2, 0.3];
    const losses: number[] = [];
    for (let step = 0; step < 300; step++) {
      let loss: Variable = mul(0, a);
      for (const at of points) {
        const x = new Variable(at);
        mul(a, tanh(mul(b, x))).backward({ createGraph: true });
        const gx = x.grad as Variable;
        loss = add(loss, square(sub(gx, 1)));
      }
      a.clearGrad();
      b.clearGrad();
      loss.backward();
      losses.push(loss.data as number);
      for (const p of [a, b]) p.data = (p.data as number) - 0.05 * (gradOf(p) as number);
    }
    assert.ok(losses[299] < 1e-2 && losses[0] > 3, `${losses[0]} → ${losses[299]}`);
  });

  it('goes on to 0 past the degree of a polynomial', () => {
    for (const simplify of [true, false]) {
      usingConfig('simplify', simplify, () => {
        for (const at of [2, 0]) {
          const x = new Variable(at);
          pow(x, 2).backward({ createGraph: true });
          const found: (Data | null)[] = [];
          for (let order = 1; order <= 5; order++) {
            const gx = x.grad as Variable;
            found.push(gx.data);
            x.clearGrad();
            gx.backward({ createGraph: true });
          }
          assert.deepEqual(found, [2 * at, 2, 0, 0, 0]);
        }
      });
    }
  });

  const tanhOrders = (orders: number) => {
    const x = new Variable(1, 'x');
    const y = tanh(x);
    y.name = 'y';
    y.backward({ createGraph: true });
    const gradients: Variable[] = [];
    for (let order = 1; order <= orders; order++) {
      const gx = x.grad as Variable;
      gx.name = `gx${order}`;
      gradients.push(gx);
      x.clearGrad();
      if (order < orders) gx.backward({ createGraph: true });
    }
    return gradients;
  };
  it('grows exactly as in DeZero with simplification off', () => {
    const counts = usingConfig('simplify', false, () => tanhOrders(8).map((gx) => functionsBehind(gx).length));
    assert.deepEqual(counts, [4, 9, 21, 51, 129, 339, 921, 2571]);
  });
  it('keeps the graph of the eighth derivative small by default, with the same values', () => {
    const plain = usingConfig('simplify', false, () => tanhOrders(8));
    const simple = tanhOrders(8);
    simple.forEach((gx, k) => {
      close(gx.data, plain[k].data as number, 1e-11);
    });
    const live = functionsBehind(simple[7]).length;
    assert.ok(live <= 225, `${live} functions`);
  });
  it('never hands out the same Variable as two gradients, nor one of the program', () => {
    const a = new Variable(3);
    const b = new Variable(4);
    mul(a, b).backward({ createGraph: true });
    assert.notEqual(a.grad, b);
    a.grad!.data = 0;
    assert.equal(b.data, 4);
    const p = new Variable(1);
    const q = new Variable(2);
    square(add(p, q)).backward({ createGraph: true });
    assert.notEqual(p.grad, q.grad);
    assert.deepEqual([gradOf(p), gradOf(q)], [6, 6]);
  });
});

describe('the test functions', () => {
  type Term = Variable | number;
  const sum = (...terms: Term[]) => terms.reduce((p, q) => add(p, q)) as Variable;
  const gradients = (f: (x: Variable, y: Variable) => Variable, x: number, y: number) => {
    const [p, q] = [new Variable(x), new Variable(y)];
    const z = f(p, q);
    z.backward();
    return [z.data, gradOf(p), gradOf(q)];
  };
  it('have their gradients', () => {
    assert.deepEqual(
      gradients((x, y) => add(square(x), square(y)), 1, 1),
      [2, 2, 2],
    );
    const [, mx, my] = gradients((x, y) => sub(mul(0.26, add(square(x), square(y))), mul(0.48, mul(x, y))), 1, 1);
    close(mx, 0.04);
    close(my, 0.04);
    const goldstein = (x: Variable, y: Variable) =>
      mul(
        add(
          1,
          mul(
            square(sum(x, y, 1)),
            sum(19, mul(-14, x), mul(3, square(x)), mul(-14, y), mul(6, mul(x, y)), mul(3, square(y))),
          ),
        ),
        add(
          30,
          mul(
            square(sub(mul(2, x), mul(3, y))),
            sum(18, mul(-32, x), mul(12, square(x)), mul(48, y), mul(-36, mul(x, y)), mul(27, square(y))),
          ),
        ),
      );
    assert.deepEqual(gradients(goldstein, 1, 1), [1876, -5376, 8064]);
    const rosenbrock = (x: Variable, y: Variable) => add(mul(100, square(sub(y, square(x)))), square(sub(x, 1)));
    assert.deepEqual(gradients(rosenbrock, 0, 2), [401, -2, 400]);
  });
  it('the Taylor series of sin, as a loop, has its gradient', () => {
    const series = (threshold: number) => {
      const x = new Variable(Math.PI / 4);
      let y: Term = 0;
      let terms = 0;
      let factorial = 1;
      for (let i = 0; ; i++) {
        if (i > 0) factorial *= 2 * i * (2 * i + 1);
        const t: Variable = mul((-1) ** i / factorial, pow(x, 2 * i + 1));
        y = add(y, t);
        terms++;
        if (Math.abs(t.data as number) < threshold || i > 100_000) break;
      }
      (y as Variable).backward();
      return { y: (y as Variable).data, terms, gx: gradOf(x) };
    };
    const coarse = series(1e-4);
    assert.equal(coarse.terms, 4);
    close(coarse.y, 0.7071064695751781, 1e-15);
    close(coarse.gx, 0.7071032148228457, 1e-15);
    close(series(1e-150).y, 0.7071067811865475, 1e-15);
  });
});

describe("a function of one's own", () => {
  class Square extends engine.Function {
    override forward(x: number) {
      return x * x;
    }
    override backward(gy: Variable) {
      return mul(mul(2, this.inputs[0]), gy);
    }
  }
  class Polar extends engine.Function {
    override forward(r: number, angle: number) {
      return [r * Math.cos(angle), r * Math.sin(angle)];
    }
    override backward(gx: Variable, gy: Variable) {
      const [r, angle] = this.inputs;
      const [c, s] = [engine.cos(angle), sin(angle)];
      return [add(mul(gx, c), mul(gy, s)), mul(r, sub(mul(gy, c), mul(gx, s)))];
    }
  }
  it('takes part in everything, double backprop included', () => {
    const x = new Variable(3);
    const y = new Square().call(exp(new Square().call(x) as Variable)) as Variable;
    close(y.data, Math.exp(18));
    y.backward({ createGraph: true });
    close(gradOf(x), 12 * Math.exp(18));
    const gx = x.grad as Variable;
    x.clearGrad();
    gx.backward();
    close(gradOf(x), (4 + 16 * 9) * Math.exp(18));
    assert.equal(y.creator?.name, 'Square');
  });
  it('has several inputs and outputs; one comes back bare, several as an array', () => {
    const [r, angle] = [new Variable(2), new Variable(0.5)];
    const out = new Polar().call(r, angle) as Variable[];
    assert.equal(out.length, 2);
    assert.equal(out[0].creator, out[1].creator);
    mul(out[0], out[1]).backward(); // r² sin 2a / 2
    close(gradOf(r), 2 * Math.sin(1));
    close(gradOf(angle), 4 * Math.cos(1));
    const single = new Polar().call(r, angle) as Variable[];
    angle.clearGrad();
    single[1].backward();
    close(gradOf(angle), 2 * Math.cos(0.5));
  });
  it('says which class lacks forward or backward, or gives too little', () => {
    class Nothing extends engine.Function {}
    assert.throws(() => new Nothing().call(1), /Nothing has no forward/);
    class Half extends engine.Function {
      override forward(x: number) {
        return x;
      }
    }
    const y = new Half().call(new Variable(1)) as Variable;
    assert.throws(() => y.backward(), /Half has no backward/);
    class Short extends Polar {
      override backward(gx: Variable) {
        return [gx];
      }
    }
    const [out] = new Short().call(new Variable(1), new Variable(1)) as Variable[];
    assert.throws(() => out.backward(), /Short.backward gave 1 gradients for 2 inputs/);
  });
  it('records nothing under noGrad', () => {
    const y = noGrad(() => new Square().call(new Variable(3))) as Variable;
    assert.deepEqual([y.data, y.creator], [9, null]);
  });
});
