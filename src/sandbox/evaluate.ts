/** @file One evaluation from request to record: plan, load, run, choose the output, sweep, check, report. */
import type { Tape } from '../engine/tape';
import type { PreparedRequest } from '../protocol/border';
import { failure } from '../protocol/codes';
import type { Evaluation } from '../protocol/evaluation';
import type { Stage } from '../protocol/request';
import { assembled, recordingOf, reported, type Undertaking } from './assembly';
import { type Checked, checkHonesty, type PlainRun } from './honesty';
import type { ModuleCache } from './module-cache';
import { ModuleGraph, type Resolve } from './module-graph';
import { numericLeaves } from './numeric-leaves';
import { valueAt } from './outcome';
import { Preparation } from './preparation';
import { Program } from './program';
import { RealmTimeout } from './realm';
import { outputOf, RunClock, ran } from './traced-run';

export interface Surroundings {
  cache: ModuleCache;
  resolve: Resolve;
  progress: (stage: Stage) => void;
  /** Lets messages in (a cancellation). */
  turn: () => Promise<void>;
}

const unchecked: Checked = { diagnostics: [], slopes: new Map() };

/** What every request begins with: the target found, its inputs chosen, its modules loaded. */
export async function undertake(
  request: PreparedRequest,
  around: Surroundings,
  stage: (name: Stage) => Promise<number>,
) {
  const began = await stage('loading');
  const preparation = new Preparation(request, around.cache, around.resolve);
  await preparation.choose();
  const instrumenting = await stage('instrumenting');
  const { cache, resolve } = around;
  const graph = new ModuleGraph(preparation.entry(), cache, resolve, request.limits, (form) =>
    preparation.entryAs(form),
  );
  await graph.collect();
  const task: Undertaking = { request, preparation, graph };
  const clock = new RunClock(request.limits.timeoutMs);
  const program = new Program(graph, () => clock.remaining(), around.turn);
  return { task, clock, program, began, instrumenting };
}

/** Announces a stage, lets messages in, and stops where a cancellation was among them. */
export function stages(signal: AbortSignal, { progress, turn }: Surroundings): (name: Stage) => Promise<number> {
  return async (name) => {
    progress(name);
    await turn();
    if (signal.aborted) throw failure('cancelled', {});
    return performance.now();
  };
}

/** Runs one request. Rejects with a `GradlensError`. */
export async function evaluate(
  request: PreparedRequest,
  signal: AbortSignal,
  around: Surroundings,
): Promise<Evaluation> {
  const stage = stages(signal, around);
  const { task, clock, program, began, instrumenting } = await undertake(request, around, stage);
  const { preparation } = task;
  const running = await stage('running');
  clock.restart();
  const { realm, result } = await ran(program, task);
  clock.pause();
  const tracedMs = performance.now() - running;
  await stage('sweeping');
  const recording = recordingOf(realm);
  const output = outputOf(task, recording, result);
  const ids = preparation.idsOf(result.inputIds ?? []);
  const made = reported(task, recording, result, output.id, ids);
  const checking = await stage('checking');
  clock.resume();
  const plain = async (at: readonly unknown[]) => {
    const again = await program.again(preparation.runPlan('plain', at));
    return again.status === 'done'
      ? valueAt(again.leaves ?? [], output.path)
      : { because: `failed (${again.error?.name ?? 'Error'}: ${again.error?.message.slice(0, 80) ?? ''})` };
  };
  const adjoints = made.swept.adjoints;
  const checked =
    request.check === false
      ? unchecked
      : await checkedBy(plain, task, ids, recording.tape, adjoints, output.value, tracedMs);
  const reporting = await stage('reporting');
  const { sweep, report } = made.milliseconds;
  const milliseconds = {
    load: instrumenting - began,
    instrument: running - instrumenting,
    run: tracedMs,
    sweep,
    report,
    check: reporting - checking,
    total: reporting - began,
  };
  return assembled(task, recording, made, output, ids, result.printed, checked, milliseconds);
}

/** Plain runs may take as long as the traced one, and a moment at least. */
function checkBudget(tracedMs: number): number {
  return Math.min(1_500, Math.max(250, tracedMs * 1.5));
}

async function checkedBy(
  plain: PlainRun,
  { preparation }: Undertaking,
  ids: unknown[],
  tape: Tape,
  adjoints: Float64Array,
  value: number,
  tracedMs: number,
): Promise<Checked> {
  const values = preparation.values();
  const began = performance.now();
  let longest = 0;
  return checkHonesty({
    values,
    leaves: values.flatMap((one, k) => numericLeaves(k, one, ids[k])),
    adjoints,
    tape,
    value,
    target: preparation.plan.target,
    affordable: (runs) => performance.now() - began + runs * (longest || tracedMs / 4) < checkBudget(tracedMs),
    plain: async (at) => {
      const start = performance.now();
      try {
        return await plain(at);
      } catch (error) {
        // a check that fails says nothing; a cancellation is seen at the next stage
        return { because: error instanceof RealmTimeout ? 'had no time left' : 'could not be done' };
      } finally {
        longest = Math.max(longest, performance.now() - start);
      }
    },
  });
}
