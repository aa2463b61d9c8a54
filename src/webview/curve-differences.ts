/** @file The first derivative by differences of the curve's own points, to lay over the exact one. */
import type { DerivativesAnswer } from '../protocol/panel';

export interface Differences {
  /** Where both neighbours are on the same piece. */
  points: { x: number; y: number }[];
  /** Half the distance of the neighbours, at most. */
  step: number;
  /** Greatest distance from the exact derivative. */
  error: number;
}

/** (f(x₊) − f(x₋)) / (x₊ − x₋) at every point between two others; null where f′ is not known. */
export function differencesOf({ xs, orders, breaks }: DerivativesAnswer): Differences | null {
  const [f, exact] = orders;
  if (!exact) return null;
  const found: Differences = { points: [], step: 0, error: 0 };
  for (let i = 1; i + 1 < xs.length; i++) {
    const [left, right] = [xs[i - 1], xs[i + 1]];
    // Only points that lie in the middle: the error is then of the second order in the step.
    if (Math.abs(right + left - 2 * xs[i]) > 1e-6 * (right - left)) continue;
    if (breaks.some((place) => place >= left && place <= right)) continue;
    const y = (f[i + 1] - f[i - 1]) / (right - left);
    if (!Number.isFinite(y)) continue;
    found.points.push({ x: xs[i], y });
    found.step = Math.max(found.step, (right - left) / 2);
    if (Number.isFinite(exact[i])) found.error = Math.max(found.error, Math.abs(y - exact[i]));
  }
  return found.points.length > 0 ? found : null;
}
