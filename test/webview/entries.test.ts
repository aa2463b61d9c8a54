/** @file Arrays as rows, columns and slices, and the index of each entry. */
import assert from 'node:assert/strict';
import { indexText, placeIn, slicesOf, sliceText } from '../../src/webview/tensor/entries';
import { tensor } from './scripts';

describe('entries of an array', () => {
  it('have the last two axes as rows and columns, the others as slices', () => {
    const cube = tensor([2, 3, 4], (i) => i);
    const slices = slicesOf(cube);
    assert.deepEqual(slices, { rows: 3, columns: 4, count: 2 });
    const place = placeIn(slices, 1, 2, 3);
    assert.equal(cube.data[place], 23);
    assert.equal(indexText(cube, place), '[1, 2, 3]');
    assert.equal(
      sliceText(
        tensor([2, 3, 4, 5], (i) => i),
        4,
      ),
      '[1, 1, :, :]',
    );
  });

  it('of one axis stand in a row, folded where it is long', () => {
    assert.deepEqual(slicesOf(tensor([5], (i) => i)), { rows: 1, columns: 5, count: 1 });
    assert.deepEqual(slicesOf(tensor([150], (i) => i)), { rows: 3, columns: 64, count: 1 });
    assert.equal(
      indexText(
        tensor([150], (i) => i),
        149,
      ),
      '[149]',
    );
  });

  it('keep their own indices where only some of them are there', () => {
    const thinned = { ...tensor([100], (i) => i), shape: [20, 50], stride: 10 };
    assert.equal(slicesOf(thinned).count, 1);
    assert.equal(indexText(thinned, 7), '[1, 20]');
  });

  it('have one cell for a scalar, and none that is not there', () => {
    assert.deepEqual(slicesOf(tensor([], () => 3)), { rows: 1, columns: 1, count: 1 });
    assert.equal(
      indexText(
        tensor([], () => 3),
        0,
      ),
      '[]',
    );
    assert.deepEqual(slicesOf({ ...tensor([1], (i) => i), shape: [0], data: [] }), { rows: 1, columns: 1, count: 1 });
  });
});
