/** @file Member access: keyed reads and stores, which may hit a typed array that has a shadow. */
import { bare, type Node } from '../analysis/ast';
import { Kind, kindOf } from '../analysis/kinds';
import type { Emitter } from './emitter';
import { isStable, operand, release, sequenceHead } from './operands';

/** Whether `o[k]` can name an element of a typed array. */
export function mayBeElement(e: Emitter, node: Node): boolean {
  return (
    e.options.typedArrays &&
    node.computed &&
    node.object.type !== 'Super' &&
    kindOf(node.property) !== Kind.boolean &&
    !(bare(node.property).type === 'StringLiteral')
  );
}

// o[k]  →  ($gl.live ? $gl.rd(o[k], o, k) : o[k])
export function member(e: Emitter, node: Node, value: boolean, target = false): string {
  if (!mayBeElement(e, node) || (!value && !target)) return plainMember(e, node);
  if (target) {
    const object = objectText(e, node.object);
    return `$gl.slot(${object}, ${e.emit(node.property)}, (o, k, v) => { o[k] = v; }).v`;
  }
  const object = objectOperand(e, node.object, [node.property]);
  const key = operand(e, node.property);
  const text = `(${sequenceHead(object, key)}$gl.live ? $gl.rd(${object.text}[${key.text}], ${object.text}, ${key.text}) : ${object.text}[${key.text}])`;
  release(e, object, key);
  return text;
}

/** A member whose value is not read as a number: callee, object of another member, operand of `delete`. */
export function plainMember(e: Emitter, node: Node): string {
  return e.copyWith(node, (child, field) => {
    if (field === 'object') return objectText(e, child);
    return node.computed ? e.emit(child) : e.src.slice(child.start, child.end);
  });
}

/** The object of a member: an element of a typed array has no members of interest. */
export function objectText(e: Emitter, node: Node): string {
  return node.type === 'MemberExpression' ? plainMember(e, node) : e.emit(node);
}

export function objectOperand(e: Emitter, node: Node, later: readonly Node[]): ReturnType<typeof operand> {
  if (isStable(node, later)) return operand(e, node, later);
  const value = objectText(e, bare(node));
  const temporary = e.frame.take();
  return { before: `${temporary} = ${value}`, text: temporary, temporary };
}

// a?.[k]  →  ($gl.live && a != null ? $gl.rd(a[k], a, k) : a?.[k])
export function optionalMember(e: Emitter, node: Node): string {
  if (node.optional && mayBeElement(e, node) && isStable(node.object, [node.property]) && isStable(node.property)) {
    const o = e.emit(node.object);
    const k = e.emit(node.property);
    return `($gl.live && ${o} != null ? $gl.rd(${o}[${k}], ${o}, ${k}) : ${o}?.[${k}])`;
  }
  return optionalChain(e, node);
}

/** A link of an optional chain stays as it is: wrapping one would end the short circuit. */
export function optionalChain(e: Emitter, node: Node): string {
  return e.copyWith(node, (child, field) => {
    if (field === 'object' || field === 'callee') return chainLink(e, child);
    if (field === 'property' && !node.computed) return e.src.slice(child.start, child.end);
    return e.emit(child);
  });
}

function chainLink(e: Emitter, node: Node): string {
  switch (node.type) {
    case 'OptionalMemberExpression':
    case 'OptionalCallExpression':
      return optionalChain(e, node);
    case 'MemberExpression':
      return plainMember(e, node);
    case 'TSNonNullExpression':
      return chainLink(e, node.expression);
    default:
      return e.emit(node);
  }
}

// { 0: a } = e  →  { 0: a } = $gl.open(e): e may be a typed array
export function opened(e: Emitter, pattern: Node, source: string): string {
  if (!e.options.typedArrays || pattern.type !== 'ObjectPattern' || !(pattern.properties as Node[]).some(readsElements))
    return source;
  return `$gl.open(${source})`;
}

function readsElements(property: Node): boolean {
  return property.type === 'RestElement' || property.computed || /^(Numeric|String)Literal$/.test(property.key.type);
}

// { ...e }  →  { ...$gl.open(e) }
export function objectLiteral(e: Emitter, node: Node): string {
  if (!e.options.typedArrays) return e.copy(node);
  return e.copyWith(node, (child) =>
    child.type === 'SpreadElement' ? e.copyWith(child, (argument) => `$gl.open(${e.emit(argument)})`) : e.emit(child),
  );
}

/** A store `o[k] = v`: through the shadow where the object is a typed array that has one or gets one. */
export function store(object: string, key: string, value: string): string {
  return `(typeof ${value} === 'object' || $gl.live) && $gl.st(${object}, ${key}, ${value}) || (${object}[${key}] = ${value})`;
}
