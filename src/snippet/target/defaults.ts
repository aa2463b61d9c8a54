/** @file Defaults in the style of older JavaScript: `x = x || 3`, `if (x === undefined) x = 3`, and texts of JSDoc. */

import { parseExpression } from '@babel/parser';
import type * as t from '@babel/types';
import type { InputValue } from '../../protocol/evaluation';
import { type Constant, constantOf } from './constants';
import type { SourceModel } from './model';
import { type FunctionNode, type Node, unwrapped } from './syntax';

/** `x = x || 3`, `if (x === undefined) x = 3`: defaults in the style of older JavaScript. */
function filledIn(model: SourceModel, fn: FunctionNode, id: t.Identifier): Constant | null {
  if (fn.body.type !== 'BlockStatement') return null;
  const binding = model.scopes.declared.get(id);
  for (const reference of binding?.references ?? []) {
    if (!reference.write) continue;
    const parent = model.scopes.parents.get(reference.node);
    if (parent?.type !== 'AssignmentExpression' || parent.left !== reference.node) continue;
    const right = unwrapped(parent.right);
    const around = conditionAround(model, parent);
    if (parent.operator === '??=' || parent.operator === '||=') return constantOf(right, model.scopes);
    if (parent.operator !== '=') continue;
    if (right.type === 'LogicalExpression' && right.operator !== '&&' && unwrapped(right.left).type === 'Identifier') {
      if ((unwrapped(right.left) as t.Identifier).name === id.name) return constantOf(right.right, model.scopes);
    }
    if (right.type === 'ConditionalExpression' && testsAbsence(right.test, id.name)) {
      const other = [right.consequent, right.alternate].find((one) => unwrapped(one).type !== 'Identifier');
      if (other) return constantOf(other, model.scopes);
    }
    if (around && testsAbsence(around.test, id.name)) return constantOf(right, model.scopes);
    return null;
  }
  return null;
}

/** `if (when === void 0) { when = Time.End; }`, with something that only running gives. */
export function isFilledLater(model: SourceModel, id: t.Identifier): boolean {
  const { declared, parents } = model.scopes;
  return (declared.get(id)?.references ?? []).some(({ node, write }) => {
    const assignment = write ? parents.get(node) : null;
    if (assignment?.type !== 'AssignmentExpression' || assignment.left !== node) return false;
    const around = conditionAround(model, assignment);
    return around !== null && around.alternate == null && isUndefinedTest(around.test, id.name);
  });
}

/** The `if` that an assignment is the statement, or in the block, of. */
function conditionAround(model: SourceModel, assignment: Node): t.IfStatement | null {
  const { parents } = model.scopes;
  let at = parents.get(assignment);
  while (at?.type === 'ExpressionStatement' || at?.type === 'BlockStatement') at = parents.get(at);
  return at?.type === 'IfStatement' ? at : null;
}

/** `options = options || {}` says only that nothing need be given. */
export function filledWith(model: SourceModel, fn: FunctionNode, id: t.Identifier): Constant | null {
  const filled = filledIn(model, fn, id);
  const { value } = filled ?? {};
  const empty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return empty && !Array.isArray(value) ? null : filled;
}

export function textConstant(text: string): Constant | null {
  const numeric = Number(text);
  if (text !== '' && Number.isFinite(numeric)) return { value: numeric };
  if (text === 'true' || text === 'false') return { value: text === 'true' };
  try {
    const node = parseExpression(text);
    return node.type === 'ArrayExpression' ? { value: JSON.parse(text) as InputValue } : null;
  } catch {
    return null;
  }
}

/** `x === undefined`, `x == null`, `typeof x === 'undefined'`. */
function isUndefinedTest(test: Node, name: string): boolean {
  const at = unwrapped(test);
  if (at.type !== 'BinaryExpression' || !/^===?$/.test(at.operator)) return false;
  const right = unwrapped(at.right);
  const absent =
    right.type === 'NullLiteral' ||
    (right.type === 'Identifier' && right.name === 'undefined') ||
    (right.type === 'UnaryExpression' && right.operator === 'void') ||
    (right.type === 'StringLiteral' && right.value === 'undefined');
  return absent && testsAbsence(at, name);
}

function testsAbsence(test: Node, name: string): boolean {
  const at = unwrapped(test);
  if (at.type === 'UnaryExpression') return testsAbsence(at.argument, name);
  if (at.type === 'LogicalExpression') return testsAbsence(at.left, name) || testsAbsence(at.right, name);
  if (at.type === 'Identifier') return at.name === name;
  if (at.type !== 'BinaryExpression' || !/^[!=]==?$/.test(at.operator)) return false;
  return [at.left, at.right].some((side) => {
    const one = unwrapped(side);
    if (one.type === 'UnaryExpression' && one.operator === 'typeof')
      return unwrapped(one.argument).type === 'Identifier' && (one.argument as t.Identifier).name === name;
    return one.type === 'Identifier' && one.name === name;
  });
}
