/** @file Classes of the file whose instances a parameter is taken to be: what it is tested for, whose methods are called. */
import { typeNamed } from './declaredTypes';
import { type InputType, unknown } from './inputType';
import { instanceType, memberNames } from './instances';
import type { SourceModel } from './model';
import { type ClassNode, type FunctionNode, isClass, type Node } from './syntax';

/** `if (!(point instanceof Point)) …`: what a parameter is tested for, as far as the file knows that class. */
export function testedClass(model: SourceModel, id: Node): InputType {
  const { context, scopes } = model;
  for (const { node } of scopes.declared.get(id)?.references ?? []) {
    const parent = scopes.parents.get(node);
    if (parent?.type !== 'BinaryExpression' || parent.operator !== 'instanceof' || parent.left !== node) continue;
    if (parent.right.type !== 'Identifier') continue;
    const type = typeNamed(parent.right.name, context, 0);
    if (type.kind === 'object' && type.instance) return type;
  }
  return unknown;
}

/** An object whose methods are those of the class around the function, or of the only class of the file that fits. */
export function likeClass(model: SourceModel, fn: FunctionNode, used: InputType): InputType {
  const { context, scopes } = model;
  if (used.kind !== 'object' || !used.fields.some((field) => field.type.kind === 'function')) return unknown;
  const around = scopes.parents.get(scopes.parents.get(fn) ?? fn);
  const classes = [...context.types.values()].flat().filter((node) => isClass(node) && context.placeOf(node) !== null);
  const fits = classes.filter((node) => {
    const names = memberNames(node as ClassNode, context);
    return used.fields.every((field) => names.has(field.name));
  });
  const found = fits.find((node) => node === around) ?? (fits.length === 1 ? fits[0] : undefined);
  return found ? instanceType(found as ClassNode, [], context, 0) : unknown;
}
