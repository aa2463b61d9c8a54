/** @file What stands out on a curve: roots, extrema, inflections; and the Taylor polynomial at a point. */
import { crossings } from './curve-roots';

export interface Feature {
  kind: 'root' | 'minimum' | 'maximum' | 'inflection';
  x: number;
  /** f there. */
  y: number;
}

/** At most this many of each kind are listed. */
const most = 12;

/**
 * Sign changes of f, f′ and f″, and the extrema at which f touches zero. `orders[k]` are the k-th derivatives at
 * `xs`.
 */
export function featuresOf(xs: number[], orders: number[][], breaks: number[]): Feature[] {
  const [f, first, second, third] = orders;
  const places = (order: number) => crossings(xs, orders[order], orders[order + 1], breaks, most);
  const roots = crossings(xs, f, first, breaks, most).map(({ x }) => x);
  const extrema: Feature[] = [];
  if (first) {
    for (const { x, index, falling } of places(1)) {
      const { value, rounding } = valueNear(xs, orders, index, x);
      const touches = value === 0 || Math.abs(value) <= rounding;
      extrema.push({ kind: falling ? 'maximum' : 'minimum', x, y: touches ? 0 : value });
      if (touches && !roots.includes(x)) roots.push(x);
    }
  }
  roots.sort((a, b) => a - b);
  const inflections = second && third ? places(2) : second ? crossings(xs, second, undefined, breaks, most) : [];
  return [
    ...roots.slice(0, most).map((x): Feature => ({ kind: 'root', x, y: 0 })),
    ...extrema,
    ...inflections.map(
      ({ x, index }): Feature => ({ kind: 'inflection', x, y: valueNear(xs, orders, index, x).value }),
    ),
  ];
}

/**
 * f at `x` between the points i and i + 1: the Taylor polynomial of the nearer one, with a bound of its rounding
 * alone, since a small value of f must not pass for zero.
 */
function valueNear(xs: number[], orders: number[][], i: number, x: number): { value: number; rounding: number } {
  const nearer = x - xs[i] <= xs[i + 1] - x ? i : i + 1;
  const all = orders.map((values) => values[nearer]);
  const gap = all.findIndex((value) => !Number.isFinite(value));
  const derivatives = gap < 0 ? all : all.slice(0, gap);
  if (x === xs[nearer]) return { value: orders[0][nearer], rounding: 0 };
  const sizes = taylor(derivatives.map(Math.abs), 0, derivatives.length - 1)(Math.abs(x - xs[nearer]));
  return { value: taylor(derivatives, xs[nearer], derivatives.length - 1)(x), rounding: 16 * Number.EPSILON * sizes };
}

/** Σ f⁽ᵏ⁾(x₀)/k! · (x − x₀)ᵏ up to `degree`; `derivatives[k]` is f⁽ᵏ⁾(x₀). */
export function taylor(derivatives: number[], x0: number, degree: number): (x: number) => number {
  const coefficients: number[] = [];
  let factorial = 1;
  for (let k = 0; k <= degree && k < derivatives.length; k++) {
    if (k > 0) factorial *= k;
    coefficients.push(derivatives[k] / factorial);
  }
  return (x) => coefficients.reduceRight((sum, c) => sum * (x - x0) + c, 0);
}
