/** @file Arrays in words: entries while they are few, else shape and spread. */
import { numberText } from '../protocol/number-text';
import type { TensorRecord } from '../protocol/script';

/** `2×3`; `()` where there is no axis. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? '()' : shape.join('×');
}

/** All entries, nested as the shape says; null where there are more than `most`. */
export function entriesText({ shape, data, stride }: TensorRecord, most: number): string | null {
  const size = shape.reduce((product, side) => product * side, 1);
  if (stride !== 1 || size > most || data.length !== size) return null;
  const level = (axis: number, from: number, length: number): string => {
    if (axis === shape.length) return numberText(data[from]);
    const part = length / shape[axis];
    const parts = Array.from({ length: shape[axis] }, (_, k) => level(axis + 1, from + k * part, part));
    return `[${parts.join(', ')}]`;
  };
  return level(0, 0, size);
}

/** `−0.5 … 0.8`. */
export function spreadText({ min, max }: TensorRecord): string {
  return `${numberText(min)} … ${numberText(max)}`;
}
