/** @file Arguments of a run: plain data → values of this realm, with a leaf of the tape per traced number. */
import type { RunInput } from '../realm-control';
import { handle, state } from './traced';
import { shadowStore } from './shadow';

export interface BuiltInput {
  value: unknown;
  /** Shaped like the value: ids of the leaves, null elsewhere. */
  ids: unknown;
}

export function buildInput(input: RunInput, traced: boolean): BuiltInput {
  switch (input.as) {
    case 'identity':
      return { value: { [input.name]: (x: unknown): unknown => x }[input.name], ids: null };
    case 'undefined':
      return { value: undefined, ids: null };
    case 'bigint':
      return { value: BigInt(input.value as number | string), ids: null };
    default:
      if (input.as) return typedArray(input, traced);
      return built(input.value, traced && input.traced, input.site);
  }
}

function built(value: unknown, traced: boolean, site: number): BuiltInput {
  if (typeof value === 'number') {
    if (!traced) return { value, ids: null };
    const id = state.tape.leaf(value, site);
    return { value: handle(id), ids: id };
  }
  if (Array.isArray(value)) {
    const values: unknown[] = [];
    const ids: unknown[] = [];
    for (let i = 0; i < value.length; i++) {
      const one = built(value[i], traced, site);
      values[i] = one.value;
      ids[i] = one.ids;
    }
    return { value: values, ids };
  }
  if (typeof value === 'object' && value !== null) {
    const values: Record<string, unknown> = {};
    const ids: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      const one = built((value as Record<string, unknown>)[key], traced, site);
      Object.defineProperty(values, key, { value: one.value, writable: true, enumerable: true, configurable: true });
      Object.defineProperty(ids, key, { value: one.ids, writable: true, enumerable: true, configurable: true });
    }
    return { value: values, ids };
  }
  return { value, ids: null };
}

function typedArray(input: RunInput, traced: boolean): BuiltInput {
  const numbers = input.value as number[];
  const Constructor = (globalThis as unknown as Record<string, new (length: number) => Float64Array>)[input.as as string];
  const values = new Constructor(numbers.length);
  const ids: unknown[] = [];
  for (let i = 0; i < numbers.length; i++) {
    values[i] = numbers[i];
    ids[i] = null;
    if (!traced || !input.traced) continue;
    const id = state.tape.leaf(values[i], input.site);
    ids[i] = id;
    shadowStore(values, i, handle(id));
  }
  return { value: values, ids };
}
