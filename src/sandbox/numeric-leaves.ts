/** @file The numbers inside structured inputs, in step with the tape rows that stand for them. */
import type { GradValue, InputValue } from '../protocol/evaluation';

/** A traced number of an input: where it is, what it is worth, and its row. */
export interface NumericLeaf {
  /** Index of the input. */
  input: number;
  /** Keys from the input's value to the number. */
  path: (string | number)[];
  value: number;
  id: number;
}

/** All traced numbers of one input's value. */
export function numericLeaves(
  input: number,
  value: unknown,
  ids: unknown,
  path: (string | number)[] = [],
): NumericLeaf[] {
  if (typeof value === 'number') return typeof ids === 'number' && ids > 0 ? [{ input, path, value, id: ids }] : [];
  if (value === null || typeof value !== 'object' || ids === null || typeof ids !== 'object') return [];
  if (Array.isArray(value)) {
    return value.flatMap((entry, k) => numericLeaves(input, entry, (ids as unknown[])[k], [...path, k]));
  }
  return Object.entries(value).flatMap(([key, entry]) =>
    numericLeaves(input, entry, Object.hasOwn(ids, key) ? (ids as Record<string, unknown>)[key] : null, [...path, key]),
  );
}

/** A copy of `values` with other numbers at the leaves. */
export function withLeaves(
  values: readonly unknown[],
  leaves: readonly NumericLeaf[],
  at: (leaf: NumericLeaf, k: number) => number,
): unknown[] {
  const copies = values.slice();
  const copied = new Set<number>();
  for (const [k, leaf] of leaves.entries()) {
    const { input, path } = leaf;
    if (path.length === 0) {
      copies[input] = at(leaf, k);
      continue;
    }
    if (!copied.has(input)) {
      copied.add(input);
      copies[input] = structured(copies[input]);
    }
    let holder = copies[input] as Record<string | number, unknown>;
    for (const key of path.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>;
    holder[path[path.length - 1]] = at(leaf, k);
  }
  return copies;
}

function structured(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structured);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, structured(entry)]));
}

/** Something shaped like an input's value, with `of(row)` at each traced number and null elsewhere. */
export function shapedLike(value: InputValue, ids: unknown, of: (id: number) => number | null): GradValue {
  if (Array.isArray(value)) {
    const list = Array.isArray(ids) ? ids : [];
    return value.map((entry, k) => shapedLike(entry, list[k], of));
  }
  if (value !== null && typeof value === 'object') {
    const record = ids !== null && typeof ids === 'object' ? (ids as Record<string, unknown>) : {};
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [
        key,
        shapedLike(entry, Object.hasOwn(record, key) ? record[key] : null, of),
      ]),
    );
  }
  return typeof ids === 'number' && ids > 0 ? of(ids) : null;
}
