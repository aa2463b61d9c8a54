/** @file Random programs mean the same when instrumented, and their gradients agree with differences. */
import assert from 'node:assert/strict';
import vm from 'node:vm';
import fc from 'fast-check';
import { reverse } from '../../src/engine/sweep';
import { Tape } from '../../src/engine/tape';
import { decode } from '../../src/protocol/codec';
import type { RunResult } from '../../src/sandbox/realm-control';
import { prepared } from '../realm/fixture';
import { ProgramText } from './random-program';

const runs = Number(process.env.RANDOM_PROGRAMS ?? 150);
const inputs: [number, number] = [0.73, -0.41];

/** The original, natively; each call in a fresh context, since programs keep state. */
function native(source: string, args: readonly number[]): number {
  return vm.runInContext(`${source}; f(${args.join(', ')})`, vm.createContext({})) as number;
}

function started(source: string, mode: 'plain' | 'traced'): { result: RunResult; tape: Tape } {
  const { realm, plan } = prepared({ files: { 'main.js': source }, call: 'f', args: [] });
  realm.control.start(plan(inputs, mode));
  assert.equal(realm.control.status(), 'ready');
  const result = decode<RunResult>(realm.control.result());
  if (result.status !== 'done')
    throw new Error(`${result.error?.name}: ${result.error?.message}\n${result.error?.stack}`);
  return { result, tape: Tape.over(realm.control.columns()) };
}

/** Central difference, or null where two steps disagree (a kink or a branch in between). */
function difference(source: string, k: 0 | 1): number | null {
  const slope = (h: number): number => {
    const at = (d: number): number =>
      native(
        source,
        inputs.map((v, i) => (i === k ? v + d : v)),
      );
    return (at(h) - at(-h)) / (2 * h);
  };
  const coarse = slope(2e-5);
  const fine = slope(5e-6);
  return Math.abs(coarse - fine) <= 1e-5 * Math.max(1, Math.abs(fine)) ? fine : null;
}

const programs = fc
  .array(fc.nat(1_000), { minLength: 20, maxLength: 160 })
  .map((choices) => new ProgramText(choices).text());

describe('random programs', () => {
  it('give bit for bit the same with plain numbers, instrumented', () => {
    fc.assert(
      fc.property(programs, (source) => {
        assert.ok(Object.is(started(source, 'plain').result.leaves?.[0].value, native(source, inputs)));
      }),
      { numRuns: runs },
    );
  }).timeout(120_000 + runs * 500);

  it('give bit for bit the same with traced values, and the gradient that differences give', () => {
    fc.assert(
      fc.property(programs, (source) => {
        const { result, tape } = started(source, 'traced');
        const leaf = result.leaves?.[0];
        assert.ok(leaf);
        assert.ok(Object.is(leaf.value, native(source, inputs)), `${leaf.value} instead of ${native(source, inputs)}`);
        if (!Number.isFinite(leaf.value)) return;
        const adjoints = leaf.id === 0 ? null : reverse(tape, leaf.id);
        for (const k of [0, 1] as const) {
          const expected = difference(source, k);
          const given = adjoints ? adjoints[result.inputIds?.[k] as number] : 0;
          if (expected === null || !Number.isFinite(given)) continue;
          assert.ok(
            Math.abs(given - expected) <= 1e-4 * Math.max(1, Math.abs(expected)),
            `∂/∂${k ? 'y' : 'x'}: ${given}, differences give ${expected}`,
          );
        }
      }),
      { numRuns: runs },
    );
  }).timeout(120_000 + runs * 500);
});
