/**
 * @file One operand, entry by entry. Loops are written out where a call would cost more than the arithmetic, and by
 * fours where the loop itself would.
 */
import type { PrimitiveName } from '../../opcodes';
import { primitives } from '../../primitives';

function squares(x: Float64Array, out: Float64Array): void {
  const n = out.length;
  let i = 0;
  for (; i + 3 < n; i += 4) {
    const p = x[i];
    const q = x[i + 1];
    const r = x[i + 2];
    const s = x[i + 3];
    out[i] = p * p;
    out[i + 1] = q * q;
    out[i + 2] = r * r;
    out[i + 3] = s * s;
  }
  for (; i < n; i++) out[i] = x[i] * x[i];
}

export function unary(name: PrimitiveName, x: Float64Array, out: Float64Array): void {
  const n = out.length;
  switch (name) {
    case 'neg':
      for (let i = 0; i < n; i++) out[i] = -x[i];
      return;
    case 'square':
      squares(x, out);
      return;
    case 'abs':
      for (let i = 0; i < n; i++) out[i] = Math.abs(x[i]);
      return;
    case 'sqrt':
      for (let i = 0; i < n; i++) out[i] = Math.sqrt(x[i]);
      return;
    case 'exp':
      for (let i = 0; i < n; i++) out[i] = Math.exp(x[i]);
      return;
    case 'log':
      for (let i = 0; i < n; i++) out[i] = Math.log(x[i]);
      return;
    case 'tanh':
      for (let i = 0; i < n; i++) out[i] = Math.tanh(x[i]);
      return;
    case 'sin':
      for (let i = 0; i < n; i++) out[i] = Math.sin(x[i]);
      return;
    case 'cos':
      for (let i = 0; i < n; i++) out[i] = Math.cos(x[i]);
      return;
    case 'relu':
      for (let i = 0; i < n; i++) out[i] = Math.max(x[i], 0);
      return;
    default: {
      const { forward } = primitives[name];
      for (let i = 0; i < n; i++) out[i] = forward(x[i]);
    }
  }
}
