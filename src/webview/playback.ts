/** @file The player's sweep and moment for a state, worked out once for all views. */
import type { VariableId } from '../protocol/evaluation';
import type { Graph } from './graph/model';
import { isRight, type Pass } from './pass';
import type { State } from './state';
import { type Moment, momentOf, type Sweep, sweep } from './sweep';

export interface Playback {
  sweep: Sweep;
  /** Gradients as they should come out. */
  right: ReadonlyMap<VariableId, number>;
  /** null at rest: the picture shows the finished gradients. */
  moment: Moment | null;
}

let known: { graph: Graph; order: Pass['order']; accumulate: Pass['accumulate']; sweep: Sweep | null } | null = null;
let correct: { graph: Graph; sweep: Sweep | null } | null = null;
let reached: { sweep: Sweep; step: number; moment: Moment } | null = null;

/** null where nothing can be played: no graph, an output without creator, or records that are rolled up. */
export function playbackOf(state: State): Playback | null {
  const { graph, step, pass } = state;
  if (!graph || graph.rolled || !pass.recording) return null;
  const { order, accumulate } = pass;
  if (correct?.graph !== graph) correct = { graph, sweep: sweep(graph, 'generations') };
  if (known?.graph !== graph || known.order !== order || known.accumulate !== accumulate) {
    known = { graph, order, accumulate, sweep: isRight(pass) ? correct.sweep : sweep(graph, order, accumulate) };
  }
  const played = known.sweep;
  if (!played || !correct.sweep || played.steps.length === 0) return null;
  const right = correct.sweep.gradients;
  if (step === null) return { sweep: played, right, moment: null };
  if (reached?.sweep !== played || reached.step !== step) {
    reached = { sweep: played, step, moment: momentOf(played, Math.min(step, played.steps.length)) };
  }
  return { sweep: played, right, moment: reached.moment };
}
