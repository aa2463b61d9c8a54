/**
 * @file ȳ·∂y/∂x entry by entry in one pass. The rules are those of the primitive table, written out as loops where
 * speed asks for it; a test holds them equal to the table.
 */
import type { Algebra } from '../../algebra';
import { numberAlgebra } from '../../numbers';
import type { PrimitiveName } from '../../opcodes';
import { primitives } from '../../primitives';

/**
 * A unary rule: `out[i] = g[i·step]·∂y/∂x`, with step 0 where the gradient is the same everywhere.
 * An entry where no gradient passes by rule is 0, whatever g is.
 */
type UnaryPartial = (g: Float64Array, step: number, x: Float64Array, y: Float64Array, out: Float64Array) => void;

export const unaryPartials: { readonly [N in PrimitiveName]?: UnaryPartial } = {
  // 2x
  square: (g, step, x, _y, out) => {
    const n = out.length;
    if (step === 1) for (let i = 0; i < n; i++) out[i] = g[i] * (2 * x[i]);
    else for (let i = 0, c = g[0]; i < n; i++) out[i] = c * (2 * x[i]);
  },
  // 1 − y²
  tanh: (g, step, _x, y, out) => {
    const n = out.length;
    for (let i = 0; i < n; i++) {
      const v = y[i];
      out[i] = g[i * step] * (1 - v * v);
    }
  },
  exp: (g, step, _x, y, out) => {
    for (let i = 0; i < out.length; i++) out[i] = g[i * step] * y[i];
  },
  log: (g, step, x, _y, out) => {
    for (let i = 0; i < out.length; i++) out[i] = g[i * step] * (x[i] < 0 ? Number.NaN : 1 / x[i]);
  },
  sin: (g, step, x, _y, out) => {
    for (let i = 0; i < out.length; i++) out[i] = g[i * step] * Math.cos(x[i]);
  },
  cos: (g, step, x, _y, out) => {
    for (let i = 0; i < out.length; i++) out[i] = g[i * step] * -Math.sin(x[i]);
  },
  sqrt: (g, step, _x, y, out) => {
    for (let i = 0; i < out.length; i++) out[i] = g[i * step] * (0.5 / y[i]);
  },
  // y(1 − y)
  sigmoid: (g, step, _x, y, out) => {
    for (let i = 0; i < out.length; i++) out[i] = g[i * step] * (y[i] * (1 - y[i]));
  },
  relu: (g, step, x, _y, out) => {
    for (let i = 0; i < out.length; i++) out[i] = x[i] <= 0 ? 0 : g[i * step];
  },
  abs: (g, step, x, _y, out) => {
    for (let i = 0; i < out.length; i++) out[i] = x[i] === 0 ? 0 : g[i * step] * Math.sign(x[i]);
  },
};

/** ∂(xⁿ)/∂x with one exponent for all: n·xⁿ⁻¹. */
export function powPartial(g: Float64Array, step: number, x: Float64Array, n: number, out: Float64Array): void {
  if (n === 2) for (let i = 0; i < out.length; i++) out[i] = g[i * step] * (2 * x[i]);
  else for (let i = 0; i < out.length; i++) out[i] = g[i * step] * (n * x[i] ** (n - 1));
}

/** Stands for `zero`; arithmetic takes null as 0. */
const none = null as unknown as number;

/** Numbers, with a zero that can be told from one that was computed. */
const numbers: Algebra<number> = { ...numberAlgebra, zero: none };

/** ȳ·∂y/∂(operand k) at one entry, by the table; null where none passes by rule. */
export function entryPartial(
  name: PrimitiveName,
  k: number,
): (g: number, y: number, x: readonly number[]) => number | null {
  const row = primitives[name];
  if (row.kind === 'stepwise') return () => null;
  return (g, y, x) => {
    const partial = row.partial(numbers, () => y, x, k);
    return partial === none ? null : g * partial;
  };
}
