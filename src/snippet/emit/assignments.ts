/** @file Assignments and updates: each part evaluated once and in order, names kept, stores into typed arrays seen. */
import { bare, type Node } from '../analysis/ast';
import { isPrimitive, Kind, kindOf } from '../analysis/kinds';
import type { Hint } from '../sites';
import type { Emitter } from './emitter';
import { marked } from './marks';
import { mayBeElement, objectOperand, store } from './members';
import { isStable, type Operand, operand, release, sequenceHead } from './operands';
import { arithmeticNames, guarded } from './operators';
import { opened } from './patterns';

export function hintOf(e: Emitter, target: Node): Hint | null {
  const at = bare(target);
  if (at.type === 'Identifier') return { name: at.name, binding: at.$binding ?? null };
  if (at.type === 'MemberExpression' && !at.computed && at.end - at.start <= 60) {
    const text = e.src.slice(at.start, at.end);
    return /^[\w$.#]+$/.test(text) ? { name: text, binding: null } : null;
  }
  return null;
}

export function assignment(e: Emitter, node: Node, used: boolean): string {
  const left = bare(node.left);
  const { operator, right } = node;
  if (operator === '=') return plain(e, node, left, used);
  const hint = hintOf(e, left);
  const short = operator.slice(0, -1) as string;
  if (short === '&&' || short === '||') return logicalAssignment(e, node, left, short, hint);
  if (arithmeticNames[short] === undefined) {
    if (left.type === 'MemberExpression' && mayBeElement(e, left)) {
      if (short === '??') return logicalAssignment(e, node, left, short, hint);
      return bitAssignment(e, left, right, short);
    }
    return native(e, node, left);
  }
  if (left.type === 'Identifier') {
    if (left.$dynamic) return dynamicName(e, node, left);
    if (isPrimitive(kindOf(left)) && isPrimitive(kindOf(right))) return native(e, node, left);
    const name = e.identifier(left);
    const l = operand(e, left, [right]);
    const r = operand(e, right);
    const site = e.sites.operation(arithmeticNames[short], node, [left, right], hint);
    const text = `${name} = (${sequenceHead(l, r)}${guarded(short, l.text, kindOf(left), r.text, kindOf(right), site)})`;
    release(e, l, r);
    return used ? `(${text})` : text;
  }
  return memberAssignment(e, node, left, short, hint, used);
}

function native(e: Emitter, node: Node, left: Node): string {
  return e.copyWith(node, (child, field) => (field === 'left' ? e.reference(left) : e.emit(child)));
}

function dynamicName(e: Emitter, node: Node, left: Node): string {
  e.warnings.push({
    code: 'dynamicScope',
    message: `${left.name} may belong to an object of a with statement or to code in a string, so this assignment is not traced.`,
    span: { start: node.start, end: node.end },
  });
  return native(e, node, left);
}

// x = e: only what is stored into an element or named needs more than a copy
function plain(e: Emitter, node: Node, left: Node, used: boolean): string {
  const { right } = node;
  if (
    left.type === 'MemberExpression' &&
    mayBeElement(e, left) &&
    kindOf(right) !== Kind.object &&
    kindOf(right) !== Kind.string
  ) {
    const object = objectOperand(e, left.object, [left.property, right]);
    const key = operand(e, left.property, [right]);
    const hint = hintOf(e, left);
    let value: Operand;
    if (isStable(right)) value = operand(e, right);
    else {
      const text = e.emitNamed(right, hint);
      const temporary = e.frame.take();
      value = { before: `${temporary} = ${text}`, text: temporary, temporary };
    }
    const text = `(${sequenceHead(object, key, value)}${store(object.text, key.text, value.text)}${used ? `, ${value.text}` : ''})`;
    release(e, object, key, value);
    return text;
  }
  const hint = hintOf(e, left);
  let whole = '';
  const text = e.copyWith(node, (child, field) => {
    if (field === 'left')
      return left.type === 'ObjectPattern' || left.type === 'ArrayPattern' ? e.emit(left) : e.reference(left);
    const value = marked(e, child, hint, e.emitNamed(child, hint));
    const source = opened(e, left, value);
    if (!used || source === value) return source;
    // the value of the assignment is the array itself
    whole = e.frame.take();
    return opened(e, left, `${whole} = ${value}`);
  });
  if (!whole) return text;
  e.frame.release(whole);
  return `(${text}, ${whole})`;
}

interface Reference {
  /** Temporaries set first. */
  head: string;
  /** The text that reads or writes the member. */
  text: string;
  object: string;
  key: string | null;
  release(): void;
}

/** `o.p`, `o[k]`, `o.#p`, `super.p`: object and key evaluated once. */
function reference(e: Emitter, left: Node, later: readonly Node[]): Reference {
  if (left.object.type === 'Super') {
    if (!left.computed)
      return { head: '', text: e.src.slice(left.start, left.end), object: 'super', key: null, release() {} };
    const key = operand(e, left.property, later);
    // `this` must be there before the key is evaluated
    const head = `this, ${sequenceHead(key)}`;
    const conversion = keyConversion(e, left.property, key, '0');
    return {
      head: head + conversion.head,
      text: `super[${conversion.text}]`,
      object: 'super',
      key: conversion.text,
      release: () => (conversion.release(), release(e, key)),
    };
  }
  const object = objectOperand(e, left.object, left.computed ? [left.property, ...later] : later);
  const head = sequenceHead(object);
  if (!left.computed) {
    const name = left.property.type === 'PrivateName' ? `#${left.property.id.name}` : left.property.name;
    return { head, text: `${object.text}.${name}`, object: object.text, key: null, release: () => release(e, object) };
  }
  const key = operand(e, left.property, later);
  const conversion = keyConversion(e, left.property, key, object.text);
  return {
    head: head + sequenceHead(key) + conversion.head,
    text: `${object.text}[${conversion.text}]`,
    object: object.text,
    key: conversion.text,
    release: () => (conversion.release(), release(e, object, key)),
  };
}

/** An object as key is converted once; the runtime leaves it alone where the object is null or undefined. */
function keyConversion(
  e: Emitter,
  node: Node,
  key: Operand,
  object: string,
): { head: string; text: string; release(): void } {
  if (isPrimitive(kindOf(node))) return { head: '', text: key.text, release() {} };
  const convert = (name: string): string =>
    `typeof ${key.text} === 'number' || typeof ${key.text} === 'string' ${name === key.text ? '||' : `? ${name} = ${key.text} :`} (${name} = $gl.key(${object}, ${key.text})), `;
  if (key.temporary) return { head: convert(key.text), text: key.text, release() {} };
  const temporary = e.frame.take();
  return { head: convert(temporary), text: temporary, release: () => e.frame.release(temporary) };
}

// o[k] op= e  →  (t0 = o, t1 = k, t2 = t0[t1], t3 = e, t0[t1] = t2 op t3)
function memberAssignment(
  e: Emitter,
  node: Node,
  left: Node,
  operator: string,
  hint: Hint | null,
  used: boolean,
): string {
  const { right } = node;
  const target = reference(e, left, [right]);
  const old = e.frame.take();
  const r = operand(e, right);
  const site = e.sites.operation(arithmeticNames[operator], node, [left, right], hint);
  const read = elementRead(e, left, target);
  const value = `(${guarded(operator, old, Kind.unknown, r.text, kindOf(right), site)})`;
  const text = `(${target.head}${old} = ${read}, ${sequenceHead(r)}${written(e, left, target, value, old, used)})`;
  release(e, r);
  e.frame.release(old);
  target.release();
  return text;
}

function elementRead(e: Emitter, left: Node, target: Reference): string {
  return target.key !== null && mayBeElement(e, left)
    ? `$gl.live ? $gl.rd(${target.text}, ${target.object}, ${target.key}) : ${target.text}`
    : target.text;
}

/** `value` may read `scratch`, which then takes the new value where a store has to look at it. */
function written(e: Emitter, left: Node, target: Reference, value: string, scratch: string, used: boolean): string {
  if (target.key === null || !mayBeElement(e, left)) return `${target.text} = ${value}`;
  return `${scratch} = ${value}, ${store(target.object, target.key, scratch)}${used ? `, ${scratch}` : ''}`;
}

// o[k] |= e: the result is never traced, but a shadow of the element must go
function bitAssignment(e: Emitter, left: Node, right: Node, operator: string): string {
  const target = reference(e, left, [right]);
  const old = e.frame.take();
  const value = e.emit(right);
  const text = `(${target.head}${old} = ${target.text}, ${old} = ${old} ${operator} (${value}), ${store(target.object, target.key as string, old)}, ${old})`;
  e.frame.release(old);
  target.release();
  return text;
}

// x ||= e  →  (truth(x) ? x : x = e)
function logicalAssignment(e: Emitter, node: Node, left: Node, operator: string, hint: Hint | null): string {
  const { right } = node;
  if (left.type === 'Identifier') {
    if (left.$dynamic || kindOf(left) !== Kind.unknown) return native(e, node, left);
    const l = operand(e, left, [right]);
    const site = e.sites.operation(null, left, [left], null);
    const test = `(${sequenceHead(l)}typeof ${l.text} === 'object' ? $gl.truth(${l.text}, ${site}) : ${l.text})`;
    const store = `${e.identifier(left)} = ${e.emitNamed(right, hint)}`;
    const text = operator === '&&' ? `(${test} ? (${store}) : ${l.text})` : `(${test} ? ${l.text} : (${store}))`;
    release(e, l);
    return text;
  }
  const target = reference(e, left, [right]);
  const old = e.frame.take();
  const site = e.sites.operation(null, left, [left], null);
  const taken =
    operator === '??'
      ? `${old} !== null && ${old} !== void 0`
      : `typeof ${old} === 'object' ? $gl.truth(${old}, ${site}) : ${old}`;
  const test = `(${old} = ${elementRead(e, left, target)}, ${taken})`;
  const value = e.emitNamed(right, hint);
  const write =
    mayBeElement(e, left) && target.key !== null
      ? `(${old} = ${value}, ${store(target.object, target.key, old)}, ${old})`
      : `(${target.text} = ${value})`;
  const text = `(${target.head}${operator === '&&' ? `${test} ? ${write} : ${old}` : `${test} ? ${old} : ${write}`})`;
  e.frame.release(old);
  target.release();
  return text;
}

// x++  →  (typeof x === 'number' ? x++ : (t = $gl.num(x), x = $gl.inc(t, 1, site), t))
export function update(e: Emitter, node: Node, used: boolean): string {
  const target = bare(node.argument);
  const step = node.operator === '++' ? '1' : '-1';
  if (target.type === 'Identifier') {
    if (target.$dynamic || isPrimitive(kindOf(target))) return nativeUpdate(e, node, target);
    const hint = hintOf(e, target);
    const site = e.sites.operation('add', node, [target], hint);
    const name = e.identifier(target);
    const temporary = e.frame.take();
    let text: string;
    if (isStable(target)) {
      text =
        !used || node.prefix
          ? `(typeof ${name} === 'number' ? ${node.prefix ? node.operator + name : name + node.operator} : ${name} = $gl.inc($gl.num(${name}), ${step}, ${site}))`
          : `(typeof ${name} === 'number' ? ${name}${node.operator} : (${temporary} = $gl.num(${name}), ${name} = $gl.inc(${temporary}, ${step}, ${site}), ${temporary}))`;
    } else {
      // the name is read once
      const store = `${name} = (${temporary} = ${name}, typeof ${temporary} === 'number' || (${temporary} = $gl.num(${temporary})), $gl.inc(${temporary}, ${step}, ${site}))`;
      text = !used || node.prefix ? `(${store})` : `(${store}, ${temporary})`;
    }
    e.frame.release(temporary);
    return text;
  }
  const ref = reference(e, target, []);
  const old = e.frame.take();
  const made = e.frame.take();
  const site = e.sites.operation('add', node, [target], hintOf(e, target));
  const convert = `typeof ${old} === 'number' || (${old} = $gl.num(${old}))`;
  const next = `typeof ${old} === 'number' ? ${old} ${node.operator[0]} 1 : $gl.inc(${old}, ${step}, ${site})`;
  const element = ref.key !== null && mayBeElement(e, target);
  const write = element
    ? `${made} = ${next}, ${store(ref.object, ref.key as string, made)}`
    : `${node.prefix && used ? `${made} = ` : ''}${ref.text} = ${next}`;
  const result = used ? `, ${node.prefix ? made : old}` : '';
  const text = `(${ref.head}${old} = ${elementRead(e, target, ref)}, ${convert}, ${write}${result})`;
  e.frame.release(old, made);
  ref.release();
  return text;
}

function nativeUpdate(e: Emitter, node: Node, target: Node): string {
  return e.copyWith(node, () => e.reference(target));
}
