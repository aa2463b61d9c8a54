/** @file Which graph is shown: the program's own, or what computes one of its gradients. */
import type { GradientGraph, GradientGraphChoice } from '../protocol/gradient-graph';
import { type Graph, graphOf, type ItemKey, type Records, variableKey } from './graph/model';
import { sweep } from './sweep';

export interface Scene {
  /** 0: the program's own graph; k: that of its k-th derivative. */
  order: number;
  /** Path of the input that is differentiated with respect to. */
  input: string;
  /** With the program's own graph, rather than the gradient's alone. */
  together: boolean;
  simplify: boolean;
}

export const highestOrder = 8;
export const forwardScene: Scene = { order: 0, input: '', together: true, simplify: true };

export function choiceOf(scene: Scene): GradientGraphChoice {
  return { kind: 'gradientGraph', input: scene.input, order: scene.order, simplify: scene.simplify };
}

/** Whether an answer is what the scene shows. */
export function answers(answer: GradientGraph | null, scene: Scene): answer is GradientGraph {
  return (
    answer !== null &&
    answer.input === scene.input &&
    answer.order === scene.order &&
    answer.simplify === scene.simplify
  );
}

/** `gx1`, `gx2`; where the input's name ends in a number or is a path, `g1(xs[0])`. */
export function gradientName(input: string, order: number): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?<!\d)$/u.test(input) ? `g${input}${order}` : `g${order}(${input})`;
}

/** The part of the answer that the scene shows, with the gradients of the last order's own backward pass. */
export function gradientGraphOf(answer: GradientGraph, together: boolean): Graph {
  const last = answer.roots.length - 1;
  const root = answer.roots.at(-1) ?? null;
  const introduced = new Map(answer.introduced.map(({ variable, order }) => [variable, order]));
  const orderOf = (id: number) => introduced.get(id) ?? 0;
  const variables = new Map(answer.variables.map((variable) => [variable.id, variable]));
  const functions = new Map(answer.functions.map((made) => [made.id, made]));
  const keptFunctions = new Set<number>();
  const keptVariables = new Set<number>();
  const stack = together || root === null ? [...answer.roots] : [root];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (keptVariables.has(id)) continue;
    keptVariables.add(id);
    const creator = variables.get(id)?.creator ?? null;
    const made = creator === null ? undefined : functions.get(creator);
    // Alone, what the forward pass computed is a leaf.
    if (!made || (!together && orderOf(id) === 0)) continue;
    keptFunctions.add(made.id);
    for (const operand of made.operands) if (operand.variable !== null) stack.push(operand.variable);
  }
  const records: Records = {
    variables: answer.variables
      .filter((variable) => keptVariables.has(variable.id))
      .map((variable) => ({
        ...variable,
        creator: variable.creator !== null && keptFunctions.has(variable.creator) ? variable.creator : null,
        role:
          variable.id === root ? 'output' : variable.role === 'output' && !together ? 'intermediate' : variable.role,
      })),
    functions: answer.functions.filter((made) => keptFunctions.has(made.id)),
    output: { variable: root },
  };
  const graph = graphOf(records);
  graph.of = last <= 0 ? 'f' : gradientName(answer.input, last);
  graph.introduced = introduced;
  graph.roots = answer.roots.map(variableKey);
  if (!together) fillGradients(graph);
  return graph;
}

/** By itself, a gradient's graph takes what came from elsewhere as given: the gradients of its leaves are less. */
function fillGradients(graph: Graph): void {
  const played = sweep(graph, 'generations');
  if (played) for (const variable of graph.variables) variable.grad = played.gradients.get(variable.id) ?? null;
}

/** The order whose gradient an item computes; 0 for the program's own. */
export function introducedBy(graph: Graph, key: ItemKey): number {
  if (!graph.introduced) return 0;
  const item = graph.items.get(key);
  const id = item?.variable ? item.variable.id : (item?.function?.outputs[0] ?? item?.function?.id);
  return id === undefined ? 0 : (graph.introduced.get(id) ?? 0);
}

/** What a gradient takes over from the forward pass or from a lower order's gradient. */
export function connections(graph: Graph): Set<string> {
  const found = new Set<string>();
  if (!graph.introduced) return found;
  for (const edge of graph.edges) {
    if (edge.operand !== null && introducedBy(graph, edge.from) < introducedBy(graph, edge.to)) found.add(edge.key);
  }
  return found;
}
