/** @file Calls: the site of a `Math` function, text that becomes code, lengths of arrays, callees that are references. */
import { bare, type Node } from '../analysis/ast';
import { Kind, kindOf } from '../analysis/kinds';
import type { Hint } from '../sites';
import type { Emitter } from './emitter';
import { isMathCall } from './marks';
import { optionalChain, plainMember } from './members';
import type { ModuleText } from './modules';
import { type Operand, operand, release } from './operands';
import { backwardCallee } from './variables';

export function call(e: Emitter, node: Node, hint: Hint | null): string {
  if (node.type === 'OptionalCallExpression') return optionalChain(e, node);
  const callee = bare(node.callee);
  if (callee.type === 'Import') return (e.module as ModuleText).dynamicImport(e, node);
  if (isMathCall(node)) return mathCall(e, node, callee, hint);
  if (callee.type === 'Identifier' && !callee.$binding) {
    if (callee.name === 'eval' && node.arguments.length > 0 && node.arguments[0].type !== 'SpreadElement')
      return evalCall(e, node, `, eval, ${e.strict ? 1 : 0}`);
    if (callee.name === 'Array' && !callee.$dynamic) return wrappedArgument(e, node, 'len');
    // Object(x) === x is how programs ask whether x is an object
    if (callee.name === 'Object' && !callee.$dynamic) return wrappedArgument(e, node, 'box');
  }
  if (isIndirectEval(callee) && node.arguments.length > 0) return evalCall(e, node, '');
  const backward = backwardCallee(e, node);
  return e.copyWith(
    node,
    (child, field) => (field === 'callee' ? (backward ?? calleeText(e, node.callee)) : e.emit(child)),
    node.start,
    node.end,
  );
}

export function calleeText(e: Emitter, callee: Node): string {
  const at = bare(callee);
  if (at.type === 'MemberExpression') {
    const text = plainMember(e, at, true);
    return at === callee ? text : `(${text})`;
  }
  // a name of another module is a member in the text, and must not become the receiver
  if (at.type === 'Identifier' && at.$binding?.text) return `(0, ${at.$binding.text})`;
  return e.emit(callee);
}

// Math.sin(x)  →  Math.sin((typeof x === 'number' || ($gl.at = site), x)): the replaced Math takes its site from there
function mathCall(e: Emitter, node: Node, callee: Node, hint: Hint | null): string {
  const name = (callee.type === 'Identifier' ? callee.$binding?.math : callee.property.name) as string;
  const parameters = node.arguments as Node[];
  const open = parameters.filter((one) => one.type === 'SpreadElement' || kindOf(one) >= Kind.object);
  if (open.length === 0)
    return e.copyWith(node, (child, field) => (field === 'callee' ? calleeText(e, child) : e.emit(child)));
  const last = parameters.length - 1;
  const spread = parameters.some((one) => one.type === 'SpreadElement');
  const site = e.sites.operation(name, node, spread ? [] : parameters, hint);
  const held: Operand[] = [];
  const tests: string[] = [];
  let k = 0;
  const text = e.copyWith(node, (child, field) => {
    if (field === 'callee') return calleeText(e, child);
    const index = k++;
    if (spread) {
      if (index !== last) return e.emit(child);
      const inner = e.emit(child.type === 'SpreadElement' ? child.argument : child);
      return `${child.type === 'SpreadElement' ? '...' : ''}($gl.at = ${site}, ${inner})`;
    }
    const one = operand(e, child, parameters.slice(index + 1));
    held.push(one);
    if (kindOf(child) >= Kind.object) tests.push(`typeof ${one.text} === 'number'`);
    if (index === last)
      return `(${one.before ? `${one.before}, ` : ''}${tests.join(' && ')} || ($gl.at = ${site}), ${one.text})`;
    return one.before ? `(${one.before})` : one.text;
  });
  release(e, ...held);
  return text;
}

/** `(0, eval)(text)`, a constant that is `eval`, `globalThis.eval(text)`. */
function isIndirectEval(callee: Node): boolean {
  if (callee.type === 'Identifier') return callee.$binding?.isEval === true;
  if (callee.type === 'SequenceExpression') {
    const last = callee.expressions[callee.expressions.length - 1] as Node;
    return last.type === 'Identifier' && last.name === 'eval' && !last.$binding;
  }
  return (
    callee.type === 'MemberExpression' &&
    !callee.computed &&
    callee.property.name === 'eval' &&
    callee.object.type === 'Identifier' &&
    !callee.object.$binding &&
    /^(globalThis|window|self|global)$/.test(callee.object.name)
  );
}

// eval(text)  →  eval($gl.evalText(text, eval, strict))
function evalCall(e: Emitter, node: Node, rest: string): string {
  let first = true;
  return e.copyWith(node, (child, field) => {
    if (field === 'callee') return e.emit(child);
    if (!first || child.type === 'SpreadElement') return e.emit(child);
    first = false;
    return `$gl.evalText(${e.emit(child)}${rest})`;
  });
}

// new Array(n)  →  new Array($gl.len(n)): a traced length is a length
function wrappedArgument(e: Emitter, node: Node, method: 'len' | 'box'): string {
  if (
    node.arguments.length !== 1 ||
    node.arguments[0].type === 'SpreadElement' ||
    kindOf(node.arguments[0]) !== Kind.unknown
  )
    return e.copy(node);
  return e.copyWith(node, (child, field) =>
    field === 'arguments' ? `$gl.${method}(${e.emit(child)})` : e.emit(child),
  );
}

/** Whether a constructor can be `Array` under another name. */
function mayBeArray(callee: Node): boolean {
  switch (callee.type) {
    case 'Identifier':
      return callee.$binding !== undefined && !callee.$dynamic;
    default:
      return callee.type !== 'Super' && !callee.type.startsWith('Class') && !callee.type.startsWith('Function');
  }
}

export function newCall(e: Emitter, node: Node): string {
  const callee = bare(node.callee);
  if (callee.type === 'Identifier' && !callee.$binding && !callee.$dynamic) {
    if (callee.name === 'Array') return wrappedArgument(e, node, 'len');
    if (callee.name === 'Object') return wrappedArgument(e, node, 'box');
  }
  const [only] = node.arguments as Node[];
  if (
    node.arguments.length === 1 &&
    only.type !== 'SpreadElement' &&
    kindOf(only) === Kind.unknown &&
    mayBeArray(callee)
  ) {
    // new xs.constructor(n)  →  new (t = xs.constructor)($gl.count(t, n))
    const made = operand(e, callee, [only]);
    const text = e.copyWith(node, (child, field) =>
      field === 'callee' ? (made.before ? `(${made.before})` : made.text) : `$gl.count(${made.text}, ${e.emit(child)})`,
    );
    release(e, made);
    return text;
  }
  return e.copyWith(node, (child, field) => {
    if (field !== 'callee') return e.emit(child);
    if (callee.type === 'MemberExpression')
      return callee === child ? plainMember(e, callee) : `(${plainMember(e, callee)})`;
    return e.emit(child);
  });
}
