/** @file Functions of arrays as people call them: on Variables, numbers, lists and arrays. */
import { asTerm, div, max as maxOf, min as minOf, type Operand, type Term } from '../functions';
import { Variable } from '../variable';
import { applyRule, valueOfTerm } from './apply';
import { elementwise, shapeOfValue } from './elementwise';
import type { Linear } from './linear';
import { type ArrayLikeValue, asArray, NdArray, type Value } from './ndarray';
import { concatRule, extremeRule, linearRule, matmulRule, matmulShape, whereRule } from './rules';
import {
  type Axes,
  broadcastShapes,
  checkedAxes,
  checkedShape,
  checkStretch,
  reshaped,
  type Shape,
  ShapeError,
  sameShape,
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

function apply(f: Linear, x: Operand): Variable {
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

/** One place of an axis, which then goes; or a part: from, up to but not including, step. `null` is the whole axis. */
export type Index = number | null | readonly [from?: number | null, to?: number | null, step?: number | null];

/** Parts of an array: `getItem(x, 1)` is row 1, `getItem(x, null, [0, 2])` the first two columns. */
export function getItem(x: Operand, ...indices: Index[]): Variable {
  const shape = shapeOf(x);
  if (indices.length > shape.length) {
    throw new ShapeError(
      `getItem: shape ${shapeText(shape)} takes at most ${shape.length} indices; ${indices.length} were given.`,
    );
  }
  const ranges = shape.map((extent, axis) => {
    const index = indices[axis] ?? null;
    if (typeof index === 'number') {
      const start = index < 0 ? index + extent : index;
      if (!Number.isInteger(start) || start < 0 || start >= extent) {
        throw new RangeError(`getItem: index ${index} is outside axis ${axis} of shape ${shapeText(shape)}.`);
      }
      return { start, step: 1, count: 1, drop: true };
    }
    const step = index?.[2] ?? 1;
    if (!Number.isInteger(step) || step === 0)
      throw new RangeError(`getItem: a step is a whole number other than 0; ${step} was given.`);
    const [low, high] = step > 0 ? [0, extent] : [-1, extent - 1];
    const bound = (given: number | null | undefined, otherwise: number) => {
      if (given === null || given === undefined) return otherwise;
      if (!Number.isInteger(given)) throw new RangeError(`getItem: bounds are whole numbers; ${given} was given.`);
      return Math.min(high, Math.max(low, given < 0 ? given + extent : given));
    };
    const start = bound(index?.[0], step > 0 ? 0 : extent - 1);
    const stop = bound(index?.[1], step > 0 ? extent : -1);
    return { start, step, count: Math.max(0, Math.ceil((stop - start) / step)), drop: false };
  });
  return apply({ name: 'getItem', ranges }, x);
}

export { getItem as slice };

/** The parts at some places of an axis, in the order given; a place may come more than once. */
export function take(x: Operand, indices: ArrayLikeValue, axis = 0): Variable {
  const shape = shapeOf(x);
  const [k] = checkedAxes('take', axis, shape);
  const places = Array.from(asArray(indices).reshape(-1).values, (index) => {
    const place = index < 0 ? index + shape[k] : index;
    if (!Number.isInteger(place) || place < 0 || place >= shape[k]) {
      throw new RangeError(`take: index ${index} is outside axis ${k} of shape ${shapeText(shape)}.`);
    }
    return place;
  });
  return apply({ name: 'take', indices: places, axis: k }, x);
}

/** Operands one after another along an axis; all other extents are equal. */
export function concat(operands: readonly Operand[], axis = 0): Variable {
  if (operands.length === 0) throw new ShapeError('concat: at least one operand is needed.');
  const terms = operands.map(asTerm);
  const shapes = terms.map(shapeOf);
  const [k] = checkedAxes('concat', axis, shapes[0]);
  const rest = (shape: Shape) => shape.filter((_, i) => i !== k);
  for (const shape of shapes) {
    if (shape.length !== shapes[0].length || !sameShape(rest(shape), rest(shapes[0]))) {
      throw new ShapeError(
        `concat: shapes ${shapeText(shapes[0])} and ${shapeText(shape)} differ elsewhere than along axis ${k}.`,
      );
    }
  }
  if (!terms.some((x) => x instanceof Variable)) terms[0] = leafOf(terms[0] as Value);
  return applyRule(concatRule(k), terms);
}

/** Operands of one shape beside each other along a new axis. */
export function stack(operands: readonly Operand[], axis = 0): Variable {
  return concat(
    operands.map((x) => {
      const shape = [...shapeOf(x)];
      shape.splice(axis < 0 ? axis + shape.length + 1 : axis, 0, 1);
      return reshape(x, shape);
    }),
    axis,
  );
}

/** What a choice is made by: not 0 (or true) for the first. Not differentiated. */
export type Mask = Operand | Booleans;
type Booleans = boolean | readonly Booleans[];

/** Entries of the first where the mask holds, else of the second. */
export function where(mask: Mask, a: Operand, b: Operand): Variable {
  const terms = [asTerm(a), asTerm(b)];
  const chosen = valueOfTerm(asTerm(withoutBooleans(mask) as Operand));
  const shape = broadcastShapes('where', [shapeOfValue(chosen), ...terms.map(shapeOf)]);
  const full = asArray(chosen);
  const stretched = sameShape(full.shape, shape) ? full : (asArray(valueOfTerm(broadcastTo(full, shape))) as NdArray);
  if (!terms.some((x) => x instanceof Variable)) terms[0] = leafOf(terms[0] as Value);
  return applyRule(whereRule(stretched), terms);
}

function withoutBooleans(mask: unknown): unknown {
  if (typeof mask === 'boolean') return mask ? 1 : 0;
  return Array.isArray(mask) ? mask.map(withoutBooleans) : mask;
}

function comparison(holds: (a: number, b: number) => boolean) {
  return (a: Operand, b: Operand): NdArray => {
    const values = [a, b].map((x) => valueOfTerm(asTerm(x)));
    const shape = broadcastShapes('comparison', values.map(shapeOfValue));
    // adding 0 stretches without changing what is compared
    const [p, q] = values.map((x) => asArray(elementwise('add', [x, NdArray.uniform(shape, 0)])).reshape(-1).values);
    return new NdArray(
      shape,
      Uint8Array.from(p, (x, k) => (holds(x, q[k]) ? 1 : 0)),
      'uint8',
    );
  };
}

/** 1 where it holds, else 0: masks for `where`. */
export const less = comparison((a, b) => a < b);
export const lessEqual = comparison((a, b) => a <= b);
export const greater = comparison((a, b) => a > b);
export const greaterEqual = comparison((a, b) => a >= b);
export const equal = comparison((a, b) => a === b);
export const notEqual = comparison((a, b) => a !== b);

/** Where the greatest entry along an axis stands, the first of equals; without an axis its place among all. */
export function argmax(x: Operand, axis?: number): NdArray {
  const from = asArray(valueOfTerm(asTerm(x)));
  const flat = axis === undefined ? from.reshape(-1) : from;
  const [k] = checkedAxes('argmax', axis ?? 0, flat.shape);
  const order = [...flat.shape.keys()].filter((i) => i !== k);
  const rows = transpose(flat, [...order, k]).data as NdArray;
  const extent = flat.shape[k];
  const places = Int32Array.from({ length: extent === 0 ? 0 : rows.size / extent }, (_, i) => {
    let best = 0;
    for (let j = 1; j < extent; j++) if (rows.values[i * extent + j] > rows.values[i * extent + best]) best = j;
    return best;
  });
  return new NdArray(
    order.map((i) => flat.shape[i]),
    places,
    'int32',
  );
}
