/** @file One execution of a loop's or a function's sites, out of the many that a rolled-up graph shows as one. */
import { backwardVariant } from '../../engine';
import { Op } from '../../engine/opcodes';
import type { Tape } from '../../engine/tape';
import type { ExecutionsAnswer } from '../../protocol/analysis';
import { failure } from '../../protocol/codes';
import type { SiteId } from '../../protocol/evaluation';
import type { ExecutionsChoice } from '../../protocol/executions';
import { reportedModules } from '../assembly';
import { backwardOptions, dropGradients, sweptBy } from '../report/backward-record';
import { type GraphSource, recordsOf } from '../report/graph-records';
import { RowNames } from '../report/names';
import { sweptTape } from '../report/report';
import { CustomRows } from '../report/script/custom-rows';
import { type FoundSite, SiteTable } from '../report/site-table';
import type { Reading } from './reading';

/** Functions of one execution. */
const functionsKept = 10_000;

/** @throws invalidRequest */
export function executionsOf(reading: Reading, { sites, index }: ExecutionsChoice): ExecutionsAnswer {
  const { tape, inputs, rows: leaves, output, request } = reading;
  const { task, recording, result, ids } = reading.run.recorded;
  const { script } = result;
  const custom = script?.pass ? new CustomRows(script.pass) : null;
  const swept = sweptTape(tape, output.id, custom);
  const table = new SiteTable(reportedModules(task.graph));
  const runs = runsOf(tape, swept.reached, sites);
  const count = Math.max(0, ...[...runs.values()].map((rows) => rows.length));
  if (!Number.isInteger(index) || index < 0 || (index >= count && index > 0))
    throw failure('invalidRequest', { detail: `index must be from 0 to ${Math.max(0, count - 1)}.` });
  const chosen = executionAt(runs, index, count, table).slice(0, functionsKept);
  const variant =
    request.options && output.id > 0 && !custom
      ? backwardVariant(tape, output.id, backwardOptions(request.options))
      : null;
  const named = task.preparation.records().map(({ name }, k) => ({ name, variables: ids[k] }));
  const wanted = new Set(chosen);
  const names = new RowNames(tape, table, recording.marks, named, (id) => wanted.has(id), script?.names);
  const source: GraphSource = {
    tape,
    swept: variant ? sweptBy(variant, swept) : swept,
    names,
    output: output.id,
    inputs: leaves,
    custom,
    leavesAreInputs: script !== undefined,
  };
  const records = recordsOf(source, chosen);
  if (variant) dropGradients(records.variables, variant);
  return { kind: 'executions', inputs, diagnostics: [], index, count, ...records };
}

/** Rows of each site that the output depends on, in the order of recording; by site and operation. */
function runsOf({ op, site, length }: Tape, reached: Uint8Array, sites: readonly SiteId[]): Map<number, number[]> {
  const asked = new Set(sites);
  const found = new Map<number, number[]>();
  for (let id = 1; id < length; id++) {
    // negative: what a call makes on its way to its result
    const place = Math.abs(site[id]);
    if (reached[id] === 0 || op[id] === Op.leaf || !asked.has(place)) continue;
    const key = place * 256 + op[id];
    const rows = found.get(key);
    if (rows) rows.push(id);
    else found.set(key, [id]);
  }
  return found;
}

/**
 * The rows of one execution. Where a branch leaves sites out now and then, the one that ran most often (of several, the
 * first in the source) says where an execution begins: what stands before it in the source ran since its last time.
 */
function executionAt(runs: Map<number, number[]>, index: number, count: number, table: SiteTable): number[] {
  const all = [...runs.entries()].map(([key, rows]) => ({ place: table.find(Math.floor(key / 256)), rows }));
  const often = all.filter(({ rows }) => rows.length === count);
  if (often.length === all.length) return often.map(({ rows }) => rows[index]).sort((x, y) => x - y);
  const [pace] = often.sort((x, y) => x.rows[index] - y.rows[index]);
  const [before, here, after] = [index - 1, index, index + 1].map((k) => pace.rows[k]);
  const from = before ?? 0;
  const to = after ?? Number.POSITIVE_INFINITY;
  return all
    .flatMap(({ place, rows }) => {
      if (rows.length === count) return [rows[index]];
      const isBefore = precedes(place, pace.place);
      return rows.filter((id) => (isBefore ? id > from && id < here : id > here && id < to));
    })
    .sort((x, y) => x - y);
}

function precedes(a: FoundSite | null, b: FoundSite | null): boolean {
  return a !== null && b !== null && a.module === b.module && a.info.end <= b.info.end;
}
