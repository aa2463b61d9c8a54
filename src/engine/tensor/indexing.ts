/** @file Parts of arrays, arrays put together, and choices entry by entry. */
import { asTerm, type Operand } from '../functions';
import { Variable } from '../variable';
import { applyRule, valueOfTerm } from './apply';
import { type ArrayLikeValue, asArray } from './array';
import { elementwise, shapeOfValue } from './elementwise';
import { apply, broadcastTo, leafOf, reshape, shapeOf, transpose } from './functions';
import { NdArray, type Value } from './ndarray';
import { concatRule, whereRule } from './rules';
import { broadcastShapes, checkedAxes, type Shape, ShapeError, sameShape, shapeText } from './shape';

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
