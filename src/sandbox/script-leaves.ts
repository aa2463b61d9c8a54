/** @file Inputs of a script: the Variables that it makes of numbers and arrays, by the site of the call. */
import type { GradValue, InputValue } from '../protocol/evaluation';
import type { Span } from '../snippet/contract';
import type { ChosenInput } from '../snippet/target';
import type { LoadedModule } from './module-cache';
import type { ScriptRun } from './realm/script/run';

/** Of the call that makes it; −1 where it has none. */
export function siteOfLeaf({ planned }: ChosenInput, { siteBase, instrumented }: LoadedModule): number {
  const { made } = planned as { made?: Span };
  const index = instrumented.sites.findIndex(
    ({ start, end, kind }) => kind === 'input' && start === made?.start && end === made.end,
  );
  return index < 0 ? -1 : siteBase + index;
}

/** The row of a leaf that is a number. */
export function leafRow(value: unknown, site: number, script: ScriptRun | undefined): number | null {
  if (Array.isArray(value)) return null;
  // one whose data was assigned since holds another value than the input
  return script?.leaves.find((leaf) => leaf.site === site && Object.is(leaf.value, value))?.row ?? null;
}

/** The gradient of a leaf that is an array, shaped like it. */
export function arrayGrad(value: InputValue, site: number, script: ScriptRun | undefined): GradValue {
  if (!script?.pass) return null;
  const rows = new Set(script.leaves.filter((leaf) => leaf.site === site).map(({ row }) => row));
  const found = script.pass.tensors.find(({ row }) => rows.has(row));
  // of a thinned array the entries are not known, and one assigned since is another
  if (!found?.grad || found.grad.stride > 1 || !sameEntries(value, found.data.data)) return null;
  let next = 0;
  const { data } = found.grad;
  const shaped = (part: InputValue): GradValue => (Array.isArray(part) ? part.map(shaped) : data[next++]);
  return shaped(value);
}

function sameEntries(value: InputValue, entries: readonly number[]): boolean {
  let next = 0;
  const same = (part: InputValue): boolean =>
    Array.isArray(part) ? part.every(same) : Object.is(part, entries[next++]);
  return same(value) && next === entries.length;
}
