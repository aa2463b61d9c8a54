/** @file Where an array's entries are: its last two axes as rows and columns, the others as slices. */
import type { TensorRecord } from '../../protocol/script';

export interface Slices {
  rows: number;
  columns: number;
  /** Matrices of that size, one behind the other. */
  count: number;
}

/** Entries of one row where a long list is folded. */
const folded = 64;

/** Of an array that is not whole, what there is of it is one folded list. */
export function slicesOf({ shape, data, stride }: TensorRecord): Slices {
  const whole = stride === 1 && shape.length > 0 && shape.reduce((all, one) => all * one, 1) === data.length;
  if (whole && shape.length > 1) {
    const [rows, columns] = shape.slice(-2);
    return { rows, columns, count: shape.slice(0, -2).reduce((all, one) => all * one, 1) };
  }
  const columns = Math.max(1, Math.min(folded, data.length));
  return { rows: Math.max(1, Math.ceil(data.length / columns)), columns, count: 1 };
}

/** Place in `data` of a cell of a slice. */
export function placeIn({ rows, columns }: Slices, slice: number, row: number, column: number): number {
  return (slice * rows + row) * columns + column;
}

/** `[2, 0, 5]`: an entry's indices, from its place in `data`. */
export function indexText({ shape, stride }: TensorRecord, place: number): string {
  let rest = place * stride;
  const index: number[] = [];
  for (const size of [...shape].reverse()) {
    index.unshift(rest % Math.max(1, size));
    rest = Math.floor(rest / Math.max(1, size));
  }
  return `[${index.join(', ')}]`;
}

/** `[1, :, :]`: a slice by its place among them. */
export function sliceText({ shape }: TensorRecord, slice: number): string {
  let rest = slice;
  const index: string[] = [':', ':'];
  for (const size of shape.slice(0, -2).reverse()) {
    index.unshift(String(rest % Math.max(1, size)));
    rest = Math.floor(rest / Math.max(1, size));
  }
  return `[${index.join(', ')}]`;
}

/** `2 × 3`, or nothing for a scalar. */
export function shapeText(shape: number[]): string {
  return shape.join(' × ');
}
