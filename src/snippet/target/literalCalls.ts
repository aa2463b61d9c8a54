/** @file Calls of a function whose arguments the text determines, and the values that they pass. */

import type * as t from '@babel/types';
import type { InputValue } from '../../protocol/evaluation';
import { type Constant, constantOf } from './constants';
import type { SourceModel } from './model';
import { holderOf } from './naming';
import { type FunctionNode, isFunction, memberName, type Node, unwrapped } from './syntax';
import { functionOf } from './usage';

/** A call of this function, outside of it, whose arguments the text determines. */
export function literalCall(model: SourceModel, fn: FunctionNode): t.CallExpression | t.NewExpression | null {
  const { scopes } = model;
  const { parents } = scopes;
  const body = parents.get(fn);
  const isConstructor = fn.type === 'ClassMethod' && fn.kind === 'constructor';
  const owner = body?.type === 'ClassBody' ? parents.get(body) : null;
  const method = methodName(model, fn);
  for (const { node, callee } of scopes.calls) {
    if (node.type === 'OptionalCallExpression' || (node.start! >= fn.start! && node.end! <= fn.end!)) continue;
    if (node.arguments.length === 0) continue;
    let matches = false;
    if (isConstructor) {
      matches = node.type === 'NewExpression' && callee?.binding?.declarations.includes(owner!) === true;
    } else if (callee?.binding) matches = functionOf(callee.binding) === fn;
    else if (method !== null && node.type === 'CallExpression') {
      const target = unwrapped(node.callee);
      matches = target.type === 'MemberExpression' && memberName(target) === method;
    }
    if (!matches || !node.arguments.every((argument) => isLiteralArgument(argument, model))) continue;
    // `new Vec(0, 0)` and `new Complex(0, Infinity)` are where formulas break down rather than examples.
    const values = node.arguments.map((argument) => constantOf(argument, model.scopes)?.value);
    const made = node.type === 'NewExpression';
    if (made && (values.every(isNought) || values.some((value) => value === null || !isFinitePart(value)))) continue;
    return node;
  }
  return null;
}

function methodName(model: SourceModel, fn: FunctionNode): string | null {
  if (fn.type === 'ClassMethod' || fn.type === 'ObjectMethod') return memberKey(fn.key);
  const holder = holderOf(model, fn);
  if (holder?.type === 'ObjectProperty' || holder?.type === 'ClassProperty') return memberKey(holder.key);
  if (holder?.type !== 'AssignmentExpression' || holder.left.type !== 'MemberExpression') return null;
  return memberName(holder.left);
}

export function memberKey(key: Node): string | null {
  return key.type === 'Identifier' ? key.name : key.type === 'StringLiteral' ? key.value : null;
}

function isLiteralArgument(argument: Node, model: SourceModel): boolean {
  if (argument.type === 'SpreadElement') return constantOf(argument.argument, model.scopes) !== null;
  return isFunction(unwrapped(argument)) || constantOf(argument, model.scopes) !== null;
}

function isNought(value: InputValue | undefined): boolean {
  return value === 0 || value === 1;
}

function isFinitePart(value: InputValue | undefined): boolean {
  return typeof value !== 'number' || Number.isFinite(value);
}

export function argumentValue(
  call: t.CallExpression | t.NewExpression,
  index: number,
  rest: boolean,
  model: SourceModel,
): Constant | null {
  const values: (Constant | null)[] = [];
  for (const argument of call.arguments) {
    if (argument.type === 'SpreadElement') {
      const list = constantOf(argument.argument, model.scopes)?.value;
      if (!Array.isArray(list)) return null;
      for (const value of list) values.push({ value });
    } else values.push(constantOf(argument, model.scopes));
  }
  if (!rest) return values[index] ?? null;
  const tail = values.slice(index);
  if (tail.length === 0 || !tail.every((one) => one !== null)) return null;
  return { value: tail.map((one) => one!.value) };
}
