/** @file The backward pass that is shown: as it should be, or in one of the ways that teach why. */
import type { BackwardChoice, Evaluation } from '../protocol/evaluation';
import type { SweepOrder } from './sweep';

export interface Pass {
  order: SweepOrder;
  accumulate: 'add' | 'assign';
  /** Off: gradients of intermediates are dropped as soon as they have been passed on. */
  retainGrad: boolean;
  /** Off, as within noGrad: nothing is recorded, so there is nothing to go back along. */
  recording: boolean;
}

export const rightPass: Pass = { order: 'generations', accumulate: 'add', retainGrad: true, recording: true };

/** Whether all gradients come out as they should, those that are dropped included. */
export function isRight(pass: Pass): boolean {
  return pass.order === 'generations' && pass.accumulate === 'add';
}

/** What the host is asked for; null for the right pass. */
export function optionsOf(pass: Pass): BackwardChoice | null {
  if (isRight(pass) && pass.retainGrad) return null;
  return { order: pass.order, accumulate: pass.accumulate, retainGrad: pass.retainGrad };
}

/** The pass that an evaluation was made with. */
export function passOf(evaluation: Evaluation): Pass | null {
  if (!evaluation.backward) return null;
  const { order, accumulate, retainGrad } = evaluation.backward.options;
  return { order, accumulate, retainGrad, recording: true };
}
