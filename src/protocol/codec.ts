/** @file Text form of data at a border: JSON that keeps NaN, the infinities, −0 and undefined. */

const mark = '\u0001';

/** JSON text of plain data; what JSON would lose is written as a marked string. */
export function encode(data: unknown): string {
  return JSON.stringify(data, (_key, value: unknown) => {
    if (typeof value === 'number') {
      if (Number.isFinite(value)) return Object.is(value, -0) ? `${mark}-0` : value;
      return mark + String(value);
    }
    if (value === undefined) return `${mark}u`;
    if (typeof value === 'string' && value.startsWith(mark)) return mark + value;
    return value;
  });
}

/** The data that `encode` was given. */
export function decode<T>(text: string): T {
  return restored(JSON.parse(text)) as T;
}

function restored(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(mark) ? unmarked(value.slice(1)) : value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = restored(value[i]);
    return value;
  }
  if (value !== null && typeof value === 'object') {
    const fields = value as Record<string, unknown>;
    for (const key of Object.keys(fields)) fields[key] = restored(fields[key]);
  }
  return value;
}

function unmarked(rest: string): unknown {
  if (rest.startsWith(mark)) return rest;
  if (rest === 'u') return undefined;
  return Number(rest);
}
