/** @file Paths to a minimum of a function of two numbers: gradient descent, momentum, Adam and Newton's method. */
import { Replay } from './replay';
import { hessian } from './second-order';
import type { Tape } from './tape';

/** A function at one point. Without second derivatives `hessian` is null, and Newton's method has no step. */
export interface SurfacePoint {
  value: number;
  gradient: readonly [number, number];
  /** [[∂²f/∂x², ∂²f/∂x∂y], [∂²f/∂y∂x, ∂²f/∂y²]] */
  hessian: readonly (readonly number[])[] | null;
}

/** null where the function has no value. */
export type Surface = (x: number, y: number) => SurfacePoint | null;

/** A recorded tape, run again with other values of two leaves; no value where it would take another branch. */
export function surfaceOf(tape: Tape, inputs: readonly [number, number], outputId: number): Surface {
  const again = new Replay(tape, outputId);
  return (x, y) => {
    again.values[inputs[0]] = x;
    again.values[inputs[1]] = y;
    if (again.gradient() !== -1) return null;
    return {
      value: again.values[outputId],
      gradient: [again.adjoints[inputs[0]], again.adjoints[inputs[1]]],
      hessian: hessian(tape, inputs, outputId, again.values),
    };
  };
}

export type DescentMethod = 'gradientDescent' | 'momentum' | 'adam' | 'newton';

export interface DescentOptions {
  method: DescentMethod;
  /**
   * Length of a step. By default 1 for Newton, for Adam a twentieth of the start's scale, else 1/|λ| of the largest
   * curvature at the start, halved until the
   * path neither climbs nor leaves where f is defined.
   */
  rate?: number;
  /** Share of the last step that goes on (momentum), 0.9. */
  momentum?: number;
  /** Arrived when the gradient is no longer than this, 1e-6. */
  tolerance?: number;
  /** 10,000. */
  maxSteps?: number;
  /** The path is thinned to at most so many points, 1,000; the first and the last always stay. */
  maxPoints?: number;
  /** Asked before each step; true ends the path there. */
  cancelled?(): boolean;
}

export interface PathPoint {
  /** How many steps led here. */
  step: number;
  x: number;
  y: number;
  value: number;
}

/**
 * minimum, maximum, saddle: what the Hessian says where the gradient vanishes; stationary: it does not say.
 * stalled: the step is too short to move the numbers. singular: Newton's equation has no solution.
 * undefined: no value, or no derivative, at the last point. unbounded: it ran away downhill. diverged: it ran away.
 */
export type DescentOutcome =
  | 'minimum'
  | 'maximum'
  | 'saddle'
  | 'stationary'
  | 'stalled'
  | 'singular'
  | 'undefined'
  | 'unbounded'
  | 'diverged'
  | 'stepLimit'
  | 'cancelled';

export interface DescentPath {
  method: DescentMethod;
  /** The rate that was used. */
  rate: number;
  points: PathPoint[];
  steps: number;
  /** Times the function was evaluated, with those of rates given up. */
  evaluations: number;
  outcome: DescentOutcome;
}

type Step = (at: SurfacePoint, k: number) => readonly [number, number] | null;

/** Follows one method from `start`; O(steps) evaluations, at most `maxPoints` points kept. */
export function descend(surface: Surface, start: readonly [number, number], options: DescentOptions): DescentPath {
  let evaluations = 0;
  const counted: Surface = (x, y) => {
    evaluations++;
    return surface(x, y);
  };
  const first = counted(start[0], start[1]);
  let rate = options.rate ?? defaultRate(options.method, start, first);
  const fixed = options.rate !== undefined || (options.method !== 'gradientDescent' && options.method !== 'momentum');
  for (let halvings = 0; ; halvings++, rate /= 2) {
    const last = fixed || halvings === 16;
    const path = follow(counted, start, first, rate, options, !last);
    const tooFar = path.outcome === 'diverged' || (path.outcome === 'undefined' && path.steps > 0);
    if (last || !tooFar) return { ...path, evaluations };
  }
}

function defaultRate(method: DescentMethod, start: readonly [number, number], at: SurfacePoint | null): number {
  if (method === 'newton') return 1;
  if (method === 'adam') return 0.05 * Math.max(1, Math.abs(start[0]), Math.abs(start[1]));
  const curvature = at?.hessian ? Math.max(...eigenvalues(at.hessian).map(Math.abs)) : 0;
  return curvature > 0 && Number.isFinite(curvature) ? 1 / curvature : 0.01;
}

function follow(
  surface: Surface,
  start: readonly [number, number],
  first: SurfacePoint | null,
  rate: number,
  options: DescentOptions,
  /** Give up where the value climbs as it does only with too high a rate. */
  careful: boolean,
): Omit<DescentPath, 'evaluations'> {
  const { method, tolerance = 1e-6, maxSteps = 10_000, maxPoints = 1_000, cancelled } = options;
  const points: PathPoint[] = [];
  let stride = 1;
  let [x, y] = start;
  let at = first;
  let steps = 0;
  const begin = first?.value ?? Number.NaN;
  let ceiling = begin;
  const next = stepsOf(method, rate, options.momentum ?? 0.9);
  const far = 1e8 * Math.max(1, Math.abs(x), Math.abs(y));
  const done = (outcome: DescentOutcome): Omit<DescentPath, 'evaluations'> => {
    if (points.at(-1)?.step !== steps) points.push({ step: steps, x, y, value: at?.value ?? Number.NaN });
    return { method, rate, points, steps, outcome };
  };
  for (;;) {
    if (at === null || Number.isNaN(at.value) || at.gradient.some(Number.isNaN)) return done('undefined');
    if (careful && at.value - ceiling > 1e-12 * Math.abs(ceiling)) return done('diverged');
    // a ball that rolls on may climb again, though never above where it was let go
    if (method === 'gradientDescent') ceiling = at.value;
    if (!Number.isFinite(at.value) || Math.abs(x) > far || Math.abs(y) > far)
      return done(at.value < begin ? 'unbounded' : 'diverged');
    if (steps % stride === 0) {
      if (points.length + 1 >= Math.max(4, maxPoints)) {
        stride *= 2;
        points.splice(0, points.length, ...points.filter(({ step }) => step % stride === 0));
      }
      if (steps % stride === 0) points.push({ step: steps, x, y, value: at.value });
    }
    if (Math.hypot(at.gradient[0], at.gradient[1]) <= tolerance) return done(kindOf(at));
    if (steps >= maxSteps) return done('stepLimit');
    if (cancelled?.()) return done('cancelled');
    const move = next(at, steps + 1);
    if (move === null) return done(at.hessian === null ? 'undefined' : 'singular');
    const toX = x + move[0];
    const toY = y + move[1];
    if (Number.isNaN(toX) || Number.isNaN(toY)) return done('diverged');
    if (toX === x && toY === y && method !== 'momentum') return done('stalled');
    x = toX;
    y = toY;
    steps++;
    at = surface(x, y);
  }
}

function stepsOf(method: DescentMethod, rate: number, share: number): Step {
  switch (method) {
    case 'gradientDescent':
      return ({ gradient: [p, q] }) => [-rate * p, -rate * q];
    case 'momentum': {
      let v = 0;
      let w = 0;
      // v ← µv − ηg
      return ({ gradient: [p, q] }) => {
        v = share * v - rate * p;
        w = share * w - rate * q;
        return [v, w];
      };
    }
    case 'adam':
      return adam(rate);
    case 'newton':
      // H·d = −g
      return ({ gradient: [p, q], hessian }) => {
        if (hessian === null) return null;
        const [[a, b], [c, d]] = hessian;
        const determinant = a * d - b * c;
        const scale = Math.max(Math.abs(a * d), Math.abs(b * c));
        if (!(Math.abs(determinant) > 1e-14 * scale) || !Number.isFinite(determinant)) return null;
        return [(-rate * (d * p - b * q)) / determinant, (-rate * (a * q - c * p)) / determinant];
      };
  }
}

/** Kingma and Ba 2015, algorithm 1, with β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
function adam(rate: number): Step {
  const mean = [0, 0];
  const square = [0, 0];
  const beta = 0.9;
  const beta2 = 0.999;
  return ({ gradient }, k) => {
    const step = gradient.map((g, i) => {
      mean[i] = beta * mean[i] + (1 - beta) * g;
      square[i] = beta2 * square[i] + (1 - beta2) * g * g;
      return (-rate * (mean[i] / (1 - beta ** k))) / (Math.sqrt(square[i] / (1 - beta2 ** k)) + 1e-8);
    });
    return [step[0], step[1]];
  };
}

/** Of a symmetric 2 × 2 matrix, the smaller one first. */
function eigenvalues([[a, b], [c, d]]: readonly (readonly number[])[]): [number, number] {
  const middle = (a + d) / 2;
  const radius = Math.hypot((a - d) / 2, (b + c) / 2);
  return [middle - radius, middle + radius];
}

function kindOf({ hessian }: SurfacePoint): DescentOutcome {
  if (hessian === null) return 'stationary';
  const [least, greatest] = eigenvalues(hessian);
  const zero = 1e-9 * Math.max(Math.abs(least), Math.abs(greatest));
  if (least > zero) return 'minimum';
  if (greatest < -zero) return 'maximum';
  return least < -zero && greatest > zero ? 'saddle' : 'stationary';
}
