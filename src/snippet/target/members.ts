/** @file Methods: how their object comes about, from the constructor's arguments or from the fields of `this`. */
import type * as t from '@babel/types';
import type { Span } from '../contract';
import { annotated } from './annotation';
import type { Binding } from './binding';
import { constantOf } from './constants';
import type { InputType } from './inputType';
import { mergeTypes, unknown } from './inputType';
import type { SourceModel } from './model';
import { holderOf } from './naming';
import type { Parameters } from './parameters';
import { refined } from './refinement';
import {
  type ClassNode,
  type FunctionNode,
  isClass,
  isFunction,
  keyName,
  memberName,
  type Node,
  spanOf,
  unwrapped,
  walk,
} from './syntax';
import type { PlannedInput } from './targetPlan';

/** What a method belongs to. */
export type Owner =
  | { kind: 'class'; node: ClassNode; isStatic: boolean }
  | { kind: 'object'; node: t.ObjectExpression }
  /** A constructor function: `Vec.prototype.length = function () { … }`. */
  | {
      kind: 'constructor';
      fn: FunctionNode;
      /** Its variable, or the one that it is stored in: `lib` in `lib.Vec = function () { … }`. */
      binding: Binding;
      isStatic?: boolean;
      /** `lib.Vec`, where it is known by that. */
      stored?: t.MemberExpression;
    };

export interface Member {
  fn: FunctionNode;
  name: string;
  owner: Owner;
  accessor: boolean;
}

/** The member that a function is, or null for a plain function (also one in an object that does not use `this`). */
export function memberOf(model: SourceModel, fn: FunctionNode): Member | null {
  const { parents } = model.scopes;
  const accessor = 'kind' in fn && fn.kind === 'get';
  const around = parents.get(fn);
  if (fn.type === 'ClassMethod' || fn.type === 'ClassPrivateMethod') {
    const node = around && parents.get(around);
    const name = keyName(fn) ?? computedName(model, fn);
    if (name === null || !isClass(node)) return null;
    return { fn, name, accessor, owner: { kind: 'class', node, isStatic: fn.static === true } };
  }
  const holder = fn.type === 'ObjectMethod' ? fn : holderOf(model, fn);
  if (!holder) return null;
  if (
    holder.type === 'ClassProperty' ||
    holder.type === 'ClassPrivateProperty' ||
    holder.type === 'ClassAccessorProperty'
  ) {
    const body = parents.get(holder);
    const node = body && parents.get(body);
    const name = keyName(holder);
    if (name === null || !isClass(node)) return null;
    return { fn, name, accessor, owner: { kind: 'class', node, isStatic: holder.static === true } };
  }
  if (holder.type === 'ObjectMethod' || holder.type === 'ObjectProperty') {
    const node = parents.get(holder);
    const name = keyName(holder);
    if (name === null || node?.type !== 'ObjectExpression') return null;
    const compiled = compiledMember(model, fn, node);
    if (compiled) return compiled;
    const prototype = constructorOf(model, holderOf(model, node), node);
    if (prototype) return { fn, name, accessor, owner: prototype };
    if (holder.type === 'ObjectProperty' && !usesThis(fn)) return null;
    return { fn, name, accessor, owner: { kind: 'object', node } };
  }
  if (holder.type === 'AssignmentExpression' && holder.left.type === 'MemberExpression') {
    const name = memberName(holder.left);
    const { object } = holder.left;
    if (name === null || object.type !== 'MemberExpression' || memberName(object) !== 'prototype') return null;
    const owner = constructorNamed(model, object.object);
    return owner && { fn, name, accessor, owner };
  }
  return null;
}

/** `_createClass(Vec, [{ key: 'length', value: function () { … } }], [statics])`, as compilers write classes. */
export function compiledMember(model: SourceModel, fn: FunctionNode, node: t.ObjectExpression): Member | null {
  const { parents } = model.scopes;
  const named = new Map(
    node.properties.flatMap((one) => (one.type === 'ObjectProperty' ? [[keyName(one), unwrapped(one.value)]] : [])),
  );
  const key = named.get('key');
  const list = parents.get(node);
  const call = list && parents.get(list);
  const accessor = named.get('get') === fn;
  if (key?.type !== 'StringLiteral' || (named.get('value') !== fn && !accessor)) return null;
  if (list?.type !== 'ArrayExpression' || call?.type !== 'CallExpression') return null;
  const owner = constructorNamed(model, call.arguments[0]);
  const index = call.arguments.indexOf(list);
  if (owner?.kind !== 'constructor' || index < 1) return null;
  return { fn, name: key.value, accessor, owner: index === 1 ? owner : { ...owner, isStatic: true } };
}

/** `[K](x) { … }` with a constant of the file. */
function computedName(model: SourceModel, { key }: { key: Node }): string | null {
  const value = key.type === 'PrivateName' ? undefined : constantOf(key, model.scopes)?.value;
  return typeof value === 'string' ? value : null;
}

/** `Vec.prototype = { … }`. */
function constructorOf(model: SourceModel, holder: Node | null, node: Node): Owner | null {
  if (holder?.type !== 'AssignmentExpression' || unwrapped(holder.right) !== node) return null;
  const { left } = holder;
  return left.type === 'MemberExpression' && memberName(left) === 'prototype'
    ? constructorNamed(model, left.object)
    : null;
}

function constructorNamed(model: SourceModel, object: Node): Owner | null {
  const id = unwrapped(object);
  if (id.type === 'MemberExpression') return constructorStored(model, id);
  const binding = id.type === 'Identifier' ? model.scopes.byNode.get(id)?.binding : null;
  const declaration = binding?.declarations.at(-1);
  if (!binding || !declaration) return null;
  const value =
    declaration.type === 'VariableDeclarator' && declaration.init ? unwrapped(declaration.init) : declaration;
  if (isFunction(value)) return { kind: 'constructor', fn: value, binding };
  return isClass(value) ? { kind: 'class', node: value, isStatic: false } : null;
}

/** `lib.Vec`, after `lib.Vec = function (x, y) { … }`. */
function constructorStored(model: SourceModel, stored: t.MemberExpression): Owner | null {
  const { byNode, effects, parents } = model.scopes;
  const holder = (at: Node): Binding | null => {
    const object = at.type === 'MemberExpression' ? unwrapped(at.object) : at;
    return object.type === 'Identifier' ? (byNode.get(object)?.binding ?? null) : null;
  };
  const binding = holder(stored);
  const name = memberName(stored);
  if (!binding || name === null) return null;
  const functions = (effects.get(binding) ?? []).flatMap((node) => {
    const at = node.type === 'AssignmentExpression' ? node : parents.get(node);
    if (at?.type !== 'AssignmentExpression' || at.operator !== '=' || at.left.type !== 'MemberExpression') return [];
    const value = unwrapped(at.right);
    return isFunction(value) && memberName(at.left) === name && holder(at.left) === binding ? [value] : [];
  });
  return functions.length === 1 ? { kind: 'constructor', fn: functions[0], binding, stored } : null;
}

/** Whether a function's own `this` (or `super`) is read, nested arrow functions included. */
export function usesThis(root: Node): boolean {
  return reads(root, 'ThisExpression') || usesSuper(root);
}

export function usesSuper(root: Node): boolean {
  return reads(root, 'Super');
}

function reads(root: Node, type: 'ThisExpression' | 'Super'): boolean {
  let found = false;
  walk(root, (node) => {
    if (found) return false;
    if (node !== root && ((isFunction(node) && node.type !== 'ArrowFunctionExpression') || isClass(node))) return false;
    if (node.type === type) found = true;
    return true;
  });
  return found;
}

/** The constructor that `new` runs, inherited ones included; null where there is none or it is not in this file. */
export function constructorIn(
  model: SourceModel,
  node: ClassNode,
  depth = 0,
): { fn: FunctionNode | null; known: boolean } {
  for (const member of node.body.body) {
    if (member.type === 'ClassMethod' && member.kind === 'constructor') return { fn: member, known: true };
  }
  if (!node.superClass) return { fn: null, known: true };
  const base = superOf(model, node);
  return base && depth < 8 ? constructorIn(model, base, depth + 1) : { fn: null, known: false };
}

function superOf(model: SourceModel, node: ClassNode): ClassNode | null {
  const id = node.superClass && unwrapped(node.superClass);
  const declaration = id?.type === 'Identifier' ? model.scopes.byNode.get(id)?.binding?.declarations.at(-1) : null;
  const value =
    declaration?.type === 'VariableDeclarator' && declaration.init ? unwrapped(declaration.init) : declaration;
  return isClass(value) ? value : null;
}

/** Whether arguments of these types can be made up; objects with methods cannot. */
export function canBeGiven(inputs: readonly PlannedInput[]): boolean {
  return inputs.every((input) => {
    if (input.optional || input.initial) return true;
    return !(input.type.kind === 'object' && input.type.fields.some((field) => field.type.kind === 'function'));
  });
}

/** Fields of `this` that a piece of code reads, through the class's own methods too. */
export function fieldsOf(
  model: SourceModel,
  parameters: Parameters,
  roots: readonly Node[],
  owner: ClassNode | null,
): PlannedInput[] {
  const types = new Map<string, { type: InputType; range: Span }>();
  const seen = new Set<Node>();
  const members = owner ? membersOf(model, owner) : new Map<string, Node>();
  const visit = (root: Node): void => {
    if (seen.has(root)) return;
    seen.add(root);
    walk(root, (node) => {
      if (node !== root && ((isFunction(node) && node.type !== 'ArrowFunctionExpression') || isClass(node)))
        return false;
      if (node.type !== 'MemberExpression' || node.object.type !== 'ThisExpression') return true;
      const name = memberName(node);
      if (name === null) return true;
      const member = members.get(name);
      if (
        member &&
        (isFunction(member) || (member.type === 'ClassProperty' && member.value && isFunction(unwrapped(member.value))))
      ) {
        visit(member);
        return true;
      }
      const said = member?.type === 'ClassProperty' ? annotated(member, model.context) : unknown;
      const type = refined(said, parameters.usage.ofExpression(node));
      const known = types.get(name);
      if (known) known.type = mergeTypes(known.type, type);
      else types.set(name, { type, range: spanOf(node) });
      return true;
    });
  };
  for (const root of roots) visit(root);
  return [...types].map(([name, { type, range }]) => {
    const member = members.get(name);
    const initial = member?.type === 'ClassProperty' && member.value ? constantOf(member.value, model.scopes) : null;
    return {
      name: `this.${name}`,
      field: name,
      range,
      type,
      role: 'field',
      optional: false,
      declared: false,
      rest: false,
      initial: initial ? { value: initial.value, origin: 'initialiser' } : null,
    };
  });
}

function membersOf(model: SourceModel, owner: ClassNode): Map<string, Node> {
  const out = new Map<string, Node>();
  for (let at: ClassNode | null = owner, i = 0; at && i < 8; at = superOf(model, at), i++) {
    for (const member of at.body.body) {
      if (!('key' in member) || ('static' in member && member.static)) continue;
      const name = keyName(member as { key: Node; computed?: boolean });
      if (name !== null && !out.has(name)) out.set(name, member);
    }
  }
  return out;
}

/** The class around a node whose instance `this` is there, or null. */
export function classAround(model: SourceModel, node: Node): ClassNode | null {
  const { parents } = model.scopes;
  for (let at = parents.get(node); at; at = parents.get(at)) {
    if (isClass(at)) return at;
    if (
      isFunction(at) &&
      at.type !== 'ArrowFunctionExpression' &&
      at.type !== 'ClassMethod' &&
      at.type !== 'ClassPrivateMethod'
    )
      return null;
  }
  return null;
}
