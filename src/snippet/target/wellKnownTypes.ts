/** @file Types that everyone knows: arrays, Maps and Sets, `Record`, `Partial`, `Pick` and their like. */
import { record } from './annotation';
import { type InputType, isTypedArrayName, number, unknown } from './inputType';

export function wellKnown(name: string, given: InputType[]): InputType | null {
  const [first = unknown, second = unknown] = given;
  if (isTypedArrayName(name)) return { kind: 'typedArray', name };
  const chosen = (keep: (key: string) => boolean): InputType =>
    first.kind === 'object'
      ? { ...first, instance: undefined, fields: first.fields.filter((field) => keep(field.name)) }
      : first;
  const keys = new Set(
    (second.kind === 'union' ? second.members : [second]).map((one) =>
      one.kind === 'literal' ? String(one.value) : '',
    ),
  );
  switch (name) {
    case 'Array':
    case 'ReadonlyArray':
    case 'ArrayLike':
    case 'Iterable':
      return { kind: 'array', of: first };
    case 'Map':
    case 'ReadonlyMap':
      return {
        kind: 'map',
        of: second,
        ...(first.kind === 'number' ? { numericKeys: true } : {}),
      };
    case 'Set':
    case 'ReadonlySet':
      return { kind: 'set', of: first };
    case 'Date':
      return { kind: 'date' };
    case 'Number':
      return number;
    case 'String':
      return { kind: 'string' };
    case 'Boolean':
      return { kind: 'boolean' };
    case 'Function':
      return { kind: 'function' };
    case 'Object':
      return { kind: 'object', fields: [], open: true };
    case 'Record':
      return record(first, second);
    case 'Readonly':
    case 'NonNullable':
    case 'Awaited':
    case 'Promise':
    case 'NoInfer':
      return first;
    case 'Partial':
      return first.kind === 'object'
        ? { ...first, fields: first.fields.map((field) => ({ ...field, optional: true })) }
        : first;
    case 'Required':
      return first.kind === 'object'
        ? { ...first, fields: first.fields.map((field) => ({ ...field, optional: false })) }
        : first;
    case 'Pick':
      return chosen((key) => keys.has(key));
    case 'Omit':
      return chosen((key) => !keys.has(key));
    default:
      return null;
  }
}
