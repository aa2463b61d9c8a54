/** @file Gradient descent, momentum, Adam and Newton's method: where they go, in how many steps, and how they end. */
import assert from 'node:assert/strict';
import {
  add,
  type DescentMethod,
  descend,
  hessian,
  mul,
  reverse,
  type Surface,
  square,
  sub,
  surfaceOf,
  trace,
  type Variable as V,
} from '../../src/engine';

const banana = (x: V, y: V) => add(mul(100, square(sub(y, square(x)))), square(sub(x, 1)));

/** Values and derivatives recorded anew at every point. */
const recorded =
  (f: (x: V, y: V) => V): Surface =>
  (x, y) => {
    const { tape, inputs, outputs } = trace(f as (...given: V[]) => V, [x, y]);
    const adjoints = reverse(tape, outputs[0]);
    return {
      value: tape.value[outputs[0]],
      gradient: [adjoints[inputs[0]], adjoints[inputs[1]]],
      hessian: hessian(tape, inputs, outputs[0]),
    };
  };
/** The same by hand, for long paths. */
const rosenbrock: Surface = (x, y) => {
  const valley = y - x * x;
  return {
    value: 100 * valley * valley + (x - 1) ** 2,
    gradient: [-400 * x * valley + 2 * (x - 1), 200 * valley],
    hessian: [
      [-400 * (valley - 2 * x * x) + 2, -400 * x],
      [-400 * x, 200],
    ],
  };
};
const last = <T>(list: readonly T[]): T => list[list.length - 1];
const near = (a: number, b: number, within: number) => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`);

describe('descent', () => {
  it('takes the steps of gradient descent on Rosenbrock from (0, 2)', () => {
    const path = descend(rosenbrock, [0, 2], { method: 'gradientDescent', rate: 0.001, maxSteps: 10_000 });
    assert.equal(path.outcome, 'stepLimit');
    assert.equal(path.steps, 10_000);
    // as DeZero has it after as many steps
    near(last(path.points).x, 0.9944984367782456, 1e-12);
    near(last(path.points).y, 0.9890050527419593, 1e-12);
    assert.deepEqual(path.points[0], { step: 0, x: 0, y: 2, value: 401 });
  });

  it('finds the minimum of Rosenbrock by each method, Newton in a handful of steps', () => {
    const steps: Partial<Record<DescentMethod, number>> = {};
    for (const method of ['gradientDescent', 'momentum', 'adam', 'newton'] as const) {
      const path = descend(rosenbrock, [0, 2], { method, maxSteps: 100_000 });
      assert.equal(path.outcome, 'minimum', method);
      near(last(path.points).x, 1, 1e-5);
      near(last(path.points).y, 1, 1e-5);
      assert.equal(last(path.points).step, path.steps);
      assert.ok(path.points.length <= 1_000);
      steps[method] = path.steps;
    }
    assert.ok((steps.newton as number) <= 10, JSON.stringify(steps));
    assert.ok((steps.momentum as number) < (steps.gradientDescent as number) / 3, JSON.stringify(steps));
    assert.ok((steps.adam as number) < (steps.gradientDescent as number), JSON.stringify(steps));
  });

  it('takes Newton’s step exactly: one on a quadratic', () => {
    const bowl = recorded((x, y) => add(square(sub(x, 3)), add(mul(x, y), mul(4, square(y)))));
    const path = descend(bowl, [10, -7], { method: 'newton' });
    assert.equal(path.steps, 1);
    assert.equal(path.outcome, 'minimum');
    // ∇ = 0: 2(x − 3) + y = 0, x + 8y = 0
    near(last(path.points).x, 48 / 15, 1e-12);
    near(last(path.points).y, -6 / 15, 1e-12);
  });

  it('says what it came to', () => {
    const saddle = recorded((x, y) => sub(square(x), square(y)));
    assert.equal(descend(saddle, [1, 2], { method: 'newton' }).outcome, 'saddle');
    assert.equal(descend(saddle, [1, 2], { method: 'gradientDescent' }).outcome, 'unbounded');
    const hill = recorded((x, y) => sub(1, add(square(x), square(y))));
    assert.equal(descend(hill, [1, 2], { method: 'newton' }).outcome, 'maximum');
    const slope = recorded((x, y) => add(x, y));
    assert.equal(descend(slope, [0, 0], { method: 'newton' }).outcome, 'singular');
    const blind: Surface = (x, y) => ({ value: x * x + y * y, gradient: [2 * x, 2 * y], hessian: null });
    assert.equal(descend(blind, [1, 1], { method: 'newton' }).outcome, 'undefined');
    assert.equal(descend(blind, [1, 1], { method: 'gradientDescent' }).outcome, 'stationary');
    assert.equal(descend(() => null, [1, 1], { method: 'adam' }).outcome, 'undefined');
    assert.equal(descend(rosenbrock, [0, 2], { method: 'adam', cancelled: () => true }).outcome, 'cancelled');
    assert.equal(descend(rosenbrock, [1, 1], { method: 'newton' }).steps, 0);
  });

  it('finds a rate that does not leave, unless one is given', () => {
    // no curvature in x where it starts, a steep wall beside
    const well: Surface = (x, y) => ({
      value: x ** 4 - 6 * x * x + y * y,
      gradient: [4 * x ** 3 - 12 * x, 2 * y],
      hessian: [
        [12 * x * x - 12, 0],
        [0, 2],
      ],
    });
    const path = descend(well, [1, 0.5], { method: 'gradientDescent' });
    assert.equal(path.outcome, 'minimum');
    assert.ok(path.rate < 0.5);
    near(Math.abs(last(path.points).x), Math.sqrt(3), 1e-6);
    assert.ok(path.evaluations > path.steps + 1);
    // log ends at 0
    const edge: Surface = (x, y) =>
      x > 0
        ? {
            value: x - Math.log(x) + y * y,
            gradient: [1 - 1 / x, 2 * y],
            hessian: [
              [1 / x ** 2, 0],
              [0, 2],
            ],
          }
        : null;
    assert.equal(descend(edge, [8, 1], { method: 'gradientDescent' }).outcome, 'minimum');
    const over = descend(edge, [8, 1], { method: 'gradientDescent', rate: 20 });
    assert.equal(over.outcome, 'undefined');
    const given = descend(well, [1, 0.5], { method: 'gradientDescent', rate: 0.5 });
    assert.equal(given.outcome, 'diverged');
    assert.equal(given.rate, 0.5);
    assert.equal(given.evaluations, given.steps + 1);
  });

  it('thins long paths evenly and keeps their ends', () => {
    const path = descend(rosenbrock, [0, 2], {
      method: 'gradientDescent',
      rate: 0.001,
      maxSteps: 5_001,
      maxPoints: 100,
    });
    assert.ok(path.points.length <= 100 && path.points.length > 25, String(path.points.length));
    assert.equal(path.points[0].step, 0);
    assert.equal(last(path.points).step, 5_001);
    const strides = path.points.slice(1, -1).map((point, k) => point.step - path.points[k].step);
    assert.equal(new Set(strides).size, 1);
  });

  it('runs over one recorded tape, replayed with other inputs', () => {
    const { tape, inputs, outputs } = trace(banana as (...given: V[]) => V, [0.3, -0.2]);
    const surface = surfaceOf(tape, [inputs[0], inputs[1]], outputs[0]);
    for (const [x, y] of [
      [0, 2],
      [1, 1],
      [-1.25, 0.5],
    ])
      assert.deepEqual(surface(x, y), recorded(banana)(x, y));
    // the tape keeps what was recorded
    assert.equal(tape.value[inputs[0]], 0.3);
    const options = { method: 'newton' } as const;
    assert.deepEqual(descend(surface, [0, 2], options), descend(recorded(banana), [0, 2], options));
    assert.equal(descend(surface, [0, 2], options).steps, descend(rosenbrock, [0, 2], options).steps);
  });

  it('has no value where a replay would take another branch', () => {
    const { tape, inputs, outputs } = trace(((x: V, y: V) => mul(x, y)) as (...given: V[]) => V, [2, 3]);
    tape.guard(0, inputs[0], 0, 10, true, 0);
    const surface = surfaceOf(tape, [inputs[0], inputs[1]], outputs[0]);
    assert.equal(surface(4, 5)?.value, 20);
    assert.equal(surface(11, 5), null);
  });
});
