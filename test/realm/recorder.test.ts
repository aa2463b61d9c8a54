/** @file The hot path: rare operands, limits, and a tape that begins anew in its memory. */
import assert from 'node:assert/strict';
import { reverse } from '../../src/engine/sweep';
import { Tape } from '../../src/engine/tape';
import { decode, encode } from '../../src/protocol/codec';
import type { RunPlan, RunResult } from '../../src/sandbox/realm-control';
import { differentiate, gradientError, prepared } from './fixture';

/** Runs a program again and again in one realm, with other fields of the plan each time. */
function runner(source: string, call: string) {
  const { realm, plan } = prepared({ files: { 'a.js': source }, call, args: [] });
  return (args: unknown[], { rewind = false, ...more }: Partial<RunPlan> & { rewind?: boolean } = {}) => {
    if (rewind) realm.control.rewind();
    realm.control.start(encode({ ...decode<RunPlan>(plan(args, 'traced')), ...more }));
    assert.equal(realm.control.status(), 'ready');
    const result = decode<RunResult>(realm.control.result());
    const columns = realm.control.columns();
    const tape = Tape.over(columns);
    const leaf = result.leaves?.[0];
    const ids = (result.inputIds ?? []) as number[];
    const adjoints = leaf ? reverse(tape, leaf.id) : new Float64Array(0);
    return { result, columns, tape, marks: realm.control.marks().length, gradient: ids.map((id) => adjoints[id]) };
  };
}

describe('recording', () => {
  it('computes as the language does with operands that are no numbers, however many', async () => {
    const source = `function f(x, y) {
      const nothing = [null, undefined, true, '7', new Date(3), { valueOf: () => 2 }, { valueOf: () => x }];
      let s = 0; let text = ''; let big = 1n; let odd = 0;
      for (let i = 0; i < 200; i++) {
        const o = nothing[i % 7];
        const terms = [x * o, o - y, x / (o || 1), y > o, o <= x, Math.sin(o) * x, o ** 2 * y];
        for (const t of terms) { if (t === t) s += t * 0.01; else odd++; }
        text += i; text = text + x.toFixed(1) + o; big = big * 3n + 1n;
        if (big > 10n ** 40n) big = 1n;
      }
      return s + odd + text.length + Number(big % 1000n) + x * y;
    }`;
    const error = await gradientError({ files: { 'a.js': source }, call: 'f', args: [1.25, -0.75] });
    assert.ok(error < 1e-6, String(error));
  });

  it('keeps recording quickly written sums after a program computed with objects of its own', async () => {
    const source = `function f(x) {
      class Metre { constructor(v) { this.v = v; } valueOf() { return this.v; } }
      let s = x;
      for (let i = 0; i < 300; i++) s = s + new Metre(x) * 2 - new Metre(1);
      return s / 300 < 5 ? s : -s;
    }`;
    const { value, gradient } = await differentiate({ files: { 'a.js': source }, call: 'f', args: [1.5] });
    assert.equal(value, 1.5 + 300 * 2);
    assert.deepEqual(gradient, [601]);
  });

  it('stops at the limit of operations, be it smaller than the room or greater', () => {
    const run = runner('function f(x) { let s = x; for (let i = 0; i < 100000; i++) s = s * 0.999; return s; }', 'f');
    for (const operationLimit of [10, 5_000, 32_767, 32_768, 99_999, 100_000]) {
      const { result, tape } = run([1], { operationLimit, rewind: true });
      assert.equal(result.status, 'failed', String(operationLimit));
      assert.equal(result.error?.code, 'operationLimit');
      assert.equal(tape.length - 1, operationLimit);
    }
    assert.equal(run([1], { operationLimit: 100_001, rewind: true }).result.status, 'done');
  });

  it('begins the tape anew in its memory when it is told to', () => {
    const run = runner(
      'function f(x, y) { let s = x; for (let i = 0; i < 9; i++) s = Math.sin(s * y); return s; }',
      'f',
    );
    const first = run([0.5, 2]);
    const { length } = first.columns;
    const second = run([0.5, 2]);
    assert.equal(second.columns.length, 2 * length - 1);
    const third = run([0.25, 3], { rewind: true });
    assert.equal(third.columns.length, length);
    assert.equal(third.columns.value, first.columns.value);
    const fresh = runner(
      'function f(x, y) { let s = x; for (let i = 0; i < 9; i++) s = Math.sin(s * y); return s; }',
      'f',
    );
    const expected = fresh([0.25, 3]);
    assert.deepEqual(third.gradient, expected.gradient);
    assert.deepEqual(third.result.leaves, expected.result.leaves);
    assert.equal(third.marks, expected.marks);
    assert.deepEqual(
      Array.from(third.tape.value.subarray(1, length)),
      Array.from(expected.tape.value.subarray(1, length)),
    );
  });

  it('grows whatever a program makes of the methods of typed arrays', () => {
    const run = runner(
      `function f(x) {
        Object.getPrototypeOf(Uint8Array.prototype).set = () => { throw new Error('called'); };
        let s = x; for (let i = 0; i < 100000; i++) s = s * (s > 0 ? 1 : 2); return s + Math.max(s, 1, 2);
      }`,
      'f',
    );
    assert.deepEqual(run([3]).gradient, [2]);
  });

  it('takes a number that a program kept from an earlier run for a constant', () => {
    const run = runner('function f(x) { Array.kept ??= x * x; return Array.kept * x; }', 'f');
    run([3]);
    assert.deepEqual(run([2]).gradient, [9]);
  });

  it('never begins the tape anew because a plan says so', () => {
    const { realm, plan } = prepared({ files: { 'a.js': 'function f(x) { return x * x; }' }, call: 'f', args: [] });
    const lengths = [1, 2].map(() => {
      realm.control.start(encode({ ...decode<RunPlan>(plan([2], 'traced')), rewind: true }));
      return realm.control.columns().length;
    });
    assert.deepEqual(lengths, [3, 5]);
  });

  it('goes on where elements of typed arrays are traced: their rows stand elsewhere', () => {
    const run = runner('function f(x) { const a = new Float64Array(2); a[0] = x * 2; return a[0] * x; }', 'f');
    const { length } = run([3]).columns;
    const { columns, gradient } = run([2], { rewind: true });
    assert.equal(columns.length, 2 * length - 1);
    assert.deepEqual(gradient, [8]);
  });
});
