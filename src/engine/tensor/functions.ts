/** @file Functions of arrays as people call them: on Variables, numbers, lists and arrays. */
import { asTerm, div, max as maxOf, min as minOf, type Operand, type Term } from '../functions';
import { setArrayMethods, Variable } from '../variable';
import { applyRule, valueOfTerm } from './apply';
import { shapeOfValue } from './elementwise';
import type { Linear } from './linear';
import { extremeRule, linearRule, matmulRule, matmulShape } from './rules';
import {
  type Axes,
  checkedAxes,
  checkedShape,
  checkStretch,
  reshaped,
  type Shape,
  ShapeError,
  shapeText,
} from './shape';

/** Which axes, and whether they stay with one entry. */
export interface Along {
  axis?: Axes;
  keepdims?: boolean;
}

/** What is no Variable becomes a leaf, so that every result has a creator. */
export function leafOf(x: Operand): Variable {
  return x instanceof Variable ? x : new Variable(x);
}

export function shapeOf(x: Operand | Term): Shape {
  return shapeOfValue(valueOfTerm(asTerm(x)));
}

export function apply(f: Linear, x: Operand): Variable {
  return applyRule(linearRule(f), [leafOf(x)]);
}

function along(axis: Axes | Along | undefined, keepdims: boolean): { axis: Axes | undefined; keepdims: boolean } {
  if (axis !== null && typeof axis === 'object' && !Array.isArray(axis)) {
    const given = axis as Along;
    return { axis: given.axis, keepdims: given.keepdims ?? false };
  }
  return { axis: axis as Axes | undefined, keepdims };
}

/** The sum along axes, all of them by default; `sum(x, 0)`, `sum(x, { axis: 0, keepdims: true })`. */
export function sum(x: Operand, axis?: Axes | Along, keepdims = false): Variable {
  const chosen = along(axis, keepdims);
  return apply({ name: 'sum', axes: checkedAxes('sum', chosen.axis, shapeOf(x)), keepdims: chosen.keepdims }, x);
}

/** The arithmetic mean along axes: the sum over the number of entries. */
export function mean(x: Operand, axis?: Axes | Along, keepdims = false): Variable {
  const chosen = along(axis, keepdims);
  const shape = shapeOf(x);
  const axes = checkedAxes('mean', chosen.axis, shape);
  const count = axes.reduce((product, k) => product * shape[k], 1);
  if (count === 0) throw new ShapeError(`mean: shape ${shapeText(shape)} has no entries along these axes.`);
  return div(apply({ name: 'sum', axes, keepdims: chosen.keepdims }, x), count);
}

function extreme(name: 'max' | 'min', operands: (Operand | Along | undefined)[]): Variable {
  const [x, options] = operands;
  const reduces =
    operands.length === 1
      ? shapeOf(x as Operand).length > 0
      : operands.length === 2 && (options === undefined || isAlong(options));
  if (!reduces) return name === 'max' ? maxOf(...(operands as Operand[])) : minOf(...(operands as Operand[]));
  const { axis, keepdims = false } = (options as Along | undefined) ?? {};
  const shape = shapeOf(x as Operand);
  const axes = checkedAxes(name, axis, shape);
  if (axes.some((k) => shape[k] === 0)) {
    throw new ShapeError(`${name}: shape ${shapeText(shape)} has no entries along these axes.`);
  }
  return applyRule(extremeRule(name, axes, keepdims), [leafOf(x as Operand)]);
}

function isAlong(x: Operand | Along): x is Along {
  return Object.getPrototypeOf(x) === Object.prototype || Object.getPrototypeOf(x) === null;
}

/** The greatest of several operands, entry by entry; of one array its greatest entry, `max(x, { axis })` along axes. */
export function max(x: Operand, along?: Along): Variable;
export function max(...operands: Operand[]): Variable;
export function max(...operands: (Operand | Along | undefined)[]): Variable {
  return extreme('max', operands);
}

/** The least of several operands, entry by entry; of one array its least entry, `min(x, { axis })` along axes. */
export function min(x: Operand, along?: Along): Variable;
export function min(...operands: Operand[]): Variable;
export function min(...operands: (Operand | Along | undefined)[]): Variable {
  return extreme('min', operands);
}

/** The same entries in another shape; one extent may be −1. */
export function reshape(x: Operand, ...shape: number[] | [Shape]): Variable {
  return apply({ name: 'reshape', shape: reshaped('reshape', shapeOf(x), shape.flat() as number[]) }, x);
}

/** Axes in reverse order, or in the order given. */
export function transpose(x: Operand, ...axes: number[] | [Shape]): Variable {
  const shape = shapeOf(x);
  const given = axes.flat() as number[];
  const order =
    given.length === 0 ? shape.map((_, k) => shape.length - 1 - k) : given.map((k) => (k < 0 ? k + shape.length : k));
  if (checkedAxes('transpose', order, shape).length !== shape.length) {
    throw new ShapeError(
      `transpose: shape ${shapeText(shape)} has ${shape.length} axes; (${given.join(', ')}) names ${given.length}.`,
    );
  }
  return apply({ name: 'transpose', axes: order }, x);
}

/** Repeats along axes of one entry, as operators do. */
export function broadcastTo(x: Operand, ...shape: number[] | [Shape]): Variable {
  const wanted = checkedShape('broadcastTo', shape.flat() as number[]);
  checkStretch('broadcastTo', shapeOf(x), wanted);
  return apply({ name: 'broadcastTo', shape: wanted }, x);
}

/** Adds up what `broadcastTo` would repeat. */
export function sumTo(x: Operand, ...shape: number[] | [Shape]): Variable {
  const wanted = checkedShape('sumTo', shape.flat() as number[]);
  checkStretch('sumTo', wanted, shapeOf(x));
  return apply({ name: 'sumTo', shape: wanted }, x);
}

/** Matrix product. A vector on the left is a row, on the right a column; leading axes are stacks of matrices. */
export function matmul(a: Operand, b: Operand): Variable {
  const left = asTerm(a);
  const right = asTerm(b);
  const [p, q] = [shapeOf(left), shapeOf(right)];
  if (p.length === 0 || q.length === 0) {
    throw new ShapeError(
      `matmul: shapes ${shapeText(p)} and ${shapeText(q)} cannot be multiplied: one is a number. Use mul.`,
    );
  }
  const row = p.length === 1;
  const column = q.length === 1;
  if (row && column && p[0] !== q[0]) {
    throw new ShapeError(
      `matmul: shapes ${shapeText(p)} and ${shapeText(q)} cannot be multiplied: the lengths differ.`,
    );
  }
  const x = row ? reshape(left, [1, p[0]]) : left;
  const y = column ? reshape(right, [q[0], 1]) : right;
  const [r, s] = [shapeOf(x), shapeOf(y)];
  const shape = matmulShape(r, s, false, false);
  const product = applyRule(
    matmulRule(false, false),
    x instanceof Variable || y instanceof Variable ? [x, y] : [leafOf(x), y],
  );
  if (!row && !column) return product;
  return reshape(product, [
    ...shape.slice(0, -2),
    ...(row ? [] : [shape[shape.length - 2]]),
    ...(column ? [] : [shape[shape.length - 1]]),
  ]);
}

setArrayMethods({ reshape, transpose, sum });
