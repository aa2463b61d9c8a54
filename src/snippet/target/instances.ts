/** @file Classes as types: an instance's fields that can be given, and how the constructor takes them. */

import type * as t from '@babel/types';
import { annotated } from './annotation';
import { argumentsOf, type Members, parameterParts, readConstructor } from './constructors';
import { bindGenerics, typeNamed } from './declaredTypes';
import { definite, hasNumber, isInstance, literalValue, typeOfInitialiser } from './initialisers';
import { type InputField, type InputType, unknown } from './inputType';
import { type ClassNode, isClass, isFunction, keyName, memberName, type Node, unwrapped, walk } from './syntax';
import type { Generics, TypeContext } from './typeContext';

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
