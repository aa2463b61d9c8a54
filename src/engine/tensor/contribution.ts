/** @file What an elementwise function passes back to one operand, on arrays. */
import type { PrimitiveName } from '../opcodes';
import { isStepwise, primitives } from '../primitives';
import type { DType } from './dtype';
import { cells, eachEntry, elementwise, finished, resultTypeOf, shapeOfValue } from './elementwise';
import { runChain, type Step } from './kernels/chain';
import { divisorStep, divStep, entryPartial, mulStep, negStep, powStep, unaryPartials } from './kernels/partials';
import { NdArray, type Value } from './ndarray';
import { type Shape, sameShape, sizeOf } from './shape';
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
      if (k === 0) return elementwise('div', [grad, operands[1]]);
      break;
    case 'pow':
      if (k === 0 && operands[1] === 0) return null;
  }
  const step = stepOf(name, y, operands, k);
  if (step === null) return byEntry(name, grad, y, operands, k);
  const shape = shapeOfValue(y);
  return chained(grad, [step], shape, room(sizeOf(shape)), resultTypeOf([grad, y, operands[k]]));
}

/** Runs steps from a gradient into `out`, which may be the gradient's own memory. */
export function chained(
  grad: Value,
  steps: readonly Step[],
  shape: Shape,
  out: Float64Array,
  dtype: DType = 'float64',
): Value {
  const g = cells(grad);
  const stride = g.values.length === out.length && !(grad instanceof NdArray && grad.isUniform) ? 1 : 0;
  runChain(g.values, stride, steps, out);
  return finished(shape, out, dtype);
}

function isFull(x: Value, y: NdArray): x is NdArray {
  return x instanceof NdArray && !x.isUniform && sameShape(x.shape, y.shape);
}

function uniformOf(x: Value): number | null {
  return typeof x === 'number' ? x : x.isUniform ? x.uniformValue : null;
}

/**
 * The way to operand k as a step over the entries, for an operand in the shape of y; null where there is none.
 */
export function stepOf(name: PrimitiveName, y: Value, operands: readonly Value[], k: number): Step | null {
  const x = operands[k];
  if (!(y instanceof NdArray) || y.isUniform || !isFull(x, y)) return null;
  const other = operands[1 - k];
  switch (name) {
    case 'neg':
      return negStep;
    case 'sub':
      return k === 1 ? negStep : null;
    case 'mul': {
      const factor = uniformOf(other);
      if (factor !== null) return mulStep(Float64Array.of(factor), 0);
      return isFull(other, y) ? mulStep(other.doubles, 1) : null;
    }
    case 'div': {
      if (k === 1) return divisorStep(y.doubles, x.doubles);
      const divisor = uniformOf(other);
      if (divisor !== null) return divStep(Float64Array.of(divisor), 0);
      return isFull(other, y) ? divStep(other.doubles, 1) : null;
    }
    case 'pow':
      return k === 0 && typeof other === 'number' && other !== 0 ? powStep(x.doubles, other) : null;
    default: {
      const written = unaryPartials[name];
      if (written === undefined) return null;
      const from = x.doubles;
      const to = y.doubles;
      return (g, stride, out, start, end) => written(g, stride, from, to, out, start, end);
    }
  }
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
