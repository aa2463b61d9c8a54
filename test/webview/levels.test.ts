/** @file Where contour lines run, and what the curvature at a point says. */
import assert from 'node:assert/strict';
import { curvatureOf, semiAxes } from '../../src/webview/surface/curvature';
import { levelsOf } from '../../src/webview/surface/levels';
import { himmelblau, type Plane, rosenbrock, saddle } from './surfaces';

function grid(plane: Plane, reach: number): number[] {
  const places = Array.from({ length: 61 }, (_, i) => -reach + (i * reach) / 30);
  return places.flatMap((y) => places.map((x) => plane(x, y).value));
}

describe('contour levels', () => {
  it('rise by magnitudes over a steep valley, so that its floor is seen', () => {
    const values = grid(rosenbrock, 2);
    const { levels, spacing } = levelsOf(values);
    assert.equal(spacing, 'rising');
    assert.ok(levels[0] < 2, `the lowest is ${levels[0]}`);
    assert.ok(levels.filter((level) => level < 100).length >= 4, levels.join());
    assert.ok(levels[levels.length - 1] > 500);
  });

  it('fall by magnitudes beneath a steep ridge', () => {
    const { levels, spacing } = levelsOf(grid(rosenbrock, 2).map((value) => 5 - value));
    assert.equal(spacing, 'falling');
    assert.ok(levels.filter((level) => level > -100).length >= 4, levels.join());
  });

  it('are even and round where values are', () => {
    const { levels, spacing } = levelsOf(grid(saddle, 3));
    assert.equal(spacing, 'even');
    assert.ok(levels.includes(0));
    const steps = levels.slice(1).map((level, i) => level - levels[i]);
    assert.ok(
      steps.every((step) => Math.abs(step - steps[0]) < 1e-9),
      levels.join(),
    );
  });

  it('ascend strictly and stay within the values', () => {
    for (const plane of [rosenbrock, himmelblau, saddle])
      for (const reach of [0.5, 2, 5, 50]) {
        const values = grid(plane, reach);
        const { levels } = levelsOf(values);
        assert.ok(levels.length >= 3 && levels.length <= 24, `${levels.length}`);
        assert.ok(
          levels.every((level, i) => i === 0 || level > levels[i - 1]),
          levels.join(),
        );
        assert.ok(levels[0] >= Math.min(...values) && levels[levels.length - 1] <= Math.max(...values));
      }
  });

  it('take no notice of what is not finite, and of nothing at all', () => {
    assert.deepEqual(levelsOf([Number.NaN, Number.POSITIVE_INFINITY]).levels, []);
    assert.deepEqual(levelsOf([3, 3, Number.NaN]).levels, [3]);
    const { levels } = levelsOf([...grid(saddle, 3), Number.NaN, Number.NEGATIVE_INFINITY]);
    assert.deepEqual(levels, levelsOf(grid(saddle, 3)).levels);
  });
});

describe('the curvature at a point', () => {
  it('says bowl, dome, saddle, valley, ridge, flat', () => {
    const kind = (a: number, b: number, d: number) =>
      curvatureOf([
        [a, b],
        [b, d],
      ])?.kind;
    assert.equal(kind(2, 0, 1), 'minimum');
    assert.equal(kind(-2, 0, -1), 'maximum');
    assert.equal(kind(1, 2, 1), 'saddle');
    assert.equal(kind(1, 1, 1), 'valley');
    assert.equal(kind(-1, -1, -1), 'ridge');
    assert.equal(kind(0, 0, 0), 'flat');
    assert.equal(kind(Number.NaN, 0, 1), undefined);
  });

  it('gives eigenvalues with their vectors: H·v = λ·v', () => {
    const { hessian } = rosenbrock(-1.2, 1);
    const { values, vectors } = curvatureOf(hessian!)!;
    assert.ok(values[0] > values[1]);
    vectors.forEach(([p, q], i) => {
      const [[a, b], [c, d]] = hessian!;
      assert.ok(Math.hypot(a * p + b * q - values[i] * p, c * p + d * q - values[i] * q) < 1e-9 * values[0]);
      assert.ok(Math.abs(Math.hypot(p, q) - 1) < 1e-12);
    });
    assert.ok(Math.abs(values[0] + values[1] - (hessian![0][0] + hessian![1][1])) < 1e-9);
  });

  it('draws axes whose ends change f by the same amount, none longer than allowed', () => {
    const curvature = curvatureOf([
      [50, 0],
      [0, 2],
    ])!;
    const axes = semiAxes(curvature, [1, 1]);
    assert.ok(Math.abs(50 * axes[0] ** 2 - 2 * axes[1] ** 2) < 1e-12);
    assert.ok(Math.max(...axes) === 1);
    const flat = semiAxes(
      curvatureOf([
        [1, 0],
        [0, 0],
      ])!,
      [2, 3],
    );
    assert.deepEqual(flat, [2, 3]);
  });
});
