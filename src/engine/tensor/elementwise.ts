/** @file Functions of the primitive table on arrays, entry by entry, with broadcasting. */
import type { PrimitiveName } from '../opcodes';
import { primitives } from '../primitives';
import { converted, type DType, resultType } from './dtype';
import { binaryRun } from './kernels/binary';
import { broadcastStrides, eachRun, planned } from './kernels/plan';
import { unary } from './kernels/unary';
import { NdArray, type Value } from './ndarray';
import { broadcastShapes, type Shape, sizeOf } from './shape';
import { room } from './storage';

export function shapeOfValue(value: Value): Shape {
  return typeof value === 'number' ? [] : value.shape;
}

/** The kind of an arithmetic result; a number takes the arrays' kind. */
export function resultTypeOf(operands: readonly Value[]): DType {
  return resultType(operands.map((x) => (typeof x === 'number' ? null : x.dtype)));
}

/** Takes over computed numbers: a bare number where there is no axis, float32 where the kind asks for it. */
export function finished(shape: Shape, values: Float64Array, dtype: DType): Value {
  if (shape.length === 0) return dtype === 'float32' ? Math.fround(values[0]) : values[0];
  return new NdArray(shape, dtype === 'float64' ? values : converted(values, dtype), dtype);
}

export function uniformOrNumber(shape: Shape, value: number, dtype: DType): Value {
  return shape.length === 0 ? value : NdArray.uniform(shape, value, dtype);
}

/** An operand as a kernel reads it; one cell where every entry is the same. */
export function cells(operand: Value): { values: Float64Array; shape: Shape } {
  if (typeof operand === 'number') return { values: Float64Array.of(operand), shape: [] };
  if (operand.isUniform) return { values: Float64Array.of(operand.uniformValue), shape: [] };
  return { values: operand.doubles, shape: operand.shape };
}

/** The number that all entries of an operand have, or null. */
function single(operand: Value): number | null {
  if (typeof operand === 'number') return operand;
  return operand.isUniform ? operand.uniformValue : null;
}

/**
 * A primitive of the table over operands whose shapes go together.
 * @throws ShapeError naming the primitive and both shapes.
 */
export function elementwise(name: PrimitiveName, operands: readonly Value[]): Value {
  const shape = broadcastShapes(name, operands.map(shapeOfValue));
  const dtype = resultTypeOf(operands);
  const singles = operands.map(single);
  if (singles.every((x) => x !== null)) {
    return uniformOrNumber(shape, primitives[name].forward(...(singles as number[])), dtype);
  }
  const out = room(sizeOf(shape));
  if (operands.length === 1) unary(name, cells(operands[0]).values, out);
  else if (operands.length === 2) binary(name, operands[0], operands[1], shape, out);
  else many(name, operands, shape, out);
  return finished(shape, out, dtype);
}

export function binary(name: PrimitiveName, left: Value, right: Value, shape: Shape, out: Float64Array): void {
  const run = binaryRun(name);
  const a = cells(left);
  const b = cells(right);
  const n = out.length;
  if (a.values.length === n && b.values.length === n) {
    run(a.values, 0, 1, b.values, 0, 1, out, 0, n);
    return;
  }
  const plan = planned(shape, [
    broadcastStrides(a.shape, shape),
    broadcastStrides(b.shape, shape),
    broadcastStrides(shape, shape),
  ]);
  const last = plan.extents.length - 1;
  const length = plan.extents[last];
  const stepA = plan.strides[0][last];
  const stepB = plan.strides[1][last];
  eachRun(plan, (offsets) => run(a.values, offsets[0], stepA, b.values, offsets[1], stepB, out, offsets[2], length));
}

function many(name: PrimitiveName, operands: readonly Value[], shape: Shape, out: Float64Array): void {
  const { forward } = primitives[name];
  eachEntry(shape, operands.map(cells), (x, place) => {
    out[place] = forward(...x);
  });
}

/** Calls `each` with the operands' numbers at each place of `shape`, in row-major order. The list is used again. */
export function eachEntry(
  shape: Shape,
  operands: readonly { values: Float64Array; shape: Shape }[],
  each: (x: number[], place: number) => void,
): void {
  const plan = planned(
    shape,
    operands.map((x) => broadcastStrides(x.shape, shape)),
  );
  const last = plan.extents.length - 1;
  const length = plan.extents[last];
  const x = new Array<number>(operands.length).fill(0);
  let place = 0;
  eachRun(plan, (offsets) => {
    for (let k = 0; k < length; k++) {
      for (let i = 0; i < x.length; i++) x[i] = operands[i].values[offsets[i] + k * plan.strides[i][last]];
      each(x, place++);
    }
  });
}
