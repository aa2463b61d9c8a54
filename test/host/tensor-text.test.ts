/** @file Small arrays are told by their entries, large ones by shape and spread, in hover and beside the code. */
import assert from 'node:assert/strict';
import { hoverText } from '../../src/host/hover-text';
import { inlineText, inlineValues } from '../../src/host/inline-text';
import { PlaceIndex } from '../../src/host/lookup';
import { entriesText, shapeText } from '../../src/host/tensor-text';
import type { TensorRecord } from '../../src/protocol/script';
import { diamond, english, fileName, rangeOf } from './sample';

function tensor(shape: number[], data: number[], stride = 1): TensorRecord {
  const [min, max] = [Math.min(...data), Math.max(...data)];
  const mean = data.reduce((sum, one) => sum + one, 0) / data.length;
  return { shape, dtype: 'float64', data, stride, min, mean, max, nonFinite: 0 };
}

/** The sample with an array as its `a`. */
function withArray(data: TensorRecord, grad: TensorRecord | null) {
  const evaluation = diamond();
  evaluation.variables[1].tensor = { data, grad };
  const index = new PlaceIndex(evaluation);
  const found = index.at(fileName, rangeOf('const a').start + 6);
  assert.ok(found);
  const [inline] = inlineValues(index, fileName).filter(({ name }) => name === 'a');
  return {
    hover: hoverText(found, 'a', evaluation, index.lastOrder, english).lines,
    inline: inlineText(inline, evaluation),
  };
}

describe('arrays in words', () => {
  it('nests entries as the shape says', () => {
    assert.equal(entriesText(tensor([2, 3], [1, 2, 3, 4, -5, 6]), 6), '[[1, 2, 3], [4, −5, 6]]');
    assert.equal(entriesText(tensor([], [7]), 6), '7');
    assert.equal(entriesText(tensor([2, 1, 2], [1, 2, 3, 4]), 6), '[[[1, 2]], [[3, 4]]]');
    assert.equal(shapeText([2, 3]), '2×3');
  });

  it('tells no entries where there are many, or only some of them are known', () => {
    assert.equal(entriesText(tensor([7], [1, 2, 3, 4, 5, 6, 7]), 6), null);
    assert.equal(entriesText(tensor([4], [1, 3], 2), 6), null);
  });

  it('are hovered with shape, entries and gradient', () => {
    const { hover, inline } = withArray(tensor([2, 1], [0.5, -0.5]), tensor([2, 1], [-4, -6]));
    assert.deepEqual(hover, [
      '`a = [[0.5], [−0.5]]` · shape 2×1, float64',
      '`∂f/∂a = [[−4], [−6]]`',
      'generation 1 · 4 of 4 in the backward order',
    ]);
    assert.equal(inline, 'a = [[0.5], [−0.5]], ∂f/∂a = [[−4], [−6]]');
  });

  it('are hovered by their spread where they are large', () => {
    const many = Array.from({ length: 100 }, (_, k) => k);
    const { hover, inline } = withArray(tensor([10, 10], many), null);
    assert.deepEqual(hover.slice(0, 2), ['`a: 0 … 99` · shape 10×10, float64', '`∂f/∂a`: no gradient reaches it']);
    assert.equal(inline, 'a: 10×10, 0 … 99');
  });
});
