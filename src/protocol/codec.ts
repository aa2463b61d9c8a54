/** @file Text form of data at a border: JSON that keeps NaN, the infinities, −0 and undefined. */

const mark = '\u0001';
/** As JSON writes it, always. */
const escapedMark = '\\u0001';

/** JSON text of plain data; what JSON would lose is written as a marked string. */
export function encode(data: unknown): string {
  return JSON.stringify(marked(data));
}

/** The data itself, or a copy as far as something in it has to be marked: a replacer takes several times as long. */
function marked(value: unknown): unknown {
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return Object.is(value, -0) ? `${mark}-0` : value;
    return mark + String(value);
  }
  if (value === undefined) return `${mark}u`;
  if (typeof value === 'string') return value.startsWith(mark) ? mark + value : value;
  if (value === null || typeof value !== 'object') return value;
  const isList = Array.isArray(value);
  const from = value as Record<string | number, unknown>;
  const keys: (string | number)[] | null = isList ? null : Object.keys(value);
  const length = keys?.length ?? (value as unknown[]).length;
  let copy: Record<string | number, unknown> | null = null;
  for (let k = 0; k < length; k++) {
    const key = keys?.[k] ?? k;
    const given = from[key];
    const made = marked(given);
    if (made === given) continue;
    copy ??= (isList ? (value as unknown[]).slice() : { ...value }) as Record<string | number, unknown>;
    copy[key] = made;
  }
  return copy ?? value;
}

/** The data that `encode` was given. */
export function decode<T>(text: string): T {
  const data: unknown = JSON.parse(text);
  return (text.includes(escapedMark) ? restored(data) : data) as T;
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
