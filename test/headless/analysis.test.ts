/** @file Jacobians, Hessians, checks by differences and formulas, each held against known numbers and the others. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type * as Headless from '../../src/headless';

const { jacobian, hessian, hessianVectorProduct, gradientCheck, formula, differentiate } = require(
  resolve(process.env.GL_DIST ?? 'dist', 'headless.cjs'),
) as typeof Headless;

const of = (source: string, rest: Partial<Headless.DifferentiateRequest> = {}) => ({
  fileName: '/w/a.ts',
  source,
  target: 'f',
  ...rest,
});
const near = (found: number[], expected: number[], tolerance = 1e-12) => {
  assert.equal(found.length, expected.length);
  for (const [k, x] of found.entries())
    assert.ok(Math.abs(x - expected[k]) <= tolerance * (1 + Math.abs(expected[k])), `${found} ≠ ${expected}`);
};

const rosenbrock = `function f(x: number[]) {
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) sum += 100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2;
  return sum;
}`;

describe('analysis', function () {
  this.timeout(30_000);

  describe('jacobian', () => {
    it('of polar coordinates: [[cos, −r·sin], [sin, r·cos]]', async () => {
      const source = 'const f = (r = 2, a = 0.5) => [r * Math.cos(a), r * Math.sin(a)];';
      const { matrix, inputs, outputs } = await jacobian(of(source));
      near(matrix.flat(), [Math.cos(0.5), -2 * Math.sin(0.5), Math.sin(0.5), 2 * Math.cos(0.5)]);
      assert.deepEqual(
        inputs.map(({ path }) => path),
        ['r', 'a'],
      );
      assert.deepEqual(
        outputs.map(({ path }) => path),
        ['[0]', '[1]'],
      );
    });

    it('of more outputs than inputs, with a constant among them, and of fields', async () => {
      const source = 'const f = (p = { x: 3 }) => ({ a: p.x * p.x, b: 7, c: [1 / p.x, p.x] });';
      const { matrix, outputs, inputs } = await jacobian(of(source));
      assert.deepEqual(
        outputs.map(({ path, value }) => [path, value]),
        [
          ['a', 9],
          ['b', 7],
          ['c[0]', 1 / 3],
          ['c[1]', 3],
        ],
      );
      near(matrix.flat(), [6, 0, -1 / 9, 1]);
      assert.deepEqual(inputs, [{ path: 'p.x', value: 3 }]);
    });

    it('of one number is its gradient', async () => {
      const request = of(rosenbrock, { inputs: { x: [0, 2] } });
      assert.deepEqual((await jacobian(request)).matrix, [[-2, 400]]);
      assert.deepEqual((await differentiate(request)).inputs[0].grad, [-2, 400]);
    });
  });

  describe('hessian', () => {
    it('of x⁴ − 2x² at 2 is 44', async () => {
      const { matrix, gradient } = await hessian(of('const f = (x = 2) => x ** 4 - 2 * x ** 2;'));
      assert.deepEqual([gradient, matrix], [[24], [[44]]]);
    });

    it('says where differences speak against what they come from', async () => {
      // a branch that is taken at one point only hides the slope there
      const source = 'const f = (x = 0.5) => { const u = x - 0.5; return u === 0 ? Math.exp(0.5) : Math.exp(x); };';
      const { diagnostics } = await hessian(of(source));
      assert.ok(
        diagnostics.some(({ code }) => code === 'derivativeDisagrees'),
        JSON.stringify(diagnostics),
      );
      const calm = await hessian(of('const f = (x = 2) => x ** 4 - 2 * x ** 2;'));
      assert.deepEqual(calm.diagnostics, []);
    });

    it('of Rosenbrock at (0, 2) is [[−798, 0], [0, 200]]', async () => {
      const { matrix, gradient, value } = await hessian(of(rosenbrock, { inputs: { x: [0, 2] } }));
      assert.equal(value, 401);
      near(gradient, [-2, 400]);
      near(matrix.flat(), [-798, 0, 0, 200]);
    });

    it('times a direction is the product, however the direction is given', async () => {
      const inputs = { x: [0.5, -0.25, 2] };
      const { matrix } = await hessian(of(rosenbrock, { inputs }));
      const v = [1, -2, 0.5];
      const expected = matrix.map((row) => row.reduce((sum, h, k) => sum + h * v[k], 0));
      for (const direction of [v, { x: v }]) {
        const { product } = await hessianVectorProduct({ ...of(rosenbrock, { inputs }), direction });
        near(product, expected);
      }
      for (const [k, row] of matrix.entries()) for (const [j, h] of row.entries()) near([h], [matrix[j][k]]);
    });

    it('agrees with differences of the gradient', async () => {
      const source = 'const f = (x: number, y: number) => Math.exp(x * y) + Math.sin(x) / y;';
      const { matrix } = await hessian(of(source, { inputs: { x: 0.7, y: 1.3 } }));
      const h = 1e-5;
      const at = async (x: number, y: number) =>
        (await differentiate(of(source, { inputs: { x, y } }))).inputs.map(({ grad }) => grad as number);
      const [right, left] = [await at(0.7 + h, 1.3), await at(0.7 - h, 1.3)];
      near(
        matrix[0],
        right.map((g, k) => (g - left[k]) / (2 * h)),
        1e-8,
      );
    });

    it('of a constant is 0', async () => {
      assert.deepEqual((await hessian(of('const f = (x = 1, y = 2) => 3;'))).matrix, [
        [0, 0],
        [0, 0],
      ]);
    });

    it('refuses a direction that does not fit', async () => {
      const request = of(rosenbrock, { inputs: { x: [0, 2] } });
      for (const direction of [[1], { x: [1] }, 'x'] as never[])
        await assert.rejects(hessianVectorProduct({ ...request, direction }), { code: 'invalidRequest' });
      await assert.rejects(hessianVectorProduct({ ...request, direction: { z: 1 } }), { code: 'noSuchInput' });
    });
  });

  describe('gradientCheck', () => {
    it('confirms a gradient through a loop, both ways, with an error estimate that holds', async () => {
      const { passed, inputs, undecided } = await gradientCheck(of(rosenbrock, { inputs: { x: [0.5, 2] } }));
      assert.equal(passed, true);
      assert.deepEqual(undecided, []);
      for (const { automatic, central, ridders } of inputs) {
        assert.ok(central && ridders);
        assert.deepEqual([central.agrees, ridders.agrees], [true, true]);
        assert.ok(Math.abs(ridders.value - automatic) <= 10 * ridders.error + 1e-12 * Math.abs(automatic));
        assert.ok(ridders.difference < 1e-8 * Math.abs(automatic) && ridders.truncation + ridders.cancellation > 0);
      }
    });

    it('scales its steps to the input', async () => {
      for (const x of [1e-8, 1e8]) {
        const { inputs } = await gradientCheck(of('const f = (x: number) => x * x;', { inputs: { x } }));
        assert.equal(inputs[0].ridders?.agrees, true);
        assert.ok((inputs[0].central?.step ?? 0) < x);
      }
    });

    it('finds a gradient that got lost', async () => {
      const source = 'const f = (x = 1.5) => x * x + Number.parseFloat(x.toString()) * 3;';
      const { passed, inputs } = await gradientCheck(of(source));
      assert.equal(passed, false);
      near([inputs[0].automatic, inputs[0].ridders?.value ?? 0], [3, 6], 1e-8);
    });

    it('counts only steps on the same branches', async () => {
      const source = 'const f = (x = 0.99999) => (x < 1 ? x * x : 1000 * x);';
      const { passed, inputs } = await gradientCheck(of(source));
      assert.equal(passed, true);
      const { ridders } = inputs[0];
      assert.ok(ridders && (ridders.agrees === null || ridders.step < 1.1e-5), `step ${ridders?.step}`);
      assert.ok(ridders && (ridders.agrees === null || Math.abs(ridders.value - 2 * 0.99999) < 1e-4));
    });
  });

  describe('formula', () => {
    it('gives the symbolic, the automatic and the numerical derivative side by side', async () => {
      const { formula: own, inputs, branches } = await formula(of('const f = (x = 2) => x ** 4 - 2 * x ** 2;'));
      assert.equal(branches, false);
      assert.ok(own?.text.includes('x'));
      const [{ formula: slope, automatic, numerical }] = inputs;
      assert.equal(automatic, 24);
      near([numerical?.value ?? 0], [24], 1e-8);
      assert.ok(slope);
      assert.match(slope.mathml, /^<math.*<\/math>$/s);
      const symbolic = new Function('x', `return ${slope.code};`) as (x: number) => number;
      for (const x of [2, -0.5, 3.25]) near([symbolic(x)], [4 * x ** 3 - 4 * x]);
    });

    it('stands for several inputs and fields, each by its own formula', async () => {
      const source = 'const f = (a = 2, b = 3) => Math.sin(a) * b + a / b;';
      const { inputs } = await formula(of(source));
      for (const { formula: slope, automatic } of inputs) {
        const symbolic = new Function('a', 'b', `return ${slope?.code};`) as (a: number, b: number) => number;
        near([symbolic(2, 3)], [automatic]);
      }
    });

    it('says on which branch it stands', async () => {
      const { branches, inputs } = await formula(of('const f = (x = 2) => (x > 0 ? x * x : -x);'));
      assert.equal(branches, true);
      assert.match(inputs[0].formula?.text ?? '', /2.*x/);
    });

    it('gives none where it would be larger than the limit', async () => {
      const { formula: own, inputs } = await formula({ ...of(rosenbrock, { inputs: { x: [1, 2, 3] } }), limit: 5 });
      assert.equal(own, null);
      assert.ok(inputs.every((entry) => entry.formula === null && Number.isFinite(entry.automatic)));
      await assert.rejects(formula({ ...of(rosenbrock), limit: 0 }), { code: 'invalidRequest' });
    });
  });
});
