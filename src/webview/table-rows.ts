/** @file The graph as rows: what the table shows, sorted and filtered. */

import type { VariableRecord } from '../protocol/evaluation';
import { functionKey, type ItemKey, variableKey } from './graph/model';
import { functionName, variableName } from './names';
import { readingOf } from './reading';
import { quote, sitesOf } from './source';
import type { State } from './state';

export interface Row {
  key: ItemKey;
  name: string;
  /** Primitive of a function, role of a variable. */
  operation: string;
  value: number | null;
  gradient: number | null;
  generation: number;
  order: number | null;
  line: number | null;
  times: number;
}

export type Column = Exclude<keyof Row, 'key'>;
export const columns: readonly Column[] = [
  'name',
  'operation',
  'value',
  'gradient',
  'generation',
  'order',
  'line',
  'times',
];

export function rowsOf(state: State): Row[] {
  const { graph } = state;
  if (!graph) return [];
  const reading = readingOf(state);
  const gradientOf = (variable: VariableRecord) => {
    const { grad, dropped } = reading(variable);
    return dropped ? null : grad;
  };
  const lines = new Map<number, number | null>();
  const lineOf = (site: number | null): number | null => {
    if (site === null) return null;
    if (!lines.has(site)) {
      const range = sitesOf(state).get(site);
      lines.set(site, range ? (quote(state, range)?.line ?? null) : null);
    }
    return lines.get(site) ?? null;
  };
  const variables = graph.variables.map(
    (variable): Row => ({
      key: variableKey(variable.id),
      name: variableName(state, variable),
      operation: variable.role,
      value: variable.value,
      gradient: gradientOf(variable),
      generation: variable.generation,
      order: null,
      line: lineOf(variable.site),
      times: variable.rolled?.count ?? 1,
    }),
  );
  const functions = graph.functions.map((made): Row => {
    const output = graph.items.get(variableKey(made.outputs[0]))?.variable ?? null;
    return {
      key: functionKey(made.id),
      name: functionName(state, graph, made),
      operation: made.op,
      value: output?.value ?? null,
      gradient: output ? gradientOf(output) : null,
      generation: made.generation,
      order: made.order,
      line: lineOf(made.site),
      times: made.rolled?.count ?? 1,
    };
  });
  return [...variables, ...functions];
}

/** Rows whose name, operation or `:line` holds every word of `query`. */
export function filtered(rows: Row[], query: string): Row[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const hay = `${row.name} ${row.operation}`.toLowerCase();
    return words.every(
      (word) => hay.includes(word) || (/^:?\d+$/.test(word) && row.line === Number(word.replace(':', ''))),
    );
  });
}

/** Missing values come last in either direction; NaN after numbers. */
export function sorted(rows: Row[], by: Column, descending: boolean): Row[] {
  const sign = descending ? -1 : 1;
  return rows
    .map((row, index) => ({ row, index }))
    .sort((a, b) => {
      const [x, y] = [a.row[by], b.row[by]];
      if (x === null || y === null) return Number(x === null) - Number(y === null) || a.index - b.index;
      if (typeof x === 'string' || typeof y === 'string')
        return sign * String(x).localeCompare(String(y)) || a.index - b.index;
      if (Number.isNaN(x) || Number.isNaN(y))
        return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a.index - b.index;
      return sign * (x - y) || a.index - b.index;
    })
    .map(({ row }) => row);
}
