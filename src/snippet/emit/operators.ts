/** @file Binary and unary operators: the native operation where both sides are numbers, else a call of the runtime. */
import { bare, type Node } from '../analysis/ast';
import { isPrimitive, Kind, kindOf, neverNumber } from '../analysis/kinds';
import type { Hint } from '../sites';
import type { Emitter } from './emitter';
import { operand, release, sequenceHead } from './operands';
import { tested } from './truth';

/** Operator → the primitive's name, which is also the runtime's method. */
export const arithmeticNames: Record<string, string> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '%': 'rem',
  '**': 'pow',
};
const comparisonNames: Record<string, string> = { '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' };
const equalityNames: Record<string, string> = { '==': 'eq', '!=': 'ne', '===': 'seq', '!==': 'sne' };

// a * b  →  (typeof a === 'number' && typeof b === 'number' ? a * b : $gl.mul(a, b, site))
export function binary(e: Emitter, node: Node, hint: Hint | null): string {
  const { operator, left, right } = node;
  const a = kindOf(left);
  const b = kindOf(right);
  const arithmetic = arithmeticNames[operator];
  if (arithmetic !== undefined) {
    if (isPrimitive(a) && isPrimitive(b)) return e.copy(node);
    const l = operand(e, left, [right]);
    const r = operand(e, right);
    const site = e.sites.operation(arithmetic, node, [left, right], hint);
    const text = `(${sequenceHead(l, r)}${guarded(operator, l.text, a, r.text, b, site)})`;
    release(e, l, r);
    return text;
  }
  if (comparisonNames[operator] !== undefined) return comparison(e, node, a, b);
  if (equalityNames[operator] !== undefined) return equality(e, node, a, b);
  // left instanceof right, left in right: a traced value is a primitive there
  if (operator === 'instanceof') {
    return `(${e.copyWith(node, (child, field) => (field === 'left' ? stripped(e, child) : e.emit(child)))})`;
  }
  if (operator === 'in')
    return `(${e.copyWith(node, (child, field) => (field === 'right' ? stripped(e, child) : e.emit(child)))})`;
  return e.copy(node);
}

/** The value as a plain primitive where it is traced. */
export function stripped(e: Emitter, node: Node): string {
  if (kindOf(node) !== Kind.unknown) return e.emit(node);
  const value = operand(e, node);
  const text = `(${sequenceHead(value)}typeof ${value.text} === 'object' ? $gl.strip(${value.text}) : ${value.text})`;
  release(e, value);
  return text;
}

/** What a constructor returns: no traced value, which would pass for an object, where it was called by `new`. */
export function returned(e: Emitter, node: Node): string {
  if (e.constructing === 'class') return stripped(e, node);
  if (/^(Object|Array|Function|Class|Arrow|This|New)/.test(bare(node).type) || isPrimitive(kindOf(node)))
    return e.emit(node);
  const value = operand(e, node);
  const text = `(${sequenceHead(value)}new.target === void 0 ? ${value.text} : $gl.strip(${value.text}))`;
  release(e, value);
  return text;
}

/** `l operator r` where both are numbers (or both sides cannot be objects), else the runtime's method. */
export function guarded(operator: string, l: string, a: Kind, r: string, b: Kind, site: number): string {
  const helper = `$gl.${arithmeticNames[operator]}(${l}, ${r}, ${site})`;
  const native = `${l} ${operator} ${r}`;
  if (isPrimitive(a) && isPrimitive(b)) return native;
  if (operator === '+' && (a === Kind.string || b === Kind.string)) {
    // text is added natively, so only objects need the runtime
    const other = a === Kind.string ? r : l;
    return `typeof ${other} === 'object' ? ${helper} : ${native}`;
  }
  const first = a === Kind.number ? '' : `typeof ${l} === 'number'`;
  const second = b === Kind.number || r === l ? '' : `typeof ${r} === 'number'`;
  return `${first}${first && second ? ' && ' : ''}${second} ? ${native} : ${helper}`;
}

function isLength(node: Node): boolean {
  const at = bare(node);
  return (
    at.type === 'MemberExpression' && !at.computed && (at.property.name === 'length' || at.property.name === 'size')
  );
}

function comparison(e: Emitter, node: Node, a: Kind, b: Kind): string {
  const { operator, left, right } = node;
  if ((isPrimitive(a) && isPrimitive(b)) || a === Kind.string || b === Kind.string) return e.copy(node);
  if ((isLength(left) || isPrimitive(a)) && (isLength(right) || isPrimitive(b))) return e.copy(node);
  const l = operand(e, left, [right]);
  const r = operand(e, right);
  const site = e.sites.operation(null, node, [left, right], null);
  const first = a === Kind.number ? '' : `typeof ${l.text} === 'number'`;
  const second = b === Kind.number || r.text === l.text ? '' : `typeof ${r.text} === 'number'`;
  const text = `(${sequenceHead(l, r)}${first}${first && second ? ' && ' : ''}${second} ? ${l.text} ${operator} ${r.text} : $gl.${comparisonNames[operator]}(${l.text}, ${r.text}, ${site}))`;
  release(e, l, r);
  return text;
}

function equality(e: Emitter, node: Node, a: Kind, b: Kind): string {
  const { operator, left, right } = node;
  const type = typeTest(e, node);
  if (type) return type;
  if (neverNumber(a) || neverNumber(b) || (isPrimitive(a) && isPrimitive(b))) {
    // x == 'text' with a traced x still compares its number, through its own conversion
    return e.copy(node);
  }
  const l = operand(e, left, [right]);
  const r = operand(e, right);
  const site = e.sites.operation(null, node, [left, right], null);
  const first = isPrimitive(a) ? '' : `typeof ${l.text} === 'object'`;
  const second = isPrimitive(b) ? '' : `typeof ${r.text} === 'object'`;
  const text = `(${sequenceHead(l, r)}${first}${first && second ? ' || ' : ''}${second} ? $gl.${equalityNames[operator]}(${l.text}, ${r.text}, ${site}) : ${l.text} ${operator} ${r.text})`;
  release(e, l, r);
  return text;
}

// typeof x === 'number'  →  (typeof x === 'number' || typeof x === 'object' && $gl.is(x))
function typeTest(e: Emitter, node: Node): string | null {
  const [unaryNode, literal] = node.left.type === 'UnaryExpression' ? [node.left, node.right] : [node.right, node.left];
  if (unaryNode.type !== 'UnaryExpression' || unaryNode.operator !== 'typeof' || literal.type !== 'StringLiteral')
    return null;
  const native = (): string => e.copyWith(node, (child) => (child === unaryNode ? e.copy(child) : e.emit(child)));
  const type = literal.value as string;
  if ((type !== 'number' && type !== 'object') || !mayBeTraced(e, unaryNode.argument)) return native();
  const argument = bare(unaryNode.argument);
  if (argument.type === 'Identifier' && !argument.$binding) return null;
  const value = operand(e, unaryNode.argument);
  const not = node.operator.startsWith('!') ? '!' : '';
  const text =
    type === 'number'
      ? `${not}(${sequenceHead(value)}typeof ${value.text} === 'number' || typeof ${value.text} === 'object' && $gl.is(${value.text}))`
      : `${not}(${sequenceHead(value)}typeof ${value.text} === 'object' && !$gl.is(${value.text}))`;
  release(e, value);
  return not ? `(${text})` : text;
}

function mayBeTraced(e: Emitter, node: Node): boolean {
  const at = bare(node);
  // a sloppy function's `this` is never a primitive, so that typeof says 'object' anyway
  if (at.type === 'ThisExpression') return e.strict;
  return kindOf(at) === Kind.unknown;
}

export function unary(e: Emitter, node: Node, hint: Hint | null): string {
  const { operator, argument } = node;
  switch (operator) {
    case '!':
      return e.copyWith(node, (child) => tested(e, child));
    case 'typeof':
      return typeOf(e, node);
    case '-':
    case '+': {
      const kind = kindOf(argument);
      if (isPrimitive(kind)) return e.copy(node);
      const value = operand(e, argument);
      const site = e.sites.operation(operator === '-' ? 'neg' : 'identity', node, [argument], hint);
      const native = operator === '-' ? `-${value.text}` : value.text;
      const text = `(${sequenceHead(value)}typeof ${value.text} === 'number' ? ${native} : $gl.${operator === '-' ? 'neg' : 'plus'}(${value.text}, ${site}))`;
      release(e, value);
      return text;
    }
    case 'delete': {
      // the operand is a reference, not a value
      const target = bare(argument);
      if (target.type === 'MemberExpression' || target.type === 'OptionalMemberExpression') {
        return e.copyWith(node, (child) => e.reference(child));
      }
      return e.copy(node);
    }
    default:
      return e.copy(node);
  }
}

// typeof x  →  (typeof x === 'object' ? $gl.ty(x) : typeof x)
function typeOf(e: Emitter, node: Node): string {
  const argument = bare(node.argument);
  if (!mayBeTraced(e, argument)) return e.copy(node);
  if (argument.type === 'Identifier' && !argument.$binding) {
    // a name that may not exist keeps the native form; a getter of the global object is not run twice
    return argument.$dynamic
      ? e.copy(node)
      : `($gl.own(${JSON.stringify(argument.name)}) ? 'number' : ${e.copy(node)})`;
  }
  const value = operand(e, argument);
  const text = `(${sequenceHead(value)}typeof ${value.text} === 'object' ? $gl.ty(${value.text}) : typeof ${value.text})`;
  release(e, value);
  return text;
}
