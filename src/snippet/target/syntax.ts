/** @file Reading a Babel tree without Babel's traverse: children of a node, unwrapped expressions, spans. */
import type * as t from '@babel/types';
import type { Span } from '../contract';

export type Node = t.Node;

export type FunctionNode =
  | t.FunctionDeclaration
  | t.FunctionExpression
  | t.ArrowFunctionExpression
  | t.ObjectMethod
  | t.ClassMethod
  | t.ClassPrivateMethod;

export type ClassNode = t.ClassDeclaration | t.ClassExpression;

const notChildren = new Set([
  'type',
  'start',
  'end',
  'loc',
  'range',
  'extra',
  'leadingComments',
  'innerComments',
  'trailingComments',
  'comments',
  'errors',
  'tokens',
]);

/** Calls `visit` for every child node, in source order as the parser made them. */
export function forEachChild(node: Node, visit: (child: Node, key: string) => void): void {
  const fields = node as unknown as Record<string, unknown>;
  for (const key in fields) {
    if (notChildren.has(key)) continue;
    const value = fields[key];
    if (value === null || typeof value !== 'object') continue;
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) visit(item, key);
    } else if (isNode(value)) visit(value, key);
  }
}

/** Walks a tree; `visit` returns false to leave a node's children out. */
export function walk(node: Node, visit: (node: Node) => boolean | undefined): void {
  if (visit(node) === false) return;
  forEachChild(node, (child) => walk(child, visit));
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

export function isFunction(node: Node | null | undefined): node is FunctionNode {
  switch (node?.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassPrivateMethod':
      return true;
    default:
      return false;
  }
}

export function isClass(node: Node | null | undefined): node is ClassNode {
  return node?.type === 'ClassDeclaration' || node?.type === 'ClassExpression';
}

/** Nodes that exist only for the type checker and leave nothing at run time. */
export function isTypeOnly(node: Node): boolean {
  if (!node.type.startsWith('TS')) return node.type === 'Noop' || ('declare' in node && node.declare === true);
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'TSParameterProperty':
    case 'TSEnumMember':
    case 'TSEnumBody':
    case 'TSExportAssignment':
    case 'TSModuleBlock':
    case 'TSExternalModuleReference':
      return false;
    case 'TSEnumDeclaration':
    case 'TSModuleDeclaration':
      return node.declare === true;
    case 'TSImportEqualsDeclaration':
      return node.importKind === 'type';
    default:
      return true;
  }
}

/** The expression inside parentheses, casts and `!`. */
export function unwrapped(node: Node): Node {
  for (;;) {
    switch (node.type) {
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
      case 'ChainExpression' as never:
        node = (node as unknown as { expression: Node }).expression;
        break;
      default:
        return node;
    }
  }
}

/** The identifier that a chain of member accesses starts at: `a` of `a.b[c].d`. */
export function rootOf(node: Node): t.Identifier | null {
  let at = unwrapped(node);
  while (at.type === 'MemberExpression' || at.type === 'OptionalMemberExpression') at = unwrapped(at.object);
  return at.type === 'Identifier' ? at : null;
}

/** The name of a member access or property where the text says it: `a.b`, `a['b']`. */
export function memberName(node: t.MemberExpression | t.OptionalMemberExpression): string | null {
  if (!node.computed) {
    if (node.property.type === 'Identifier') return node.property.name;
    return node.property.type === 'PrivateName' ? `#${node.property.id.name}` : null;
  }
  return node.property.type === 'StringLiteral' ? node.property.value : null;
}

/** The name of a method or property key, or null where it is computed. */
export function keyName(node: { key: Node; computed?: boolean }): string | null {
  const { key } = node;
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  if (key.type === 'StringLiteral') return key.value;
  if (node.computed) return null;
  if (key.type === 'Identifier') return key.name;
  return key.type === 'NumericLiteral' ? String(key.value) : null;
}

export function spanOf(node: Node): Span {
  return { start: node.start!, end: node.end! };
}

export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The declaration inside `export` and `export default`, else the statement itself. */
export function unexported(statement: Node): Node {
  if (statement.type === 'ExportNamedDeclaration' && statement.declaration) return statement.declaration;
  if (statement.type === 'ExportDefaultDeclaration') return statement.declaration;
  return statement;
}

/** All identifiers that a binding pattern declares, in order. */
export function patternNames(pattern: Node, out: t.Identifier[] = []): t.Identifier[] {
  switch (pattern.type) {
    case 'Identifier':
      out.push(pattern);
      break;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        patternNames(property.type === 'RestElement' ? property.argument : property.value, out);
      }
      break;
    case 'ArrayPattern':
      for (const element of pattern.elements) if (element) patternNames(element, out);
      break;
    case 'AssignmentPattern':
      patternNames(pattern.left, out);
      break;
    case 'RestElement':
      patternNames(pattern.argument, out);
      break;
    case 'TSParameterProperty':
      patternNames(pattern.parameter, out);
      break;
  }
  return out;
}
