/** @file The derivative by differences of a curve's own points. */
import assert from 'node:assert/strict';
import { differencesOf } from '../../src/webview/curve-differences';

const xs = Array.from({ length: 101 }, (_, i) => -1 + i / 50);
const curve = (f: (x: number) => number, df: (x: number) => number, breaks: number[] = [], at = xs) => ({
  xs: at,
  orders: [at.map(f), at.map(df)],
  breaks,
});

describe('differences laid over a curve', () => {
  it('are exact for a parabola, and off by h²/6·f‴ for a cubic', () => {
    const parabola = differencesOf(
      curve(
        (x) => x * x,
        (x) => 2 * x,
      ),
    )!;
    assert.equal(parabola.points.length, 99);
    assert.ok(parabola.error < 1e-13);
    const cubic = differencesOf(
      curve(
        (x) => x ** 3,
        (x) => 3 * x * x,
      ),
    )!;
    assert.ok(Math.abs(cubic.step - 0.02) < 1e-12);
    assert.ok(Math.abs(cubic.error - 0.02 ** 2) < 1e-12, `${cubic.error}`);
  });

  it('do not reach across a break, nor where a point was put in between', () => {
    const broken = differencesOf(
      curve(
        (x) => (x < 0.011 ? 0 : 5),
        () => 0,
        [0.011],
      ),
    )!;
    assert.equal(broken.error, 0);
    const between = differencesOf(
      curve(
        (x) => x ** 3,
        (x) => 3 * x * x,
        [],
        [...xs, 0.305].sort((a, b) => a - b),
      ),
    )!;
    assert.ok(between.points.every(({ x }) => x !== 0.305 && Math.abs(x - 0.3) > 1e-9));
    assert.ok(Math.abs(between.error - 0.02 ** 2) < 1e-12);
  });

  it('leave out what is not finite, and are nothing where f′ is not known', () => {
    const pole = differencesOf(
      curve(
        (x) => 1 / x,
        (x) => -1 / (x * x),
      ),
    )!;
    assert.ok(pole.points.every(({ y }) => Number.isFinite(y)));
    assert.equal(differencesOf({ xs, orders: [xs], breaks: [] }), null);
  });
});
