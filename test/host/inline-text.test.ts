/** @file Values beside the code stand in the order of the text and say value, gradient and how often. */
import assert from 'node:assert/strict';
import { inlineText, inlineValues, resultText } from '../../src/host/inline-text';
import { PlaceIndex } from '../../src/host/lookup';
import { diamond, fileName } from './sample';

describe('inline values', () => {
  it('stand for every named result of the file, in order', () => {
    const evaluation = diamond();
    const values = inlineValues(new PlaceIndex(evaluation), fileName);
    assert.deepEqual(
      values.map((value) => inlineText(value, evaluation)),
      ['x = 2, ∂f/∂x = 64', 'a = 4, ∂f/∂a = 16', 'b = 16, ∂f/∂b = 1', 'c = 16, ∂f/∂c = 1'],
    );
    assert.deepEqual(inlineValues(new PlaceIndex(evaluation), '/project/other.ts'), []);
  });

  it('tell how often, and leave out a gradient that is not there', () => {
    const evaluation = diamond();
    const [value] = inlineValues(new PlaceIndex(evaluation), fileName);
    value.statistics = { ...value.statistics, count: 1200, grad: null };
    assert.equal(inlineText(value, evaluation), 'x = 2 (×1,200)');
  });
});

describe('resultText', () => {
  it('sums a result up for the line above a function', () => assert.equal(resultText(diamond()), 'f = 32, ∂f/∂x = 64'));

  it('calls a function with a long name f in its gradients', () => {
    const evaluation = diamond();
    evaluation.target.name = 'logisticRegression';
    assert.equal(resultText(evaluation), 'logisticRegression = 32, ∂f/∂x = 64');
  });

  it('stops after three gradients', () => {
    const evaluation = diamond();
    const [input] = evaluation.inputs;
    evaluation.inputs = ['a', 'b', 'c', 'd'].map((name) => ({ ...input, name }));
    assert.equal(resultText(evaluation), 'f = 32, ∂f/∂a = 64, ∂f/∂b = 64, ∂f/∂c = 64, …');
  });
});
