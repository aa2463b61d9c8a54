/** @file Roots, extrema and inflections found on curves of known functions; Taylor polynomials. */
import assert from 'node:assert/strict';
import { featuresOf, taylor } from '../../src/webview/curve-features';
import { placesFor, stepErrors } from '../../src/webview/step-errors';

const xs = Array.from({ length: 401 }, (_, i) => -7 + (14 * i) / 400);
const places = (kind: string, found: ReturnType<typeof featuresOf>) =>
  found.filter((one) => one.kind === kind).map((one) => one.x);
const near = (seen: number[], expected: number[], tolerance = 1e-6) => {
  assert.equal(seen.length, expected.length, `${seen} for ${expected}`);
  seen.forEach((x, i) => {
    assert.ok(Math.abs(x - expected[i]) < tolerance, `${x} for ${expected[i]}`);
  });
};

describe('what stands out on a curve', () => {
  it('the sine’s roots, extrema and inflections', () => {
    const orders = [Math.sin, Math.cos, (x: number) => -Math.sin(x), (x: number) => -Math.cos(x)].map((f) => xs.map(f));
    const found = featuresOf(xs, orders, []);
    const pi = Math.PI;
    near(places('root', found), [-2 * pi, -pi, 0, pi, 2 * pi]);
    near(places('maximum', found), [-1.5 * pi, pi / 2]);
    near(places('minimum', found), [-pi / 2, 1.5 * pi]);
    near(places('inflection', found), [-2 * pi, -pi, 0, pi, 2 * pi]);
    for (const one of found.filter((feature) => feature.kind === 'maximum')) assert.ok(Math.abs(one.y - 1) < 1e-8);
  });

  it('the double well: minima at ±1, inflections at ±1/√3', () => {
    const orders = [
      (x: number) => x ** 4 - 2 * x ** 2,
      (x: number) => 4 * x ** 3 - 4 * x,
      (x: number) => 12 * x * x - 4,
      (x: number) => 24 * x,
    ].map((f) => xs.map(f));
    const found = featuresOf(xs, orders, []);
    near(places('minimum', found), [-1, 1], 1e-5);
    near(places('maximum', found), [0], 1e-5);
    near(places('inflection', found), [-1 / Math.sqrt(3), 1 / Math.sqrt(3)], 1e-5);
    near(places('root', found), [-Math.SQRT2, 0, Math.SQRT2], 1e-5);
  });

  const four = (...derivatives: ((x: number) => number)[]) => derivatives.map((g) => xs.map(g));
  const inner = Array.from({ length: 400 }, (_, i) => -7 + (14 * i) / 399);

  it('one place for a multiple root, exactly where it is a short number', () => {
    for (const centre of [0, 1, 0.3, -2.25]) {
      const orders = [
        (x: number) => x ** 4,
        (x: number) => 4 * x ** 3,
        (x: number) => 12 * x ** 2,
        (x: number) => 24 * x,
        () => 24,
      ].map((g) => inner.map((x) => g(x - centre)));
      const found = featuresOf(inner, orders, []);
      assert.deepEqual(places('minimum', found), [centre]);
      assert.deepEqual(places('root', found), [centre]);
      assert.deepEqual(places('inflection', found), []);
      assert.deepEqual(places('maximum', found), []);
    }
    const ninth = [9, 8, 7, 6].map((n, k) => inner.map((x) => [1, 9, 72, 504][k] * x ** n));
    assert.deepEqual(places('root', featuresOf(inner, ninth, [])), [0]);
  });

  it('extrema and roots of polynomials at short numbers without a stray digit', () => {
    const orders = [
      (x: number) => x ** 4 - 2 * x ** 2,
      (x: number) => 4 * x ** 3 - 4 * x,
      (x: number) => 12 * x * x - 4,
      (x: number) => 24 * x,
      () => 24,
    ].map((g) => inner.map(g));
    const found = featuresOf(inner, orders, []);
    assert.deepEqual(places('minimum', found), [-1, 1]);
    assert.deepEqual(places('maximum', found), [0]);
    near(places('root', found), [-Math.SQRT2, 0, Math.SQRT2], 1e-6);
  });

  it('no root where a minimum only comes near to zero', () => {
    const orders = [(x: number) => x ** 4 + 1e-8, (x: number) => 4 * x ** 3, (x: number) => 12 * x ** 2].map((g) =>
      inner.map(g),
    );
    const all = [...orders, inner.map((x) => 24 * x), inner.map(() => 24)];
    assert.deepEqual(places('root', featuresOf(inner, all, [])), []);
    assert.deepEqual(places('minimum', featuresOf(inner, all, [])), [0]);
  });

  it('irrational roots keep their digits', () => {
    const found = featuresOf(
      xs,
      four(Math.sin, Math.cos, (x) => -Math.sin(x)),
      [],
    );
    near(
      places('root', found),
      [-2, -1, 0, 1, 2].map((k) => k * Math.PI),
      1e-8,
    );
  });

  it('no root at a pole, at a break or where all is zero', () => {
    const shifted = xs.map((x) => x + 0.001);
    assert.deepEqual(places('root', featuresOf(shifted, [shifted.map((x) => 1 / x)], [])), []);
    assert.deepEqual(places('root', featuresOf(shifted, [shifted.map((x) => (x < 0 ? -1 : 1))], [0])), []);
    assert.deepEqual(featuresOf(xs, [xs.map(() => 0), xs.map(() => 0)], []), []);
    assert.deepEqual(featuresOf([0, 1, 2], [[Number.NaN, 1, -1]], [1.5]), []);
  });
});

describe('the Taylor polynomial', () => {
  it('is the function to the order of its degree', () => {
    const at = [Math.exp(0.5), Math.exp(0.5), Math.exp(0.5), Math.exp(0.5), Math.exp(0.5)];
    assert.ok(Math.abs(taylor(at, 0.5, 4)(0.6) - Math.exp(0.6)) < 2e-7);
    assert.equal(taylor([3, 2, 100], 1, 1)(2), 5);
  });

  it('takes no more orders than there are', () => {
    assert.equal(taylor([3, 2], 0, 9)(1), 5);
  });
});

describe('the error of differences against their step', () => {
  const places = [...new Set(placesFor(1))].sort((a, b) => a - b);
  const errors = stepErrors({ xs: places, orders: [places.map(Math.exp), places.map(Math.exp)], breaks: [] }, 1);
  const nearest = (h: number) =>
    errors.reduce((best, one) => (Math.abs(Math.log(one.h / h)) < Math.abs(Math.log(best.h / h)) ? one : best));

  it('falls with the square of the step for central, with the step for forward differences', () => {
    assert.ok(Math.abs(nearest(1e-2).central / nearest(1e-3).central / 100 - 1) < 0.05);
    assert.ok(Math.abs(nearest(1e-2).forward / nearest(1e-3).forward / 10 - 1) < 0.05);
  });

  it('grows again where rounding takes over', () => {
    const best = errors.reduce((least, one) => (one.central < least.central ? one : least));
    assert.ok(best.h > 1e-8 && best.h < 1e-3, String(best.h));
    assert.ok(nearest(1e-13).central > 100 * best.central);
  });

  it('says nothing where the derivative at the place is not known', () => {
    assert.deepEqual(stepErrors({ xs: [0], orders: [[1]], breaks: [] }, 0), []);
    assert.deepEqual(
      stepErrors(
        {
          xs: [0, 2],
          orders: [
            [1, 1],
            [0, 0],
          ],
          breaks: [],
        },
        1,
      ),
      [],
    );
  });
});
