/** @file From a recorded tape to what people see: sweep, records, statistics, findings. */
import { type BackwardVariant, backwardOrder, backwardVariant, generations, reachable, reverse } from '../../engine';
import { Op } from '../../engine/opcodes';
import type { Tape } from '../../engine/tape';
import type {
  BackwardChoice,
  BindingRecord,
  FunctionRecord,
  LoopRecord,
  SiteRecord,
  SourceRange,
  VariableRecord,
} from '../../protocol/evaluation';
import type { ScriptRun } from '../realm/script/run';
import type { RealmEvent } from '../realm-control';
import { backwardOptions, dropGradients, dropIntermediates, sweptBy } from './backward-record';
import { Findings } from './findings';
import { plainRecords } from './graph-records';
import { loopRecords } from './loops';
import { RowNames } from './names';
import { rolledRecords } from './rolled-records';
import { CustomRows } from './script/custom-rows';
import { type Marks, SiteStatisticsTable } from './site-records';
import { type ReportedModule, SiteTable } from './site-table';
import type { Swept } from './statistics';

/** More rows than this are rolled up by source range. */
export const rollUpAbove = 2_000;
/** The same, where every function by itself is asked for. */
const unrollUpTo = 10_000;

export interface Recorded {
  tape: Tape;
  marks: Marks;
  modules: ReportedModule[];
  /** Row of the output; 0 where it is a constant. */
  output: number;
  /** Names and rows of the inputs. */
  inputs: { name: string; variables: unknown }[];
  target: SourceRange;
  events: readonly RealmEvent[];
  /** Limits that an event may name. */
  outputBytes?: number;
  /** Another backward pass than the right one. */
  backward?: BackwardChoice;
  unrolled?: boolean;
  /** Where the program used Variables. */
  script?: ScriptRun;
}

export interface Report {
  /** By the right pass. */
  swept: Swept;
  /** By the pass that was asked for. */
  variant: BackwardVariant | null;
  names: RowNames;
  findings: Findings;
  variables: VariableRecord[];
  functions: FunctionRecord[];
  sites: SiteRecord[];
  bindings: BindingRecord[];
  /** Of rolled-up graphs. */
  loops: LoopRecord[] | null;
  rolledUp: boolean;
  milliseconds: { sweep: number; report: number };
}

/** Adjoints, reach, generations and backward order of every row. */
export function sweptTape(tape: Tape, output: number, custom: CustomRows | null = null): Swept {
  const generation = generations(tape);
  const place = new Int32Array(tape.length);
  if (output <= 0) {
    return {
      value: tape.value,
      adjoints: new Float64Array(tape.length),
      reached: new Uint8Array(tape.length),
      generation,
      place,
    };
  }
  const adjoints = custom ? custom.adjoints(tape.length) : reverse(tape, output);
  const order = backwardOrder(tape, output, generation, custom?.functionOf);
  for (let k = 0; k < order.length; k++) place[order[k]] = k + 1;
  return { value: tape.value, adjoints, reached: reachable(tape, output), generation, place };
}

export function report(recorded: Recorded): Report {
  const { tape, marks, modules, output } = recorded;
  const begin = performance.now();
  const { script } = recorded;
  const custom = script?.pass ? new CustomRows(script.pass) : null;
  const swept = sweptTape(tape, output, custom);
  const variant =
    recorded.backward && output > 0 && !custom
      ? backwardVariant(tape, output, backwardOptions(recorded.backward))
      : null;
  const shown = variant ? sweptBy(variant, swept) : swept;
  const sweptAt = performance.now();
  const table = new SiteTable(modules);
  const inputs = recorded.inputs.flatMap(({ variables }) => rowsOf(variables));
  const rolledUp = shownRows(tape, swept, inputs) > (recorded.unrolled ? unrollUpTo : rollUpAbove);
  const wanted = rolledUp ? (id: number) => id === output : (id: number) => swept.reached[id] === 1;
  const names = new RowNames(tape, table, marks, recorded.inputs, wanted, script?.names);
  const source = { tape, swept: shown, names, output, inputs, custom, leavesAreInputs: script !== undefined };
  const records = (rolledUp ? rolledRecords : plainRecords)(source);
  if (variant) dropGradients(records.variables, variant);
  else if (script?.switches && script.switches.retainGrad !== true) dropIntermediates(records.variables);
  const statistics = new SiteStatisticsTable(table, tape, marks, shown);
  const findings = findingsIn(recorded, table, swept);
  return {
    swept,
    variant,
    names,
    findings,
    ...records,
    sites: statistics.records(),
    bindings: statistics.bindings(modules),
    loops: rolledUp ? loopRecords(records.functions, table) : null,
    rolledUp,
    milliseconds: { sweep: sweptAt - begin, report: performance.now() - sweptAt },
  };
}

/** What makes the gradient of a recording a convention, or leaves it open: a report without its records. */
export function findingsOf(recorded: Recorded): Findings {
  const { tape, modules, output, script } = recorded;
  const custom = script?.pass ? new CustomRows(script.pass) : null;
  return findingsIn(recorded, new SiteTable(modules), sweptTape(tape, output, custom));
}

function findingsIn({ tape, modules, output, target, events, outputBytes }: Recorded, table: SiteTable, swept: Swept) {
  const findings = new Findings(table, target);
  findings.ofEvents(events, modules, outputBytes ?? 0);
  findings.ofTape(tape, swept, output);
  return findings;
}

/** All rows in a structure shaped like an input's value. */
export function rowsOf(variables: unknown): number[] {
  if (typeof variables === 'number') return variables > 0 ? [variables] : [];
  if (Array.isArray(variables)) return variables.flatMap(rowsOf);
  if (variables !== null && typeof variables === 'object') return Object.values(variables).flatMap(rowsOf);
  return [];
}

function shownRows(tape: Tape, { reached }: Swept, inputs: number[]): number {
  let shown = inputs.length;
  for (let id = 1; id < tape.length; id++) if (reached[id] === 1 && tape.op[id] !== Op.leaf) shown++;
  return shown;
}
