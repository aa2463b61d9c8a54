/** @file The backward pass step by step, in the right order and in the ways that came before it. */
import type { FunctionId, FunctionRecord, Operand, VariableId } from '../protocol/evaluation';
import { functionKey, type Graph, variableKey } from './graph/model';

/**
 * generations: highest generation first, each function once.
 * naive: a stack, no generations; a function is visited as often as it is reached.
 * naiveSeen: a stack, each function once.
 */
export type SweepOrder = 'generations' | 'naive' | 'naiveSeen';
export const sweepOrders: readonly SweepOrder[] = ['generations', 'naive', 'naiveSeen'];

/** What one edge does in a step: local derivative × upstream gradient = contribution, and the sum it joins. */
export interface LedgerEntry {
  operand: number;
  variable: VariableId;
  /** null between arrays, whose contributions were recorded. */
  partial: number | null;
  contribution: number;
  before: number | null;
  after: number;
}

export interface SweepStep {
  function: FunctionRecord;
  upstream: number;
  ledger: LedgerEntry[];
  /** Functions put into the queue by this step, in that order. */
  pushed: FunctionRecord[];
}

export type Mistake =
  | { kind: 'assign'; step: number; variable: VariableId; lost: number }
  | { kind: 'twice'; step: number; function: FunctionId }
  | { kind: 'early'; step: number; function: FunctionId };

export interface Sweep {
  order: SweepOrder;
  output: VariableId;
  seed: FunctionRecord | null;
  steps: SweepStep[];
  gradients: Map<VariableId, number>;
  /** Where it first went wrong; null for the right order, and where the wrong way did no harm. */
  mistake: Mistake | null;
  /** The visit grew beyond the limit (it can double with every generation). */
  cut: boolean;
}

/**
 * Plays the whole backward pass. Not for rolled-up graphs, whose records stand for many executions; null where another
 * pass than the right one leads through arrays, since records keep only what the right one contributed.
 * @param accumulate `assign`: a gradient is overwritten instead of added to.
 */
export function sweep(
  graph: Graph,
  order: SweepOrder,
  accumulate: 'add' | 'assign' = 'add',
  limit = 20_000,
): Sweep | null {
  if (graph.output === null) return null;
  const output = graph.items.get(graph.output)!.variable!;
  const creatorOf = (id: VariableId): FunctionRecord | null => {
    const creator = graph.items.get(variableKey(id))?.variable?.creator ?? null;
    return creator === null ? null : (graph.items.get(functionKey(creator))?.function ?? null);
  };
  const gradients = new Map<VariableId, number>([[output.id, 1]]);
  const seed = creatorOf(output.id);
  const queue = newQueue(order);
  const seen = new Set<FunctionId>();
  const popped = new Map<FunctionId, number>();
  const waiting = order === 'naiveSeen' ? consumers(graph, seed) : null;
  const steps: SweepStep[] = [];
  const right = order === 'generations' && accumulate === 'add';
  let unknown = false;
  let mistake: Mistake | null = null;
  const push = (made: FunctionRecord | null): FunctionRecord | null => {
    if (made === null || (order !== 'naive' && seen.has(made.id))) return null;
    seen.add(made.id);
    queue.push(made);
    return made;
  };
  push(seed);
  while (queue.size() > 0 && steps.length < limit) {
    const made = queue.pop();
    const visits = (popped.get(made.id) ?? 0) + 1;
    popped.set(made.id, visits);
    if (visits === 2) mistake ??= { kind: 'twice', step: steps.length, function: made.id };
    if (waiting && made.outputs.some((id) => (waiting.get(id) ?? 0) > 0)) {
      mistake ??= { kind: 'early', step: steps.length, function: made.id };
    }
    const upstream = made.outputs.map((id) => gradients.get(id)).find((grad) => grad !== undefined) ?? 0;
    const step: SweepStep = { function: made, upstream, ledger: [], pushed: [] };
    made.operands.forEach((operand, place) => {
      if (!passes(made, operand)) return;
      const id = operand.variable!;
      const before = gradients.get(id) ?? null;
      // What was recorded knows where a 0 lets nothing pass, be it times ∞.
      const recorded = graph.recordedRight && right ? operand.contribution : null;
      if (recorded === null && operand.partial === null) unknown = true;
      const contribution = recorded ?? (operand.partial ?? 0) * upstream;
      const after = before === null || accumulate === 'assign' ? contribution : before + contribution;
      if (accumulate === 'assign' && before !== null) {
        mistake ??= { kind: 'assign', step: steps.length, variable: id, lost: before };
      }
      gradients.set(id, after);
      step.ledger.push({ operand: place, variable: id, partial: operand.partial, contribution, before, after });
      waiting?.set(id, (waiting.get(id) ?? 1) - 1);
    });
    for (const entry of step.ledger) {
      const added = push(creatorOf(entry.variable));
      if (added) step.pushed.push(added);
    }
    steps.push(step);
  }
  if (unknown) return null;
  return { order, output: output.id, seed, steps, gradients, mistake, cut: queue.size() > 0 };
}

/** Whether a gradient goes along this edge. */
function passes(made: FunctionRecord, operand: Operand): boolean {
  return operand.variable !== null && !made.stepwise && (operand.partial !== null || operand.contribution !== null);
}

/** How many ledger entries each variable will receive from the functions that the output depends on. */
function consumers(graph: Graph, seed: FunctionRecord | null): Map<VariableId, number> {
  const counts = new Map<VariableId, number>();
  const seen = new Set<FunctionId>();
  const stack = seed ? [seed] : [];
  for (let made = stack.pop(); made !== undefined; made = stack.pop()) {
    if (seen.has(made.id)) continue;
    seen.add(made.id);
    for (const operand of made.operands) {
      if (!passes(made, operand)) continue;
      const id = operand.variable!;
      counts.set(id, (counts.get(id) ?? 0) + 1);
      const creator = graph.items.get(variableKey(id))?.variable?.creator ?? null;
      const next = creator === null ? undefined : graph.items.get(functionKey(creator))?.function;
      if (next) stack.push(next);
    }
  }
  return counts;
}

interface Queue {
  push(made: FunctionRecord): void;
  pop(): FunctionRecord;
  size(): number;
}

/** By generation, ties last-added-first, or (the naive ways) a stack. */
function newQueue(order: SweepOrder): Queue {
  if (order === 'naive' || order === 'naiveSeen') {
    const stack: FunctionRecord[] = [];
    return { push: (made) => void stack.push(made), pop: () => stack.pop()!, size: () => stack.length };
  }
  // One stack per generation: the next to pop is the top of the highest.
  const stacks: FunctionRecord[][] = [];
  let size = 0;
  let highest = -1;
  return {
    push(made) {
      (stacks[made.generation] ??= []).push(made);
      highest = Math.max(highest, made.generation);
      size++;
    },
    pop() {
      while (!stacks[highest]?.length) highest--;
      size--;
      return stacks[highest].pop()!;
    },
    size: () => size,
  };
}

/** How things stand after `done` steps. */
export interface Moment {
  /** Gradients as summed up so far. */
  gradients: Map<VariableId, number>;
  /** Waiting functions, next to pop first. */
  queue: FunctionRecord[];
  /** Variables whose gradient will still change. */
  growing: Set<VariableId>;
  /** The step that was done last. */
  step: SweepStep | null;
}

/** Replays the first `done` steps: O(edges so far), quick enough to scrub through 10,000 functions. */
export function momentOf(played: Sweep, done: number): Moment {
  const gradients = new Map<VariableId, number>([[played.output, 1]]);
  const queue = played.seed ? [played.seed] : [];
  for (let i = 0; i < done; i++) {
    const step = played.steps[i];
    const at = queue.lastIndexOf(step.function);
    if (at >= 0) queue.splice(at, 1);
    queue.push(...step.pushed);
    for (const entry of step.ledger) gradients.set(entry.variable, entry.after);
  }
  const growing = new Set<VariableId>();
  for (let i = done; i < played.steps.length; i++) {
    for (const entry of played.steps[i].ledger) growing.add(entry.variable);
  }
  const stacked = played.order === 'naive' || played.order === 'naiveSeen';
  const waiting = queue.map((made, added) => ({ made, added }));
  waiting.sort((a, b) => (stacked ? 0 : b.made.generation - a.made.generation) || b.added - a.added);
  return {
    gradients,
    queue: waiting.map((entry) => entry.made),
    growing,
    step: done > 0 ? played.steps[done - 1] : null,
  };
}
