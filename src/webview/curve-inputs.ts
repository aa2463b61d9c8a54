/** @file The inputs along which a curve can be drawn: each number of each of them. */
import type { InputRecord, InputValue } from '../protocol/evaluation';
import { at, leavesOf, type Path, pathText } from './input-values';
import type { State } from './state';

export interface Along {
  label: string;
  record: InputRecord;
  path: Path;
  value: number;
}

/** The value with another number at `path`. */
export function withEntry(value: InputRecord['value'], path: Path, entry: number): InputRecord['value'] {
  if (path.length === 0) return entry;
  const copy = structuredClone(value);
  let target = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) target = target[step] as Record<string | number, unknown>;
  target[path[path.length - 1]] = entry;
  return copy;
}

/** Every finite number among the inputs that are differentiated, `most` at most. */
export function choicesOf(state: State, most = 200): Along[] {
  const found: Along[] = [];
  for (const record of state.evaluation?.inputs ?? []) {
    if (!record.differentiated) continue;
    for (const leaf of leavesOf(record.value)) {
      if (
        typeof leaf.value !== 'number' ||
        found.length >= most ||
        !Number.isFinite(Number(at(record.value, leaf.path)))
      )
        continue;
      found.push({ label: pathText(record.name, leaf.path), record, path: leaf.path, value: leaf.value });
    }
  }
  return found;
}

/** All inputs as they stand, but for these numbers. */
export function inputsWith(state: State, entries: [Along, number][]): Record<string, InputValue> {
  const inputs = Object.fromEntries(state.evaluation!.inputs.map(({ name, value }) => [name, value]));
  for (const [along, value] of entries)
    inputs[along.record.name] = withEntry(inputs[along.record.name], along.path, value);
  return inputs;
}
