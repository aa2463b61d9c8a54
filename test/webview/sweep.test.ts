/** @file The backward player against the results that are known for each order. */
import assert from 'node:assert/strict';
import type { Evaluation } from '../../src/protocol/evaluation';
import { graphOf } from '../../src/webview/graph/model';
import { momentOf, type SweepOrder, sweep } from '../../src/webview/sweep';
import { Recording } from './builder';
import { diamond, doubling, goldstein, tangle } from './programs';

function gradients(
  evaluation: Evaluation,
  order: SweepOrder,
  accumulate: 'add' | 'assign' = 'add',
): Record<string, number | undefined> {
  const played = sweep(graphOf(evaluation), order, accumulate)!;
  return Object.fromEntries(evaluation.variables.map((variable) => [variable.name, played.gradients.get(variable.id)]));
}

function popped(evaluation: Evaluation, order: SweepOrder): (string | null)[] {
  const names = new Map(evaluation.variables.map((variable) => [variable.id, variable.name]));
  return sweep(graphOf(evaluation), order)!.steps.map((step) => names.get(step.function.outputs[0])!);
}

describe('the backward player', () => {
  it('pops by generation, the latest added first, each function once', () => {
    assert.deepEqual(popped(diamond(), 'generations'), ['y', 'c', 'b', 'a']);
    assert.deepEqual(gradients(diamond(), 'generations'), { x: 64, a: 16, b: 1, c: 1, y: 1 });
  });

  it('pops in the order that the evaluation states', () => {
    for (const evaluation of [diamond(), doubling(), goldstein(), tangle(300)]) {
      const played = sweep(graphOf(evaluation), 'generations')!;
      assert.deepEqual(
        played.steps.map((step) => step.function.order),
        played.steps.map((_, index) => index + 1),
      );
      assert.equal(played.mistake, null);
    }
  });

  it('goes through arrays with what was recorded, and plays no other pass there', () => {
    const evaluation = diamond();
    for (const made of evaluation.functions) for (const operand of made.operands) operand.partial = null;
    const played = sweep(graphOf(evaluation), 'generations')!;
    assert.deepEqual(
      played.steps.map((step) => step.function.order),
      [1, 2, 3, 4],
    );
    assert.deepEqual(gradients(evaluation, 'generations'), { x: 64, a: 16, b: 1, c: 1, y: 1 });
    assert.equal(sweep(graphOf(evaluation), 'naive'), null);
    assert.equal(sweep(graphOf(evaluation), 'generations', 'assign'), null);
  });

  it('shows what assigning instead of adding loses', () => {
    assert.deepEqual(gradients(doubling(), 'generations', 'assign'), { a: 1, b: 1, c: 1 });
    const played = sweep(graphOf(doubling()), 'generations', 'assign')!;
    assert.deepEqual(played.mistake, { kind: 'assign', step: 0, variable: 2, lost: 1 });
  });

  it('shows the naive order going wrong at the second visit of a’s creator', () => {
    assert.deepEqual(gradients(diamond(), 'naive'), { x: 96, a: 16, b: 1, c: 1, y: 1 });
    assert.deepEqual(popped(diamond(), 'naive'), ['y', 'c', 'a', 'b', 'a']);
    assert.deepEqual(sweep(graphOf(diamond()), 'naive')!.mistake, { kind: 'twice', step: 4, function: 2 });
    assert.equal(gradients(doubling(), 'naive').a, 8);
  });

  it('shows the naive order with each function once popping a too early', () => {
    assert.equal(gradients(diamond(), 'naiveSeen').x, 32);
    assert.equal(gradients(doubling(), 'naiveSeen').a, 4);
    assert.deepEqual(sweep(graphOf(diamond()), 'naiveSeen')!.mistake, { kind: 'early', step: 2, function: 2 });
    assert.equal(sweep(graphOf(doubling()), 'naiveSeen')!.mistake, null);
  });

  it('cuts a visit that doubles with every generation', () => {
    const t = new Recording();
    let x = t.input('x', 1);
    for (let i = 0; i < 40; i++) x = t.op('add', [x, x]);
    const played = sweep(graphOf(t.evaluation(x)), 'naive', 'add', 1000)!;
    assert.equal(played.steps.length, 1000);
    assert.ok(played.cut);
  });

  it('can be stopped anywhere: queue, sums and what still grows', () => {
    const evaluation = diamond();
    const played = sweep(graphOf(evaluation), 'generations')!;
    const id = Object.fromEntries(evaluation.variables.map((variable) => [variable.name, variable.id]));
    const start = momentOf(played, 0);
    assert.deepEqual([...start.gradients], [[id.y, 1]]);
    assert.deepEqual(
      start.queue.map((made) => made.id),
      [id.y],
    );
    const half = momentOf(played, 2);
    assert.equal(half.gradients.get(id.a), 8);
    assert.ok(half.growing.has(id.a));
    assert.equal(half.gradients.get(id.x), undefined);
    assert.deepEqual(
      half.queue.map((made) => made.id),
      [id.b, id.a],
    );
    const end = momentOf(played, 4);
    assert.deepEqual([end.queue, end.growing.size], [[], 0]);
    assert.deepEqual(end.gradients, played.gradients);
  });
});
