/** @file What an elementwise function passes back to one operand, on arrays. */
import type { PrimitiveName } from '../opcodes';
import { isStepwise, primitives } from '../primitives';
import { cells, eachEntry, elementwise, finished, resultTypeOf, shapeOfValue } from './elementwise';
import { entryPartial, powPartial, unaryPartials } from './kernels/partials';
import { NdArray, type Value } from './ndarray';
import { sizeOf } from './shape';
import { room } from './storage';

/**
 * ȳ·∂y/∂(operand k) in the shape of y; null where no gradient passes by rule. Not yet summed to the operand's
 * shape where that was stretched.
 */
export function contribution(
  name: PrimitiveName,
  grad: Value,
  y: Value,
  operands: readonly Value[],
  k: number,
): Value | null {
  if (isStepwise(primitives[name].op)) return null;
  switch (name) {
    case 'add':
    case 'identity':
      return grad;
    case 'sub':
      return k === 0 ? grad : elementwise('neg', [grad]);
    case 'neg':
      return elementwise('neg', [grad]);
    case 'mul':
      return elementwise('mul', [grad, operands[1 - k]]);
    case 'div':
      // ȳ/b and −ȳ·(y/b)
      if (k === 0) return elementwise('div', [grad, operands[1]]);
      break;
    case 'pow': {
      const [x, n] = operands;
      if (k === 0 && typeof n === 'number' && x instanceof NdArray) {
        if (n === 0) return null;
        return filled(grad, x, (g, step, out) => powPartial(g, step, x.doubles, n, out));
      }
      break;
    }
    default: {
      const written = unaryPartials[name];
      const x = operands[0];
      if (written !== undefined && x instanceof NdArray && y instanceof NdArray) {
        return filled(grad, x, (g, step, out) => written(g, step, x.doubles, y.doubles, out));
      }
    }
  }
  return byEntry(name, grad, y, operands, k);
}

/** One pass over an operand that has the shape of the result. */
function filled(grad: Value, x: NdArray, pass: (g: Float64Array, step: number, out: Float64Array) => void): Value {
  const g = cells(grad);
  const out = room(x.size);
  pass(g.values, g.values.length === x.size ? 1 : 0, out);
  return finished(x.shape, out, resultTypeOf([grad, x]));
}

/** By the table, entry by entry. */
function byEntry(name: PrimitiveName, grad: Value, y: Value, operands: readonly Value[], k: number): Value | null {
  const shape = shapeOfValue(y);
  const partial = entryPartial(name, k);
  const all = [grad, y, ...operands];
  if (all.every((x) => typeof x === 'number')) return partial(grad as number, y as number, operands as number[]);
  const out = room(sizeOf(shape));
  const x = new Array<number>(operands.length);
  eachEntry(shape, all.map(cells), (entries, place) => {
    for (let i = 0; i < x.length; i++) x[i] = entries[i + 2];
    out[place] = partial(entries[0], entries[1], x) ?? 0;
  });
  return finished(shape, out, resultTypeOf(all));
}
