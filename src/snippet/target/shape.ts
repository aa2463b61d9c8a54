/** @file What parts of an input's plain data become: instances of classes, Maps, Sets, Dates, typed arrays, functions. */
import type { InputValue } from '../../protocol/evaluation';
import type { InputType, InstanceOf, TypedArrayName } from './inputType';

/** As in the run plan. */
export interface Shape {
  as?: 'identity' | 'Variable' | 'Map' | 'Set' | 'Date' | 'bigint' | TypedArrayName;
  numericKeys?: boolean;
  /** What `require` gives for this specifier. */
  module?: string;
  instance?: InstanceOf;
  fields?: Record<string, Shape>;
  each?: Shape;
}

/** The shape of a value of this type; null where it is plain data. `mismatch` decides between members of a union. */
export function shapeOf(
  type: InputType,
  value: InputValue,
  mismatch: (type: InputType, value: InputValue) => string | null,
): Shape | null {
  const inner = (one: InputType, part: InputValue): Shape | null => shapeOf(one, part, mismatch);
  const each = (of: InputType, parts: InputValue[]): { each?: Shape } => {
    const shape = parts.length > 0 ? inner(of, parts[0]) : null;
    return shape ? { each: shape } : {};
  };
  if (value === null) return null;
  switch (type.kind) {
    case 'union': {
      const member = type.members.find((one) => mismatch(one, value) === null);
      return member ? inner(member, value) : null;
    }
    case 'date':
      return { as: 'Date' };
    case 'variable':
      return { as: 'Variable' };
    case 'bigint':
      return typeof value === 'number' ? { as: 'bigint' } : null;
    case 'typedArray':
      return Array.isArray(value) ? { as: type.name } : null;
    case 'set':
      return Array.isArray(value) ? { as: 'Set', ...each(type.of, value) } : null;
    case 'map':
      if (typeof value !== 'object' || Array.isArray(value)) return null;
      return {
        as: 'Map',
        ...(type.numericKeys ? { numericKeys: true } : {}),
        ...each(type.of, Object.values(value)),
      };
    case 'array': {
      if (type.of.kind === 'function' && Array.isArray(value) && value.every((one) => one === null))
        return { each: { as: 'identity' } };
      const shape = Array.isArray(value) ? each(type.of, value) : {};
      return shape.each ? shape : null;
    }
    case 'tuple': {
      if (!Array.isArray(value)) return null;
      const types = value.map((_, i) => type.of[i] ?? type.rest);
      const fields = fieldShapes(value.map((one, i) => [String(i), types[i] ? inner(types[i], one) : null]));
      return fields ? { fields } : null;
    }
    case 'object': {
      if (typeof value !== 'object' || Array.isArray(value)) return null;
      const fields = fieldShapes(
        type.fields.map((field) => {
          if (Object.hasOwn(value, field.name)) return [field.name, inner(field.type, value[field.name])];
          const callback = field.type.kind === 'function' && (field.type.parameters ?? 0) > 0 && !field.optional;
          return [field.name, callback && !type.instance ? { as: 'identity' } : null];
        }),
      );
      const further = type.index && type.fields.length === 0 ? each(type.index, Object.values(value)) : {};
      const { instance } = type;
      if (!fields && !further.each && !instance) return null;
      return { ...(instance ? { instance } : {}), ...(fields ? { fields } : {}), ...further };
    }
    default:
      return null;
  }
}

function fieldShapes(list: [string, Shape | null][]): Record<string, Shape> | null {
  const found = list.filter((one): one is [string, Shape] => one[1] !== null);
  return found.length > 0 ? Object.fromEntries(found) : null;
}

/** Names of the file's own classes that values of a type are instances of. */
export function classesIn(type: InputType, out = new Set<string>()): Set<string> {
  switch (type.kind) {
    case 'object':
      if (type.instance && type.instance.from.length === 0) out.add(type.instance.name);
      for (const field of type.fields) classesIn(field.type, out);
      if (type.index) classesIn(type.index, out);
      break;
    case 'array':
    case 'set':
    case 'map':
      classesIn(type.of, out);
      break;
    case 'tuple':
      for (const one of type.of) classesIn(one, out);
      if (type.rest) classesIn(type.rest, out);
      break;
    case 'union':
      for (const one of type.members) classesIn(one, out);
  }
  return out;
}
