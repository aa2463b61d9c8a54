/** @file The graph that an evaluation holds: items and edges with their neighbours, ready to be looked up. */
import type { FunctionRecord, Operand, VariableId, VariableRecord } from '../../protocol/evaluation';
import type { GraphItem } from '../../protocol/panel';

/** `v12` or `f12`: one key for variables and functions; `l3` is the box of a loop. */
export type ItemKey = `v${number}` | `f${number}` | `l${number}`;

export interface Edge {
  /** `v3>f5#0` from an operand, `f5>v5` to an output. */
  key: string;
  from: ItemKey;
  to: ItemKey;
  /** Place among the function's operands; null on the edge to an output. */
  operand: number | null;
  /** Runs against the generations: carried from one iteration of a rolled-up loop to the next. */
  carried: boolean;
  /** No gradient passes. */
  broken: boolean;
}

export interface Item {
  key: ItemKey;
  /** Lane: 2g for a variable of generation g, 2g + 1 for a function. */
  rank: number;
  variable: VariableRecord | null;
  function: FunctionRecord | null;
}

/** What a graph is made from: an evaluation, or a part of an answer. */
export interface Records {
  variables: VariableRecord[];
  functions: FunctionRecord[];
  output: { variable: VariableId | null };
  /** Of an evaluation with another backward pass than the right one. */
  backward?: object;
}

export interface Graph {
  variables: VariableRecord[];
  functions: FunctionRecord[];
  items: Map<ItemKey, Item>;
  edges: Edge[];
  outgoing: Map<ItemKey, Edge[]>;
  incoming: Map<ItemKey, Edge[]>;
  /** Number of lanes of variables. */
  generations: number;
  /** Generation range shown over each lane of variables. */
  laneSpan: [number, number][];
  output: ItemKey | null;
  /** Name of what is differentiated: `f`, or `gx1` in the graph of a gradient. */
  of: string;
  /** The contributions in the records are those of the right backward pass. */
  recordedRight: boolean;
  /** Records stand for many executions each. */
  rolled: boolean;
  /** Items that show one execution, with its index, in place of all of them. */
  shownIteration: ReadonlyMap<ItemKey, number> | null;
  /** In the graph of a gradient: the order whose computation made a variable; 0 is the program's own. */
  introduced: ReadonlyMap<VariableId, number> | null;
  /** In the graph of a gradient: the output, gx1, gx2 … */
  roots: ItemKey[];
}

export const variableKey = (id: number): ItemKey => `v${id}`;
export const functionKey = (id: number): ItemKey => `f${id}`;

export function graphItem(key: ItemKey): GraphItem {
  const id = Number(key.slice(1));
  return key.startsWith('v') ? { variable: id } : { function: id };
}

/** Joins the records; edges to records that are not there are left out. */
export function graphOf(evaluation: Records): Graph {
  const items = new Map<ItemKey, Item>();
  for (const variable of evaluation.variables) {
    const key = variableKey(variable.id);
    items.set(key, { key, rank: 2 * variable.generation, variable, function: null });
  }
  for (const made of evaluation.functions) {
    const key = functionKey(made.id);
    items.set(key, { key, rank: 2 * made.generation + 1, variable: null, function: made });
  }
  const edges: Edge[] = [];
  for (const made of evaluation.functions) {
    const to = functionKey(made.id);
    made.operands.forEach((operand, place) => {
      if (operand.variable === null) return;
      const from = variableKey(operand.variable);
      if (!items.has(from)) return;
      edges.push({
        key: `${from}>${to}#${place}`,
        from,
        to,
        operand: place,
        carried: false,
        broken: isBroken(made, operand),
      });
    });
    for (const id of made.outputs) {
      const output = variableKey(id);
      if (items.has(output)) {
        edges.push({
          key: `${to}>${output}`,
          from: to,
          to: output,
          operand: null,
          carried: false,
          broken: made.stepwise,
        });
      }
    }
  }
  const graph: Graph = {
    variables: evaluation.variables,
    functions: evaluation.functions,
    items,
    edges,
    outgoing: grouped(edges, (edge) => edge.from),
    incoming: grouped(edges, (edge) => edge.to),
    generations: 0,
    laneSpan: [],
    output: evaluation.output.variable === null ? null : presentKey(items, evaluation.output.variable),
    of: 'f',
    recordedRight: evaluation.backward === undefined,
    rolled: [...items.values()].some((item) => record(item).rolled !== null),
    shownIteration: null,
    introduced: null,
    roots: [],
  };
  rank(graph);
  return graph;
}

function presentKey(items: Map<ItemKey, Item>, id: number): ItemKey | null {
  const key = variableKey(id);
  return items.has(key) ? key : null;
}

function isBroken(made: FunctionRecord, operand: Operand): boolean {
  return made.stepwise || (operand.partial !== null && Number.isNaN(operand.partial));
}

function grouped(edges: Edge[], by: (edge: Edge) => ItemKey): Map<ItemKey, Edge[]> {
  const groups = new Map<ItemKey, Edge[]>();
  for (const edge of edges) {
    const group = groups.get(by(edge));
    if (group) group.push(edge);
    else groups.set(by(edge), [edge]);
  }
  return groups;
}

/**
 * Lanes. Where nothing is rolled up the generation is the lane. Rolled-up records span generations, and loops
 * close cycles: edges that do not climb from the first iteration on are `carried`, and the lanes are the
 * longest paths over the others.
 */
function rank(graph: Graph): void {
  const { rolled } = graph;
  if (rolled) rankByPaths(graph);
  const used = new Set<number>();
  for (const item of graph.items.values()) used.add(item.variable ? item.rank / 2 : (item.rank - 1) / 2);
  // Lanes without any item (records left out by the report) are closed up.
  const lanes = [...used].sort((a, b) => a - b);
  const place = new Map(lanes.map((lane, index) => [lane, index]));
  for (const item of graph.items.values()) {
    const lane = place.get(item.variable ? item.rank / 2 : (item.rank - 1) / 2)!;
    item.rank = item.variable ? 2 * lane : 2 * lane + 1;
  }
  graph.generations = lanes.length;
  graph.laneSpan = lanes.map((lane) => (rolled ? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] : [lane, lane]));
  if (!rolled) return;
  for (const item of graph.items.values()) {
    if (!item.variable) continue;
    const span = graph.laneSpan[item.rank / 2];
    const [low, high] = item.variable.rolled?.generation ?? [item.variable.generation, item.variable.generation];
    span[0] = Math.min(span[0], low);
    span[1] = Math.max(span[1], high);
  }
  graph.laneSpan = graph.laneSpan.map(([low, high]) => (low <= high ? [low, high] : [0, 0]));
}

function record(item: Item): VariableRecord | FunctionRecord {
  return (item.variable ?? item.function)!;
}

/** Lane of the first execution; a function's is told by what it gave, just before it. */
function firstLane(graph: Graph, item: Item): number {
  if (item.variable) return 2 * (item.variable.rolled?.generation[0] ?? item.variable.generation);
  const outputs = (graph.outgoing.get(item.key) ?? []).map((edge) => firstLane(graph, graph.items.get(edge.to)!));
  return outputs.length > 0 ? Math.min(...outputs) - 1 : 2 * item.function!.generation + 1;
}

function rankByPaths(graph: Graph): void {
  const lanes = new Map([...graph.items.values()].map((item) => [item.key, firstLane(graph, item)]));
  for (const edge of graph.edges) {
    edge.carried = lanes.get(edge.from)! >= lanes.get(edge.to)!;
  }
  // First generations climb along every edge that is left, so this order is topological.
  const order = [...graph.items.values()].sort((a, b) => lanes.get(a.key)! - lanes.get(b.key)!);
  for (const item of order) item.rank = item.variable ? 0 : 1;
  for (const item of order) {
    for (const edge of graph.outgoing.get(item.key) ?? []) {
      if (edge.carried) continue;
      const next = graph.items.get(edge.to)!;
      next.rank = Math.max(next.rank, item.rank + 1);
    }
  }
}

/** Everything that `key` was computed from (`up`) or that was computed from it (`down`), itself included. */
export function traced(graph: Graph, key: ItemKey, direction: 'up' | 'down'): Set<ItemKey> {
  const seen = new Set<ItemKey>([key]);
  const stack = [key];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    for (const edge of (direction === 'up' ? graph.incoming : graph.outgoing).get(next) ?? []) {
      const other = direction === 'up' ? edge.from : edge.to;
      if (!seen.has(other)) {
        seen.add(other);
        stack.push(other);
      }
    }
  }
  return seen;
}

/** Everything on a path from one item to the other, whichever comes first; empty where none leads there. */
export function between(graph: Graph, a: ItemKey, b: ItemKey): Set<ItemKey> {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const above = traced(graph, to, 'up');
    if (!above.has(from)) continue;
    return new Set([...traced(graph, from, 'down')].filter((key) => above.has(key)));
  }
  return new Set();
}
