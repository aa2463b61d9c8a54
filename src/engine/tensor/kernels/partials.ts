/**
 * @file ȳ·∂y/∂x entry by entry in one pass. The rules are those of the primitive table, written out as loops where
 * speed asks for it; a test holds them equal to the table.
 */
import type { Algebra } from '../../algebra';
import { numberAlgebra } from '../../numbers';
import type { PrimitiveName } from '../../opcodes';
import { primitives } from '../../primitives';
import type { Step } from './chain';

/**
 * A unary rule: `out[i] = g[i·stride]·∂y/∂x` for i in [from, to), with stride 0 where the gradient is the same
 * everywhere. An entry where no gradient passes by rule is 0, whatever g is.
 */
type UnaryPartial = (
  g: Float64Array,
  stride: 0 | 1,
  x: Float64Array,
  y: Float64Array,
  out: Float64Array,
  from: number,
  to: number,
) => void;

export const unaryPartials: { readonly [N in PrimitiveName]?: UnaryPartial } = {
  // 2x
  square: (g, stride, x, _y, out, from, to) => {
    let i = from;
    if (stride === 1) {
      for (; i + 3 < to; i += 4) {
        const p = g[i] * (2 * x[i]);
        const q = g[i + 1] * (2 * x[i + 1]);
        const r = g[i + 2] * (2 * x[i + 2]);
        const s = g[i + 3] * (2 * x[i + 3]);
        out[i] = p;
        out[i + 1] = q;
        out[i + 2] = r;
        out[i + 3] = s;
      }
    }
    for (; i < to; i++) out[i] = g[i * stride] * (2 * x[i]);
  },
  // 1 − y²
  tanh: (g, stride, _x, y, out, from, to) => {
    for (let i = from; i < to; i++) {
      const v = y[i];
      out[i] = g[i * stride] * (1 - v * v);
    }
  },
  exp: (g, stride, _x, y, out, from, to) => {
    for (let i = from; i < to; i++) out[i] = g[i * stride] * y[i];
  },
  log: (g, stride, x, _y, out, from, to) => {
    for (let i = from; i < to; i++) out[i] = g[i * stride] * (x[i] < 0 ? Number.NaN : 1 / x[i]);
  },
  sin: (g, stride, x, _y, out, from, to) => {
    for (let i = from; i < to; i++) out[i] = g[i * stride] * Math.cos(x[i]);
  },
  cos: (g, stride, x, _y, out, from, to) => {
    for (let i = from; i < to; i++) out[i] = g[i * stride] * -Math.sin(x[i]);
  },
  sqrt: (g, stride, _x, y, out, from, to) => {
    for (let i = from; i < to; i++) out[i] = g[i * stride] * (0.5 / y[i]);
  },
  // y(1 − y)
  sigmoid: (g, stride, _x, y, out, from, to) => {
    for (let i = from; i < to; i++) out[i] = g[i * stride] * (y[i] * (1 - y[i]));
  },
  relu: (g, stride, x, _y, out, from, to) => {
    for (let i = from; i < to; i++) out[i] = x[i] <= 0 ? 0 : g[i * stride];
  },
  abs: (g, stride, x, _y, out, from, to) => {
    for (let i = from; i < to; i++) out[i] = x[i] === 0 ? 0 : g[i * stride] * Math.sign(x[i]);
  },
};

/** ∂(xⁿ)/∂x with one exponent for all: n·xⁿ⁻¹. */
export function powStep(x: Float64Array, n: number): Step {
  return (g, stride, out, from, to) => {
    if (n === 2) for (let i = from; i < to; i++) out[i] = g[i * stride] * (2 * x[i]);
    else for (let i = from; i < to; i++) out[i] = g[i * stride] * (n * x[i] ** (n - 1));
  };
}

export const negStep: Step = (g, stride, out, from, to) => {
  for (let i = from; i < to; i++) out[i] = -g[i * stride];
};

/** Times a factor that is one number (stride 0) or has an entry for each place. */
export function mulStep(factor: Float64Array, own: 0 | 1): Step {
  return (g, stride, out, from, to) => {
    let i = from;
    if (own === 1 && stride === 1) {
      for (; i + 3 < to; i += 4) {
        const p = g[i] * factor[i];
        const q = g[i + 1] * factor[i + 1];
        const r = g[i + 2] * factor[i + 2];
        const s = g[i + 3] * factor[i + 3];
        out[i] = p;
        out[i + 1] = q;
        out[i + 2] = r;
        out[i + 3] = s;
      }
    }
    if (own === 1) for (; i < to; i++) out[i] = g[i * stride] * factor[i];
    else for (let i = from, c = factor[0]; i < to; i++) out[i] = g[i * stride] * c;
  };
}

export function divStep(divisor: Float64Array, own: 0 | 1): Step {
  return (g, stride, out, from, to) => {
    for (let i = from; i < to; i++) out[i] = g[i * stride] / divisor[i * own];
  };
}

/** ∂(a/b)/∂b = −y/b. */
export function divisorStep(y: Float64Array, divisor: Float64Array): Step {
  return (g, stride, out, from, to) => {
    for (let i = from; i < to; i++) out[i] = g[i * stride] * -(y[i] / divisor[i]);
  };
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
