/**
 * @file What is known about each function of arrays: its value, and what it passes back to each operand. Rules are
 * written against an algebra, so that one rule is read twice: with arrays for speed, with Variables so that the
 * gradient can be differentiated again.
 */
import type { PrimitiveName } from '../opcodes';
import { labelOf } from '../primitives';
import { type DType, isInteger, resultType } from './dtype';
import { elementwise, finished, resultTypeOf, shapeOfValue } from './elementwise';
import { copyStrided } from './kernels/layout';
import { matmulInto } from './kernels/matmul';
import { extremeAlong, sharesAlong } from './kernels/reduce';
import { applyLinear, type Linear, linearLabels, transposeOf } from './linear';
import { NdArray, type Value } from './ndarray';
import { broadcastShape, reducedShape, type Shape, ShapeError, sameShape, shapeText, sizeOf, stridesOf } from './shape';
import { room } from './storage';

/** What a rule may do. `T` is a value or a Variable. */
export interface ArrayAlgebra<T> {
  shape(x: T): Shape;
  elementwise(name: PrimitiveName, ...operands: T[]): T;
  linear(f: Linear, x: T): T;
  matmul(a: T, b: T, transposeA: boolean, transposeB: boolean): T;
  constant(value: Value): T;
  /** The present numbers, for what a rule decides by. */
  value(x: T): Value;
  /** ȳ·∂y/∂(operand k) of an elementwise function, in the shape of y; null where none passes by rule. */
  contribution(name: PrimitiveName, grad: T, y: () => T, operands: readonly T[], k: number): T | null;
}

export interface ArrayRule {
  /** elementwise: by the table; linear: by its transpose; bilinear: by two adjoints; selection: by what was chosen. */
  readonly kind: 'elementwise' | 'linear' | 'bilinear' | 'selection' | 'nonlinear';
  readonly name: string;
  /** The sign drawn for it. */
  readonly label: string;
  forward(operands: readonly Value[]): Value;
  /** What passes back to operand k, in that operand's shape; null where nothing does by rule. */
  adjoint<T>(g: ArrayAlgebra<T>, grad: T, y: () => T, operands: readonly T[], k: number): T | null;
}

/** Sums a gradient over all that broadcasting repeated of the operand. */
function summedTo<T>(g: ArrayAlgebra<T>, grad: T, operand: T): T {
  const shape = g.shape(operand);
  return sameShape(g.shape(grad), shape) ? grad : g.linear({ name: 'sumTo', shape }, grad);
}

/** A gradient that was the same everywhere may have lost its shape in a product of numbers. */
function elementwiseRule(name: PrimitiveName): ArrayRule {
  return {
    kind: 'elementwise',
    name,
    label: labelOf(name),
    forward: (operands) => elementwise(name, operands),
    adjoint: (g, grad, y, operands, k) => {
      const found = g.contribution(name, grad, y, operands, k);
      return found === null ? null : summedTo(g, found, operands[k]);
    },
  };
}

const elementwiseRules: { [N in PrimitiveName]?: ArrayRule } = {};

/** A row of the primitive table as a function of arrays. */
export function ruleOf(name: PrimitiveName): ArrayRule {
  return (elementwiseRules[name] ??= elementwiseRule(name));
}

export function linearRule(f: Linear): ArrayRule {
  return {
    kind: 'linear',
    name: f.name,
    label: linearLabels[f.name],
    forward: ([x]) => applyLinear(f, x),
    adjoint: (g, grad, _y, [x]) => g.linear(transposeOf(f, g.shape(x)), grad),
  };
}

/** Leading axes are stacks of matrices and are matched as in broadcasting. */
export function matmulShape(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean): Shape {
  const fail = (why: string) =>
    new ShapeError(`matmul: shapes ${shapeText(a)} and ${shapeText(b)} cannot be multiplied: ${why}.`);
  if (a.length < 2 || b.length < 2) throw fail('both need at least two axes here');
  const [m, k] = transposeA ? [a.at(-1), a.at(-2)] : [a.at(-2), a.at(-1)];
  const [k2, n] = transposeB ? [b.at(-1), b.at(-2)] : [b.at(-2), b.at(-1)];
  if (k !== k2)
    throw fail(
      `the first has ${k} columns${transposeA ? ' when transposed' : ''}, the second ${k2} rows${transposeB ? ' when transposed' : ''}`,
    );
  const stack = a.length === 2 && b.length === 2 ? [] : broadcastShape('matmul', a.slice(0, -2), b.slice(0, -2));
  return [...stack, m as number, n as number];
}

export function matmulValue(a: Value, b: Value, transposeA: boolean, transposeB: boolean): Value {
  const x = a as NdArray;
  const y = b as NdArray;
  const shape = matmulShape(shapeOfValue(a), shapeOfValue(b), transposeA, transposeB);
  const [m, n] = shape.slice(-2);
  const k = x.shape.at(transposeA ? -2 : -1) as number;
  const out = room(sizeOf(shape));
  const p = x.doubles;
  const q = y.doubles;
  if (shape.length === 2) {
    matmulInto(p, 0, transposeA, q, 0, transposeB, out, 0, m, n, k);
    return finished(shape, out, resultTypeOf([x, y]));
  }
  const stack = shape.slice(0, -2);
  const left = stackOffsets(x.shape.slice(0, -2), stack, m * k);
  const right = stackOffsets(y.shape.slice(0, -2), stack, k * n);
  for (let i = 0; i < left.length; i++) {
    matmulInto(p, left[i], transposeA, q, right[i], transposeB, out, i * m * n, m, n, k);
  }
  return finished(shape, out, resultTypeOf([x, y]));
}

/** Where each matrix of a broadcast stack starts. */
function stackOffsets(own: Shape, stack: Shape, matrixSize: number): number[] {
  const places = Float64Array.from({ length: sizeOf(own) }, (_, i) => i * matrixSize);
  const found = applyLinear({ name: 'broadcastTo', shape: stack }, new NdArray(own, places));
  return typeof found === 'number' ? [found] : Array.from(found.values);
}

/** Linear in each operand: what passes back to one is a product with the other. */
export function matmulRule(transposeA: boolean, transposeB: boolean): ArrayRule {
  return {
    kind: 'bilinear',
    name: 'matmul',
    label: '@',
    forward: ([a, b]) => matmulValue(a, b, transposeA, transposeB),
    // Ȳ·Bᵀ and Aᵀ·Ȳ, each turned where the operand was
    adjoint: (g, grad, _y, operands, k) => {
      const [a, b] = operands;
      const found =
        k === 0
          ? transposeA
            ? g.matmul(b, grad, transposeB, true)
            : g.matmul(grad, b, false, !transposeB)
          : transposeB
            ? g.matmul(grad, a, true, transposeA)
            : g.matmul(a, grad, !transposeA, false);
      return summedTo(g, found, operands[k]);
    },
  };
}

function axisBlocks(shape: Shape, axis: number, start: number, count: number): Linear {
  return {
    name: 'getItem',
    ranges: shape.map((extent, k) =>
      k === axis ? { start, step: 1, count, drop: false } : { start: 0, step: 1, count: extent, drop: false },
    ),
  };
}

/** Joins operands along an axis that they have; each gets its own part of the gradient. */
export function concatRule(axis: number): ArrayRule {
  return {
    kind: 'linear',
    name: 'concat',
    label: 'concat',
    forward: (operands) => {
      const parts = operands as NdArray[];
      const extent = parts.reduce((total, part) => total + part.shape[axis], 0);
      const shape = parts[0].shape.map((own, k) => (k === axis ? extent : own));
      const dtype: DType = parts.every((part) => part.dtype === parts[0].dtype)
        ? parts[0].dtype
        : resultType(parts.map((part) => part.dtype));
      const out = room(sizeOf(shape));
      const strides = stridesOf(shape);
      let start = 0;
      for (const part of parts) {
        copyStrided(part.shape, part.values, 0, stridesOf(part.shape), out, start * strides[axis], strides);
        start += part.shape[axis];
      }
      const made = new NdArray(shape, out);
      return isInteger(dtype) || dtype === 'float32' ? made.astype(dtype) : made;
    },
    adjoint: (g, grad, _y, operands, k) => {
      let start = 0;
      for (let i = 0; i < k; i++) start += g.shape(operands[i])[axis];
      return g.linear(axisBlocks(g.shape(grad), axis, start, g.shape(operands[k])[axis]), grad);
    },
  };
}

/** The first operand where the mask is not 0, else the second; a gradient passes only to the one that was chosen. */
export function whereRule(mask: NdArray): ArrayRule {
  let opposite: NdArray | null = null;
  return {
    kind: 'selection',
    name: 'where',
    label: 'where',
    forward: ([a, b]) => {
      const parts = [a, b].map((x) => applyLinear({ name: 'broadcastTo', shape: mask.shape }, x));
      if (mask.shape.length === 0) return mask.item() !== 0 ? parts[0] : parts[1];
      const [p, q] = parts.map((x) => (x as NdArray).doubles);
      const chosen = mask.values;
      const out = room(mask.size);
      for (let i = 0; i < out.length; i++) out[i] = chosen[i] !== 0 ? p[i] : q[i];
      return finished(mask.shape, out, resultTypeOf([a, b]));
    },
    adjoint: (g, grad, _y, operands, k) => {
      if (k === 1)
        opposite ??= new NdArray(
          mask.shape,
          Uint8Array.from(mask.values, (x) => (x === 0 ? 1 : 0)),
          'uint8',
        );
      const chosen = k === 0 ? mask : (opposite as NdArray);
      return summedTo(g, g.linear({ name: 'keep', mask: chosen }, grad), operands[k]);
    },
  };
}

/** Greatest or least entry along axes; tied entries share the gradient evenly. */
export function extremeRule(name: 'max' | 'min', axes: readonly number[], keepdims: boolean): ArrayRule {
  return {
    kind: 'selection',
    name,
    label: name,
    forward: ([x]) => {
      if (typeof x === 'number') return x;
      const shape = reducedShape(x.shape, axes, keepdims);
      return finished(
        shape,
        extremeAlong(x.doubles, x.shape, axes, name === 'min'),
        x.dtype === 'float32' ? 'float32' : 'float64',
      );
    },
    // ȳ where an entry is the extreme, over the number of those
    adjoint: (g, grad, y, [x]) => {
      const from = g.value(x);
      if (typeof from === 'number') return grad;
      const kept = reducedShape(from.shape, axes, true);
      const top = g.value(y());
      const shares = sharesAlong(
        from.doubles,
        from.shape,
        typeof top === 'number' ? Float64Array.of(top) : top.doubles,
        kept,
      );
      const mask = new NdArray(from.shape, shares);
      const spread = g.linear({ name: 'spread', axes, keepdims, shape: from.shape }, grad);
      return g.elementwise('mul', g.linear({ name: 'keep', mask }, spread), g.constant(mask));
    },
  };
}
