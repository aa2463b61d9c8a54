/** @file The gradient of a recorded run held against plain runs of the same program, within a time. */
import type { ChosenOutput } from './assembly';
import { type Checked, checkHonesty, type PlainRun } from './honesty';
import type { Recorded } from './kept-recordings';
import { numericLeaves } from './numeric-leaves';
import { valueAt } from './outcome';
import type { Program } from './program';
import { RealmTimeout } from './realm';

/** Milliseconds that the check may take at most: what tells a wrong gradient is worth waiting for. */
const longestCheck = 1_500;

/** Slopes by input may take as long as the traced run, and a moment at least. */
function checkBudget(tracedMs: number): number {
  return Math.min(longestCheck, Math.max(250, tracedMs * 1.5));
}

/** @param tracedMs what the traced run took: plain ones are no slower */
export async function checkRun(
  { task, recording, ids }: Recorded,
  program: Program,
  output: ChosenOutput,
  adjoints: Float64Array,
  tracedMs: number,
): Promise<Checked> {
  const { preparation } = task;
  const again = async (at: readonly unknown[], keepModules: boolean) => {
    const result = await program.again({ ...preparation.runPlan('plain', at), keepModules });
    return result.status === 'done'
      ? valueAt(result.leaves ?? [], output.path)
      : { because: `failed (${result.error?.name ?? 'Error'}: ${result.error?.message.slice(0, 80) ?? ''})` };
  };
  const values = preparation.values();
  const began = performance.now();
  let last = tracedMs / 4;
  /** Whether modules need not be evaluated anew for each run: with them a second run gave the very same. */
  let settled: boolean | null = preparation.plan.script ? false : null;
  const plain: PlainRun = async (at) => {
    const start = performance.now();
    const found = await again(at, settled === true);
    last = performance.now() - start;
    if (settled === null) {
      settled = Object.is(await again(at, true), found);
      if (settled) last = performance.now() - start - last;
    }
    return found;
  };
  return checkHonesty({
    values,
    leaves: values.flatMap((one, k) => numericLeaves(k, one, ids[k])),
    adjoints,
    tape: recording.tape,
    value: output.value,
    target: preparation.plan.target,
    affordable: (runs, whole) =>
      performance.now() - began + runs * last < (whole ? longestCheck : checkBudget(tracedMs)),
    plain: async (at) => {
      try {
        return await plain(at);
      } catch (error) {
        // a check that fails says nothing; a cancellation is seen at the next stage
        return { because: error instanceof RealmTimeout ? 'had no time left' : 'could not be done' };
      }
    },
  });
}
