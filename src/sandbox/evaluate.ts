/** @file One evaluation from request to record: plan, load, run, choose the output, sweep, check, report. */

import { Tape } from '../engine/tape';
import type { PreparedRequest } from '../protocol/border';
import { asFailure, diagnostic, failure, GradlensError } from '../protocol/codes';
import type { Evaluation, GradValue, InputRecord, SourceRange } from '../protocol/evaluation';
import type { Failure, Stage } from '../protocol/request';
import { checkHonesty, numericalOf } from './honesty';
import type { ModuleCache } from './module-cache';
import { ModuleGraph, type Resolve } from './module-graph';
import { numericLeaves, shapedLike } from './numeric-leaves';
import { chooseOutput, valueAt } from './outcome';
import { Preparation } from './preparation';
import { Program, type Run } from './program';
import { RealmBroken, RealmTimeout } from './realm';
import type { RunPlan } from './realm-control';
import { type Report, report } from './report/report';
import { userFailure } from './user-error';

export interface Surroundings {
  cache: ModuleCache;
  resolve: Resolve;
  progress: (stage: Stage) => void;
  /** Lets messages in (a cancellation). */
  turn: () => Promise<void>;
}

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
  const { plan } = preparation;
  const instrumenting = await stage('instrumenting');
  const entry = preparation.entry();
  const graph = new ModuleGraph(entry, around.cache, around.resolve, request.limits, () => preparation.watchingEntry());
  await graph.collect();
  const running = await stage('running');
  let spent = 0;
  let since = performance.now();
  const program = new Program(graph, () => request.limits.timeoutMs - spent - (performance.now() - since), around.turn);
  const runPlan = preparation.runPlan('traced');
  const known: Partial<Failure> = { target: plan.target, inputs: preparation.records() };
  const run = await ran(program, runPlan, request, plan.target, graph, known);
  spent += performance.now() - since;
  const sweeping = await stage('sweeping');
  const tape = Tape.over(run.realm.control.columns());
  const marks = run.realm.control.marks();
  const leaves = run.result.leaves ?? [];
  const wanted = request.output ?? request.remembered?.[plan.target.name]?.output;
  const output = chooseOutput(tape, leaves, run.result.resultType ?? 'value', wanted, {
    ...rangeOnly(plan.target),
    ...known,
  });
  const ids = preparation.idsOf(run.result.inputIds ?? []);
  const made = report({
    tape,
    marks: { length: marks.length, pairs: new Int32Array(marks.buffer) },
    modules: [...graph.modules.values()].map(({ id, siteBase, instrumented }) => ({
      fileName: id,
      siteBase,
      ...instrumented,
    })),
    output: output.id,
    inputs: preparation.records().map(({ name }, k) => ({ name, variables: ids[k] })),
    target: plan.target,
    events: run.result.events,
  });
  await stage('checking');
  const tracedMs = sweeping - running;
  const values = preparation.values();
  const traced = values.flatMap((value, k) => numericLeaves(k, value, ids[k]));
  const checks = performance.now();
  let longest = 0;
  since = performance.now();
  const checked =
    request.check === false
      ? { diagnostics: [], slopes: new Map<number, number>() }
      : await checkHonesty({
          values,
          leaves: traced,
          adjoints: made.swept.adjoints,
          value: output.value,
          target: plan.target,
          affordable: (runs) => performance.now() - checks + runs * (longest || tracedMs / 4) < checkBudget(tracedMs),
          plain: async (at) => {
            const start = performance.now();
            try {
              const result = await program.again(preparation.runPlan('plain', at));
              return result.status === 'done' ? valueAt(result.leaves ?? [], output.path) : Number.NaN;
            } catch (error) {
              if (error instanceof GradlensError && error.code === 'cancelled') throw error;
              return Number.NaN;
            } finally {
              longest = Math.max(longest, performance.now() - start);
            }
          },
        });
  await stage('reporting');
  const inputs = preparation.records().map((record, k): InputRecord => {
    const variables = shapedLike(record.value, ids[k], (id) => id) as GradValue;
    const grad = record.differentiated ? shapedLike(record.value, ids[k], (id) => made.swept.adjoints[id]) : null;
    const numerical = record.differentiated ? numericalOf(variables, checked.slopes) : undefined;
    return { ...record, grad, variables, ...(numerical === undefined ? {} : { numerical }) };
  });
  const { findings } = made;
  for (const found of checked.diagnostics) findings.add(found);
  lostInputs(made, inputs, plan.target, output.id);
  const finished = performance.now();
  return {
    target: plan.target,
    output: {
      path: output.path,
      value: output.value,
      variable: output.id > 0 ? output.id : null,
      choices: output.choices,
    },
    inputs,
    variables: made.variables,
    functions: made.functions,
    sites: made.sites,
    bindings: made.bindings,
    diagnostics: findings.diagnostics,
    printed: run.result.printed,
    statistics: {
      operations: tape.length - 1,
      tapeBytes: (tape.length - 1) * 29,
      rolledUp: made.rolledUp,
      milliseconds: {
        load: instrumenting - began,
        instrument: running - instrumenting,
        run: tracedMs,
        sweep: made.milliseconds.sweep,
        report: made.milliseconds.report + (finished - checks),
        total: finished - began,
      },
    },
    sources: Object.fromEntries([...graph.modules.values()].map(({ id, hash }) => [id, hash])),
  };
}

/** Plain runs may take as long as the traced one, and a moment at least. */
function checkBudget(tracedMs: number): number {
  return Math.min(1_500, Math.max(80, tracedMs * 1.5));
}

function rangeOnly({ fileName, start, end }: SourceRange): SourceRange {
  return { fileName, start, end };
}

async function ran(
  program: Program,
  plan: RunPlan,
  request: PreparedRequest,
  target: SourceRange,
  graph: ModuleGraph,
  known: Partial<Failure>,
): Promise<Run> {
  const place = { ...rangeOnly(target), ...known };
  let run: Run;
  try {
    run = await program.run(plan);
  } catch (error) {
    if (error instanceof RealmTimeout) throw failure('timeout', { limit: request.limits.timeoutMs }, place);
    if (error instanceof RealmBroken) throw failure('sandboxCrashed', { detail: error.message }, place);
    throw new GradlensError({ ...place, ...asFailure(error) });
  }
  const { result } = run;
  if (result.status === 'done') return run;
  const thrown = result.error ?? { name: 'Error', message: 'no reason was given', stack: '' };
  if (thrown.code === 'neverSettles') throw failure('neverSettles', {}, place);
  if (thrown.code === 'operationLimit') throw failure('operationLimit', { limit: request.limits.operations }, place);
  const sources = [...graph.modules.values()].map(({ id, text }) => ({ fileName: id, text }));
  if (thrown.code === 'moduleRefused') {
    const { fileName, start, end } = userFailure(thrown, sources, place, '').failure;
    throw new GradlensError({ ...known, code: 'moduleRefused', message: thrown.message, fileName, start, end });
  }
  const failed = userFailure(thrown, sources, place, inputText(known.inputs ?? []));
  throw new GradlensError({ ...known, ...failed.failure });
}

/** `x = 2, p = {…}` for a message. */
function inputText(inputs: InputRecord[]): string {
  const parts = inputs
    .slice(0, 6)
    .map(({ name, value }) => `${name} = ${JSON.stringify(value)?.slice(0, 40) ?? 'undefined'}`);
  return parts.join(', ') + (inputs.length > 6 ? ', …' : '');
}

/** Differentiated inputs that the output does not depend on, or only through steps. */
function lostInputs({ findings, swept }: Report, inputs: InputRecord[], target: SourceRange, output: number): void {
  for (const input of inputs) {
    if (!input.differentiated) continue;
    const ids = numericLeaves(0, input.value, input.variables).map(({ id }) => id);
    if (ids.length === 0) continue;
    const place = input.range ?? target;
    if (output === 0 || ids.every((id) => swept.reached[id] === 0)) {
      findings.add(diagnostic('unreachedInput', { name: input.name }, 'information', place));
    } else if (ids.every((id) => swept.adjoints[id] === 0)) {
      const steps = findings.diagnostics.some(({ code }) => code === 'stepwise');
      if (steps)
        findings.add(diagnostic('zeroGradient', { names: input.name, detail: 'piecewise constant' }, 'warning', place));
    }
  }
}
