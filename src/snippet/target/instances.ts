/** @file Classes as types: an instance's fields that can be given, and how the constructor takes them. */
import type * as t from '@babel/types';
import type { InputValue } from '../../protocol/evaluation';
import { annotated, bindGenerics, type Generics, named, type TypeContext, typeNamed } from './annotation';
import { holdsNumbers, type InputField, type InputType, isTypedArrayName, number, unknown } from './inputType';
import { type ClassNode, isClass, isFunction, keyName, memberName, type Node, unwrapped, walk } from './syntax';

type Constructor = t.ClassMethod | t.TSDeclareMethod;

/** What a class shows about its instances, its bases included. */
interface Members {
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

/** The type of a class's instances. */
export function instanceType(node: ClassNode, given: InputType[], context: TypeContext, depth: number): InputType {
  const place = context.placeOf(node);
  const concrete = node.type === 'ClassDeclaration' && node.abstract ? subclassOf(node, context) : null;
  if (concrete) return instanceType(concrete, [], context, depth + 1);
  const members = membersOf(node, given, context, depth);
  const constructed = members.known ? argumentsOf(members, context, depth) : inherited(node, context, depth);
  const fields: InputField[] = constructed ? [...constructed.fields] : [];
  const taken = new Set(fields.map((field) => field.name));
  for (const [name, field] of members.fields) {
    if (taken.has(name) || name.startsWith('#')) continue;
    if (constructed) {
      // What the constructor works out, or sets to no number, is its own business.
      if (field.assigned && field.initial === undefined) continue;
      if (field.initial !== undefined ? !hasNumber(field.initial) : !definite(field.type)) continue;
    }
    const { type, initial, optional } = field;
    fields.push({ name, type, optional, ...(initial === undefined ? {} : { initial }) });
  }
  const construct = constructed?.construct ?? null;
  const instance = place && (members.behaves || construct?.length) ? { instance: { ...place, construct } } : {};
  return { kind: 'object', fields, open: true, ...instance };
}

/** What the constructor of an imported base takes, where the class has none of its own. */
function inherited(
  node: ClassNode,
  context: TypeContext,
  depth: number,
): { construct: string[]; fields: InputField[] } | null {
  const own = node.body.body.some((one) => one.type === 'ClassMethod' && one.kind === 'constructor');
  const base = node.superClass ? unwrapped(node.superClass) : null;
  if (own || base?.type !== 'Identifier') return null;
  const type = typeNamed(base.name, context, depth + 1);
  const construct = type.kind === 'object' ? type.instance?.construct : null;
  if (type.kind !== 'object' || !construct) return null;
  const names = construct.map((name) => name.replace('...', ''));
  return { construct, fields: type.fields.filter(({ name }) => names.includes(name)) };
}

/** A class of the context that says it `implements` or extends what cannot be made itself. */
export function subclassOf(
  node: t.ClassDeclaration | t.TSInterfaceDeclaration,
  context: TypeContext,
): ClassNode | null {
  for (const list of context.types.values()) {
    for (const one of list) {
      if (one.type !== 'ClassDeclaration' || one.abstract || one === node) continue;
      const extended = one.superClass?.type === 'Identifier' && one.superClass.name === node.id?.name;
      const implemented = (one.implements ?? []).some(
        (base) =>
          'expression' in base && base.expression.type === 'Identifier' && base.expression.name === node.id?.name,
      );
      if (extended || implemented) return one;
    }
  }
  return null;
}

/** Names of all fields and methods of a class's instances, as far as the file shows them. */
export function memberNames(node: ClassNode, context: TypeContext, depth = 0): Set<string> {
  const names = new Set<string>();
  const id = node.superClass && unwrapped(node.superClass);
  const [base] = id?.type === 'Identifier' ? (context.types.get(id.name) ?? []) : [];
  if (isClass(base) && depth < 8) for (const name of memberNames(base, context, depth + 1)) names.add(name);
  for (const member of node.body.body) {
    if (!('key' in member) || ('static' in member && member.static)) continue;
    const name = keyName(member as { key: Node; computed?: boolean });
    if (name !== null && name !== 'constructor') names.add(name);
  }
  walk(node.body, (one) => {
    if (one.type !== 'AssignmentExpression' || one.left.type !== 'MemberExpression') return true;
    const name = one.left.object.type === 'ThisExpression' ? memberName(one.left) : null;
    if (name !== null) names.add(name);
    return true;
  });
  return names;
}

function membersOf(node: ClassNode, given: InputType[], context: TypeContext, depth: number): Members {
  const generics = bindGenerics(node, given, context, depth);
  const members: Members = {
    fields: new Map(),
    taken: new Map(),
    constructor: null,
    known: true,
    generics,
    behaves: false,
  };
  const base = node.superClass ? superMembers(node.superClass, context, depth) : null;
  if (node.superClass) {
    members.behaves = true;
    members.known = base?.known === true;
    for (const [name, field] of base?.fields ?? []) members.fields.set(name, field);
  }
  for (const member of node.body.body) {
    if ('static' in member && member.static) continue;
    switch (member.type) {
      case 'ClassProperty':
      case 'ClassAccessorProperty': {
        const name = keyName(member);
        if (name === null) break;
        const value = member.value ? unwrapped(member.value) : null;
        const said = annotated(member, context, generics);
        const type = said.kind === 'unknown' && value ? typeOfInitialiser(value, context, depth) : said;
        const initial = value ? literalValue(value) : undefined;
        if (value && isFunction(value)) members.behaves = true;
        members.fields.set(name, {
          type,
          assigned: value !== null && initial === undefined && !isInstance(type),
          optional: member.type === 'ClassProperty' && member.optional === true,
          ...(initial === undefined ? {} : { initial }),
        });
        break;
      }
      case 'ClassPrivateProperty':
      case 'ClassPrivateMethod':
        members.behaves = true;
        break;
      case 'ClassMethod':
      case 'TSDeclareMethod':
        if (member.kind === 'constructor') members.constructor ??= member;
        else members.behaves = true;
    }
  }
  const own = members.constructor;
  if (own) readConstructor(own, members, context, depth);
  else if (base) {
    members.constructor = base.constructor;
    for (const [parameter, field] of base.taken) members.taken.set(parameter, field);
  }
  // Without a body (a declaration file) names have to do.
  if (own?.type === 'TSDeclareMethod') {
    for (const parameter of own.params) {
      const { name } = parameterParts(parameter as Node);
      if (name && members.fields.has(name)) members.taken.set(name, name);
    }
  }
  return members;
}

function superMembers(node: Node, context: TypeContext, depth: number): Members | null {
  const id = unwrapped(node);
  const [base] = id.type === 'Identifier' ? (context.types.get(id.name) ?? []) : [];
  if (depth > 8 || (base?.type !== 'ClassDeclaration' && base?.type !== 'ClassExpression')) {
    // An imported class: its fields, but nothing about how it is made.
    const type = id.type === 'Identifier' ? typeNamed(id.name, context, depth) : unknown;
    if (type.kind !== 'object' || !type.instance) return null;
    const fields = type.fields.map(
      (one) => [one.name, { type: one.type, assigned: false, optional: one.optional }] as const,
    );
    const generics: Generics = new Map();
    return { fields: new Map(fields), taken: new Map(), constructor: null, known: false, generics, behaves: true };
  }
  return membersOf(base, [], context, depth + 1);
}

/** Which fields the constructor sets, and which of them are its parameters as they came. */
function readConstructor(made: Constructor, members: Members, context: TypeContext, depth: number): void {
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
function argumentsOf(
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

function parameterParts(parameter: Node): {
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

function typeOfInitialiser(node: Node, context: TypeContext, depth: number): InputType {
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
function literalValue(node: Node): InputValue | undefined {
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

function isInstance(type: InputType): boolean {
  return type.kind === 'object' && type.instance !== undefined;
}

function hasNumber(value: InputValue): boolean {
  return typeof value === 'number' || (Array.isArray(value) && value.some(hasNumber));
}

/** Numbers for certain. */
function definite(type: InputType): boolean {
  return type.kind !== 'unknown' && !(type.kind === 'array' && type.of.kind === 'unknown') && holdsNumbers(type);
}
