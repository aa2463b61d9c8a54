/** @file TypeScript's annotations → `InputType`: interfaces, aliases, generics, tuples, enums, classes, utility types. */

import type * as t from '@babel/types';
import { imported, named } from './declaredTypes';
import { type InputField, type InputType, mergeTypes, number, unknown } from './inputType';
import { keyName, type Node } from './syntax';
import { deepest, type Generics, none, type TypeContext } from './typeContext';
import { wellKnown } from './wellKnownTypes';

/** The type that a declaration's annotation says, or unknown. */
export function annotated(
  pattern: { typeAnnotation?: Node | null },
  context: TypeContext,
  generics: Generics = none,
): InputType {
  const annotation = pattern.typeAnnotation;
  return annotation?.type === 'TSTypeAnnotation' ? typeOf(annotation.typeAnnotation, context, generics) : unknown;
}

export function typeOf(type: t.TSType, context: TypeContext, generics: Generics = none, depth = 0): InputType {
  if (depth > deepest) return unknown;
  const inner = (node: t.TSType): InputType => typeOf(node, context, generics, depth + 1);
  switch (type.type) {
    case 'TSNumberKeyword':
      return number;
    case 'TSBooleanKeyword':
      return { kind: 'boolean' };
    case 'TSStringKeyword':
    case 'TSTemplateLiteralType' as never:
      return { kind: 'string' };
    case 'TSBigIntKeyword':
      return { kind: 'bigint' };
    case 'TSNullKeyword':
      return { kind: 'null' };
    case 'TSUndefinedKeyword':
    case 'TSVoidKeyword':
      return { kind: 'undefined' };
    case 'TSObjectKeyword':
      return { kind: 'object', fields: [], open: true };
    case 'TSLiteralType':
      return literal(type.literal);
    case 'TSArrayType':
      return { kind: 'array', of: inner(type.elementType) };
    case 'TSTupleType':
      return tuple(type, inner);
    case 'TSParenthesizedType':
    case 'TSOptionalType':
      return inner(type.typeAnnotation);
    case 'TSTypeOperator':
      return type.operator === 'readonly' ? inner(type.typeAnnotation!) : unknown;
    case 'TSFunctionType':
    case 'TSConstructorType':
      return { kind: 'function', parameters: parametersOf(type).length };
    case 'TSUnionType':
      return union(type.types.map(inner));
    case 'TSIntersectionType':
      return type.types.map(inner).reduce(mergeTypes, unknown);
    case 'TSTypeLiteral':
      return members(type.members, context, generics, depth);
    case 'TSTypePredicate':
      return { kind: 'boolean' };
    case 'TSIndexedAccessType':
      return indexed(inner(type.objectType), inner(type.indexType));
    case 'TSMappedType':
      return mapped(type, context, generics, depth);
    case 'TSTypeReference':
      return reference(type.typeName, typeArguments(type), context, generics, depth);
    case 'TSExpressionWithTypeArguments' as never: {
      const heritage = type as unknown as { expression: t.TSEntityName };
      return reference(heritage.expression, typeArguments(type), context, generics, depth);
    }
    default:
      return unknown;
  }
}

function parametersOf(type: t.TSFunctionType | t.TSConstructorType | t.TSMethodSignature): readonly unknown[] {
  const node = type as unknown as { parameters?: unknown[]; params?: unknown[] };
  return node.parameters ?? node.params ?? [];
}

function typeArguments(node: Node): t.TSType[] {
  const { typeParameters, typeArguments: given } = node as {
    typeParameters?: { params: t.TSType[] } | null;
    typeArguments?: { params: t.TSType[] } | null;
  };
  return (typeParameters ?? given)?.params ?? [];
}

function literal(node: t.TSLiteralType['literal']): InputType {
  switch (node.type) {
    case 'NumericLiteral':
    case 'StringLiteral':
    case 'BooleanLiteral':
      return { kind: 'literal', value: node.value };
    case 'UnaryExpression':
      return node.argument.type === 'NumericLiteral' && node.operator === '-'
        ? { kind: 'literal', value: -node.argument.value }
        : number;
    default:
      return { kind: 'string' };
  }
}

function tuple(type: t.TSTupleType, inner: (node: t.TSType) => InputType): InputType {
  const of: InputType[] = [];
  let rest: InputType | undefined;
  for (const element of type.elementTypes) {
    const node = element.type === 'TSNamedTupleMember' ? element.elementType : element;
    if (node.type === 'TSRestType') {
      const spread = node.typeAnnotation as t.TSType | t.TSNamedTupleMember;
      const list = inner(spread.type === 'TSNamedTupleMember' ? spread.elementType : spread);
      if (list.kind === 'array') rest = list.of;
    } else of.push(inner(node));
  }
  return { kind: 'tuple', of, ...(rest ? { rest } : {}) };
}

export function union(members: InputType[]): InputType {
  const useful = members.filter((member) => member.kind !== 'undefined' && member.kind !== 'null');
  if (useful.length === 1) return useful[0];
  if (useful.length === 0) return members[0] ?? unknown;
  return { kind: 'union', members: useful };
}

function indexed(object: InputType, index: InputType): InputType {
  if (object.kind === 'array') return object.of;
  if (object.kind === 'tuple') {
    return index.kind === 'literal' ? (object.of[Number(index.value)] ?? unknown) : union(object.of);
  }
  if (object.kind !== 'object') return unknown;
  if (index.kind === 'literal') return object.fields.find((field) => field.name === index.value)?.type ?? unknown;
  return object.index ?? unknown;
}

function mapped(type: t.TSMappedType, context: TypeContext, generics: Generics, depth: number): InputType {
  const { constraint, nameType: _unused, typeAnnotation } = type as t.TSMappedType & { constraint?: t.TSType };
  const keyed = constraint ?? (type.typeParameter as { constraint?: t.TSType } | undefined)?.constraint;
  const value = typeAnnotation ? typeOf(typeAnnotation, context, generics, depth + 1) : unknown;
  return keyed
    ? record(typeOf(keyed, context, generics, depth + 1), value)
    : { kind: 'object', fields: [], index: value };
}

export function record(keys: InputType, value: InputType): InputType {
  const names = keys.kind === 'union' ? keys.members : [keys];
  const fields: InputField[] = [];
  for (const name of names) {
    if (name.kind === 'literal') fields.push({ name: String(name.value), type: value, optional: false });
  }
  return fields.length ? { kind: 'object', fields } : { kind: 'object', fields, index: value };
}

export function members(list: t.TSTypeElement[], context: TypeContext, generics: Generics, depth: number): InputType {
  const fields: InputField[] = [];
  let index: InputType | undefined;
  for (const member of list) {
    switch (member.type) {
      case 'TSPropertySignature': {
        const name = keyName(member);
        if (name === null) break;
        const type = member.typeAnnotation
          ? typeOf(member.typeAnnotation.typeAnnotation, context, generics, depth + 1)
          : unknown;
        fields.push({ name, type, optional: member.optional === true });
        break;
      }
      case 'TSMethodSignature': {
        const name = keyName(member);
        if (name === null) break;
        const type: InputType =
          member.kind === 'get' ? number : { kind: 'function', parameters: parametersOf(member).length };
        fields.push({ name, type, optional: member.optional === true });
        break;
      }
      case 'TSIndexSignature':
        index = member.typeAnnotation
          ? typeOf(member.typeAnnotation.typeAnnotation, context, generics, depth + 1)
          : unknown;
        break;
      case 'TSCallSignatureDeclaration':
        return { kind: 'function' };
    }
  }
  return { kind: 'object', fields, ...(index ? { index } : {}) };
}

function reference(
  name: t.TSEntityName,
  typeArgs: t.TSType[],
  context: TypeContext,
  generics: Generics,
  depth: number,
): InputType {
  const given = (): InputType[] => typeArgs.map((argument) => typeOf(argument, context, generics, depth + 1));
  if (name.type !== 'Identifier') {
    // An enum's member (`Kind.A`), a namespace's type, or one of `import * as`.
    const last = name.type === 'TSQualifiedName' ? name.right.name : '';
    if (name.type === 'TSQualifiedName' && name.left.type === 'Identifier') {
      const from = context.imported.get(name.left.name);
      if (from?.name === '*') return imported({ specifier: from.specifier, name: last }, given(), context, depth);
    }
    return context.types.has(last) ? named(last, [], context, depth) : unknown;
  }
  const bound = generics.get(name.name);
  if (bound) return bound;
  return wellKnown(name.name, given()) ?? named(name.name, given(), context, depth);
}
