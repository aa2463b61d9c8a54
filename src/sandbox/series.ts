/** @file What a program of Variables tells while it runs, on its way from the inner realm to the supervisor. */
import type { SeriesProgress } from '../protocol/script';
import { reportedModules } from './assembly';
import type { ModuleGraph } from './module-graph';
import { rootName } from './report/script/root-name';
import { SiteTable } from './report/site-table';

/** Longer texts are none of ours. */
const longest = 2_000_000;
/** Places of `backward()` that are followed. */
const seriesKept = 50;

interface Told {
  rootSite: unknown;
  name: unknown;
  steps: unknown;
  points: { step: unknown; value: unknown }[];
}

/**
 * A function for the inner realm: it takes text, gives nothing and never throws, so that nothing of this realm gets
 * there. What it is told is not trusted.
 */
export function teller(graph: ModuleGraph, series: (series: SeriesProgress[]) => void): (text: string) => void {
  let table: SiteTable | null = null;
  const progressOf = ({ rootSite, name, steps, points }: Told): SeriesProgress => {
    table ??= new SiteTable(reportedModules(graph));
    return {
      name: rootName(table, Number(rootSite), typeof name === 'string' ? name : null),
      steps: Number(steps),
      points: points.map(({ step, value }) => ({ step: Number(step), value: Number(value) })),
    };
  };
  return (text) => {
    try {
      if (typeof text !== 'string' || text.length > longest) return;
      const told = JSON.parse(text) as Told[];
      if (Array.isArray(told)) series(told.slice(0, seriesKept).map(progressOf));
    } catch {
      // progress is no reason to fail
    }
  };
}
