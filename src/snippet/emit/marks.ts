/** @file Marks: places where a traced value gets a name without an operation that made it there. */
import { bare, eachTarget, type Node } from '../analysis/ast';
import { Kind, kindOf } from '../analysis/kinds';
import type { Hint } from '../sites';
import type { Emitter } from './emitter';
import { arithmeticNames } from './operators';
import { importedName } from './variables';

/** Whether the expression makes a row of its own, whose site already carries the name. */
function makesRow(node: Node): boolean {
  const at = bare(node);
  switch (at.type) {
    case 'BinaryExpression':
      return arithmeticNames[at.operator] !== undefined;
    case 'UnaryExpression':
    case 'UpdateExpression':
      return true;
    case 'CallExpression':
      return isMathCall(at) || importedName(at.callee) !== null;
    case 'ConditionalExpression':
      return makesRow(at.consequent) && makesRow(at.alternate);
    default:
      return false;
  }
}

export function isMathCall(node: Node): boolean {
  const callee = bare(node.callee);
  if (callee.type === 'Identifier') return callee.$binding?.math !== undefined;
  return (
    callee.type === 'MemberExpression' &&
    !callee.computed &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'Math' &&
    !callee.object.$binding
  );
}

/** `text` (the emitted `node`) with a mark for the name it is bound to, where the value may be traced. */
export function marked(e: Emitter, node: Node, hint: Hint | null, text: string): string {
  if (!e.options.marks || !hint?.name || kindOf(node) !== Kind.unknown || makesRow(node)) return text;
  const at = bare(node);
  // functions get their names from where they stand, so nothing that could be one is wrapped
  switch (at.type) {
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'MemberExpression':
    case 'OptionalMemberExpression':
    case 'AwaitExpression':
    case 'Identifier':
    case 'LogicalExpression':
    case 'ConditionalExpression':
      break;
    default:
      return text;
  }
  const site = e.sites.value(at, hint);
  const temporary = e.frame.take();
  const result = `(${temporary} = ${text}, $gl.on && typeof ${temporary} === 'object' ? $gl.mark(${temporary}, ${site}) : ${temporary})`;
  e.frame.release(temporary);
  return result;
}

/** Statements that mark what the names of `patterns` hold. */
export function marksOf(e: Emitter, patterns: readonly Node[]): string {
  if (!e.options.marks) return '';
  let text = '';
  for (const pattern of patterns) {
    eachTarget(pattern, (target) => {
      if (target.type !== 'Identifier' || target.name === 'this') return;
      const site = e.sites.value(
        { start: target.start, end: target.start + target.name.length },
        { name: target.name, binding: target.$binding ?? null },
      );
      if (target.$binding?.text) return;
      text += `$gl.on && typeof ${target.name} === 'object' && $gl.mark(${target.name}, ${site});`;
    });
  }
  return text;
}
