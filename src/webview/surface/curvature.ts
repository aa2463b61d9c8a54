/** @file What a Hessian says at a point: its principal curvatures, and their meaning. */

export type CurvatureKind = 'minimum' | 'maximum' | 'saddle' | 'valley' | 'ridge' | 'flat';

export interface Curvature {
  /** The larger one first. */
  values: [number, number];
  /** Unit vectors, one for each value, at right angles. */
  vectors: [[number, number], [number, number]];
  kind: CurvatureKind;
}

/** Of a symmetric 2 × 2 matrix; null where an entry is not finite. */
export function curvatureOf([[a, b], [c, d]]: readonly (readonly number[])[]): Curvature | null {
  const shear = (b + c) / 2;
  if (![a, d, shear].every(Number.isFinite)) return null;
  const middle = (a + d) / 2;
  const radius = Math.hypot((a - d) / 2, shear);
  const values: [number, number] = [middle + radius, middle - radius];
  // tan 2θ = 2b / (a − d)
  const angle = Math.atan2(2 * shear, a - d) / 2;
  const [p, q] = [Math.cos(angle), Math.sin(angle)];
  return {
    values,
    vectors: [
      [p, q],
      [-q, p],
    ],
    kind: kindOf(values),
  };
}

function kindOf([most, least]: [number, number]): CurvatureKind {
  const zero = 1e-10 * Math.max(Math.abs(most), Math.abs(least));
  const sign = (value: number) => (Math.abs(value) <= zero ? 0 : Math.sign(value));
  const [upper, lower] = [sign(most), sign(least)];
  if (upper > 0 && lower > 0) return 'minimum';
  if (upper < 0 && lower < 0) return 'maximum';
  if (upper > 0 && lower < 0) return 'saddle';
  if (upper > 0) return 'valley';
  return lower < 0 ? 'ridge' : 'flat';
}

/**
 * Half the lengths of the axes of { d : ½·|dᵀHd| = c }, as long as `longest` at most: how far one may go along each
 * until the quadratic part has changed f by the same amount. A flat direction has the longest.
 */
export function semiAxes({ values }: Curvature, longest: [number, number]): [number, number] {
  const sizes = values.map((value) => 1 / Math.sqrt(Math.abs(value)));
  const scale = Math.min(...sizes.map((size, i) => (Number.isFinite(size) ? longest[i] / size : Infinity)));
  if (!Number.isFinite(scale)) return longest;
  return [0, 1].map((i) => (Number.isFinite(sizes[i]) ? sizes[i] * scale : longest[i])) as [number, number];
}
