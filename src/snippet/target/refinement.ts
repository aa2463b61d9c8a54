/** @file Types made more definite: by what the body shows, by a value that stands in the file. */
import type { InputValue } from '../../protocol/evaluation';
import type { Constant } from './constants';
import { type InputType, mergeTypes, unknown } from './inputType';

/** A declared type, completed by what the body shows: lengths, whole numbers, fields of `object`. */
export function refined(said: InputType, used: InputType): InputType {
  if (said.kind === 'unknown') return used;
  if (said.kind === 'number' && used.kind === 'number') return used;
  if (said.kind === 'typedArray' && used.kind === 'array' && used.length) return { ...said, length: used.length };
  if (said.kind === 'array' && used.kind === 'array') {
    return { kind: 'array', of: refined(said.of, used.of), ...(used.length ? { length: used.length } : {}) };
  }
  if (said.kind === 'array' && said.of.kind === 'unknown' && used.kind === 'tuple') return used;
  if (said.kind === 'array' && used.kind === 'tuple') return { ...said, length: used.of.length };
  if (said.kind === 'object' && used.kind === 'object') {
    if (said.open && said.fields.length === 0) return used;
    const fields = said.fields.map((field) => {
      const other = used.fields.find((one) => one.name === field.name);
      return other ? { ...field, type: refined(field.type, other.type) } : field;
    });
    return { ...said, fields };
  }
  return said.kind === 'object' && said.open && said.fields.length === 0 ? mergeTypes(said, used) : said;
}

/** The type of a value that stands in the file, where nothing else says a type. */
export function refinedByValue(type: InputType, { value, typedArray }: Constant): InputType {
  if (typedArray) return type.kind === 'unknown' || type.kind === 'array' ? typedArray : type;
  if (type.kind !== 'unknown') return type;
  return typeOfValue(value);
}

export function typeOfValue(value: InputValue): InputType {
  if (value === null) return unknown;
  if (Array.isArray(value)) {
    return { kind: 'array', of: value.map(typeOfValue).reduce(mergeTypes, unknown) };
  }
  if (typeof value === 'object') {
    const fields = Object.entries(value).map(([name, one]) => ({ name, type: typeOfValue(one), optional: false }));
    return { kind: 'object', fields };
  }
  return { kind: typeof value as 'number' | 'boolean' | 'string' };
}
