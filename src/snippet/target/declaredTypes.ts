/** @file Types by name: interfaces, aliases, classes and enums of this file and of others, with their type parameters. */

import type * as t from '@babel/types';
import { members, typeOf, union } from './annotation';
import { type InputType, mergeTypes, unknown } from './inputType';
import { instanceType, subclassOf } from './instances';
import type { Node } from './syntax';
import { deepest, type Generics, none, type TypeContext } from './typeContext';

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
export function imported(
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
