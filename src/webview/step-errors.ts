/** @file How wrong differences are for each step: too coarse on one side, rounded away on the other. */
import type { DerivativesAnswer } from '../protocol/panel';

export interface StepError {
  h: number;
  /** |(f(x+h) − f(x−h)) / 2h − f′(x)| */
  central: number;
  /** |(f(x+h) − f(x)) / h − f′(x)| */
  forward: number;
}

/** Steps from 1 down to 10⁻¹⁴, times the size of x. */
export function stepsAt(x: number): number[] {
  const size = Math.max(1, Math.abs(x));
  return Array.from({ length: 43 }, (_, k) => size * 10 ** (-k / 3));
}

/** The places at which the function must be known. */
export function placesFor(x: number): number[] {
  return [x, ...stepsAt(x).flatMap((h) => [x - h, x + h])];
}

/** Errors of the differences against the exact derivative, where all values are finite. */
export function stepErrors({ xs, orders }: DerivativesAnswer, x: number): StepError[] {
  const at = new Map(xs.map((place, i) => [place, i]));
  const here = at.get(x);
  if (here === undefined || orders.length < 2) return [];
  const exact = orders[1][here];
  const found: StepError[] = [];
  for (const h of stepsAt(x)) {
    const [low, high] = [at.get(x - h), at.get(x + h)];
    if (low === undefined || high === undefined || high === low) continue;
    // The step that was really taken: x ± h is rounded too.
    const central = (orders[0][high] - orders[0][low]) / (xs[high] - xs[low]);
    const forward = (orders[0][high] - orders[0][here]) / (xs[high] - x);
    const errors = { h, central: Math.abs(central - exact), forward: Math.abs(forward - exact) };
    if (Number.isFinite(errors.central) && Number.isFinite(errors.forward)) found.push(errors);
  }
  return found;
}
