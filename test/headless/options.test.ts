/** @file Backward passes that came before the right one, asked for by `options`: what they give, and where they go wrong. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type * as Headless from '../../src/headless';

const { differentiate } = require(resolve(process.env.GL_DIST ?? 'dist', 'headless.cjs')) as typeof Headless;
type Options = Headless.DifferentiateRequest['options'];

const ask = (source: string, options?: Options, rest: Partial<Headless.DifferentiateRequest> = {}) =>
  differentiate({ fileName: '/w/a.ts', source, target: 'f', ...(options ? { options } : {}), ...rest });
const twice = 'const f = (x = 3) => x + x;';
const doubled = 'function f(a = 1) { const b = a + a; const c = b + b; return c; }';
const diamond =
  'function f(x = 2) { const a = x ** 2; const b = a ** 2; const c = a ** 2; const y = b + c; return y; }';
const grad = async (source: string, options?: Options) => (await ask(source, options)).inputs[0].grad;
const named = ({ variables }: Headless.Evaluation) =>
  Object.fromEntries(variables.map(({ name, grad: given }) => [name, given]));

describe('options of differentiate', function () {
  this.timeout(30_000);

  it('say nothing of another pass where there are none', async () => {
    assert.equal((await ask(diamond)).backward, undefined);
  });

  it('assign: x + x at 3 has gradient 1, for the second contribution replaces the first', async () => {
    const made = await ask(twice, { accumulate: 'assign' });
    assert.equal(made.inputs[0].grad, 1);
    assert.deepEqual(made.backward?.expected, { x: 2 });
    const turn = made.backward?.firstWrong;
    assert.deepEqual([turn?.reason, turn?.given, turn?.expected, turn?.step], ['overwritten', 1, 2, 1]);
    assert.equal(twice.slice(turn?.start, turn?.end), 'x + x');
    const found = made.diagnostics.find(({ code }) => code === 'wrongBackward');
    assert.match(found?.message ?? '', /a second contribution to x replaces the first\. It gives 1 where 2 is right/);
    assert.ok(made.diagnostics.every(({ code }) => code !== 'derivativeDisagrees'));
  });

  it('naive: b + b of a + a has gradient 8 in a, wrong from the second visit of the creator of b', async () => {
    const { inputs, backward } = await ask(doubled, { order: 'naive' });
    assert.equal(inputs[0].grad, 8);
    assert.deepEqual(backward?.expected, { a: 4 });
    assert.deepEqual([backward?.firstWrong?.reason, backward?.firstWrong?.step], ['revisited', 3]);
    assert.equal(doubled.slice(backward?.firstWrong?.start, backward?.firstWrong?.end), 'a + a');
  });

  it('naive: the diamond has 96 in x, and 16 in a as it should be', async () => {
    const made = await ask(diamond, { order: 'naive' });
    assert.deepEqual(named(made), { x: 96, a: 16, b: 1, c: 1, y: 1 });
    assert.deepEqual(made.backward?.wrong, [{ variable: 1, given: 96, expected: 64 }]);
    assert.equal(made.backward?.firstWrong?.reason, 'revisited');
    assert.equal(diamond.slice(made.backward?.firstWrong?.start, made.backward?.firstWrong?.end), 'x ** 2');
    assert.equal(made.backward?.visits, 5);
  });

  it('naive with seen functions: 4 and 32, too early', async () => {
    assert.equal(await grad(doubled, { order: 'naiveSeen' }), 4);
    const { inputs, backward } = await ask(diamond, { order: 'naiveSeen' });
    assert.equal(inputs[0].grad, 32);
    assert.deepEqual(
      [backward?.firstWrong?.reason, backward?.firstWrong?.given, backward?.firstWrong?.expected],
      ['early', 8, 16],
    );
  });

  it('heap and sorted list visit in the same order, and nothing is wrong', async () => {
    const [heap, sort] = await Promise.all(
      (['heap', 'sort'] as const).map((queue) => ask(diamond, { order: 'generations', queue })),
    );
    assert.deepEqual(heap.backward?.order, sort.backward?.order);
    assert.deepEqual(
      heap.backward?.order.map((id) => heap.variables.find((one) => one.id === id)?.name),
      ['y', 'c', 'b', 'a'],
    );
    assert.deepEqual([heap.backward?.firstWrong, heap.backward?.wrong], [null, []]);
    assert.deepEqual(named(heap), { x: 64, a: 16, b: 1, c: 1, y: 1 });
  });

  it('retainGrad off: intermediates read null, and what they had can still be seen', async () => {
    const source = 'function f(x0 = 1, x1 = 1) { const t = x0 + x1; const y = x0 + t; return y; }';
    const off = await ask(source, { retainGrad: false });
    assert.deepEqual(named(off), { x0: 2, x1: 1, t: null, y: null });
    assert.deepEqual(
      off.variables.filter(({ dropped }) => dropped !== undefined).map(({ name, dropped }) => [name, dropped]),
      [
        ['t', 1],
        ['y', 1],
      ],
    );
    assert.deepEqual(named(await ask(source, { retainGrad: true })), { x0: 2, x1: 1, t: 1, y: 1 });
  });

  it('gives up a pass that would visit for ever, and says so', async () => {
    const source = 'function f(x = 1) { let y = x; for (let i = 0; i < 40; i++) y = y + y; return y; }';
    const { backward } = await ask(source, { order: 'naive' });
    assert.equal(backward?.stopped, true);
    assert.ok((backward?.order.length ?? 0) <= 10_000 && (backward?.visits ?? 0) > 10_000);
    assert.deepEqual(backward?.expected, { x: 2 ** 40 });
  });

  it('refuses what it does not know', async () => {
    for (const options of [{ order: 'random' }, { acumulate: 'add' }, null, { retainGrad: 'yes' }]) {
      await assert.rejects(ask(twice, undefined, { options: options as unknown as Options }), {
        code: 'invalidRequest',
      });
    }
  });
});
