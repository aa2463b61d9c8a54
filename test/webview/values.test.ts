/** @file Input values, curves and table rows as data. */
import assert from 'node:assert/strict';
import { encode } from '../../src/protocol/codec';
import { linesOf, nearestOf, quantileRange, valueAt } from '../../src/webview/curve-data';
import { agrees, at, changed, leavesOf, pathText, sliderRange } from '../../src/webview/input-values';
import { reduce } from '../../src/webview/reducer';
import { initialState } from '../../src/webview/state';
import { filtered, rowsOf, sorted } from '../../src/webview/table-rows';
import { diamond, unwell } from './programs';

describe('input values', () => {
  const value = { p: [1, [2, 3]], q: { 'a b': 4 }, on: true };

  it('are found, listed and named by their paths', () => {
    assert.equal(at(value, ['p', 1, 0]), 2);
    assert.equal(at(value, ['p', 7, 0]), undefined);
    assert.deepEqual(
      leavesOf(value).map(({ path }) => pathText('o', path)),
      ['o.p[0]', 'o.p[1][0]', 'o.p[1][1]', 'o.q["a b"]', 'o.on'],
    );
  });

  it('change one entry and leave the given value alone', () => {
    const next = changed(value, ['p', 1, 1], 9);
    assert.deepEqual(next, { ...value, p: [1, [2, 9]] });
    assert.deepEqual(value.p, [1, [2, 3]]);
  });

  it('get sliders that reach as far as suits them', () => {
    assert.deepEqual(sliderRange(2), { min: -3, max: 7, step: 0.05 });
    assert.deepEqual(sliderRange(0), { min: -5, max: 5, step: 0.05 });
    assert.deepEqual(sliderRange(0.3), { min: -0.2, max: 0.8, step: 0.005 });
    for (const x of [1e-9, -4e12, 17, -0.02]) {
      const { min, max, step } = sliderRange(x);
      assert.ok(min < x && x < max && step > 0);
    }
  });

  it('agree with their differences within the differences’ own error, and not beyond', () => {
    assert.ok(agrees(64, 64.0000001));
    assert.ok(agrees(0, 1e-9));
    assert.ok(!agrees(64, 65));
    assert.ok(!agrees(1, Number.NaN));
    assert.ok(!agrees(1e-3, -1e-3));
    assert.ok(agrees(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY));
  });
});

describe('curves', () => {
  it('break at poles and where a branch changes', () => {
    const path = linesOf(
      [0, 1, 2, 3],
      [0, 1, Number.NaN, 3],
      [],
      (x) => x,
      (y) => y,
    );
    assert.deepEqual(path.match(/[ML]/g), ['M', 'L', 'M']);
    assert.deepEqual(
      linesOf(
        [0, 1, 2],
        [0, 0, 5],
        [1.5],
        (x) => x,
        (y) => y,
      ).match(/[ML]/g),
      ['M', 'L', 'M'],
    );
  });

  it('are read between points, not across breaks and not outside', () => {
    assert.equal(valueAt([0, 1, 2], [0, 10, 20], [], 1.5), 15);
    assert.equal(valueAt([0, 1, 2], [0, 10, 20], [1.2], 1.5), null);
    assert.equal(valueAt([0, 1, 2], [0, 10, 20], [1.2], 1), 10);
    assert.equal(valueAt([0, 1], [0, 1], [], 3), null);
    assert.equal(nearestOf([0, 1, 2], 1.4), 1);
  });

  it('show everything that is of one size, and cut what shoots away', () => {
    const calm = Array.from({ length: 200 }, (_, i) => Math.sin(i / 10));
    const [low, high] = quantileRange([calm], false);
    assert.ok(low <= -0.99 && high >= 0.99);
    const wild = calm.map((y, i) => (i > 196 ? 1e6 * (i - 196) : y));
    assert.ok(quantileRange([wild], false)[1] < 10);
    assert.ok(quantileRange([wild], true)[1] > 1e6);
    assert.deepEqual(quantileRange([[Number.NaN]], false), [-1, 1]);
  });
});

describe('table rows', () => {
  const state = (evaluation = diamond()) =>
    reduce(initialState, {
      type: 'host',
      message: { type: 'evaluation', evaluation: encode(evaluation), reason: 'new' },
    });

  it('hold every variable and function, found by name and operation', () => {
    const rows = rowsOf(state());
    assert.equal(rows.length, 9);
    assert.deepEqual(
      filtered(rows, 'square').map((row) => row.name),
      ['x² → a', 'x² → b', 'x² → c'],
    );
    assert.deepEqual(
      filtered(rows, 'square b').map((row) => row.key),
      ['f3'],
    );
  });

  it('sort numbers as numbers; what is missing comes last either way', () => {
    const rows = rowsOf(state());
    assert.deepEqual(
      sorted(rows, 'gradient', true)
        .slice(0, 2)
        .map((row) => row.gradient),
      [64, 16],
    );
    for (const descending of [true, false]) {
      const orders = sorted(rows, 'order', descending).map((row) => row.order);
      assert.deepEqual(orders.slice(4), [null, null, null, null, null]);
      assert.deepEqual(orders.slice(0, 4), descending ? [4, 3, 2, 1] : [1, 2, 3, 4]);
    }
    const nan = sorted(rowsOf(state(unwell())), 'value', false).map((row) => row.value);
    assert.ok(Number.isNaN(nan[nan.length - 1]));
  });
});
