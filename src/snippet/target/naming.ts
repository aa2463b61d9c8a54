/** @file What a function is called: its own name, or that of the variable, property, class or export that holds it. */
import { compiledMember } from './members';
import type { SourceModel } from './model';
import {
  type FunctionNode,
  isClass,
  isFunction,
  keyName,
  memberName,
  type Node,
  patternNames,
  unwrapped,
} from './syntax';

const longestText = 60;

/** A piece of source on one line, cut in the middle of nothing important. */
export function shortText(model: SourceModel, node: { start?: number | null; end?: number | null }): string {
  const text = model.source.slice(node.start!, node.end!).replace(/\s+/g, ' ').trim();
  return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
}

/** The node that holds a function or class as its value, past casts and parentheses. */
export function holderOf(model: SourceModel, node: Node): Node | null {
  let at = model.scopes.parents.get(node);
  while (at && unwrapped(at) !== at) at = model.scopes.parents.get(at);
  return at ?? null;
}

/** Qualified name: `f`, `Class.method`, `object.f`; null for a function that nothing names. */
export function nameOf(model: SourceModel, node: Node): string | null {
  if (node.type === 'ClassMethod' || node.type === 'ClassPrivateMethod' || node.type === 'ObjectMethod') {
    return qualified(ownerName(model, node), keyName(node));
  }
  if ('id' in node && node.id?.type === 'Identifier') return node.id.name;
  const holder = holderOf(model, node);
  switch (holder?.type) {
    case 'VariableDeclarator':
      return holder.id.type === 'Identifier' ? holder.id.name : null;
    case 'AssignmentExpression':
      return assignedName(holder.left);
    case 'AssignmentPattern':
      return holder.left.type === 'Identifier' ? holder.left.name : null;
    case 'ClassProperty':
    case 'ClassPrivateProperty':
    case 'ClassAccessorProperty':
    case 'ObjectProperty':
      return qualified(ownerName(model, holder), keyName(holder));
    case 'ExportDefaultDeclaration':
      return 'default';
    case 'TSExportAssignment':
      return 'default';
    default:
      return null;
  }
}

function qualified(owner: string | null, name: string | null): string | null {
  if (name === null) return null;
  return owner ? `${owner}.${name}` : name;
}

function assignedName(left: Node): string | null {
  const target = unwrapped(left);
  if (target.type === 'Identifier') return target.name;
  if (target.type !== 'MemberExpression') return null;
  const name = memberName(target);
  const object = unwrapped(target.object);
  if (object.type === 'Identifier') {
    if (object.name === 'module' && name === 'exports') return 'default';
    return object.name === 'exports' ? name : qualified(object.name, name);
  }
  if (object.type === 'MemberExpression') {
    const outer = memberName(object);
    if (outer === 'exports') return name;
    // Vec.prototype.length = function …
    if (outer === 'prototype' && object.object.type === 'Identifier') return qualified(object.object.name, name);
    if (outer === 'prototype' && object.object.type === 'MemberExpression')
      return qualified(memberName(object.object), name);
    return qualified(assignedName(object), name);
  }
  return name;
}

/** Name of the class or object literal around a member. */
function ownerName(model: SourceModel, member: Node): string | null {
  let at = model.scopes.parents.get(member);
  if (at?.type === 'ClassBody') at = model.scopes.parents.get(at);
  if (!at || !(isClass(at) || at.type === 'ObjectExpression')) return null;
  const name = nameOf(model, at);
  return name?.endsWith('.prototype') ? name.slice(0, -'.prototype'.length) : name;
}

/** The parameters' names as text: `x, { a, b }, ...rest`. */
export function signatureOf(model: SourceModel, fn: FunctionNode): string {
  return fn.params
    .filter((parameter) => !(parameter.type === 'Identifier' && parameter.name === 'this'))
    .map((parameter) => parameterText(model, parameter as Node))
    .join(', ');
}

/** One parameter without its type and default. */
export function parameterText(model: SourceModel, parameter: Node): string {
  switch (parameter.type) {
    case 'Identifier':
      return parameter.name;
    case 'AssignmentPattern':
      return parameterText(model, parameter.left);
    case 'RestElement':
      return `...${parameterText(model, parameter.argument)}`;
    case 'TSParameterProperty':
      return parameterText(model, parameter.parameter);
    case 'ObjectPattern':
      return `{ ${patternNames(parameter)
        .map((id) => id.name)
        .join(', ')} }`;
    case 'ArrayPattern':
      return `[${patternNames(parameter)
        .map((id) => id.name)
        .join(', ')}]`;
    default:
      return shortText(model, parameter);
  }
}

/** Other names of a function: `exports.f = function g() { … }` is known as `f` too. */
function aliasOf(model: SourceModel, fn: FunctionNode): string | null {
  if (fn.type !== 'FunctionExpression') return null;
  const holder = holderOf(model, fn);
  const around = holder?.type === 'ObjectProperty' ? model.scopes.parents.get(holder) : null;
  const compiled = around?.type === 'ObjectExpression' ? compiledMember(model, fn, around) : null;
  if (compiled?.owner.kind === 'constructor') return `${compiled.owner.binding.name}.${compiled.name}`;
  if (!fn.id) return null;
  if (holder?.type === 'AssignmentExpression') return assignedName(holder.left);
  if (holder?.type === 'VariableDeclarator') return holder.id.type === 'Identifier' ? holder.id.name : null;
  if (holder?.type === 'ObjectProperty' || holder?.type === 'ClassProperty')
    return qualified(ownerName(model, holder), keyName(holder));
  return null;
}

/** Every function of a file with its names, the outermost first. */
export function namedFunctions(model: SourceModel): { name: string; fn: FunctionNode }[] {
  const out: { name: string; fn: FunctionNode }[] = [];
  for (const fn of model.scopes.functions) {
    const name = nameOf(model, fn);
    if (name !== null) out.push({ name, fn });
    const alias = aliasOf(model, fn);
    if (alias !== null && alias !== name) out.push({ name: alias, fn });
  }
  return out;
}

/** The nearest function around a node, or null at the top level. */
export function functionAround(model: SourceModel, node: Node): FunctionNode | null {
  let at = model.scopes.parents.get(node);
  while (at && !isFunction(at)) at = model.scopes.parents.get(at);
  return isFunction(at) ? at : null;
}
