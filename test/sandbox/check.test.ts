/** @file The directional check: right gradients pass, wrong ones are found, kinks and noise say nothing. */
import assert from 'node:assert/strict';
import { checkDirection, directions, scaleOf, slopeOf } from '../../src/sandbox/check';

const at = (f: (x: number) => number, x: number) => (t: number) => f(x + t * scaleOf(x));

describe('directional check', () => {
  const right: [string, (x: number) => number, number, number][] = [
    ['a polynomial', (x) => x ** 4 - 2 * x ** 2, 2, 24],
    ['a fast oscillation', (x) => Math.sin(1000 * x), 1.3, 1000 * Math.cos(1300)],
    ['a tiny slope on a large value', (x) => 1e6 + x * x, 1e-2, 2e-2],
    ['a steep exponential', (x) => Math.exp(50 * x), 2, 50 * Math.exp(100)],
    ['a constant', () => 3, 2, 0],
    ['a value at zero', (x) => x * 3, 0, 3],
    ['a tiny input', (x) => Math.log(x), 1e-9, 1e9],
  ];
  for (const [name, f, x, slope] of right) {
    it(`passes ${name}`, () => {
      assert.equal(checkDirection(at(f, x), f(x), slope * scaleOf(x)).verdict, 'agrees');
    });
  }

  const bisection = (c: number) => {
    let [low, high] = [0, 10];
    while (high - low > 1e-12) {
      const middle = (low + high) / 2;
      if (middle * middle < c) low = middle;
      else high = middle;
    }
    return low;
  };
  it('finds that bisection has lost its gradient', () => {
    const found = checkDirection(at(bisection, 2), bisection(2), 0);
    assert.equal(found.verdict, 'disagrees');
    assert.ok(Math.abs((found.numerical?.value ?? 0) / 2 - 1 / (2 * Math.SQRT2)) < 1e-5);
  });

  it('finds a gradient that is off by one part in a thousand', () => {
    assert.equal(checkDirection(at(Math.sin, 1), Math.sin(1), Math.cos(1) * 1.001).verdict, 'disagrees');
  });

  it('says nothing at a kink, at a jump, or where there are no numbers', () => {
    assert.equal(checkDirection(at(Math.abs, 0), 0, 0.3).verdict, 'inconclusive');
    assert.equal(
      checkDirection(
        at((x) => (x < 1 ? 0 : 5), 1),
        5,
        0,
      ).verdict,
      'inconclusive',
    );
    assert.equal(
      checkDirection(
        at((x) => Math.sqrt(x), 0),
        0,
        1,
      ).verdict,
      'inconclusive',
    );
    assert.equal(checkDirection(() => Number.NaN, 1, 1).verdict, 'inconclusive');
  });

  it('estimates the error of its own slope', () => {
    const slope = slopeOf(at(Math.exp, 1), Math.E);
    assert.ok(slope && Math.abs(slope.value - Math.E) <= 2 * slope.error + 1e-9);
  });

  it('makes the same direction from the same seed, with no negligible component', () => {
    const [first, second] = [directions(7), directions(7)];
    for (let k = 0; k < 100; k++) {
      const x = first.next().value;
      assert.equal(x, second.next().value);
      assert.ok(Math.abs(x) >= 0.5 && Math.abs(x) <= 1);
    }
  });
});
