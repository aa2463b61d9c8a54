/** @file What plain runs of a program say of its gradient: agreement, disagreement, or nothing at all. */
import assert from 'node:assert/strict';
import { Guard, Tape } from '../../src/engine/tape';
import type { Diagnostic } from '../../src/protocol/evaluation';
import { checkHonesty, type PlainRun } from '../../src/sandbox/honesty';

const target = { fileName: '/a.ts', start: 0, end: 9 };

/** Checks a gradient at x = 1, where the recorded run took |x − 1| < 1e-6 to be true. */
async function said(
  plain: (x: number) => number | { because: string },
  value: number,
  gradient: number,
  /** Values on the way, and the output's derivatives with respect to them. */
  onTheWay: { value: number; adjoint: number }[] = [],
): Promise<Diagnostic[]> {
  const tape = new Tape();
  const id = tape.leaf(1, 0);
  tape.guard(Guard.less, id, 0, 1 + 1e-6, true, 0);
  tape.guard(Guard.greater, id, 0, 1 - 1e-6, true, 0);
  const others = onTheWay.map(({ value }) => tape.leaf(value, 0));
  const adjoints = new Float64Array(tape.length);
  adjoints[id] = gradient;
  for (const [k, other] of others.entries()) adjoints[other] = onTheWay[k].adjoint;
  const run: PlainRun = ([x]) => Promise.resolve(plain(x as number));
  const leaves = [{ input: 0, path: [], value: 1, id }];
  const { diagnostics } = await checkHonesty({
    values: [1],
    leaves,
    adjoints,
    tape,
    value,
    target,
    plain: run,
    affordable: () => true,
  });
  return diagnostics;
}
const codes = (found: Diagnostic[]) => found.map(({ code }) => code);

describe('the check of a gradient by plain runs', () => {
  it('says nothing of a gradient that is right', async () => {
    assert.deepEqual(await said((x) => x * x, 1, 2), []);
  });

  it('finds a plain run with another value', async () => {
    assert.deepEqual(codes(await said((x) => x + 1, 1, 1)), ['valueDisagrees']);
    assert.deepEqual(codes(await said(() => Number.NaN, 1, 1)), ['valueDisagrees']);
  });

  it('accuses nobody where the plain run failed, and says why', async () => {
    const found = await said(() => ({ because: 'had no time left' }), 1, 1);
    assert.deepEqual(codes(found), ['notComparable']);
    assert.equal(found[0].severity, 'information');
    assert.match(found[0].message, /had no time left/);
  });

  it('leaves out the places nearby where the program fails', async () => {
    assert.deepEqual(await said((x) => (Math.abs(x - 1) > 1e-4 ? { because: 'failed' } : x * x), 1, 2), []);
  });

  it('accuses nobody where rounding on the way hides what differences could show', async () => {
    const day = 86_400_000;
    const julian = (x: number) => x / day + 2440587.5;
    const plain = (x: number) => (julian(x) - 2440587.5) * day;
    assert.deepEqual(codes(await said(plain, plain(1), 1)), ['derivativeDisagrees']);
    assert.deepEqual(await said(plain, plain(1), 1, [{ value: julian(1), adjoint: day }]), []);
    const lost = await said((x) => 3 * x, 3, 1, [{ value: 3, adjoint: 1 }]);
    assert.deepEqual(codes(lost), ['derivativeDisagrees']);
  });

  it('tells a lost gradient from one that holds on its branches only', async () => {
    const lost = await said((x) => 3 * x - 2, 1, 1);
    assert.deepEqual(codes(lost), ['derivativeDisagrees']);
    assert.doesNotMatch(lost[0].message, /branches/);
    const switched = await said((x) => (Math.abs(x - 1) < 1e-6 ? x : 3 * x - 2), 1, 1);
    assert.deepEqual(codes(switched), ['derivativeDisagrees']);
    assert.match(switched[0].message, /On the branches that were taken the gradient is right/);
  });
});
