/** @file The formulas of local derivatives against central differences. */
import assert from 'node:assert/strict';
import { rules, ruleText } from '../../src/webview/rules';

const forward: Record<string, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  rem: (a, b) => a % b,
  pow: (a, b) => a ** b,
  neg: (a) => -a,
  square: (a) => a * a,
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  softplus: (a) => Math.log1p(Math.exp(a)),
  identity: (a) => a,
  fround: (a) => a,
  atan2: Math.atan2,
};
const places: Record<string, [number, number]> = { acosh: [1.7, 0], rem: [7.3, 2], fround: [0.5, 0] };

describe('the formulas of local derivatives', () => {
  for (const [op, formulas] of Object.entries(rules)) {
    formulas.forEach((formula, operand) => {
      it(`${op}, operand ${operand}: ${formula}`, () => {
        const run = forward[op] ?? (Math[op as 'sin'] as (a: number) => number);
        const [a, b] = places[op] ?? [0.6, 1.3];
        const h = 1e-5;
        const numeric =
          operand === 0 ? (run(a + h, b) - run(a - h, b)) / (2 * h) : (run(a, b + h) - run(a, b - h)) / (2 * h);
        const evaluate = new Function('a', 'b', 'y', `with (Math) return ${formula.replace(/-a\*\*/g, '-(a)**')}`) as (
          a: number,
          b: number,
          y: number,
        ) => number;
        assert.ok(
          Math.abs(evaluate(a, b, run(a, b)) - numeric) < 1e-8 * Math.max(1, Math.abs(numeric)) + 1e-9,
          `${evaluate(a, b, run(a, b))} for ${numeric}`,
        );
      });
    });
  }

  it('are written in the names of the operands', () => {
    assert.equal(ruleText('square', 0, { a: 'a', b: '', y: 'c' }), '2a');
    assert.equal(ruleText('mul', 0, { a: 'x', b: 'weight', y: 'p' }), 'weight');
    assert.equal(ruleText('tanh', 0, { a: 'x', b: '', y: 'y' }), '1 − y²');
    assert.equal(ruleText('pow', 0, { a: 'x', b: '3', y: 'y' }), '3x²');
    assert.equal(ruleText('div', 1, { a: 'a', b: 'b', y: 'y' }), '−a / b²');
    assert.equal(ruleText('square', 0, { a: 'p + q', b: '', y: 'c' }), '2 · (p + q)');
    assert.equal(ruleText('somebodys', 0, { a: 'x', b: '', y: 'y' }), null);
  });
});
