/** @file One evaluation from request to record: plan, load, run, choose the output, sweep, check, report. */
import type { PreparedRequest } from '../protocol/border';
import { asFailure, failure, GradlensError } from '../protocol/codes';
import type { Evaluation, InputRecord, SourceRange } from '../protocol/evaluation';
import type { Failure, Stage } from '../protocol/request';
import { assembled, type ChosenOutput, type Recording, recordingOf, reported, type Undertaking } from './assembly';
import { type Checked, checkHonesty } from './honesty';
import type { ModuleCache } from './module-cache';
import { ModuleGraph, type Resolve } from './module-graph';
import { numericLeaves } from './numeric-leaves';
import { chooseOutput, valueAt } from './outcome';
import { partialEvaluation } from './partial';
import { Preparation } from './preparation';
import { Program, type Run } from './program';
import { RealmBroken, RealmTimeout } from './realm';
import type { RunResult } from './realm-control';
import { type ThrownError, userFailure } from './user-error';

export interface Surroundings {
  cache: ModuleCache;
  resolve: Resolve;
  progress: (stage: Stage) => void;
  /** Lets messages in (a cancellation). */
  turn: () => Promise<void>;
}

const unchecked: Checked = { diagnostics: [], slopes: new Map() };

/** Runs one request. Rejects with a `GradlensError`. */
export async function evaluate(
  request: PreparedRequest,
  signal: AbortSignal,
  around: Surroundings,
): Promise<Evaluation> {
  const began = performance.now();
  const stage = async (name: Stage) => {
    around.progress(name);
    await around.turn();
    if (signal.aborted) throw failure('cancelled', {});
    return performance.now();
  };
  await stage('loading');
  const preparation = new Preparation(request, around.cache, around.resolve);
  await preparation.choose();
  const instrumenting = await stage('instrumenting');
  const { cache, resolve } = around;
  const graph = new ModuleGraph(preparation.entry(), cache, resolve, request.limits, (form) => preparation.entryAs(form));
  await graph.collect();
  const task: Undertaking = { request, preparation, graph };
  const running = await stage('running');
  const clock = new RunClock(request.limits.timeoutMs);
  const program = new Program(graph, () => clock.remaining(), around.turn);
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
    return again.status === 'done' ? valueAt(again.leaves ?? [], output.path) : Number.NaN;
  };
  const adjoints = made.swept.adjoints;
  const checked =
    request.check === false ? unchecked : await checkedBy(plain, task, ids, adjoints, output.value, tracedMs);
  const reporting = await stage('reporting');
  const { sweep, report } = made.milliseconds;
  const milliseconds = {
    load: instrumenting - began,
    instrument: running - instrumenting,
    run: tracedMs,
    sweep,
    report: report + (reporting - checking),
    total: reporting - began,
  };
  return assembled(task, recording, made, output, ids, result.printed, checked, milliseconds);
}

/** How long code of the person has run. */
class RunClock {
  private spent = 0;
  private since = performance.now();

  constructor(private readonly limitMs: number) {}

  remaining(): number {
    return this.limitMs - this.spent - (performance.now() - this.since);
  }

  pause(): void {
    this.spent += performance.now() - this.since;
  }

  resume(): void {
    this.since = performance.now();
  }
}

function placeOf({ preparation }: Undertaking): Partial<Failure> {
  const { fileName, start, end }: SourceRange = preparation.plan.target;
  return { fileName, start, end, target: preparation.plan.target, inputs: preparation.records() };
}

/** The traced run. @throws every failure that running can have, with what was recorded until then */
async function ran(program: Program, task: Undertaking): Promise<Run> {
  const place = placeOf(task);
  const { limits } = task.request;
  let run: Run;
  try {
    run = await program.run(task.preparation.runPlan('traced'));
  } catch (error) {
    if (error instanceof RealmTimeout) {
      const partial = partialEvaluation(task, program.lastRealm);
      throw failure('timeout', { limit: limits.timeoutMs }, { ...place, partial });
    }
    if (error instanceof RealmBroken) throw failure('sandboxCrashed', { detail: error.message }, place);
    throw new GradlensError({ ...place, ...asFailure(error) });
  }
  const { result } = run;
  if (result.status === 'done') return run;
  const thrown = result.error ?? { name: 'Error', message: 'no reason was given', stack: '' };
  switch (thrown.code) {
    case 'neverSettles':
      throw failure('neverSettles', {}, place);
    case 'operationLimit': {
      const partial = partialEvaluation(task, run.realm);
      throw failure('operationLimit', { limit: limits.operations }, { ...place, partial });
    }
    default:
      throw thrownBy(task, thrown, place);
  }
}

function thrownBy({ graph }: Undertaking, thrown: ThrownError & { code?: string }, place: Partial<Failure>): Error {
  const sources = [...graph.modules.values()].map(({ id, text }) => ({ fileName: id, text }));
  const failed = userFailure(thrown, sources, place, inputText(place.inputs ?? [])).failure;
  if (thrown.code !== 'moduleRefused') return new GradlensError({ ...place, ...failed });
  const { fileName, start, end, frames } = failed;
  return new GradlensError({ ...place, code: 'moduleRefused', message: thrown.message, fileName, start, end, frames });
}

/** `x = 2, p = {…}` for a message. */
function inputText(inputs: InputRecord[]): string {
  const shown = inputs.slice(0, 6);
  const parts = shown.map(({ name, value }) => `${name} = ${JSON.stringify(value)?.slice(0, 40) ?? 'undefined'}`);
  return parts.join(', ') + (inputs.length > 6 ? ', …' : '');
}

function outputOf(task: Undertaking, { tape }: Recording, result: RunResult): ChosenOutput {
  const { request, preparation } = task;
  const leaves = result.leaves ?? [];
  const type = result.resultType ?? 'value';
  const remembered = request.remembered?.[preparation.plan.target.name]?.output;
  if (request.output === undefined && remembered !== undefined) {
    try {
      return chooseOutput(tape, leaves, type, remembered, {});
    } catch {
      // the result no longer has it
    }
  }
  return chooseOutput(tape, leaves, type, request.output, placeOf(task));
}

/** Plain runs may take as long as the traced one, and a moment at least. */
function checkBudget(tracedMs: number): number {
  return Math.min(1_500, Math.max(250, tracedMs * 1.5));
}

async function checkedBy(
  plain: (values: readonly unknown[]) => Promise<number>,
  { preparation }: Undertaking,
  ids: unknown[],
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
    value,
    target: preparation.plan.target,
    affordable: (runs) => performance.now() - began + runs * (longest || tracedMs / 4) < checkBudget(tracedMs),
    plain: async (at) => {
      const start = performance.now();
      try {
        return await plain(at);
      } catch {
        // a check that fails says nothing; a cancellation is seen at the next stage
        return Number.NaN;
      } finally {
        longest = Math.max(longest, performance.now() - start);
      }
    },
  });
}
