/** @file The tree as the transform reads it: loosely typed nodes, their children in source order, annotations. */

import type { Binding, Scope } from './binding';
import type { Kind } from './kinds';

/**
 * A node of Babel's tree. The passes dispatch on `type` alone, over some two hundred kinds of node; the
 * discriminated union of `@babel/types` costs a narrowing at each access and buys nothing here.
 */
export interface Node {
  type: string;
  start: number;
  end: number;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  [field: string]: any;
  /** The binding an identifier resolves to; set by the scope pass. Undefined: a global or an ambiguous name. */
  $binding?: Binding;
  /** Inside `with`, or where a sloppy direct eval may have declared the name. */
  $dynamic?: boolean;
  /** The scope a function, class or block opens. */
  $scope?: Scope;
  /** Memo of the static kind of the value. */
  $kind?: Kind;
  /** Memo of the operation's site. */
  $site?: number;
}

/** Fields that hold children, per type, in source order. Types that only TypeScript has and that are erased are absent. */
const fields: Record<string, readonly string[]> = {
  File: ['program'],
  Program: ['directives', 'body'],
  ArrayExpression: ['elements'],
  AssignmentExpression: ['left', 'right'],
  BinaryExpression: ['left', 'right'],
  BlockStatement: ['directives', 'body'],
  BreakStatement: [],
  ContinueStatement: [],
  CallExpression: ['callee', 'arguments'],
  OptionalCallExpression: ['callee', 'arguments'],
  NewExpression: ['callee', 'arguments'],
  CatchClause: ['param', 'body'],
  ConditionalExpression: ['test', 'consequent', 'alternate'],
  DoWhileStatement: ['body', 'test'],
  ExpressionStatement: ['expression'],
  ForInStatement: ['left', 'right', 'body'],
  ForOfStatement: ['left', 'right', 'body'],
  ForStatement: ['init', 'test', 'update', 'body'],
  FunctionDeclaration: ['id', 'params', 'body'],
  FunctionExpression: ['id', 'params', 'body'],
  ArrowFunctionExpression: ['params', 'body'],
  ObjectMethod: ['key', 'params', 'body'],
  ClassMethod: ['decorators', 'key', 'params', 'body'],
  ClassPrivateMethod: ['decorators', 'key', 'params', 'body'],
  IfStatement: ['test', 'consequent', 'alternate'],
  LabeledStatement: ['body'],
  LogicalExpression: ['left', 'right'],
  MemberExpression: ['object', 'property'],
  OptionalMemberExpression: ['object', 'property'],
  ObjectExpression: ['properties'],
  ObjectProperty: ['key', 'value'],
  RestElement: ['argument'],
  SpreadElement: ['argument'],
  ReturnStatement: ['argument'],
  SequenceExpression: ['expressions'],
  ParenthesizedExpression: ['expression'],
  SwitchCase: ['test', 'consequent'],
  SwitchStatement: ['discriminant', 'cases'],
  ThrowStatement: ['argument'],
  TryStatement: ['block', 'handler', 'finalizer'],
  UnaryExpression: ['argument'],
  UpdateExpression: ['argument'],
  VariableDeclaration: ['declarations'],
  VariableDeclarator: ['id', 'init'],
  WhileStatement: ['test', 'body'],
  WithStatement: ['object', 'body'],
  AssignmentPattern: ['left', 'right'],
  ArrayPattern: ['elements'],
  ObjectPattern: ['properties'],
  ClassBody: ['body'],
  ClassExpression: ['decorators', 'id', 'superClass', 'body'],
  ClassDeclaration: ['decorators', 'id', 'superClass', 'body'],
  ClassProperty: ['decorators', 'key', 'value'],
  ClassAccessorProperty: ['decorators', 'key', 'value'],
  ClassPrivateProperty: ['decorators', 'key', 'value'],
  StaticBlock: ['body'],
  Decorator: ['expression'],
  ExportAllDeclaration: [],
  ExportDefaultDeclaration: ['declaration'],
  ExportNamedDeclaration: ['declaration', 'specifiers'],
  ExportSpecifier: ['local'],
  ImportDeclaration: ['specifiers'],
  ImportExpression: ['source', 'options'],
  TaggedTemplateExpression: ['tag', 'quasi'],
  TemplateLiteral: ['expressions'],
  YieldExpression: ['argument'],
  AwaitExpression: ['argument'],
  JSXElement: ['openingElement', 'children'],
  JSXFragment: ['children'],
  JSXOpeningElement: ['name', 'attributes'],
  JSXAttribute: ['value'],
  JSXSpreadAttribute: ['argument'],
  JSXSpreadChild: ['expression'],
  JSXExpressionContainer: ['expression'],
  JSXMemberExpression: ['object'],
  TSAsExpression: ['expression'],
  TSSatisfiesExpression: ['expression'],
  TSNonNullExpression: ['expression'],
  TSTypeAssertion: ['expression'],
  TSInstantiationExpression: ['expression'],
  TSParameterProperty: ['parameter'],
  TSEnumDeclaration: ['id', 'members'],
  TSEnumMember: ['initializer'],
  TSModuleDeclaration: ['body'],
  TSModuleBlock: ['body'],
  TSImportEqualsDeclaration: ['id'],
  TSExportAssignment: ['expression'],
};
const none: readonly string[] = [];

/** Calls `visit` for each child that holds a value, in source order. The kinds that a program is full of come first. */
export function eachChild(node: Node, visit: (child: Node, field: string) => void): void {
  switch (node.type) {
    case 'MemberExpression':
      visit(node.object, 'object');
      visit(node.property, 'property');
      return;
    case 'BinaryExpression':
    case 'AssignmentExpression':
    case 'LogicalExpression':
      visit(node.left, 'left');
      visit(node.right, 'right');
      return;
    case 'CallExpression':
    case 'NewExpression':
      visit(node.callee, 'callee');
      eachOf(node.arguments, 'arguments', visit);
      return;
    case 'ExpressionStatement':
      visit(node.expression, 'expression');
      return;
    case 'BlockStatement':
      if (node.directives.length > 0) eachOf(node.directives, 'directives', visit);
      eachOf(node.body, 'body', visit);
      return;
    case 'ReturnStatement':
    case 'UnaryExpression':
      if (node.argument) visit(node.argument, 'argument');
      return;
  }
  const list = fields[node.type] ?? none;
  for (let k = 0; k < list.length; k++) {
    const field = list[k];
    const child: unknown = node[field];
    if (child === null || child === undefined) continue;
    if (Array.isArray(child)) eachOf(child, field, visit);
    else visit(child as Node, field);
  }
  if (node.type === 'ObjectProperty' && node.decorators) eachOf(node.decorators, 'decorators', visit);
}

function eachOf(children: (Node | null)[], field: string, visit: (child: Node, field: string) => void): void {
  for (let k = 0; k < children.length; k++) {
    const child = children[k];
    if (child) visit(child, field);
  }
}

/** The expression inside of `x!`, `x as T`, `<T>x`, `x satisfies T`. */
export function bare(node: Node): Node {
  let inner = node;
  while (
    inner.type === 'TSNonNullExpression' ||
    inner.type === 'TSAsExpression' ||
    inner.type === 'TSSatisfiesExpression' ||
    inner.type === 'TSTypeAssertion' ||
    inner.type === 'TSInstantiationExpression' ||
    inner.type === 'ParenthesizedExpression'
  )
    inner = inner.expression;
  return inner;
}

/** Identifier nodes that a pattern binds or assigns, and member expressions that it assigns. */
export function eachTarget(pattern: Node, visit: (target: Node) => void): void {
  const at = bare(pattern);
  switch (at.type) {
    case 'ObjectPattern':
      for (const property of at.properties as Node[])
        eachTarget(property.type === 'RestElement' ? property.argument : property.value, visit);
      break;
    case 'ArrayPattern':
      for (const element of at.elements as (Node | null)[]) if (element) eachTarget(element, visit);
      break;
    case 'AssignmentPattern':
      eachTarget(at.left, visit);
      break;
    case 'RestElement':
      eachTarget(at.argument, visit);
      break;
    case 'TSParameterProperty':
      eachTarget(at.parameter, visit);
      break;
    default:
      visit(at);
  }
}

/** A copy of a subtree, without annotations. */
export function cloned(node: Node): Node {
  const copy: Node = { type: node.type, start: node.start, end: node.end };
  for (const key of Object.keys(node)) {
    if (key.charCodeAt(0) === 36 /* $ */ || key === 'loc' || key === 'errors') continue;
    const value: unknown = node[key];
    copy[key] = Array.isArray(value)
      ? value.map((one: unknown) => (isNode(one) ? cloned(one) : one))
      : isNode(value)
        ? cloned(value)
        : value;
  }
  return copy;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}
