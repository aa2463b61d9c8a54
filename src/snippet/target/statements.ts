/** @file Which value a list of selected statements gives: the last expression, return, declared or assigned variable. */
import type { Span } from '../contract';
import type { SourceModel } from './model';
import { referencesIn } from './scopes';
import {
  isFunction,
  isTypeOnly,
  memberName,
  type Node,
  patternNames,
  spanOf,
  unexported,
  unwrapped,
  walk,
} from './syntax';

export interface ChosenStatements {
  statements: Span[];
  /** As in `Lift`: an expression's span or a name. */
  result: Span | string;
  /** Name of the result, where it has one. */
  name: string | null;
}

export function ofStatements(model: SourceModel, all: readonly Node[]): ChosenStatements | null {
  const nodes = all
    .filter(
      (node) =>
        node.type !== 'ImportDeclaration' && node.type !== 'EmptyStatement' && node.type !== 'ExportAllDeclaration',
    )
    .filter((node) => !(node.type === 'ExportNamedDeclaration' && !node.declaration))
    .filter((node) => !isTypeOnly(unexported(node)));
  const spans = nodes.map((node) => spanOf(unexported(node)));
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = unexported(nodes[i]);
    const without = spans.filter((_, k) => k !== i);
    const found = resultOf(model, node);
    if (!found) continue;
    if (found.kind === 'expression') return { statements: without, result: spanOf(found.node), name: found.name };
    return { statements: spans, result: found.name, name: found.name === 'undefined' ? null : found.name };
  }
  return null;
}

type Result = { kind: 'expression'; node: Node; name: string | null } | { kind: 'name'; name: string } | null;

function resultOf(model: SourceModel, node: Node): Result {
  switch (node.type) {
    case 'ExpressionStatement':
      return ofExpression(model, unwrapped(node.expression));
    case 'ReturnStatement':
      return node.argument ? { kind: 'expression', node: node.argument, name: null } : null;
    case 'VariableDeclaration': {
      const last = node.declarations.filter((one) => one.init && !isFunction(unwrapped(one.init))).at(-1);
      const id = last && patternNames(last.id).at(-1);
      return id ? { kind: 'name', name: id.name } : null;
    }
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
    case 'TSModuleDeclaration':
      return null;
    default:
      if (isExpression(node)) return { kind: 'expression', node, name: null };
      return returns(node) ? { kind: 'name', name: 'undefined' } : lastWritten(model, node);
  }
}

function isExpression(node: Node): boolean {
  return node.type.endsWith('Expression') || node.type.endsWith('Literal') || node.type === 'Identifier';
}

function ofExpression(model: SourceModel, node: Node): Result {
  if (node.type === 'AssignmentExpression' || node.type === 'UpdateExpression') {
    const target = unwrapped(node.type === 'UpdateExpression' ? node.argument : node.left);
    if (target.type === 'Identifier') return { kind: 'name', name: target.name };
    return node.type === 'UpdateExpression' ? null : { kind: 'expression', node, name: null };
  }
  if (node.type === 'CallExpression') {
    const callee = unwrapped(node.callee);
    if (callee.type === 'MemberExpression' && callee.object.type === 'Identifier') {
      if (callee.object.name === 'console') {
        const last = node.arguments.at(-1);
        if (!last || last.type === 'SpreadElement' || unwrapped(last).type === 'StringLiteral') return null;
        return { kind: 'expression', node: last, name: null };
      }
      // xs.push(y), xs.forEach(…): the list is what was made.
      const method = memberName(callee);
      if (method === 'push' || method === 'unshift' || method === 'forEach' || method === 'sort') {
        const own = method === 'forEach' ? lastWritten(model, node) : null;
        return own ?? (method === 'forEach' ? null : { kind: 'name', name: callee.object.name });
      }
    }
  }
  if (node.type === 'StringLiteral') return null;
  return { kind: 'expression', node, name: null };
}

/** Whether a return of the selected statements themselves is reached somewhere inside. */
function returns(root: Node): boolean {
  let found = false;
  walk(root, (node) => {
    if (isFunction(node)) return false;
    if (node.type === 'ReturnStatement' && node.argument) found = true;
    return !found;
  });
  return found;
}

/** The variable that a loop, branch or block assigns last and that outlives it. */
function lastWritten(model: SourceModel, node: Node): Result {
  const span = spanOf(node);
  const written = new Map<string, number>();
  for (const reference of referencesIn(model.scopes, span.start, span.end)) {
    const { binding } = reference;
    const inside = binding?.identifiers.some((id) => id.start! >= span.start && id.end! <= span.end);
    if (inside || !binding) continue;
    if (reference.write) written.set(reference.name, reference.node.start!);
  }
  for (const [binding, places] of model.scopes.effects) {
    const inside = binding.identifiers.some((id) => id.start! >= span.start && id.end! <= span.end);
    if (inside || binding.identifiers.length === 0) continue;
    for (const place of places) {
      if (place.start! >= span.start && place.end! <= span.end) {
        written.set(binding.name, Math.max(written.get(binding.name) ?? 0, place.start!));
      }
    }
  }
  const last = [...written].sort((a, b) => a[1] - b[1]).at(-1);
  return last ? { kind: 'name', name: last[0] } : null;
}
