/** @file What a program of Variables tells while it runs, on its way from the inner realm to the supervisor. */
import type { SeriesProgress } from '../protocol/script';
import type { ModuleGraph } from './module-graph';
import { rootName } from './report/script/root-name';
import { SiteTable } from './report/site-table';

/** Longer texts are none of ours. */
const longest = 100_000;

/**
 * A function for the inner realm: it takes text, gives nothing and never throws, so that nothing of this realm gets
 * there. What it is told is not trusted.
 */
export function teller(graph: ModuleGraph, series: (points: SeriesProgress) => void): (text: string) => void {
  let table: SiteTable | null = null;
  return (text) => {
    try {
      if (typeof text !== 'string' || text.length > longest) return;
      const told = JSON.parse(text) as { rootSite: unknown; name: unknown; steps: unknown; points: unknown };
      if (!Array.isArray(told.points)) return;
      table ??= new SiteTable(
        [...graph.modules.values()].map(({ id, siteBase, instrumented, text: source }) => {
          const { sites, bindings } = instrumented;
          return { fileName: id, text: source, siteBase, sites, bindings };
        }),
      );
      series({
        name: rootName(table, Number(told.rootSite), typeof told.name === 'string' ? told.name : null),
        steps: Number(told.steps),
        points: told.points.map((point: { step: unknown; value: unknown }) => ({
          step: Number(point.step),
          value: Number(point.value),
        })),
      });
    } catch {
      // progress is no reason to fail
    }
  };
}
