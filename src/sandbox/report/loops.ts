/** @file Loops and functions of the source whose bodies ran often: the boxes around rolled-up records. */
import type { FunctionRecord, LoopRecord } from '../../protocol/evaluation';
import { type Body, bodiesIn } from '../../snippet/bodies';
import type { ReportedModule, SiteTable } from './site-table';

/** Longer texts are not read for their loops. */
const charactersRead = 500_000;
const known = new WeakMap<ReportedModule['sites'], Body[]>();

/** In source order, outer ones before those inside them. */
export function loopRecords(functions: readonly FunctionRecord[], table: SiteTable): LoopRecord[] {
  const found = new Map<Body, LoopRecord & { around: Body[] }>();
  for (const { site, rolled } of functions) {
    const place = site === null ? null : table.find(site);
    if (!place || site === null) continue;
    const { module, info } = place;
    const around = bodiesOf(module).filter(({ from, end }) => from <= info.start && info.end <= end);
    for (const [depth, body] of around.entries()) {
      let record = found.get(body);
      if (!record) {
        const { kind, name, start, end } = body;
        const { fileName } = module;
        record = {
          fileName,
          start,
          end,
          kind,
          name,
          count: null,
          sites: [],
          parent: null,
          around: around.slice(0, depth),
        };
        found.set(body, record);
      }
      if (depth < around.length - 1) continue;
      if (!record.sites.includes(site)) record.sites.push(site);
      record.count = Math.max(record.count ?? 1, rolled?.count ?? 1);
    }
  }
  // what ran once needs no box; of a loop whose operations are all in inner ones it is not known how often it ran
  const kept = [...found].filter(([, { kind, count }]) => (count === null ? kind === 'loop' : count > 1));
  kept.sort(([, p], [, q]) => (p.fileName === q.fileName ? p.start - q.start || q.end - p.end : 0));
  const places = new Map(kept.map(([body], k) => [body, k]));
  return kept.map(([, { around, ...record }]) => {
    const parent = around.findLast((body) => places.has(body));
    return { ...record, parent: parent === undefined ? null : (places.get(parent) ?? null) };
  });
}

/** Outer ones first. */
function bodiesOf({ fileName, text, sites }: ReportedModule): Body[] {
  let found = known.get(sites);
  if (found) return found;
  found = [];
  if (text !== undefined && text.length <= charactersRead) {
    try {
      found = bodiesIn(text, fileName);
    } catch {
      // it was read in another way to be run; without its loops the records still stand by themselves
    }
  }
  known.set(sites, found);
  return found;
}
