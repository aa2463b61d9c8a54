/** @file One tape from Variables, and the tools that read it. */
import assert from 'node:assert/strict';
import {
  add,
  backwardVariant,
  formulas,
  hessian,
  hessianVectorProduct,
  jacobian,
  jets,
  max,
  mul,
  pow,
  reverse,
  sin,
  square,
  sub,
  tanh,
  trace,
  traceOf,
  type Variable as V,
  Variable,
} from '../../src/engine';

const rosenbrock = (x: V, y: V) => add(mul(100, square(sub(y, square(x)))), square(sub(x, 1)));

describe('a trace', () => {
  it('has the values and gradients of the Variables', () => {
    const { tape, inputs, outputs } = trace(rosenbrock, [0, 2]);
    assert.equal(tape.value[outputs[0]], 401);
    const adjoints = reverse(tape, outputs[0]);
    assert.deepEqual(
      inputs.map((id) => adjoints[id] + 0),
      [-2, 400],
    );
    assert.equal(
      formulas(tape, outputs[0], [
        { id: inputs[0], name: 'x' },
        { id: inputs[1], name: 'y' },
      ]).value?.text,
      '100·(y − x²)² + (x − 1)²',
    );
  });

  it('goes across segments and assigned data', () => {
    const x = new Variable(0.5);
    let y = x;
    for (let k = 0; k < 10_000; k++) y = sin(add(y, mul(0.001, x)));
    const t = square(y);
    const z = mul(t, x);
    x.data = 100;
    t.data = 7;
    const { tape, outputs } = traceOf([z], []);
    assert.equal(tape.value[outputs[0]], z.data);
    // x as it was, then two rows a step, the square, the product and one more for 0.001·x
    assert.equal(tape.length - 1, 1 + 3 * 10_000 + 2);
  });

  it('takes an intermediate as an input', () => {
    const x = new Variable(3);
    const t = square(x);
    const y = mul(t, t);
    const { tape, inputs, outputs } = traceOf([y], [t]);
    assert.equal(reverse(tape, outputs[0])[inputs[0]], 18);
  });

  it("serves Newton's method with the Hessian: Rosenbrock's minimum from (0, 2)", () => {
    let at = [0, 2];
    for (let k = 0; k < 8; k++) {
      const { tape, inputs, outputs } = trace(rosenbrock, at);
      const g = jacobian(tape, inputs, outputs)[0];
      const [[a, b], [c, d]] = hessian(tape, inputs, outputs[0]);
      const det = a * d - b * c;
      at = [at[0] - (d * g[0] - b * g[1]) / det, at[1] - (a * g[1] - c * g[0]) / det];
    }
    assert.ok(Math.abs(at[0] - 1) < 1e-12 && Math.abs(at[1] - 1) < 1e-12, String(at));
  });

  it('gives Hessian–vector products that are differences of gradients, and Jacobians of several outputs', () => {
    const { tape, inputs, outputs } = trace((x, y) => [mul(x, y), pow(x, 3), add(x, sin(y))], [2, 0.5]);
    assert.deepEqual(jacobian(tape, inputs, outputs), [
      [0.5, 2],
      [12, 0],
      [1, Math.cos(0.5)],
    ]);
    const direction = [0.3, -0.7];
    const one = trace(rosenbrock, [0.4, 0.9]);
    const product = hessianVectorProduct(one.tape, one.inputs, one.outputs[0], direction);
    const gradient = (h: number) => {
      const moved = trace(rosenbrock, [0.4 + h * direction[0], 0.9 + h * direction[1]]);
      return jacobian(moved.tape, moved.inputs, moved.outputs)[0];
    };
    const [p, q] = [gradient(1e-5), gradient(-1e-5)];
    product.forEach((value, k) => {
      assert.ok(Math.abs(value - (p[k] - q[k]) / 2e-5) < 1e-5);
    });
  });

  it('draws curves of many orders: sin and tanh with orders 0 to 4 on 200 points', () => {
    const xs = Float64Array.from({ length: 200 }, (_, k) => -7 + (14 * k) / 199);
    const s = trace((x) => sin(x), [1]);
    const curves = jets(s.tape, s.inputs[0], s.outputs[0], xs, 4);
    const expected = [Math.sin, Math.cos, (x: number) => -Math.sin(x), (x: number) => -Math.cos(x), Math.sin];
    let factorial = 1;
    expected.forEach((f, order) => {
      factorial *= Math.max(order, 1);
      xs.forEach((x, p) => {
        assert.ok(Math.abs(curves.coefficients[order][p] * factorial - f(x)) < 1e-14);
      });
    });
    const t = trace((x) => tanh(x), [1]);
    const second = jets(t.tape, t.inputs[0], t.outputs[0], xs, 4).coefficients[2];
    xs.forEach((x, p) => {
      assert.ok(Math.abs(2 * second[p] + 2 * Math.tanh(x) * (1 - Math.tanh(x) ** 2)) < 1e-14);
    });
  });

  it('runs the ways that were wrong, and says where', () => {
    const { tape, inputs, outputs } = trace(
      (x) => {
        const a = square(x);
        return add(square(a), square(a));
      },
      [2],
    );
    const found = backwardVariant(tape, outputs[0], { order: 'naive' });
    assert.equal(found.adjoints[inputs[0]], 96);
    assert.equal(found.firstWrong?.reason, 'revisited');
  });

  it('refuses what has no place on a tape of numbers', () => {
    assert.throws(() => trace((x) => max(mul(x, [1, 2])) as V, [1]), TypeError);
  });
});
