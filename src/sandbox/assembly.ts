/** @file Puts an `Evaluation` together from a recorded run. */
import { rowBytes, Tape } from '../engine/tape';
import type { PreparedRequest } from '../protocol/border';
import { diagnostic } from '../protocol/codes';
import type {
  BackwardChoice,
  Evaluation,
  GradValue,
  InputRecord,
  OutputChoice,
  SourceRange,
} from '../protocol/evaluation';
import { type Checked, numericalOf } from './honesty';
import type { ModuleGraph } from './module-graph';
import { numericLeaves, shapedLike } from './numeric-leaves';
import type { Preparation } from './preparation';
import type { Realm } from './realm';
import type { ScriptRun } from './realm/script/run';
import type { RunResult } from './realm-control';
import { backwardRecord } from './report/backward-record';
import { memoryRecord } from './report/memory';
import { type Recorded, type Report, report } from './report/report';
import { ScriptReport } from './report/script/script-record';
import type { Marks } from './report/site-records';
import type { ReportedModule } from './report/site-table';

/** What one request has led to so far. */
export interface Undertaking {
  request: PreparedRequest;
  preparation: Preparation;
  graph: ModuleGraph;
}

export interface ChosenOutput {
  path: string;
  value: number;
  /** Row of the tape; 0 for a constant. */
  id: number;
  choices: OutputChoice[];
}

/** A tape with its marks, out of the inner realm. */
export interface Recording {
  tape: Tape;
  marks: Marks;
}

/** @param rows at most so many are looked at */
export function recordingOf({ control }: Realm, rows = Number.POSITIVE_INFINITY): Recording {
  const columns = control.columns();
  const tape = Tape.over(columns.length > rows ? { ...columns, length: rows } : columns);
  const { length, buffer } = control.marks();
  return { tape, marks: { length, pairs: new Int32Array(buffer) } };
}

type Ran = Pick<RunResult, 'events' | 'script'>;

export function reported(task: Undertaking, recording: Recording, ran: Ran, output: number, ids: unknown[]): Report {
  return report(recordedOf(task, recording, ran, output, ids));
}

/** What a report is made of. */
export function recordedOf(
  { request, preparation, graph }: Undertaking,
  { tape, marks }: Recording,
  { events, script }: Ran,
  output: number,
  ids: unknown[],
): Recorded {
  return {
    tape,
    marks,
    modules: reportedModules(graph),
    output,
    inputs: preparation.records().map(({ name }, k) => ({ name, variables: ids[k] })),
    target: preparation.plan.target,
    events,
    outputBytes: request.limits.outputBytes,
    ...backwardOf(request.options, script),
    ...(script ? { script } : {}),
    ...(request.unrolled ? { unrolled: true } : {}),
  };
}

/** The pass that was asked for, or the one that a script itself chose. */
function backwardOf(options: BackwardChoice | undefined, script: ScriptRun | undefined): { backward?: BackwardChoice } {
  if (options) return { backward: options };
  const { order = 'generations', accumulate = 'add', retainGrad = false } = script?.switches ?? {};
  return order === 'generations' && accumulate === 'add' ? {} : { backward: { order, accumulate, retainGrad } };
}

export function reportedModules(graph: ModuleGraph): ReportedModule[] {
  return [...graph.modules.values()].map(({ id, siteBase, instrumented, text }) => {
    const { sites, bindings } = instrumented;
    return { fileName: id, text, siteBase, sites, bindings };
  });
}

export function assembled(
  { request, preparation, graph }: Undertaking,
  { tape }: Recording,
  made: Report,
  output: ChosenOutput,
  ids: unknown[],
  { printed, script }: Pick<RunResult, 'printed' | 'script'>,
  checked: Checked,
  milliseconds: Evaluation['statistics']['milliseconds'],
): Evaluation {
  const { target } = preparation.plan;
  const { swept, variant, names, findings } = made;
  const { adjoints } = variant ?? swept;
  const inputs = preparation.records().map((record, k): InputRecord => {
    const variables = shapedLike(record.value, ids[k], (id) => id);
    if (!record.differentiated) return { ...record, variables };
    const grad =
      preparation.arrayGrad(k, script) ??
      shapedLike(record.value, ids[k], (id) =>
        target.kind === 'script' && swept.reached[id] === 0 ? null : adjoints[id],
      );
    const numerical: GradValue | undefined = numericalOf(variables, checked.slopes);
    return { ...record, grad, variables, ...(numerical === undefined ? {} : { numerical }) };
  });
  for (const found of checked.diagnostics) findings.add(found);
  // a script that makes several graphs does not lose what the others were made of
  if (target.kind !== 'script') lostInputs(made, inputs, target, output.id);
  const expected = () =>
    Object.fromEntries(
      inputs
        .filter(({ differentiated }) => differentiated)
        .map(({ name, value, variables }) => [name, shapedLike(value, variables, (id) => swept.adjoints[id])]),
    );
  const choice = backwardOf(request.options, script).backward;
  const backward =
    variant && choice
      ? backwardRecord(variant, choice, names, findings, (id) => findings.rangeOf(tape.site[id]), expected())
      : null;
  const told = script && (target.kind === 'script' || script.backwardCount > 0 || script.checks.length > 0);
  const left = told ? new ScriptReport(script, reportedModules(graph)) : null;
  for (const found of left?.diagnostics(target) ?? []) findings.add(found);
  const operations = Math.max(tape.length - 1, script?.operations ?? 0);
  return {
    target,
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
    ...(made.loops ? { loops: made.loops } : {}),
    ...(backward ? { backward } : {}),
    ...(left ? { script: left.record() } : {}),
    diagnostics: findings.diagnostics,
    printed,
    statistics: {
      operations,
      tapeBytes: (tape.length - 1) * rowBytes,
      // arrays are beside the tape
      ...(script?.pass ? {} : { memory: memoryRecord(tape, swept) }),
      rolledUp: made.rolledUp,
      milliseconds,
    },
    sources: Object.fromEntries([...graph.modules.values()].map(({ id, hash }) => [id, hash])),
  };
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
      const detail = 'piecewise constant';
      if (steps) findings.add(diagnostic('zeroGradient', { names: input.name, detail }, 'warning', place));
    }
  }
}
