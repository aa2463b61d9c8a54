/** @file The console of a program: what it prints, as text, kept for the panel. */
import { NativeString, stringSlice, uncurry } from './intrinsics';
import { idOf, note, plain, state } from './traced';
import { isOperand } from './variables';

export interface Printed {
  level: 'log' | 'info' | 'warn' | 'error';
  text: string;
}

/** What a run printed. */
export const output = { printed: [] as Printed[], length: 0, limit: 1_000_000 };

/** @param limit characters printed in all, before the rest is cut */
export function resetOutput(limit: number): void {
  output.printed = [];
  output.length = 0;
  output.limit = limit;
}

const objectToString = uncurry<string, []>(Object.prototype.toString);
const stringify = JSON.stringify;

function shown(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return depth === 0 ? value : (stringify(value) as string);
    case 'object': {
      if (value === null) return 'null';
      if (idOf(value) !== 0) return NativeString(plain(value));
      if (isOperand(value)) return `${value as object}`;
      if (depth > 3) return Array.isArray(value) ? '[…]' : '{…}';
      try {
        return shownObject(value, depth);
      } catch {
        return '[object]';
      }
    }
    case 'function':
      return `[Function ${NativeString(value.name)}]`;
    case 'bigint':
      return `${NativeString(value)}n`;
    default:
      return Object.is(value, -0) ? '-0' : NativeString(value);
  }
}

function shownObject(value: object, depth: number): string {
  const tag = objectToString(value);
  if (tag === '[object Error]') return NativeString((value as Error).stack ?? value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const list = value as unknown as ArrayLike<unknown>;
    let text = '';
    for (let i = 0; i < list.length && i < 100; i++) text += (i ? ', ' : '') + shown(list[i], depth + 1);
    return `[${text}${list.length > 100 ? `, … ${list.length - 100} more` : ''}]`;
  }
  if (tag === '[object Map]' || tag === '[object Set]') {
    let text = '';
    (value as Map<unknown, unknown>).forEach((item, key) => {
      text +=
        (text ? ', ' : '') + (tag === '[object Map]' ? `${shown(key, depth + 1)} => ` : '') + shown(item, depth + 1);
    });
    return `${tag === '[object Map]' ? 'Map' : 'Set'} { ${text} }`;
  }
  if (tag === '[object Date]' || tag === '[object RegExp]') return NativeString(value);
  let text = '';
  for (const key of Object.keys(value))
    text += `${text ? ', ' : ''}${key}: ${shown((value as Record<string, unknown>)[key], depth + 1)}`;
  return text ? `{ ${text} }` : '{}';
}

export function print(level: Printed['level'], parameters: ArrayLike<unknown>): void {
  if (output.length >= output.limit) return;
  state.quiet++;
  try {
    let text = '';
    for (let i = 0; i < parameters.length; i++) text += (i ? ' ' : '') + shown(parameters[i], 0);
    const room = output.limit - output.length;
    output.length += text.length + 1;
    if (text.length + 1 > room) {
      text = stringSlice(text, 0, room);
      note('outputLimit', -1, '');
    }
    output.printed[output.printed.length] = { level, text };
  } finally {
    state.quiet--;
  }
}

export function makeConsole(): object {
  const made: Record<string, unknown> = {};
  const levels = {
    log: 'log',
    info: 'info',
    debug: 'log',
    warn: 'warn',
    error: 'error',
    trace: 'log',
    dir: 'log',
    table: 'log',
  } as const;
  for (const name of Object.keys(levels) as (keyof typeof levels)[]) {
    made[name] = {
      [name](...parameters: unknown[]): void {
        print(levels[name], parameters);
      },
    }[name];
  }
  made.assert = (condition: unknown, ...parameters: unknown[]): void => {
    if (!plain(condition)) print('error', ['Assertion failed', ...parameters]);
  };
  for (const name of [
    'time',
    'timeEnd',
    'timeLog',
    'group',
    'groupCollapsed',
    'groupEnd',
    'count',
    'countReset',
    'clear',
    'profile',
    'profileEnd',
    'timeStamp',
  ]) {
    made[name] = { [name](): void {} }[name];
  }
  return made;
}
