/** @file Shapes: sizes, broadcasting, axes, and the errors that name them. */

/** Number of entries along each axis, outermost first; `[]` is one number. */
export type Shape = readonly number[];

/** Shapes that do not fit an operation. The message names the operation and the shapes. */
export class ShapeError extends Error {
  readonly code = 'shapeMismatch';

  constructor(message: string) {
    super(message);
    this.name = 'ShapeError';
  }
}

/** `(2, 3)`, `(3,)`, `()`. */
export function shapeText(shape: Shape): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const extent of shape) size *= extent;
  return size;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}

/** How far apart neighbours along each axis stand, entries in row-major order. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let k = shape.length - 1; k >= 0; k--) {
    strides[k] = step;
    step *= shape[k];
  }
  return strides;
}

/** A shape as a person gave it. @throws ShapeError on what is no extent. */
export function checkedShape(operation: string, shape: Shape | number): number[] {
  const given = typeof shape === 'number' ? [shape] : Array.from(shape);
  for (const extent of given) {
    if (!Number.isInteger(extent) || extent < 0) {
      throw new ShapeError(`${operation}: a shape holds whole numbers from 0 up; ${shapeText(given)} was given.`);
    }
  }
  return given;
}

/** The shape that both stretch to: axes are matched from the last one, an extent of 1 repeats. */
export function broadcastShape(operation: string, a: Shape, b: Shape): Shape {
  if (sameShape(a, b)) return a;
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const ndim = Math.max(a.length, b.length);
  const shape = new Array<number>(ndim);
  for (let k = 1; k <= ndim; k++) {
    const m = k > a.length ? 1 : a[a.length - k];
    const n = k > b.length ? 1 : b[b.length - k];
    if (m !== n && m !== 1 && n !== 1) {
      throw new ShapeError(
        `${operation}: shapes ${shapeText(a)} and ${shapeText(b)} do not go together: ${m} and ${n} along axis ${-k}. ` +
          'Extents must be equal or 1; reshape or transpose one of them.',
      );
    }
    shape[ndim - k] = m === 1 ? n : m;
  }
  return shape;
}

export function broadcastShapes(operation: string, shapes: readonly Shape[]): Shape {
  let found: Shape = shapes.length === 0 ? [] : shapes[0];
  for (let k = 1; k < shapes.length; k++) found = broadcastShape(operation, found, shapes[k]);
  return found;
}

/** @throws ShapeError where `shape` does not stretch to `target`. */
export function checkStretch(operation: string, shape: Shape, target: Shape): void {
  const extra = target.length - shape.length;
  const fits = extra >= 0 && shape.every((extent, k) => extent === 1 || extent === target[k + extra]);
  if (!fits) {
    throw new ShapeError(
      `${operation}: shape ${shapeText(shape)} does not stretch to ${shapeText(target)}. ` +
        'Matched from the last axis, extents must be equal, or 1 where it stretches.',
    );
  }
}

/** Which axis, or axes; a negative one counts from the last. */
export type Axes = number | readonly number[] | null;

/** Axes as rising numbers from 0; all of them for null. @throws ShapeError on one that is not there. */
export function checkedAxes(operation: string, axes: Axes | undefined, shape: Shape): number[] {
  if (axes === null || axes === undefined) return shape.map((_, k) => k);
  const given = typeof axes === 'number' ? [axes] : axes;
  const found = given.map((axis) => {
    if (!Number.isInteger(axis) || axis < -shape.length || axis >= shape.length) {
      throw new ShapeError(
        `${operation}: there is no axis ${axis} in shape ${shapeText(shape)}, which has ${shape.length} ${shape.length === 1 ? 'axis' : 'axes'}.`,
      );
    }
    return axis < 0 ? axis + shape.length : axis;
  });
  if (new Set(found).size < found.length) {
    throw new ShapeError(
      `${operation}: an axis is named twice in (${given.join(', ')}) for shape ${shapeText(shape)}.`,
    );
  }
  return found.sort((p, q) => p - q);
}

/** The shape without some axes, or with 1 in their place. */
export function reducedShape(shape: Shape, axes: readonly number[], keepdims: boolean): number[] {
  return keepdims
    ? shape.map((extent, k) => (axes.includes(k) ? 1 : extent))
    : shape.filter((_, k) => !axes.includes(k));
}

/** A new shape of the same size; one extent may be −1, whatever is left. */
export function reshaped(operation: string, from: Shape, to: Shape | number): number[] {
  const wanted = typeof to === 'number' ? [to] : Array.from(to);
  const open = wanted.indexOf(-1);
  if (open >= 0) {
    const rest = sizeOf(wanted.filter((_, k) => k !== open));
    if (rest !== 0) wanted[open] = sizeOf(from) / rest;
  }
  if (!wanted.every((extent) => Number.isInteger(extent) && extent >= 0) || sizeOf(wanted) !== sizeOf(from)) {
    throw new ShapeError(
      `${operation}: shape ${shapeText(from)} has ${sizeOf(from)} entries and cannot become ${shapeText(typeof to === 'number' ? [to] : to)}.`,
    );
  }
  return wanted;
}
