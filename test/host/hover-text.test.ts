/** @file A hover says value, gradient, generation and order in four lines, and nothing in it can be markup. */
import assert from 'node:assert/strict';
import { hoverText, nestedText, outputSymbol, partialSymbol, targetHoverText } from '../../src/host/hover-text';
import { PlaceIndex } from '../../src/host/lookup';
import type { DifferenceRecord, FormulaAnswer } from '../../src/protocol/analysis';
import { diamond, english, fileName, rangeOf, source } from './sample';

function said(
  place: { start: number; end: number },
  change: (evaluation: ReturnType<typeof diamond>) => void = () => {},
) {
  const evaluation = diamond();
  change(evaluation);
  const index = new PlaceIndex(evaluation);
  const found = index.at(fileName, place.start);
  assert.ok(found);
  return hoverText(found, source.slice(found.start, found.end), evaluation, index.lastOrder, english).lines;
}

describe('hoverText', () => {
  it('tells a name’s value, gradient, generation and place in the backward order', () => {
    const { start } = rangeOf('const a');
    assert.deepEqual(said({ start: start + 6, end: start + 7 }), [
      '`a = 4`',
      '`∂f/∂a = 16`',
      'generation 1 · 4 of 4 in the backward order',
    ]);
  });

  it('tells an expression by its text', () => {
    const { start, end } = rangeOf('b + c');
    assert.deepEqual(said({ start: start + 2, end }), [
      '`b + c = 32`',
      '`∂f/∂(b + c) = 1`',
      'generation 3 · 1 of 4 in the backward order',
    ]);
  });

  it('tells how often an expression was executed, and the range', () => {
    const { start, end } = rangeOf('b + c');
    const lines = said({ start: start + 2, end }, ({ sites }) => {
      sites[4].statistics = {
        count: 3000,
        value: { min: -1, mean: 0, max: 2, last: 0.5 },
        grad: { min: 0, mean: 1, max: 8, last: 1 },
        generation: [3, 3002],
        order: [1, 3000],
      };
    });
    assert.deepEqual(lines, [
      '`b + c = 0.5` (last of 3,000)',
      '`∂f/∂(b + c) = 1`',
      'generations 3 … 3,002 · 1 … 3,000 of 3,000 in the backward order',
      '3,000 executions: value −1 … 2, gradient 0 … 8',
    ]);
  });

  it('says so where no gradient arrives', () => {
    const { start } = rangeOf('b + c');
    const lines = said({ start: start + 2, end: start + 3 }, ({ sites }) => {
      sites[4].statistics.grad = null;
      sites[4].statistics.order = null;
    });
    assert.deepEqual(lines.slice(1), ['`∂f/∂(b + c)`: no gradient reaches it', 'generation 3']);
  });

  const formulas = (numerical: Partial<DifferenceRecord>, text: string, branches = false): FormulaAnswer => {
    const made = { text, code: text, mathml: '' };
    const difference = { value: 64, error: 0, truncation: 0, cancellation: 0, step: 1, difference: 0, agrees: true };
    const entry = { path: 'x', value: 2, formula: made, automatic: 64, numerical: { ...difference, ...numerical } };
    return { kind: 'formula', value: 32, formula: made, branches, inputs: [entry], diagnostics: [] };
  };
  const input = () => {
    const evaluation = diamond();
    const index = new PlaceIndex(evaluation);
    const found = index.at(fileName, rangeOf('(x)').start + 1);
    assert.ok(found?.input);
    return {
      evaluation,
      found,
      linesWith: (given: FormulaAnswer | null) => hoverText(found, 'x', evaluation, 4, english, given).lines,
    };
  };

  it('sets the automatic, the numerical and the symbolic derivative of an input side by side', () => {
    const { evaluation, linesWith } = input();
    const inputs = evaluation.inputs;
    assert.deepEqual(linesWith(null), ['`x = 2`', '`∂f/∂x = 64`', 'generation 0']);
    inputs[0].numerical = 64.01;
    assert.equal(linesWith(null)[1], '`∂f/∂x = 64` · `64.01` by differences');
    assert.deepEqual(linesWith(formulas({}, '8·x³')).slice(1, 3), [
      '`∂f/∂x = 64` · `64` by differences',
      '`∂f/∂x = 8·x³`',
    ]);
    assert.equal(linesWith(formulas({}, '8·x³', true))[2], '`∂f/∂x = 8·x³` on these branches');
    assert.equal(
      linesWith(formulas({ value: 60, agrees: false }, '8'))[1],
      '`∂f/∂x = 64` · `60` by differences: differs',
    );
    assert.equal(linesWith(formulas({}, 'x + '.repeat(40))).length, 3, 'half a formula is another formula');
  });

  it('says of the target’s own name its value and every derivative in three ways', () => {
    const { evaluation } = input();
    assert.deepEqual(targetHoverText(evaluation, english, null).lines, ['`f = 32`', '`∂f/∂x = 64`']);
    assert.deepEqual(targetHoverText(evaluation, english, formulas({}, '2·x⁴')).lines, [
      '`f = 32` · `f = 2·x⁴`',
      '`∂f/∂x = 64` · `64` by differences · `2·x⁴`',
    ]);
  });

  it('tells an array input as a whole', () => {
    const { start } = rangeOf('(x)');
    const lines = said({ start: start + 1, end: start + 2 }, ({ inputs }) => {
      inputs[0].value = [0, 2];
      inputs[0].grad = [-2, 400];
    });
    assert.deepEqual(lines, ['`x = [0, 2]`', '`∂f/∂x = [−2, 400]`', '2 entries']);
  });

  it('keeps a program’s text inside its code span', () => {
    const evaluation = diamond();
    const index = new PlaceIndex(evaluation);
    const found = index.at(fileName, rangeOf('x ** 2').start + 2);
    assert.ok(found);
    const hostile = '`](command:evil) ![p](http://x)\n<b>`';
    const { lines } = hoverText(found, hostile, evaluation, index.lastOrder, english);
    for (const line of lines) assert.doesNotMatch(line, /\n/);
    assert.ok(lines[0].startsWith('`` `](command'), lines[0]);
    assert.ok(lines[0].endsWith('``'), lines[0]);
  });
});

describe('outputSymbol', () => {
  const named = (name: string, path = '', kind: 'function' | 'expression' | 'method' = 'function') => {
    const evaluation = diamond();
    Object.assign(evaluation.target, { name, kind });
    evaluation.output.path = path;
    return outputSymbol(evaluation);
  };

  it('names the function, and the part of its result', () => {
    assert.equal(named('f'), 'f');
    assert.equal(named('f', 'pos.y'), 'f.pos.y');
    assert.equal(named('f', '[0]'), 'f[0]');
    assert.equal(named('f', 'sum'), 'Σf');
    assert.equal(named('Circle.area', '', 'method'), 'area');
  });

  it('has a word for what has no name', () => {
    assert.equal(named('Math.sin(x)', '', 'expression'), 'output');
    assert.equal(named('default export'), 'output');
  });
});

describe('partialSymbol', () => {
  it('puts expressions into parentheses and cuts long ones', () => {
    assert.equal(partialSymbol('f', 'x'), '∂f/∂x');
    assert.equal(partialSymbol('f', 'x\n  * 2'), '∂f/∂(x * 2)');
    assert.equal(partialSymbol('f', 'a + b + c + d + e + f + g + h'), '∂f/∂(a + b + c + d + e + f +…)');
  });
});

describe('nestedText', () => {
  it('writes arrays and objects in one line, cut after six', () => {
    assert.equal(nestedText([1, [2, 3]]), '[1, [2, 3]]');
    assert.equal(nestedText({ x: 1, y: -2 }), '{ x: 1, y: −2 }');
    assert.equal(nestedText([1, 2, 3, 4, 5, 6, 7]), '[1, 2, 3, 4, 5, 6, …]');
    assert.equal(nestedText([1, null]), '[1, –]');
  });
});
