/** @file What an input can be: the types that a value is guessed from and checked against. */
import type { InputValue } from '../../protocol/evaluation';

export type InputType =
  | {
      kind: 'number';
      /** Used as an index, a length or a count: guessed as a whole number. */
      integer?: boolean;
    }
  /** A Variable of module 'gradlens': given as a number or nested lists of numbers. */
  | { kind: 'variable' }
  | { kind: 'boolean' }
  | { kind: 'string' }
  | { kind: 'bigint' }
  | { kind: 'null' }
  | { kind: 'undefined' }
  | { kind: 'literal'; value: number | boolean | string }
  /** `length`: how many elements the body reads by constant index, where it says so. */
  | { kind: 'array'; of: InputType; length?: number }
  | { kind: 'tuple'; of: InputType[]; rest?: InputType }
  | {
      kind: 'object';
      fields: InputField[];
      /** Any further field has this type. */
      index?: InputType;
      open?: boolean;
      /** Its class, where it has to be a real one: how the realm makes it (`RunInput.shape`). */
      instance?: InstanceOf;
    }
  /** Given as an object by key. */
  | { kind: 'map'; of: InputType; numericKeys?: boolean }
  /** Given as a list. */
  | { kind: 'set'; of: InputType }
  /** Given in milliseconds. */
  | { kind: 'date' }
  | { kind: 'typedArray'; name: TypedArrayName; length?: number }
  | { kind: 'function'; parameters?: number }
  | { kind: 'union'; members: InputType[] }
  | { kind: 'unknown' };

export interface InputField {
  name: string;
  type: InputType;
  optional: boolean;
  /** What the class itself gives it. */
  initial?: InputValue;
}

/** A class, and how one of its instances is made from fields. */
export interface InstanceOf {
  /** Specifiers that lead from the file to the module of the class; none: the file itself. */
  from: string[];
  name: string;
  /** Fields that are the constructor's arguments, in order; null: it is not run. */
  construct: string[] | null;
}

export const typedArrayNames = [
  'Float64Array',
  'Float32Array',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
] as const;
export type TypedArrayName = (typeof typedArrayNames)[number];

export const isTypedArrayName = (name: string): name is TypedArrayName =>
  (typedArrayNames as readonly string[]).includes(name);

export const unknown: InputType = { kind: 'unknown' };
export const number: InputType = { kind: 'number' };

/** Whether a value of this type can hold a number to differentiate. */
export function holdsNumbers(type: InputType): boolean {
  switch (type.kind) {
    case 'number':
    case 'variable':
    case 'typedArray':
    case 'unknown':
      return true;
    case 'array':
    case 'map':
    case 'set':
      return holdsNumbers(type.of);
    case 'tuple':
      return type.of.some(holdsNumbers) || (type.rest !== undefined && holdsNumbers(type.rest));
    case 'object':
      return (
        type.fields.some((field) => holdsNumbers(field.type)) || (type.index !== undefined && holdsNumbers(type.index))
      );
    case 'union':
      return type.members.some(holdsNumbers);
    case 'literal':
      return typeof type.value === 'number';
    default:
      return false;
  }
}

/** The type in words, for messages: `an array of numbers`. */
export function describeType(type: InputType): string {
  switch (type.kind) {
    case 'number':
    case 'boolean':
    case 'string':
    case 'bigint':
    case 'function':
      return `a ${type.kind}`;
    case 'null':
    case 'undefined':
      return type.kind;
    case 'literal':
      return JSON.stringify(type.value);
    case 'array':
      return type.of.kind === 'number' ? 'an array of numbers' : `an array of which each is ${describeType(type.of)}`;
    case 'tuple':
      return `an array of ${type.of.length}${type.rest ? ' or more' : ''}`;
    case 'typedArray':
      return `an array of numbers (${type.name})`;
    case 'map':
      return `an object by key (for a Map), of which each is ${describeType(type.of)}`;
    case 'set':
      return `an array (for a Set), of which each is ${describeType(type.of)}`;
    case 'date':
      return 'a number of milliseconds (for a Date)';
    case 'object':
      return type.fields.length ? `an object with ${type.fields.map((field) => field.name).join(', ')}` : 'an object';
    case 'union':
      return type.members.map(describeType).join(' or ');
    case 'variable':
      return 'a number or nested arrays of numbers of equal lengths';
    case 'unknown':
      return 'a number, an array or an object';
  }
}

/** One type for what two pieces of evidence say about the same value; the more definite one decides. */
export function mergeTypes(a: InputType, b: InputType): InputType {
  if (a.kind === 'unknown') return b;
  if (b.kind === 'unknown') return a;
  if (a.kind === 'number' && b.kind === 'number') return a.integer || b.integer ? { kind: 'number', integer: true } : a;
  if (a.kind === 'array' && b.kind === 'array') {
    const length = Math.max(a.length ?? 0, b.length ?? 0);
    return { kind: 'array', of: mergeTypes(a.of, b.of), ...(length ? { length } : {}) };
  }
  if (a.kind === 'object' && b.kind === 'object') {
    const fields = a.fields.map((field) => ({ ...field }));
    for (const field of b.fields) {
      const known = fields.find((one) => one.name === field.name);
      if (known) known.type = mergeTypes(known.type, field.type);
      else fields.push({ ...field });
    }
    const instance = a.instance ?? b.instance;
    return { ...a, fields, ...(instance ? { instance } : {}) };
  }
  const called = [a, b].find((type) => type.kind === 'function');
  const plain = [a, b].find((type) => (type.kind === 'object' && !type.instance) || type.kind === 'array');
  // What is called is a function, whatever else hangs on it.
  if (called && plain) return called;
  const rank = (type: InputType): number =>
    [
      'null',
      'undefined',
      'literal',
      'boolean',
      'string',
      'number',
      'function',
      'object',
      'array',
      'typedArray',
      'date',
      'set',
      'map',
    ].indexOf(type.kind);
  return rank(b) > rank(a) ? b : a;
}
