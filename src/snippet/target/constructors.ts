/** @file Constructors: which fields they set, and which of their parameters come out as fields. */

import type * as t from '@babel/types';
import type { InputValue } from '../../protocol/evaluation';
import { annotated } from './annotation';
import { definite, hasNumber, isInstance, literalValue, typeOfInitialiser } from './initialisers';
import { holdsNumbers, type InputField, type InputType, number, unknown } from './inputType';
import { isFunction, memberName, type Node, unwrapped, walk } from './syntax';
import type { Generics, TypeContext } from './typeContext';

type Constructor = t.ClassMethod | t.TSDeclareMethod;

/** What a class shows about its instances, its bases included. */
export interface Members {
  /** By name: declared with a type or a value, or assigned in the constructor. */
  fields: Map<string, { type: InputType; initial?: InputValue; assigned: boolean; optional: boolean }>;
  /** Field that takes the constructor's parameter as it is. */
  taken: Map<string, string>;
  constructor: Constructor | null;
  /** Everything that `new` runs is known. */
  known: boolean;
  generics: Generics;
  /** Has methods or accessors, or hidden state: plain data would not do. */
  behaves: boolean;
}

/** Which fields the constructor sets, and which of them are its parameters as they came. */
export function readConstructor(made: Constructor, members: Members, context: TypeContext, depth: number): void {
  const names = new Set<string>();
  for (const parameter of made.params) {
    const { name, pattern } = parameterParts(parameter as Node);
    if (name === null) continue;
    names.add(name);
    if (parameter.type !== 'TSParameterProperty') continue;
    members.taken.set(name, name);
    const type = annotated(pattern, context, members.generics);
    members.fields.set(name, { type, assigned: true, optional: false });
  }
  if (made.type !== 'ClassMethod') return;
  walk(made.body, (node) => {
    if (isFunction(node)) return false;
    if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return true;
    if (node.left.object.type !== 'ThisExpression') return true;
    const field = memberName(node.left);
    if (field === null) return true;
    const from = passedOn(node.right, names);
    if (from !== null && !field.startsWith('#')) members.taken.set(from, field);
    const known = members.fields.get(field);
    const initial = from === null ? literalValue(node.right) : undefined;
    const type =
      known && known.type.kind !== 'unknown' ? known.type : typeOfInitialiser(unwrapped(node.right), context, depth);
    members.fields.set(field, {
      type,
      optional: known?.optional ?? false,
      assigned: initial === undefined && !(from === null && isInstance(type)),
      ...(initial === undefined ? {} : { initial }),
    });
    return true;
  });
}

/** The parameter that an expression gives as it is: `x`, `x ?? 0`, `x || 0`, `+x`, `x === undefined ? 0 : x`. */
function passedOn(node: Node, names: ReadonlySet<string>): string | null {
  const at = unwrapped(node);
  switch (at.type) {
    case 'Identifier':
      return names.has(at.name) ? at.name : null;
    case 'LogicalExpression':
      return at.operator !== '&&' && literalValue(at.right) !== undefined ? passedOn(at.left, names) : null;
    case 'UnaryExpression':
      return at.operator === '+' ? passedOn(at.argument, names) : null;
    case 'ConditionalExpression': {
      const other = literalValue(at.consequent) === undefined ? at.consequent : at.alternate;
      const plain = [at.consequent, at.alternate].some((one) => literalValue(one) !== undefined);
      return plain ? passedOn(other, names) : null;
    }
    default:
      return null;
  }
}

/** The constructor's parameters as fields of the value; null where one of them cannot be made up. */
export function argumentsOf(
  members: Members,
  context: TypeContext,
  depth: number,
): { construct: string[]; fields: InputField[] } | null {
  const construct: string[] = [];
  const fields: InputField[] = [];
  const defaults: InputField[] = [];
  const asksForAbsence = members.constructor?.type === 'ClassMethod' && testsUndefined(members.constructor.body);
  const ownNumbers = [...members.fields.values()].some(({ initial }) => initial !== undefined && hasNumber(initial));
  for (const [i, parameter] of (members.constructor?.params ?? []).entries()) {
    const { name, pattern, initial, rest } = parameterParts(parameter as Node);
    if (pattern.type === 'Identifier' && pattern.name === 'this') continue;
    const key = name === null ? `argument${i + 1}` : (members.taken.get(name) ?? name);
    let type = annotated(rest ? (parameter as t.RestElement) : pattern, context, members.generics);
    if (type.kind === 'unknown' && initial) type = typeOfInitialiser(unwrapped(initial), context, depth);
    if (type.kind === 'unknown' && name !== null) type = members.fields.get(key)?.type ?? unknown;
    const optional =
      initial !== null ||
      (pattern.type === 'Identifier' && pattern.optional === true) ||
      (asksForAbsence && name !== null && !members.taken.has(name));
    if (name === null && type.kind === 'unknown' && !optional) return null;
    if (
      !optional &&
      (type.kind === 'function' || (type.kind === 'object' && type.fields.length === 0 && !isInstance(type)))
    )
      return null;
    construct.push(rest ? `...${key}` : key);
    if (optional && !definite(type)) continue;
    // `new Matrix(n11?, n12?, …)` over a field that is an input itself: the field is what counts.
    if (optional && name !== null && !members.taken.has(name) && ownNumbers) continue;
    const value = initial ? literalValue(initial) : undefined;
    const listed = rest && type.kind === 'unknown' ? ({ kind: 'array', of: number } as const) : type;
    const field: InputField = { name: key, type: listed, optional, ...(value === undefined ? {} : { initial: value }) };
    fields.push(field);
    if (typeof value === 'number') defaults.push(field);
  }
  // A zero vector or the unit quaternion is where formulas break down rather than an example.
  const free = fields.some((field) => !defaults.includes(field) && !field.optional && holdsNumbers(field.type));
  if (!free && defaults.every(({ initial }) => initial === 0 || initial === 1))
    for (const field of defaults) delete field.initial;
  return { construct, fields };
}

/** `if (n11 !== undefined) …`: the constructor does without. */
function testsUndefined(body: Node): boolean {
  let found = false;
  walk(body, (node) => {
    if (node.type === 'BinaryExpression' && node.right.type === 'Identifier' && node.right.name === 'undefined')
      found = true;
    return !found;
  });
  return found;
}

export function parameterParts(parameter: Node): {
  name: string | null;
  pattern: { type: string; typeAnnotation?: Node | null; optional?: boolean | null; name?: string };
  initial: Node | null;
  rest: boolean;
} {
  const inner = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
  const rest = inner.type === 'RestElement';
  const pattern = inner.type === 'AssignmentPattern' ? inner.left : rest ? inner.argument : inner;
  return {
    name: pattern.type === 'Identifier' ? pattern.name : null,
    pattern: pattern as { type: string },
    initial: inner.type === 'AssignmentPattern' ? inner.right : null,
    rest,
  };
}
