/** @file Results of a run: the numbers in a returned value, with their paths and rows. */
import { elementOf } from './shadow';
import { idOf, plain } from './traced';
import { isOperand, variables } from './variables';

export interface Leaf {
  path: string;
  value: number;
  id: number;
}

/** More numbers than this are not listed; their sum could not be told. */
const most = 100_000;
const deepest = 64;

export interface Flattened {
  leaves: Leaf[];
  truncated: boolean;
}

export function flatten(value: unknown): Flattened {
  const made: Flattened = { leaves: [], truncated: false };
  walk(value, '', made, [], 0);
  return made;
}

function walk(value: unknown, path: string, made: Flattened, above: unknown[], depth: number): void {
  if (made.truncated) return;
  const id = idOf(value);
  if (id !== 0 || typeof value === 'number') {
    if (made.leaves.length >= most) {
      made.truncated = true;
      return;
    }
    made.leaves[made.leaves.length] = { path, value: plain(value) as number, id };
    return;
  }
  if (isOperand(value)) {
    const variable = variables()?.result(value);
    if (variable) made.leaves[made.leaves.length] = { path, value: variable.value, id: variable.id };
    else walk((value as { toArray(): unknown }).toArray(), path, made, above, depth + 1);
    return;
  }
  if (typeof value !== 'object' || value === null || depth > deepest || above.includes(value)) return;
  const inside = [...above, value];
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) walk(value[i], `${path}[${i}]`, made, inside, depth + 1);
    return;
  }
  if (ArrayBuffer.isView(value)) {
    if (value instanceof DataView) return;
    const { length } = value as Float64Array;
    for (let i = 0; i < length; i++)
      walk(elementOf(value as Float64Array, i), `${path}[${i}]`, made, inside, depth + 1);
    return;
  }
  if (value instanceof Map) {
    value.forEach(
      (item, key) => void walk(item, `${path}${keyPath(String(plain(key)), path)}`, made, inside, depth + 1),
    );
    return;
  }
  if (value instanceof Set) {
    let i = 0;
    value.forEach((item) => void walk(item, `${path}[${i++}]`, made, inside, depth + 1));
    return;
  }
  for (const key of Object.keys(value))
    walk((value as Record<string, unknown>)[key], path + keyPath(key, path), made, inside, depth + 1);
}

function keyPath(key: string, path: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `[${/^\d+$/.test(key) ? key : JSON.stringify(key)}]`;
  return path === '' ? key : `.${key}`;
}

/** What a result is, for messages. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (idOf(value) !== 0) return 'number';
  if (isOperand(value)) return 'Variable';
  if (Array.isArray(value)) return 'array';
  if (ArrayBuffer.isView(value)) return 'typed array';
  return typeof value;
}
