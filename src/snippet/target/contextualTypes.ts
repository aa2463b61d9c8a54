/** @file What stands around a function says about its parameters: overload signatures, and the type of what holds it. */

import type * as t from '@babel/types';
import { annotated } from './annotation';
import { bindGenerics } from './declaredTypes';
import type { InputType } from './inputType';
import { memberKey } from './literalCalls';
import type { SourceModel } from './model';
import { holderOf } from './naming';
import type { FunctionNode, Node } from './syntax';

/** The first overload signature of the same name. */
export function overload(model: SourceModel, fn: FunctionNode, index: number): InputType | null {
  const { context, scopes } = model;
  if (fn.type === 'FunctionDeclaration' && fn.id) {
    const binding = scopes.declared.get(fn.id);
    const signature = binding?.declarations.find((one) => one.type === 'TSDeclareFunction');
    if (signature?.type !== 'TSDeclareFunction') return null;
    const parameter = signature.params[index];
    return parameter ? annotated(parameter as t.Identifier, context, bindGenerics(signature, [], context)) : null;
  }
  if (fn.type !== 'ClassMethod') return null;
  const body = scopes.parents.get(fn);
  if (body?.type !== 'ClassBody') return null;
  for (const member of body.body) {
    if (member.type !== 'TSDeclareMethod' || memberKey(member.key) !== memberKey(fn.key)) continue;
    const parameter = member.params[index];
    return parameter ? annotated(parameter as t.Identifier, context, bindGenerics(member, [], context)) : null;
  }
  return null;
}

/** `const f: (x: number) => number = (x) => …`, also through a type alias. */
export function contextual(model: SourceModel, fn: FunctionNode, index: number): InputType | null {
  const holder = holderOf(model, fn);
  const pattern = holder?.type === 'VariableDeclarator' ? holder.id : holder?.type === 'ClassProperty' ? holder : null;
  const annotation = pattern && 'typeAnnotation' in pattern ? pattern.typeAnnotation : null;
  if (annotation?.type !== 'TSTypeAnnotation') return null;
  return parameterOfType(model, annotation.typeAnnotation, index, 0);
}

export function parameterOfType(model: SourceModel, type: t.TSType, index: number, depth: number): InputType | null {
  const { context, scopes } = model;
  if (type.type === 'TSFunctionType') {
    const list = ((type as { parameters?: Node[] }).parameters ??
      (type as unknown as { params: Node[] }).params) as Node[];
    const parameter = list[index];
    return parameter ? annotated(parameter as t.Identifier, context) : null;
  }
  if (type.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier' || depth > 4) return null;
  const [alias] = scopes.types.get(type.typeName.name) ?? [];
  return alias?.type === 'TSTypeAliasDeclaration'
    ? parameterOfType(model, alias.typeAnnotation, index, depth + 1)
    : null;
}
