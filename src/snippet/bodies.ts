/** @file Loops and functions of a text: what may run often. */
import type * as t from '@babel/types';
import type { Span } from './contract';
import { parseSource } from './parse';

/** A loop or function in a text. */
export interface Body extends Span {
  kind: 'loop' | 'function';
  name: string | null;
  /** Where what runs each time begins: what a loop starts with belongs to what is around it. */
  from: number;
}

/** Outer ones before those inside them. @throws SyntaxError */
export function bodiesIn(source: string, fileName: string): Body[] {
  const found: Body[] = [];
  collect(parseSource(source, fileName).program, null, found);
  return found;
}

function collect(node: t.Node, name: string | null, found: Body[]): void {
  const body = bodyOf(node, name);
  if (body) found.push(body);
  for (const [key, value] of Object.entries(node)) {
    if (value === null || typeof value !== 'object' || key === 'loc') continue;
    const children = (Array.isArray(value) ? value : [value]) as unknown[];
    for (const child of children) if (isNode(child)) collect(child, nameFor(node, key), found);
  }
}

function bodyOf(node: t.Node, name: string | null): Body | null {
  const [start, end] = [node.start ?? 0, node.end ?? 0];
  switch (node.type) {
    case 'ForStatement':
      return { kind: 'loop', name: null, start, end, from: node.init?.end ?? start };
    case 'ForInStatement':
    case 'ForOfStatement':
      return { kind: 'loop', name: null, start, end, from: node.right.end ?? start };
    case 'WhileStatement':
    case 'DoWhileStatement':
      return { kind: 'loop', name: null, start, end, from: start };
    case 'FunctionDeclaration':
    case 'FunctionExpression':
      return { kind: 'function', name: node.id?.name ?? name, start, end, from: start };
    case 'ArrowFunctionExpression':
      return { kind: 'function', name, start, end, from: start };
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassPrivateMethod':
      return { kind: 'function', name: keyName(node.key), start, end, from: start };
    default:
      return null;
  }
}

/** What a function is called that stands at `key` of a node. */
function nameFor(node: t.Node, key: string): string | null {
  if (node.type === 'VariableDeclarator' && key === 'init') return keyName(node.id);
  if (node.type === 'AssignmentExpression' && key === 'right') return keyName(node.left);
  if ((node.type === 'ObjectProperty' || node.type === 'ClassProperty') && key === 'value') return keyName(node.key);
  return null;
}

function keyName(key: t.Node): string | null {
  if (key.type === 'Identifier') return key.name;
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  return key.type === 'StringLiteral' ? key.value : null;
}

function isNode(value: unknown): value is t.Node {
  return value !== null && typeof value === 'object' && typeof (value as { type?: unknown }).type === 'string';
}
