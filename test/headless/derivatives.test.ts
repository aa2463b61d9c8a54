/** @file Curves: the output and its derivatives along one input, with the places where branches change. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type * as Headless from '../../src/headless';

const { derivatives } = require(resolve(process.env.GL_DIST ?? 'dist', 'headless.cjs')) as typeof Headless;

const ask = (source: string, rest: object) =>
  derivatives({ fileName: '/w/a.ts', source, target: 'f', input: 'x', from: -1, to: 1, points: 5, order: 2, ...rest });
const close = (found: number[], expected: number[]) => {
  assert.equal(found.length, expected.length);
  for (const [k, x] of found.entries())
    assert.ok(
      Object.is(x, expected[k]) || Math.abs(x - expected[k]) <= 1e-9 * (1 + Math.abs(x)),
      `${found} ${expected}`,
    );
};

describe('derivatives', function () {
  this.timeout(30_000);

  it('gives sin and its derivatives', async () => {
    const { xs, orders, breaks } = await ask('const f = (x: number) => Math.sin(x);', { from: 0, to: 2, order: 4 });
    assert.deepEqual(xs, [0, 0.5, 1, 1.5, 2]);
    const sin = xs.map(Math.sin);
    const cos = xs.map(Math.cos);
    for (const [k, expected] of [sin, cos, sin.map((x) => -x), cos.map((x) => -x), sin].entries())
      close(orders[k], expected);
    assert.deepEqual(breaks, []);
  });

  it('goes through loops and local helpers, the other inputs standing still', async () => {
    const source =
      'const square = (x: number) => x * x;\nfunction f(x: number, n: number) { let y = 1; for (let i = 0; i < n; i++) y *= square(x); return y; }';
    const { orders } = await ask(source, { inputs: { n: 2 }, from: 1, to: 3, points: 3 });
    close(orders[0], [1, 16, 81]);
    close(orders[1], [4, 32, 108]);
    close(orders[2], [12, 48, 108]);
  });

  it('records each branch anew and reports where it changes', async () => {
    const { xs, orders, breaks } = await ask(
      'const f = (x: number) => (x < 0.3 ? x * x : x < 0.7 ? 5 : Math.exp(x));',
      { from: 0, to: 1, points: 11 },
    );
    assert.equal(breaks.length, 2);
    close(breaks, [0.3, 0.7]);
    close(
      orders[0],
      xs.map((x) => (x < 0.3 ? x * x : x < 0.7 ? 5 : Math.exp(x))),
    );
    close(
      orders[1],
      xs.map((x) => (x < 0.3 ? 2 * x : x < 0.7 ? 0 : Math.exp(x))),
    );
  });

  it('takes one entry of an array or object, and places of your own', async () => {
    const source = 'const f = (p: { a: number[] }) => p.a[0] * p.a[1] ** 3;';
    const { xs, orders } = await ask(source, {
      input: 'p.a[1]',
      inputs: { p: { a: [2, 9] } },
      from: 1,
      to: 2,
      points: 2,
      at: [1.5],
      order: 1,
    });
    assert.deepEqual(xs, [1, 1.5, 2]);
    close(orders[1], [6, 13.5, 24]);
  });

  it('leaves a hole where the program fails', async () => {
    const source = 'function f(x: number) { if (x < 0) throw new Error("no"); return x * x; }';
    const { orders } = await ask(source, { from: -1, to: 1, points: 3, order: 1 });
    close(orders[1], [Number.NaN, 0, 2]);
  });

  it('says what is wrong with what was asked', async () => {
    const codeOf = (rest: object) =>
      ask('const f = (x: number) => x;', rest).then(
        () => 'none',
        (error: Headless.Failure) => error.code,
      );
    assert.equal(await codeOf({ input: 'y' }), 'noSuchInput');
    assert.equal(await codeOf({ from: 2, to: 1 }), 'invalidRequest');
    assert.equal(await codeOf({ points: 0 }), 'invalidRequest');
    assert.equal(await codeOf({ order: -1 }), 'invalidRequest');
  });
});
