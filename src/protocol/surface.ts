/** @file A function of two inputs: its values on a grid, its curvature at a point, the ways of descent from there. */

export interface SurfaceChoice {
  kind: 'surface';
  /** Two paths into the inputs. */
  across: string;
  up: string;
  from: [number, number];
  to: [number, number];
  /** Points on each side; at most 256. */
  points: [number, number];
  /** Gradients on each side, for arrows; at most 32. */
  arrows: [number, number];
}

export interface Surface {
  /** Fewer than were asked for, where the time limit does not allow for them. */
  xs: number[];
  ys: number[];
  /** `values[j][i]` at (xs[i], ys[j]). */
  values: number[][];
  arrows: { x: number; y: number; dx: number; dy: number }[];
}

export type DescentMethod = 'gradient descent' | 'momentum' | 'Adam' | 'Newton';

export interface DescentChoice {
  kind: 'descent';
  across: string;
  up: string;
  start: [number, number];
  /** Step size by method; left out: a size that suits the gradient at the start. */
  rates?: Partial<Record<DescentMethod, number>>;
  /** At most 10,000. */
  steps: number;
}

export interface DescentPath {
  method: DescentMethod;
  rate: number;
  /** At most 2,000 of the steps, the first and the last among them. */
  points: { x: number; y: number; value: number; step: number }[];
  steps: number;
  /** limit: still moving after all steps. */
  outcome: 'converged' | 'limit' | 'diverged' | 'stuck';
  /** What kind of point it converged to. flat: the second derivatives do not say. */
  found?: 'minimum' | 'maximum' | 'saddle' | 'flat';
}

export interface Descent {
  start: {
    x: number;
    y: number;
    value: number;
    gradient: [number, number];
    hessian: [[number, number], [number, number]];
  };
  paths: DescentPath[];
}
