/** @file Derivatives by differences from plain runs, which count only where the same branches are taken. */
import { type Comparison, centralDifference, compare, type NumericalDerivative, ridders } from '../engine';
import type { Plain } from '../engine/checks';
import type { Tape } from '../engine/tape';
import type { DifferenceRecord } from '../protocol/analysis';
import { sameBranches } from './branches';
import { type NumericLeaf, withLeaves } from './numeric-leaves';

export interface Differences {
  tape: Tape;
  values: readonly unknown[];
  /** The output's value in a plain run at other inputs; NaN where it fails. */
  plain: (values: readonly unknown[]) => Promise<number>;
}

class Missing {
  constructor(readonly x: number) {}
}

/** Runs `body` with a function that can only be had by waiting, from the beginning for each new place it asks for. */
async function waitingFor<T>(body: (f: Plain) => T, at: (x: number) => Promise<number | null>): Promise<T> {
  const known = new Map<number, number | null>();
  const f: Plain = (x) => {
    const found = known.get(x);
    if (found === undefined) throw new Missing(x);
    return found;
  };
  for (;;) {
    try {
      return body(f);
    } catch (missing) {
      if (!(missing instanceof Missing)) throw missing;
      known.set(missing.x, await at(missing.x));
    }
  }
}

/** The derivative in one leaf by differences, beside the automatic one. */
async function difference(
  { tape, values, plain }: Differences,
  leaf: NumericLeaf,
  automatic: number,
  method: (f: Plain, x: number) => NumericalDerivative,
): Promise<DifferenceRecord> {
  const at = async (x: number) =>
    sameBranches(tape, [leaf], () => x) ? plain(withLeaves(values, [leaf], () => x)) : null;
  const found: Comparison = compare(automatic, await waitingFor((f) => method(f, leaf.value), at));
  const { value, error, truncation, cancellation, step, difference: distance, agrees } = found;
  return { value, error, truncation, cancellation, step, difference: distance, agrees };
}

export const byCentralDifference = (from: Differences, leaf: NumericLeaf, automatic: number) =>
  difference(from, leaf, automatic, (f, x) => centralDifference(f, x));

export const byRidders = (from: Differences, leaf: NumericLeaf, automatic: number) =>
  difference(from, leaf, automatic, ridders);
