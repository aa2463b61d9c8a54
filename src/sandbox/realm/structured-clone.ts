/** @file `structuredClone` for the values that programs copy: traced values pass through. */
import { NativeDate } from './intrinsics';
import { idOf } from './traced';

export function cloned(value: unknown, known: Map<object, unknown>): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError('could not be cloned');
  if (typeof value !== 'object' || value === null || idOf(value) !== 0) return value;
  if (known.has(value)) return known.get(value);
  if (Array.isArray(value)) {
    const made: unknown[] = [];
    known.set(value, made);
    for (let i = 0; i < value.length; i++) made[i] = cloned(value[i], known);
    return made;
  }
  if (value instanceof Map) {
    const made = new Map<unknown, unknown>();
    known.set(value, made);
    value.forEach((item, key) => void made.set(cloned(key, known), cloned(item, known)));
    return made;
  }
  if (value instanceof Set) {
    const made = new Set<unknown>();
    known.set(value, made);
    value.forEach((item) => void made.add(cloned(item, known)));
    return made;
  }
  if (value instanceof NativeDate) return new NativeDate(value.getTime());
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return (value as unknown as { slice(): unknown }).slice();
  const made: Record<string, unknown> = {};
  known.set(value, made);
  for (const key of Object.keys(value)) made[key] = cloned((value as Record<string, unknown>)[key], known);
  return made;
}
