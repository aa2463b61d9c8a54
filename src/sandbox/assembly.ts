/** @file Puts an `Evaluation` together from a recorded run. */
import { rowBytes, Tape } from '../engine/tape';
import type { PreparedRequest } from '../protocol/border';
import { diagnostic } from '../protocol/codes';
import type { Evaluation, GradValue, InputRecord, OutputChoice, SourceRange } from '../protocol/evaluation';
import { type Checked, numericalOf } from './honesty';
import type { ModuleGraph } from './module-graph';
import { numericLeaves, shapedLike } from './numeric-leaves';
import type { Preparation } from './preparation';
import type { Realm } from './realm';
import type { RunResult } from './realm-control';
import { backwardRecord } from './report/backward-record';
import { type Report, report } from './report/report';
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

export function reported(
  { request, preparation, graph }: Undertaking,
  { tape, marks }: Recording,
  { events }: Pick<RunResult, 'events'>,
  output: number,
  ids: unknown[],
): Report {
  return report({
    tape,
    marks,
    modules: reportedModules(graph),
    output,
    inputs: preparation.records().map(({ name }, k) => ({ name, variables: ids[k] })),
    target: preparation.plan.target,
    events,
    outputBytes: request.limits.outputBytes,
    ...(request.options ? { backward: request.options } : {}),
    ...(request.unrolled ? { unrolled: true } : {}),
  });
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
  printed: RunResult['printed'],
  checked: Checked,
  milliseconds: Evaluation['statistics']['milliseconds'],
): Evaluation {
  const { target } = preparation.plan;
  const { swept, variant, names, findings } = made;
  const { adjoints } = variant ?? swept;
  const inputs = preparation.records().map((record, k): InputRecord => {
    const variables = shapedLike(record.value, ids[k], (id) => id);
    if (!record.differentiated) return { ...record, variables };
    const grad = shapedLike(record.value, ids[k], (id) => adjoints[id]);
    const numerical: GradValue | undefined = numericalOf(variables, checked.slopes);
    return { ...record, grad, variables, ...(numerical === undefined ? {} : { numerical }) };
  });
  for (const found of checked.diagnostics) findings.add(found);
  lostInputs(made, inputs, target, output.id);
  const expected = () =>
    Object.fromEntries(
      inputs
        .filter(({ differentiated }) => differentiated)
        .map(({ name, value, variables }) => [name, shapedLike(value, variables, (id) => swept.adjoints[id])]),
    );
  const backward =
    variant && request.options
      ? backwardRecord(variant, request.options, names, findings, (id) => findings.rangeOf(tape.site[id]), expected())
      : null;
  const operations = tape.length - 1;
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
    diagnostics: findings.diagnostics,
    printed,
    statistics: { operations, tapeBytes: operations * rowBytes, rolledUp: made.rolledUp, milliseconds },
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
