/** @file What the switches of a backward pass cost, and what they drop, also where the graph is rolled up. */
import assert from 'node:assert/strict';
import { headless, of } from './fixture';

const { differentiate, gradientGraph } = headless;

describe('memory of a backward pass', function () {
  this.timeout(60_000);

  it('as a graph is what gx1 takes, by every kind of rule', async () => {
    const bodies = [
      'Math.tanh(x)',
      'x * x + x',
      'Math.sin(x) / (1 + x ** 2)',
      'Math.max(x, 0.5 * x, 1) * Math.hypot(x, 2 * x, 3)',
      'Math.abs(x) ** x - 2 ** x',
      'Math.atan2(x, 2) + Math.sqrt(x) * Math.cbrt(x) % 0.7',
      'Math.exp(-x) * Math.log1p(x) + Math.min(x, 7)',
      'Math.expm1(Math.asinh(x)) - Math.cosh(x) / Math.sinh(x)',
    ];
    for (const body of bodies) {
      const source = `const f = (x = 1.3) => ${body};`;
      const { statistics } = await differentiate(of(source));
      const { bytes, variables, functions } = await gradientGraph({ ...of(source), input: 'x', simplify: false });
      // leaves of the backward pass (its seed, numbers that are Variables) are no functions
      const made = new Set(functions.map(({ id }) => id));
      const leaves = variables.filter(({ id, role }) => !made.has(id) && role !== 'input').length;
      const rows = (bytes.withGradients - bytes.forward) / 29;
      assert.equal(statistics.memory!.createGraph / 29, rows - leaves, body);
      assert.equal(statistics.memory!.graph, bytes.forward);
    }
  });

  it('keeps a number for every intermediate with retainGrad', async () => {
    const source = 'const f = (x = 1) => { const unused = Math.exp(x); return Math.sin(x * x); };';
    const { statistics } = await differentiate(of(source));
    assert.equal(statistics.memory!.retained, 2 * 8);
  });

  it('drops gradients of rolled-up records too, and keeps those of inputs', async () => {
    const source =
      'const f = (x = 0.9) => { let v = x; for (let i = 0; i < 1500; i++) v = Math.sin(v) + x; return v; };';
    const kept = await differentiate(of(source));
    const dropped = await differentiate({ ...of(source), options: { retainGrad: false } });
    assert.equal(dropped.statistics.rolledUp, true);
    assert.equal(dropped.inputs[0].grad, kept.inputs[0].grad);
    for (const [k, variable] of dropped.variables.entries()) {
      const before = kept.variables[k];
      assert.equal(variable.id, before.id);
      if (variable.creator === null) assert.equal(variable.grad, before.grad);
      else assert.deepEqual([variable.grad, variable.dropped], [null, before.grad]);
    }
  });

  it('of another order through a rolled-up graph compares every row with the right one', async () => {
    const source = 'const f = (x = 0.9) => { let v = x; for (let i = 0; i < 1500; i++) v = v * 0.5 + x; return v; };';
    const right = await differentiate(of(source));
    const { backward, inputs } = await differentiate({ ...of(source), options: { accumulate: 'assign' } });
    assert.deepEqual(backward!.expected, { x: right.inputs[0].grad });
    assert.notEqual(inputs[0].grad, right.inputs[0].grad);
    assert.equal(backward!.firstWrong!.reason, 'overwritten');
    assert.equal(backward!.visits, 3000);
    const sort = await differentiate({ ...of(source), options: { queue: 'sort' } });
    assert.deepEqual([sort.backward!.wrong, sort.inputs[0].grad], [[], right.inputs[0].grad]);
  });
});
