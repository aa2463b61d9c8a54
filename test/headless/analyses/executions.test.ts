/** @file Loops of a rolled-up graph, and one execution of them out of many. */
import assert from 'node:assert/strict';
import type { EvaluationRequest } from '../../../src/protocol/request';
import { headless, near, of } from '../fixture';

const { createSupervisor } = headless;

const loop = `function f(x = 0.5) {
  let v = x;
  for (let i = 0; i < 1500; i++) {
    v = Math.sin(v) * x;
  }
  return v + 1;
}`;

describe('executions', function () {
  this.timeout(60_000);
  const supervisor = createSupervisor();
  after(() => supervisor.dispose());

  const run = (request: EvaluationRequest) => supervisor.evaluate({ ...request, check: false });
  const at = (request: EvaluationRequest, sites: number[], index: number) =>
    supervisor
      .analyse({ ...request, analysis: { kind: 'executions', sites, index } })
      .then((answer) => (answer.kind === 'executions' ? answer : assert.fail()));
  const textOf = (source: string, { start, end }: { start: number; end: number }) => source.slice(start, end);

  it('a loop knows its range, its sites and how often it ran', async () => {
    const { loops, sites, statistics } = await run(of(loop));
    assert.equal(statistics.rolledUp, true);
    assert.equal(loops!.length, 1);
    const [one] = loops!;
    assert.equal(textOf(loop, one).slice(0, 5), 'for (');
    assert.deepEqual([one.kind, one.name, one.count, one.parent], ['loop', null, 1500, null]);
    assert.deepEqual(one.sites.map((id) => textOf(loop, sites.find((site) => site.id === id)!)).sort(), [
      'Math.sin(v)',
      'Math.sin(v) * x',
    ]);
  });

  it('nested loops and functions know what is around them', async () => {
    const source = `const half = (v: number) => v * 0.5;
    function f(xs = [1, 2, 3]) {
      let sum = 0;
      for (let i = 0; i < 30; i++) {
        let row = xs[0];
        for (let k = 0; k < 40; k++) row = half(row) + xs[1];
        sum += row * xs[2];
      }
      while (sum > 10) sum = sum / 2;
      return sum;
    }`;
    const { loops } = await run(of(source));
    const said = loops!.map(({ kind, name, count, parent }) => [kind, name, count, parent]);
    assert.deepEqual(said.slice(0, 3), [
      ['function', 'half', 1200, null],
      ['loop', null, 30, null],
      ['loop', null, 1200, 1],
    ]);
  });

  it('each execution has the records of the unrolled graph, gradients and all', async () => {
    const unrolled = await run({ ...of(loop), unrolled: true });
    assert.equal(unrolled.statistics.rolledUp, false);
    assert.equal(unrolled.loops, undefined);
    const rolled = await run(of(loop));
    const { sites } = rolled.loops![0];
    for (const index of [0, 1, 749, 1499]) {
      const { count, functions, variables } = await at(of(loop), sites, index);
      assert.equal(count, 1500);
      assert.equal(functions.length, 2);
      for (const one of functions)
        assert.deepEqual(
          one,
          unrolled.functions.find(({ id }) => id === one.id),
        );
      const made = new Set(functions.map(({ id }) => id));
      for (const { creator, ...one } of variables) {
        const { creator: whole, name, ...same } = unrolled.variables.find(({ id }) => id === one.id)!;
        assert.deepEqual({ ...one, name: null }, { ...same, name: null });
        assert.equal(creator, made.has(one.id) ? whole : null);
        if (made.has(one.id) || one.role === 'input') assert.equal(one.name, name);
      }
    }
    const [first] = (await at(of(loop), sites, 0)).functions;
    near(first.operands[0].value, 0.5);
  });

  it('keeps to one iteration where a branch leaves sites out', async () => {
    const source = `function f(x = 0.5, n = 3000) {
      let a = x;
      let b = 1;
      for (let i = 0; i < n; i++) {
        if (i % 3 === 0) a = a * 0.999;
        b = b + a * 0.001;
        if (i % 2 === 1) b = b / 1.001;
      }
      return b;
    }`;
    const request = { ...of(source), withRespectTo: ['x'] };
    const { loops, sites } = await run(request);
    const all = loops![0].sites;
    const texts = async (index: number) => {
      const { functions, count } = await at(request, all, index);
      assert.equal(count, 3000);
      return functions.map(({ site }) => textOf(source, sites.find(({ id }) => id === site)!));
    };
    assert.deepEqual(await texts(0), ['a * 0.999', 'a * 0.001', 'b + a * 0.001']);
    assert.deepEqual(await texts(1), ['a * 0.001', 'b + a * 0.001', 'b / 1.001']);
    assert.deepEqual(await texts(2), ['a * 0.001', 'b + a * 0.001']);
    assert.deepEqual(await texts(3), ['a * 0.999', 'a * 0.001', 'b + a * 0.001', 'b / 1.001']);
  });

  it('has the gradients of another backward pass, where one was asked for', async () => {
    const right = { ...of(loop), inputs: [1.5] };
    const wrong = { ...right, options: { accumulate: 'assign' as const } };
    const { loops, inputs } = await run(wrong);
    const gradOf = async (request: EvaluationRequest) => {
      const { variables } = await at(request, loops![0].sites, 1499);
      return variables.find(({ name }) => name === 'x')!.grad;
    };
    assert.equal(await gradOf(wrong), inputs[0].grad);
    assert.equal(await gradOf(right), (await run(right)).inputs[0].grad);
    assert.notEqual(await gradOf(wrong), await gradOf(right));
  });

  it('drops the gradients of intermediates where the pass does', async () => {
    const request = { ...of(loop), options: { retainGrad: false } };
    const { loops } = await run(request);
    const { variables } = await at(request, loops![0].sites, 3);
    const whole = await at(of(loop), loops![0].sites, 3);
    for (const [k, { grad, dropped, role }] of variables.entries()) {
      const before = whole.variables[k].grad;
      assert.deepEqual([grad, dropped], role === 'input' ? [before, undefined] : [null, before]);
    }
  });

  it('refuses what never ran', async () => {
    const { loops } = await run(of(loop));
    await assert.rejects(at(of(loop), loops![0].sites, 1500), { code: 'invalidRequest' });
    await assert.rejects(at(of(loop), loops![0].sites, -1), { code: 'invalidRequest' });
    const none = await at(of(loop), [], 0);
    assert.deepEqual([none.count, none.functions, none.variables], [0, [], []]);
  });
});
