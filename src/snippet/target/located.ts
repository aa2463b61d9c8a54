/** @file What a piece of the tree offers to differentiate: a function, an expression, statements. */

import type * as t from '@babel/types';
import { failure } from '../../protocol/codes';
import type { Span } from '../contract';
import type { Binding } from './binding';
import { isCallable, ofBinding } from './callables';
import type { SourceModel } from './model';
import { nameOf } from './naming';
import type { ScriptPart } from './script';
import {
  type ClassNode,
  contains,
  type FunctionNode,
  isClass,
  isFunction,
  isTypeOnly,
  type Node,
  spanOf,
  unexported,
  unwrapped,
} from './syntax';
import { functionOf } from './usage';

export type Located =
  | { kind: 'function'; fn: FunctionNode; arguments?: t.CallExpression }
  /** A variable that holds a function which the text does not spell out: `const f = memoise((x) => …)`. */
  | { kind: 'callable'; binding: Binding }
  | { kind: 'expression'; node: Node; name: string | null }
  | { kind: 'statements'; nodes: Node[] }
  | { kind: 'script'; part: ScriptPart };

export function nothing(model: SourceModel, detail: string, span: Span): Error {
  return failure('nothingToDifferentiate', { detail }, { fileName: model.fileName, start: span.start, end: span.end });
}

export function ofNode(model: SourceModel, node: Node, span: Span): Located | null {
  if (isFunction(node)) return ofFunction(model, node, span);
  if (isClass(node)) return ofClass(model, node, span);
  switch (node.type) {
    case 'Program':
    case 'BlockStatement':
    case 'StaticBlock':
    case 'TSModuleBlock': {
      const parent = model.scopes.parents.get(node);
      if (isFunction(parent) && contains(span, spanOf(node))) return null;
      return ofOverlapped(model, node.body, span);
    }
    case 'SwitchCase':
      return ofOverlapped(model, node.consequent, span);
    case 'ClassBody':
      return null;
    case 'Identifier':
      return ofIdentifier(model, node);
    case 'VariableDeclarator':
      return node.init ? named(model, ofValue(model, node.init), node) : null;
    case 'ClassProperty':
    case 'ClassPrivateProperty':
    case 'ClassAccessorProperty':
    case 'ObjectProperty':
      return node.value && isFunction(unwrapped(node.value as Node)) ? ofValue(model, node.value as Node) : null;
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      return ofStatements(model, [node]);
    case 'ImportDeclaration':
      throw nothing(model, 'an import has no value.', span);
    default:
      if (node.type.endsWith('Statement') || node.type === 'VariableDeclaration') return ofStatements(model, [node]);
      return isExpression(node) ? ofValue(model, node) : null;
  }
}

function isExpression(node: Node): boolean {
  if (node.type === 'JSXText' || node.type === 'TemplateElement') return false;
  return (
    node.type.endsWith('Expression') ||
    (node.type.endsWith('Literal') && node.type !== 'DirectiveLiteral') ||
    node.type === 'JSXElement'
  );
}

function ofFunction(model: SourceModel, fn: FunctionNode, span: Span): Located {
  if ('kind' in fn && fn.kind === 'set') throw nothing(model, 'a setter gives no value.', span);
  return { kind: 'function', fn };
}

export function ofClass(model: SourceModel, node: ClassNode, span: Span): Located {
  const methods: FunctionNode[] = [];
  for (const member of node.body.body) {
    const touched = contains(span, spanOf(node)) || (member.start! < span.end && span.start < member.end!);
    if (!touched) continue;
    if (member.type === 'ClassMethod' && member.kind !== 'constructor' && member.kind !== 'set') methods.push(member);
    if (member.type === 'ClassProperty' && member.value) {
      const value = unwrapped(member.value);
      if (isFunction(value)) methods.push(value);
    }
  }
  if (methods.length === 1) return { kind: 'function', fn: methods[0] };
  const names = methods.map((method) => nameOf(model, method)).filter((name) => name !== null);
  throw nothing(
    model,
    names.length
      ? `the class has several methods (${names.slice(0, 8).join(', ')}); choose one.`
      : 'the class has no method that gives a value.',
    span,
  );
}

export function ofIdentifier(model: SourceModel, node: t.Identifier): Located | null {
  const { byNode, declared, parents } = model.scopes;
  const binding = byNode.get(node)?.binding ?? declared.get(node);
  if (binding) {
    const found = ofBinding(binding);
    if (found) return found;
  }
  const parent = parents.get(node);
  if (declared.has(node)) {
    const [declaration] = binding!.declarations;
    if (declaration.type === 'VariableDeclarator' && declaration.init && declaration.id === node) {
      return named(model, ofValue(model, declaration.init), declaration);
    }
    return null;
  }
  if (!byNode.has(node)) return null;
  if ((parent?.type === 'CallExpression' || parent?.type === 'NewExpression') && parent.callee === node) return null;
  if (parent?.type === 'MemberExpression' && parent.object === node && !binding) return null;
  return byNode.get(node)?.write ? null : { kind: 'expression', node, name: null };
}

/** What a value in the text offers: a function is differentiated as one, all else as an expression. */
export function ofValue(model: SourceModel, node: Node): Located | null {
  const value = unwrapped(node);
  if (isFunction(value)) return { kind: 'function', fn: value };
  if (isClass(value)) return ofClass(model, value, spanOf(value));
  if (value.type === 'Identifier') {
    const binding = model.scopes.byNode.get(value)?.binding;
    const fn = binding && functionOf(binding);
    if (fn) return { kind: 'function', fn };
  }
  const parent = model.scopes.parents.get(node);
  if (
    (value.type === 'MemberExpression' || value.type === 'Super' || value.type === 'Import') &&
    isCallee(parent, node)
  )
    return null;
  if (value.type === 'AssignmentExpression') {
    if (value.operator === '=') return ofValue(model, value.right);
    return { kind: 'statements', nodes: [statementAround(model, value)] };
  }
  return { kind: 'expression', node: value, name: null };
}

function isCallee(parent: Node | undefined, node: Node): boolean {
  return (parent?.type === 'CallExpression' || parent?.type === 'OptionalCallExpression') && parent.callee === node;
}

function statementAround(model: SourceModel, node: Node): Node {
  let at = node;
  while (!at.type.endsWith('Statement')) {
    const parent = model.scopes.parents.get(at);
    if (!parent) break;
    at = parent;
  }
  return at;
}

export function named(_model: SourceModel, found: Located | null, declarator: t.VariableDeclarator): Located | null {
  if (found?.kind !== 'expression') return found;
  return { ...found, name: declarator.id.type === 'Identifier' ? declarator.id.name : null };
}

function ofOverlapped(model: SourceModel, statements: Node[], span: Span): Located | null {
  const chosen = statements.filter((statement) => statement.start! < span.end && span.start < statement.end!);
  return chosen.length ? ofStatements(model, chosen) : null;
}

export function ofStatements(model: SourceModel, all: Node[]): Located {
  const span = { start: all[0].start!, end: all.at(-1)!.end! };
  const nodes = all.filter((one) => {
    const inner = unexported(one);
    return (
      !isTypeOnly(inner) &&
      one.type !== 'ImportDeclaration' &&
      one.type !== 'EmptyStatement' &&
      one.type !== 'ExportAllDeclaration'
    );
  });
  if (nodes.length === 0) throw nothing(model, 'imports and types have no value.', span);
  if (nodes.length === 1) {
    const [only] = nodes;
    const inner = unexported(only);
    if (isFunction(inner)) return ofFunction(model, inner, span);
    if (isClass(inner)) return ofClass(model, inner, spanOf(inner));
    if (inner.type === 'VariableDeclaration' && inner.declarations.length === 1) {
      const [declarator] = inner.declarations;
      if (declarator.init) {
        const value = unwrapped(declarator.init);
        if (isFunction(value)) return { kind: 'function', fn: value };
        if (isClass(value)) return ofClass(model, value, spanOf(value));
        if (isCallable(declarator) && declarator.id.type === 'Identifier') {
          const binding = model.scopes.declared.get(declarator.id);
          if (binding) return { kind: 'callable', binding };
        }
      }
    } else if (inner.type === 'ExpressionStatement')
      return ofValue(model, inner.expression) ?? { kind: 'statements', nodes };
    else if (inner.type === 'ReturnStatement') {
      if (!inner.argument) throw nothing(model, 'this return gives no value.', span);
      return ofValue(model, inner.argument) ?? { kind: 'statements', nodes };
    } else if (only.type === 'ExportDefaultDeclaration') {
      const found = ofValue(model, inner);
      if (found) return found;
    } else if (inner.type === 'TSExportAssignment') {
      const found = ofValue(model, inner.expression);
      if (found) return found;
    } else if (only.type === 'ExportNamedDeclaration' && !only.declaration) {
      throw nothing(model, 'a list of exports has no value.', span);
    }
    return { kind: 'statements', nodes };
  }
  const functions = nodes.filter((node) => declaresFunction(node));
  if (functions.length === nodes.length) {
    const exported = functions.filter((node) => node !== unexported(node));
    return ofStatements(model, [(exported.length ? exported : functions).at(-1)!]);
  }
  return { kind: 'statements', nodes };
}

function declaresFunction(statement: Node): boolean {
  const inner = unexported(statement);
  if (isFunction(inner)) return true;
  return (
    inner.type === 'VariableDeclaration' &&
    inner.declarations.every((declarator) => declarator.init && isFunction(unwrapped(declarator.init)))
  );
}
