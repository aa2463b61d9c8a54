/** @file The player's sweep and moment for a state, worked out once for all views. */
import type { Graph } from './graph/model';
import type { State } from './state';
import { type Moment, momentOf, type Sweep, type SweepOrder, sweep } from './sweep';

export interface Playback {
  sweep: Sweep;
  /** null at rest: the picture shows the finished gradients of the right order. */
  moment: Moment | null;
}

let known: { graph: Graph; order: SweepOrder; sweep: Sweep | null } | null = null;
let reached: { sweep: Sweep; step: number; moment: Moment } | null = null;

/** null where nothing can be played: no graph, an output without creator, or records that are rolled up. */
export function playbackOf(state: State): Playback | null {
  const { graph, evaluation, step } = state;
  if (!graph || !evaluation || evaluation.statistics.rolledUp) return null;
  const { order } = state.preferences;
  if (known?.graph !== graph || known.order !== order) known = { graph, order, sweep: sweep(graph, order) };
  const played = known.sweep;
  if (!played || played.steps.length === 0) return null;
  if (step === null) return { sweep: played, moment: null };
  if (reached?.sweep !== played || reached.step !== step) {
    reached = { sweep: played, step, moment: momentOf(played, Math.min(step, played.steps.length)) };
  }
  return { sweep: played, moment: reached.moment };
}
