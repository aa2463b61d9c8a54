/** @file Gradients as the chosen backward pass has them now: under way or at rest, dropped, wrong. */
import type { VariableId, VariableRecord } from '../protocol/evaluation';
import { isRight } from './pass';
import { playbackOf } from './playback';
import type { State } from './state';

export interface GradientReading {
  /** null where there is none (yet); of a dropped one, what it was. */
  grad: number | null;
  /** Contributions are still to come. */
  growing: boolean;
  /** The API would have dropped it, having passed it on. */
  dropped: boolean;
  /** What it should be, where it is something else. */
  expected: number | null;
}

export type Reading = (variable: VariableRecord) => GradientReading;

export function readingOf(state: State): Reading {
  const { pass, evaluation, graph } = state;
  if (!pass.recording) return () => ({ grad: null, growing: false, dropped: false, expected: null });
  const playback = playbackOf(state);
  // Without a player (rolled-up records) the host's own comparison is all there is.
  const told = new Map(
    (playback || graph?.introduced ? [] : (evaluation?.backward?.wrong ?? [])).map((one) => [one.variable, one]),
  );
  const popped = new Set<VariableId>();
  if (playback?.moment && !pass.retainGrad) {
    for (let i = 0; i < (state.step ?? 0) && i < playback.sweep.steps.length; i++)
      for (const id of playback.sweep.steps[i].function.outputs) popped.add(id);
  }
  const right = isRight(pass);
  return (variable) => {
    const { moment } = playback ?? { moment: null };
    const grad = moment
      ? (moment.gradients.get(variable.id) ?? null)
      : playback && !right
        ? (playback.sweep.gradients.get(variable.id) ?? null)
        : (variable.dropped ?? variable.grad);
    const growing = moment?.growing.has(variable.id) ?? false;
    const expected = playback
      ? right || growing || grad === null
        ? null
        : (playback.right.get(variable.id) ?? null)
      : (told.get(variable.id)?.expected ?? null);
    const dropped =
      !pass.retainGrad && variable.creator !== null && grad !== null && (!moment || popped.has(variable.id));
    return {
      grad,
      growing,
      dropped,
      expected: grad !== null && expected !== null && differs(grad, expected) ? expected : null,
    };
  };
}

/** Beyond what rounding in another order can do. */
export function differs(a: number, b: number): boolean {
  if (Number.isNaN(a) && Number.isNaN(b)) return false;
  return a !== b && !(Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)));
}
