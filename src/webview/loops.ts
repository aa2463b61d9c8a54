/** @file Loops whose executions are rolled up: what stands in each, and the numbers of one execution. */
import type { FunctionRecord, LoopRecord, SiteId } from '../protocol/evaluation';
import type { Executions } from '../protocol/executions';
import { functionKey, type Graph, type Item, type ItemKey, variableKey } from './graph/model';
import type { State } from './state';

/** One execution that is looked at. */
export interface Iteration {
  loop: number;
  /** From 0. */
  index: number;
  /** Its numbers, once they are known. */
  executions: Executions | null;
}

/** Drawing every execution ends here. */
export const unrolledAtMost = 10_000;

/** Items of the loop itself and of all loops in it. */
export function membersOf(graph: Graph, loops: readonly LoopRecord[], loop: number): ItemKey[] {
  const sites = sitesIn(loops, loop);
  const found: ItemKey[] = [];
  for (const made of graph.functions) {
    if (made.site === null || !sites.has(made.site) || made.rolled === null) continue;
    found.push(functionKey(made.id));
    for (const id of made.outputs) if (graph.items.has(variableKey(id))) found.push(variableKey(id));
  }
  return found;
}

/** Sites of the loop and of all loops in it. */
export function sitesIn(loops: readonly LoopRecord[], loop: number): Set<SiteId> {
  const sites = new Set(loops[loop]?.sites ?? []);
  loops.forEach((inner, place) => {
    if (place === loop) return;
    for (let at: number | null = place; at !== null; at = loops[at].parent) {
      if (at !== loop) continue;
      for (const site of inner.sites) sites.add(site);
      break;
    }
  });
  return sites;
}

/** The innermost loop that a site stands in. */
export function loopOf(loops: readonly LoopRecord[], site: SiteId | null): number | null {
  if (site === null) return null;
  const found = loops.findIndex((loop) => loop.sites.includes(site));
  return found < 0 ? null : found;
}

/** The loop that a person looks at: of the selected item, of the cursor's place, or the one that ran most often. */
export function loopInSight(state: State): number | null {
  const loops = state.evaluation?.loops ?? [];
  if (loops.length === 0 || !state.graph?.rolled || state.graph.introduced) return null;
  const { selection } = state;
  if (selection?.startsWith('l')) return Number(selection.slice(1));
  const item = selection ? state.graph.items.get(selection) : undefined;
  const selected = loopOf(loops, (item?.variable ?? item?.function)?.site ?? null);
  if (selected !== null) return selected;
  for (const site of state.marked) {
    const marked = loopOf(loops, site);
    if (marked !== null) return marked;
  }
  if (state.iteration) return state.iteration.loop;
  let most: number | null = null;
  loops.forEach((loop, place) => {
    if ((loop.count ?? 0) > (most === null ? 0 : (loops[most].count ?? 0))) most = place;
  });
  return most;
}

/** The graph with the numbers of one execution in the place of the rolled-up ones. */
export function withIteration(graph: Graph, iteration: Iteration | null): Graph {
  const executions = iteration?.executions;
  if (!executions) return graph;
  const values = new Map(executions.variables.map((variable) => [variable.id, variable]));
  const bySite = new Map(executions.functions.map((made) => [placeOf(made), made]));
  const items = new Map(graph.items);
  const shown = new Map<ItemKey, number>();
  const replace = (key: ItemKey, item: Item) => {
    items.set(key, item);
    shown.set(key, executions.index);
  };
  for (const made of graph.functions) {
    const one = made.rolled ? bySite.get(placeOf(made)) : undefined;
    if (!one) continue;
    const key = functionKey(made.id);
    replace(key, {
      ...items.get(key)!,
      function: { ...made, operands: operandsOf(made, one), stepwise: one.stepwise },
    });
    made.outputs.forEach((id, place) => {
      const output = values.get(one.outputs[place]);
      const old = items.get(variableKey(id));
      if (!output || !old?.variable) return;
      const { value, grad, dropped, generation } = output;
      replace(old.key, { ...old, variable: { ...old.variable, value, grad, dropped, generation } });
    });
  }
  return {
    ...graph,
    items,
    variables: graph.variables.map((variable) => items.get(variableKey(variable.id))!.variable!),
    functions: graph.functions.map((made) => items.get(functionKey(made.id))!.function!),
    shownIteration: shown,
  };
}

function placeOf(made: FunctionRecord): string {
  return `${made.site} ${made.op}`;
}

function operandsOf(rolled: FunctionRecord, one: FunctionRecord): FunctionRecord['operands'] {
  if (rolled.operands.length !== one.operands.length) return rolled.operands;
  return rolled.operands.map((operand, place) => {
    const { value, partial, contribution } = one.operands[place];
    return { ...operand, value, partial, contribution };
  });
}
