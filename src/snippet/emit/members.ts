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
    !isName(bare(node.property))
  );
}

/** A text that is the key of no element. */
function isName(key: Node): boolean {
  return key.type === 'StringLiteral' && !/^\d+$/.test(key.value);
}

// o[k]  →  ($gl.live ? $gl.rd(o[k], o, k) : o[k])
export function member(e: Emitter, node: Node, value: boolean, target = false): string {
  // r.done  →  $gl.strip(r).done: read by a native, `done` of a number that is no iterator result is an error
  if (value && !node.computed && node.property.name === 'done' && node.object.type !== 'Super')
    return `$gl.strip(${objectText(e, node.object)}).done`;
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

/**
 * A member whose value is not read as a number: callee, object of another member, operand of `delete`.
 * @param called it is the method of a call, so that its object may be a number: `t[0].toFixed(2)`
 */
export function plainMember(e: Emitter, node: Node, called = false): string {
  return e.copyWith(node, (child, field) => {
    if (field === 'object') return called ? e.emit(child) : objectText(e, child);
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

// a?.b[k]  →  ((t = a) === null || t === void 0 ? void 0 : (t1 = t.b, $gl.live ? $gl.rd(t1[k], t1, k) : t1[k]))
export function optionalMember(e: Emitter, node: Node): string {
  if (!mayBeElement(e, node)) return optionalChain(e, node);
  // what stands after the last `?.`, from the inside; if an earlier one ends the chain, its value is undefined too
  const links: Node[] = [];
  let at = node.object as Node;
  let last = node;
  while (!last.optional) {
    if (at.type !== 'OptionalMemberExpression' && at.type !== 'OptionalCallExpression') return optionalChain(e, node);
    links.unshift(at);
    last = at;
    at = (at.object ?? at.callee) as Node;
  }
  // a method that may be missing needs its object as receiver
  if (last.type === 'OptionalCallExpression') return optionalChain(e, node);
  const base = e.frame.take();
  const start = `(${base} = ${chainLink(e, at)}) === null || ${base} === void 0 ? void 0 : `;
  let inner = base;
  for (const link of links) {
    const { property } = link;
    if (!property) inner += `(${(link.arguments as Node[]).map((one) => e.emit(one)).join(', ')})`;
    else inner += link.computed ? `[${e.emit(property)}]` : `.${e.src.slice(property.start, property.end)}`;
  }
  const object = links.length === 0 ? base : e.frame.take();
  const key = operand(e, node.property);
  const set = object === base ? '' : `${object} = ${inner}, `;
  const text = `(${start}(${set}${sequenceHead(key)}$gl.live ? $gl.rd(${object}[${key.text}], ${object}, ${key.text}) : ${object}[${key.text}]))`;
  release(e, key);
  if (object !== base) e.frame.release(object);
  e.frame.release(base);
  return text;
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

// { ...e }  →  { ...$gl.open(e, "(.)") }
export function objectLiteral(e: Emitter, node: Node): string {
  if (!e.options.typedArrays) return e.copy(node);
  return e.copyWith(node, (child) =>
    child.type === 'SpreadElement'
      ? e.copyWith(child, (argument) => `$gl.open(${e.emit(argument)}, "(.)")`)
      : e.emit(child),
  );
}

/** A store `o[k] = v`: through the shadow where the object is a typed array that has one or gets one. */
export function store(object: string, key: string, value: string): string {
  return `(typeof ${value} === 'object' || $gl.live) && $gl.st(${object}, ${key}, ${value}) || (${object}[${key}] = ${value})`;
}
