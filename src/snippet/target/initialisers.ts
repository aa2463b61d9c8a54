/** @file What an initialiser says about a field: its type and, where it is a literal, its value. */
import type { InputValue } from '../../protocol/evaluation';
import { named } from './declaredTypes';
import { holdsNumbers, type InputType, isTypedArrayName, number, unknown } from './inputType';
import { isFunction, type Node, unwrapped } from './syntax';
import type { TypeContext } from './typeContext';

export function typeOfInitialiser(node: Node, context: TypeContext, depth: number): InputType {
  const value = literalValue(node);
  if (typeof value === 'number') return number;
  if (typeof value === 'boolean') return { kind: 'boolean' };
  if (typeof value === 'string') return { kind: 'string' };
  if (Array.isArray(value))
    return { kind: 'array', of: value.every((one) => typeof one === 'number') ? number : unknown };
  if (isFunction(node)) return { kind: 'function', parameters: node.params.length };
  if (node.type !== 'NewExpression' || node.callee.type !== 'Identifier') return unknown;
  const { name } = node.callee;
  if (isTypedArrayName(name)) {
    const [length] = node.arguments;
    return { kind: 'typedArray', name, ...(length?.type === 'NumericLiteral' ? { length: length.value } : {}) };
  }
  return name === 'Map' || name === 'Set' || name === 'Date' ? unknown : named(name, [], context, depth + 1);
}

/** A literal's value; undefined for all else. */
export function literalValue(node: Node): InputValue | undefined {
  const at = unwrapped(node);
  switch (at.type) {
    case 'NumericLiteral':
    case 'StringLiteral':
    case 'BooleanLiteral':
      return at.value;
    case 'UnaryExpression': {
      const value = at.operator === '-' ? literalValue(at.argument) : undefined;
      return typeof value === 'number' ? -value : undefined;
    }
    case 'ArrayExpression': {
      const list = at.elements.map((one) => (one ? literalValue(one) : undefined));
      return list.length > 0 && list.every((one) => one !== undefined) ? (list as InputValue[]) : undefined;
    }
    default:
      return undefined;
  }
}

export function isInstance(type: InputType): boolean {
  return type.kind === 'object' && type.instance !== undefined;
}

export function hasNumber(value: InputValue): boolean {
  return typeof value === 'number' || (Array.isArray(value) && value.some(hasNumber));
}

/** Numbers for certain. */
export function definite(type: InputType): boolean {
  return type.kind !== 'unknown' && !(type.kind === 'array' && type.of.kind === 'unknown') && holdsNumbers(type);
}
