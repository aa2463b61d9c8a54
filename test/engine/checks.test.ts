/** @file Numerical derivatives and their error estimates. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { centralDifference, compare, compareGradient, ridders } from '../../src/engine/checks';

describe("Ridders' extrapolation", () => {
  const cases: [string, (x: number) => number, (x: number) => number, number[]][] = [
    ['sin', Math.sin, Math.cos, [0, 0.3, 2, -40, 1e-6]],
    ['exp', Math.exp, Math.exp, [-20, 0, 1, 20]],
    ['log', Math.log, (x) => 1 / x, [1e-8, 0.5, 1e6, 1e200]],
    ['x³', (x) => x ** 3, (x) => 3 * x * x, [1e-5, 1, 1e5]],
    ['1/x', (x) => 1 / x, (x) => -1 / (x * x), [1e-100, 0.1, 5]],
    ['tanh 50x', (x) => Math.tanh(50 * x), (x) => 50 / Math.cosh(50 * x) ** 2, [0.01, 0.05]],
  ];
  for (const [name, f, slope, points] of cases) {
    it(`finds the derivative of ${name}, with an error that covers the true one`, () => {
      for (const x of points) {
        const found = ridders(f, x);
        const expected = slope(x);
        const error = Math.abs(found.value - expected);
        assert.ok(error <= 1e-8 * Math.abs(expected), `at ${x}: ${found.value}, not ${expected}`);
        assert.ok(
          error <= 20 * found.error + 4e-16 * Math.abs(expected),
          `at ${x}: error ${error}, said ${found.error}`,
        );
      }
    });
  }

  it('tells cancellation from truncation', () => {
    const offset = ridders((x) => 1e9 + Math.sin(x), 0.5);
    assert.ok(offset.cancellation > 1e-9);
    assert.ok(Math.abs(offset.value - Math.cos(0.5)) < 20 * offset.error);
    const rough = centralDifference((x) => Math.sin(100 * x), 0.5, 1e-2);
    assert.ok(rough.truncation > 1e3 * rough.cancellation);
    assert.ok(Math.abs(rough.value - 100 * Math.cos(50)) < 5 * rough.truncation);
    const fine = centralDifference((x) => Math.sin(x), 0.5, 1e-12);
    assert.ok(fine.cancellation > 1e-5);
  });

  it('counts only steps that stay in the branch', () => {
    const f = (x: number) => (Math.abs(x - 1) < 0.01 ? x * x : null);
    assert.ok(Math.abs(ridders(f, 1).value - 2) < 1e-9);
    assert.ok(Number.isNaN(ridders(() => null, 1).value));
    assert.equal(
      compare(
        2,
        ridders(() => null, 1),
      ).agrees,
      null,
    );
  });

  it('agrees with right derivatives of random polynomials, and with no wrong one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 6 }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        (c, x) => {
          const f = (at: number) => c.reduceRight((sum, a) => sum * at + a, 0);
          const slope = c.reduceRight((sum, a, k) => (k === 0 ? sum : sum * x + k * a), 0);
          assert.equal(compare(slope, ridders(f, x)).agrees, true);
          if (Math.abs(slope) > 0.1) assert.equal(compare(slope * 1.01, ridders(f, x)).agrees, false);
        },
      ),
    );
  });

  it('checks a gradient entry by entry', () => {
    const f = ([x, y]: number[]) => x * x * y;
    const found = compareGradient(f, [2, 3], [12, 5]);
    assert.deepEqual(
      found.map((entry) => entry.agrees),
      [true, false],
    );
    assert.ok(Math.abs(found[1].difference - 1) < 1e-9);
  });
});
