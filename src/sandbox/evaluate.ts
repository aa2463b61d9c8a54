/** @file One evaluation from request to record: plan, load, run, choose the output, sweep, check, report. */
import type { Tape } from '../engine/tape';
import type { PreparedRequest } from '../protocol/border';
import type { Evaluation } from '../protocol/evaluation';
import { assembled, reported, type Undertaking } from './assembly';
import { type Checked, checkHonesty, type PlainRun } from './honesty';
import { numericLeaves } from './numeric-leaves';
import { valueAt } from './outcome';
import { RealmTimeout } from './realm';
import type { ScriptRun } from './realm/script/run';
import { recordedRun } from './recorded-run';
import { outputOf } from './traced-run';
import { type Surroundings, stages } from './undertaking';

const unchecked: Checked = { diagnostics: [], slopes: new Map() };

/** Runs one request. Rejects with a `GradlensError`. */
export async function evaluate(
  request: PreparedRequest,
  signal: AbortSignal,
  around: Surroundings,
): Promise<Evaluation> {
  const stage = stages(signal, around);
  const { recorded, clock, program, milliseconds: before, began } = await recordedRun(request, around, stage);
  const { task, recording, result, ids } = recorded;
  const { preparation } = task;
  await stage('sweeping');
  const output = outputOf(task, recording, result);
  const made = reported(task, recording, result, output.id, ids);
  const checking = await stage('checking');
  clock.resume();
  const plain = async (at: readonly unknown[], keepModules: boolean) => {
    const again = await program.again({ ...preparation.runPlan('plain', at), keepModules });
    return again.status === 'done'
      ? valueAt(again.leaves ?? [], output.path)
      : { because: `failed (${again.error?.name ?? 'Error'}: ${again.error?.message.slice(0, 80) ?? ''})` };
  };
  const adjoints = made.swept.adjoints;
  const checked =
    request.check === false || request.live || !comparable(result.script)
      ? unchecked
      : await checkedBy(plain, task, ids, recording.tape, adjoints, output.value, before.run);
  const reporting = await stage('reporting');
  const { sweep, report } = made.milliseconds;
  const milliseconds = {
    ...before,
    sweep,
    report,
    check: reporting - checking,
    total: reporting - began,
  };
  return assembled(task, recording, made, output, ids, result, checked, milliseconds);
}

/** Whether the gradient shown is that of the program's value: a script may have asked for another pass, or a seed. */
function comparable(script: ScriptRun | undefined): boolean {
  const { order = 'generations', accumulate = 'add' } = script?.switches ?? {};
  return order === 'generations' && accumulate === 'add' && (script?.seed ?? 1) === 1;
}

/** Milliseconds that the check may take at most: what tells a wrong gradient is worth waiting for. */
const longestCheck = 1_500;

/** Slopes by input may take as long as the traced run, and a moment at least. */
function checkBudget(tracedMs: number): number {
  return Math.min(longestCheck, Math.max(250, tracedMs * 1.5));
}

async function checkedBy(
  run: (at: readonly unknown[], keepModules: boolean) => ReturnType<PlainRun>,
  { preparation }: Undertaking,
  ids: unknown[],
  tape: Tape,
  adjoints: Float64Array,
  value: number,
  tracedMs: number,
): Promise<Checked> {
  const values = preparation.values();
  const began = performance.now();
  let last = tracedMs / 4;
  /** Whether modules need not be evaluated anew for each run: with them a second run gave the very same. */
  let settled: boolean | null = preparation.plan.script ? false : null;
  const plain: PlainRun = async (at) => {
    const start = performance.now();
    const found = await run(at, settled === true);
    last = performance.now() - start;
    if (settled === null) {
      settled = Object.is(await run(at, true), found);
      if (settled) last = performance.now() - start - last;
    }
    return found;
  };
  return checkHonesty({
    values,
    leaves: values.flatMap((one, k) => numericLeaves(k, one, ids[k])),
    adjoints,
    tape,
    value,
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
