/** @file The first-order backward pass where arrays take part: row by row, latest first, on plain values. */
import type { ArrayNode } from '../function';
import { operands as operandsOf, operandValues } from '../numbers';
import { Op, type PrimitiveName } from '../opcodes';
import { nameOf } from '../primitives';
import type { Segment } from '../segment';
import { Variable } from '../variable';
import { valueAlgebra } from './algebra';
import { oneLike } from './create';
import { elementwise } from './elementwise';
import { entryPartial } from './kernels/partials';
import { NdArray, type Value } from './ndarray';
import { release } from './storage';

/** A gradient so far. Memory that nobody else refers to may be added to, and used again once it is spent. */
interface Sum {
  value: Value;
  owned: boolean;
}

/** Adds a contribution; `owned` says that nobody else refers to its memory. */
function added(sum: Sum | undefined, value: Value, owned: boolean): Sum {
  if (sum === undefined) return { value, owned };
  if (typeof sum.value !== 'number' && sum.owned && sum.value.addInPlace(value)) {
    if (owned) discard(value);
    return sum;
  }
  const total = elementwise('add', [sum.value, value]);
  if (sum.owned) discard(sum.value);
  if (owned) discard(value);
  return { value: total, owned: true };
}

function discard(value: Value): void {
  if (typeof value === 'number' || value.isUniform) return;
  if (value.values instanceof Float64Array) release(value.values);
}

function sharesMemory(a: Value, b: Value): boolean {
  return a === b || (a instanceof NdArray && b instanceof NdArray && a.sharesMemory(b));
}

/**
 * Sweeps the segments, latest first, and adds to the `grad` of every leaf behind `root` (with `retainGrad` of every
 * Variable).
 */
export function sweepArrays(root: Variable, segments: readonly Segment[], retainGrad: boolean): void {
  const sums = new Map<Segment, (Sum | undefined)[]>();
  const sumsOf = (segment: Segment): (Sum | undefined)[] => {
    const known = sums.get(segment);
    if (known !== undefined) return known;
    const made: (Sum | undefined)[] = [];
    sums.set(segment, made);
    return made;
  };
  const found = new Map<Variable, Sum>();
  sumsOf(root.home as Segment)[root.row] = { value: oneLike(root.data as Value), owned: false };
  for (const segment of segments) {
    const rows = sums.get(segment);
    if (rows === undefined) continue;
    const { tape } = segment;
    for (let row = rows.length - 1; row > 0; row--) {
      const sum = rows[row];
      if (sum === undefined) continue;
      rows[row] = undefined;
      const origin = segment.origins.get(row);
      if (origin !== undefined) {
        const earlier = sumsOf(origin.segment);
        earlier[origin.row] = added(earlier[origin.row], sum.value, sum.owned);
        continue;
      }
      const handle = segment.handles[row] as Variable;
      if (tape.op[row] === Op.leaf) {
        const leaf = handle.standsFor ?? handle;
        found.set(leaf, added(found.get(leaf), sum.value, sum.owned));
        continue;
      }
      const keeps = retainGrad && handle.home === segment && handle.row === row;
      // what a Variable keeps must not be added to
      const given = keeps ? { value: sum.value, owned: false } : sum;
      const handedOn =
        tape.op[row] === Op.custom ? passArrays(segment, row, given, rows) : passNumbers(segment, row, given, rows);
      if (keeps) found.set(handle, { value: sum.value, owned: sum.owned && handedOn === 0 });
      else if (handedOn === 0 && sum.owned) discard(sum.value);
    }
  }
  for (const [variable, sum] of found) {
    const old = variable.home === null ? (variable.grad?.data ?? null) : null;
    const total = old === null ? sum : { value: elementwise('add', [old, sum.value]), owned: true };
    variable.grad = new Variable(total.owned || typeof total.value === 'number' ? total.value : total.value.copy());
  }
}

/** Returns how many operands now refer to the memory of the gradient itself. */
function passArrays(segment: Segment, row: number, sum: Sum, rows: (Sum | undefined)[]): number {
  const node = segment.nodes.get(row) as ArrayNode;
  node.checkUnchanged();
  const y = () => segment.dataAt(row);
  const contributions: { to: number; value: Value }[] = [];
  let shared = 0;
  node.rows.forEach((to, k) => {
    if (to === 0) return;
    const value = node.rule.adjoint(valueAlgebra, sum.value, y, node.values, k);
    if (value === null) return;
    if (sharesMemory(value, sum.value)) shared++;
    contributions.push({ to, value });
  });
  for (const { to, value } of contributions) {
    // the gradient's own memory goes on if exactly one operand takes it
    const owned = sharesMemory(value, sum.value) ? sum.owned && shared === 1 : value instanceof NdArray;
    rows[to] = added(rows[to], value, owned);
  }
  return shared;
}

function passNumbers(segment: Segment, row: number, sum: Sum, rows: (Sum | undefined)[]): number {
  const { tape } = segment;
  const found = operandsOf(tape, row);
  const x = operandValues(tape, found);
  const name = nameOf(tape.op[row]) as PrimitiveName;
  found.ids.forEach((to, k) => {
    if (to === 0) return;
    const value = entryPartial(name, k)(sum.value as number, tape.value[row], x);
    if (value !== null) rows[to] = added(rows[to], value, false);
  });
  return 0;
}
