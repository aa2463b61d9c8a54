/** @file Which of the panel's input fields a person really filled in, so that guesses stay guesses. */
import type { InputRecord, InputValue } from '../protocol/evaluation';
import type { Remembered } from '../protocol/request';

/**
 * Of all inputs as they stand in the panel, those to remember: changed from what the evaluation had, or typed
 * (given or remembered) before.
 */
export function typedInputs(
  standing: Record<string, InputValue>,
  records: readonly InputRecord[],
): Record<string, InputValue> {
  const typed: Record<string, InputValue> = {};
  for (const [name, value] of Object.entries(standing)) {
    const record = records.find((one) => one.name === name);
    const before = record !== undefined && (record.origin === 'given' || record.origin === 'remembered');
    if (before || record === undefined || !sameValue(record.value, value)) typed[name] = value;
  }
  return typed;
}

/** Whether two inputs are the same, entry by entry; NaN equals NaN, and −0 is not 0. */
export function sameValue(a: InputValue, b: InputValue): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const one = Object.entries(a);
  const other = b as Record<string, InputValue>;
  return (
    one.length === Object.keys(b).length &&
    one.every(([key, value]) => Object.hasOwn(b, key) && sameValue(value, other[key]))
  );
}

/** Failures that speak against what was typed, so that it is not kept. */
const refused: ReadonlySet<string> = new Set(['inputMismatch', 'noSuchInput', 'noSuchOutput']);

/** What of an ask to keep beside what is remembered; null for nothing. `code`: how it failed, if it did. */
export function worthKeeping(ask: Remembered, before: Remembered, code?: string): Remembered | null {
  if (code !== undefined && refused.has(code)) return null;
  const kept: Remembered = {};
  if (ask.inputs && Object.keys(ask.inputs).length > 0) kept.inputs = { ...before.inputs, ...ask.inputs };
  if (ask.withRespectTo) kept.withRespectTo = ask.withRespectTo;
  if (ask.output !== undefined) kept.output = ask.output;
  return Object.keys(kept).length > 0 ? kept : null;
}
