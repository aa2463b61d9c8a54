/** @file TypeScript's annotations → `InputType`: interfaces, aliases, generics, tuples, enums, classes, utility types. */
import type * as t from '@babel/types';
import { type InputField, type InputType, isTypedArrayName, mergeTypes, number, unknown } from './inputType';
import { instanceType, subclassOf } from './instances';
import { keyName, type Node } from './syntax';

/** Where names of types are looked up. */
export interface TypeContext {
  types: Map<string, Node[]>;
  /** JSDoc `@typedef`s. */
  defined: Map<string, () => InputType>;
  imported: Map<string, { specifier: string; name: string }>;
  /** The context of another module's text, where it was given. */
  module(specifier: string): TypeContext | null;
  /** Local name of a module's export: `export { A as B }`. */
  exportedAs(name: string): string;
  /** `export * from …`. */
  stars: string[];
  /** Specifiers from the file itself to this context's module. */
  path: string[];
  /** Where a class is to be had at run time; null where it is local to a function or not exported. */
  placeOf(node: Node): { from: string[]; name: string } | null;
  /** Paths of specifiers whose types were asked for and not given; one step per line. */
  wanted: Set<string>;
  /** Declarations being read: a type inside itself is unknown. */
  busy: Set<Node>;
}

export type Generics = Map<string, InputType>;
const none: Generics = new Map();
const deepest = 12;

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

function record(keys: InputType, value: InputType): InputType {
  const names = keys.kind === 'union' ? keys.members : [keys];
  const fields: InputField[] = [];
  for (const name of names) {
    if (name.kind === 'literal') fields.push({ name: String(name.value), type: value, optional: false });
  }
  return fields.length ? { kind: 'object', fields } : { kind: 'object', fields, index: value };
}

function members(list: t.TSTypeElement[], context: TypeContext, generics: Generics, depth: number): InputType {
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

function wellKnown(name: string, given: InputType[]): InputType | null {
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

export function named(name: string, given: InputType[], context: TypeContext, depth: number): InputType {
  if (depth > deepest) return unknown;
  const nodes = context.types.get(name);
  if (nodes) {
    const read = (node: Node): InputType => {
      if (context.busy.has(node)) return unknown;
      context.busy.add(node);
      const type = declared(node, given, context, depth + 1);
      context.busy.delete(node);
      return type;
    };
    return nodes.map(read).reduce(mergeTypes);
  }
  const defined = context.defined.get(name);
  if (defined) return defined();
  const from = context.imported.get(name);
  if (from) return imported(from, given, context, depth);
  for (const specifier of context.stars) {
    const type = imported({ specifier, name }, given, context, depth);
    if (type.kind !== 'unknown') return type;
  }
  return unknown;
}

export const typeNamed = (name: string, context: TypeContext, depth: number): InputType =>
  named(name, [], context, depth);

/** Its types need no text: they are ours. */
const variablesModule = 'gradlens';

/** A type of another module; a class of it is to be had there by the name of its export. */
function imported(
  { specifier, name }: { specifier: string; name: string },
  given: InputType[],
  context: TypeContext,
  depth: number,
): InputType {
  if (specifier === variablesModule) return name === 'Variable' ? { kind: 'variable' } : unknown;
  const other = context.module(specifier);
  if (!other) {
    context.wanted.add([...context.path, specifier].join('\n'));
    return unknown;
  }
  const type = named(other.exportedAs(name), given, other, depth + 1);
  if (type.kind !== 'object' || !type.instance) return type;
  // Of an interface's subclass the export is another one.
  const own = other.types.get(other.exportedAs(name))?.some((node) => node.type === 'TSInterfaceDeclaration');
  return own ? type : { ...type, instance: { ...type.instance, from: [...context.path, specifier], name } };
}

/** Type parameters of a declaration, bound to the arguments given, else to default or constraint. */
export function bindGenerics(
  node: { typeParameters?: Node | null },
  given: InputType[],
  context: TypeContext,
  depth = 0,
): Generics {
  const parameters = node.typeParameters;
  if (parameters?.type !== 'TSTypeParameterDeclaration') return none;
  const bound: Generics = new Map();
  parameters.params.forEach((parameter, i) => {
    const name = typeof parameter.name === 'string' ? parameter.name : (parameter.name as t.Identifier).name;
    const fallback = parameter.default ?? parameter.constraint;
    bound.set(name, given[i] ?? (fallback ? typeOf(fallback, context, bound, depth + 1) : unknown));
  });
  return bound;
}

function declared(node: Node, given: InputType[], context: TypeContext, depth: number): InputType {
  switch (node.type) {
    case 'TSTypeAliasDeclaration':
      return typeOf(node.typeAnnotation, context, bindGenerics(node, given, context, depth), depth + 1);
    case 'TSInterfaceDeclaration': {
      const generics = bindGenerics(node, given, context, depth);
      const own = members(node.body.body, context, generics, depth);
      const bases = (node.extends ?? []).map((base) =>
        typeOf(base as unknown as t.TSType, context, generics, depth + 1),
      );
      const whole = [...bases, own].reduce(mergeTypes);
      const behaves = whole.kind === 'object' && whole.fields.some((field) => field.type.kind === 'function');
      const made = behaves ? subclassOf(node, context) : null;
      return made ? instanceType(made, [], context, depth) : whole;
    }
    case 'TSEnumDeclaration':
      return enumeration(node);
    case 'ClassDeclaration':
    case 'ClassExpression':
      return instanceType(node, given, context, depth);
    default:
      return unknown;
  }
}

function enumeration(node: t.TSEnumDeclaration): InputType {
  const members: InputType[] = [];
  let next = 0;
  for (const member of node.members) {
    const init = member.initializer;
    if (init?.type === 'StringLiteral') members.push({ kind: 'literal', value: init.value });
    else {
      if (init?.type === 'NumericLiteral') next = init.value;
      members.push({ kind: 'literal', value: next++ });
    }
  }
  return union(members);
}
