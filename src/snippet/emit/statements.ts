/** @file Statements: declarations with names and marks, loops, switch, and blocks that hold temporaries at script level. */
import { bare, eachTarget, type Node } from '../analysis/ast';
import { Kind, kindOf } from '../analysis/kinds';
import type { Hint } from '../sites';
import { hintOf } from './assignments';
import type { Emitter } from './emitter';
import { marked } from './marks';
import { operand, release, sequenceHead } from './operands';
import { opened, openedCatch, openedEach } from './patterns';
import { declarationHead, eachPass, held, isUsing, passName, usingOf, wholeLoop } from './resources';
import { tested } from './truth';

/** Text of a statement that ended by automatic semicolon insertion gets its semicolon: what follows may now begin with `(`. */
export function statement(e: Emitter, node: Node, text: string): string {
  return needsSemicolon(node) && e.src.charCodeAt(node.end - 1) !== 59 ? `${text};` : text;
}

function needsSemicolon(node: Node): boolean {
  switch (node.type) {
    case 'IfStatement':
    case 'WhileStatement':
      return false;
    default:
      return true;
  }
}

export function expressionStatement(e: Emitter, node: Node): string {
  const text = e.copyWith(node, (child) => (e.completion ? e.emit(child) : e.unused(child)));
  return statement(e, node, text);
}

export function variableDeclaration(e: Emitter, node: Node, inHead = false): string {
  if (node.declare) return e.src.slice(node.start, node.end).replace(/[^\n]/g, '') || ';';
  const wrap = e.frame.mode === 'none';
  const holds = isUsing(node);
  const start = holds ? (node.declarations[0].start as number) : node.start;
  const names = e.copyWith(node, (one) => declarator(e, one, wrap, holds ? node : null), start);
  const text = holds ? declarationHead(e, node) + names : names;
  return inHead ? text : statement(e, node, text);
}

function declarator(e: Emitter, node: Node, wrap: boolean, using: Node | null): string {
  const { id, init } = node;
  const target = patternText(e, id);
  if (!init) return target + (node.definite ? '' : '') + e.src.slice(id.end, node.end);
  const hint = hintOf(e, id);
  const text = (): string => opened(e, id, marked(e, init, hint, e.emitNamed(init, hint)));
  const plain = wrap ? e.wrapped(text) : text();
  const value = using ? held(e, using, plain) : plain;
  // the gap may close parentheses around the initialiser
  return target + e.src.slice(id.end, init.start) + value + e.src.slice(init.end, node.end);
}

function patternText(e: Emitter, id: Node): string {
  if (id.type !== 'Identifier') return e.emit(id);
  const text = e.identifier(id);
  if (!id.typeAnnotation) return text;
  return text + e.src.slice(id.start, id.end).replace(/[^\n]/g, '');
}

export function forStatement(e: Emitter, node: Node): string {
  const using = node.type === 'ForStatement' ? null : usingOf(node);
  const text = e.copyWith(node, (child, field) => {
    switch (field) {
      case 'init':
        return child.type === 'VariableDeclaration' ? variableDeclaration(e, child, true) : e.unused(child);
      case 'test':
        return tested(e, child);
      case 'update':
        return e.unused(child);
      case 'left':
        if (using) return `const ${passName(e)}`;
        if (child.type === 'VariableDeclaration') return variableDeclaration(e, child, true);
        return e.target(child);
      case 'body':
        return using ? eachPass(e, using, loopBody(e, node, child)) : loopBody(e, node, child);
      case 'right':
        return openedEach(e, node, e.emit(child));
      default:
        return e.emit(child);
    }
  });
  return wholeLoop(e, node, text);
}

/** `for (const x of xs)`: x is marked where it is used, by the first statement of the body. */
function loopBody(e: Emitter, node: Node, body: Node): string {
  const text = e.emit(body);
  if (
    !e.options.marks ||
    node.type !== 'ForOfStatement' ||
    node.left.type !== 'VariableDeclaration' ||
    body.type !== 'BlockStatement' ||
    e.completion
  )
    return text;
  let marks = '';
  eachTarget(node.left.declarations[0].id, (target) => {
    if (target.type !== 'Identifier') return;
    const hint: Hint = { name: target.name, binding: target.$binding ?? null };
    const site = e.sites.value({ start: target.start, end: target.start + target.name.length }, hint);
    const name = e.identifier(target);
    marks += `$gl.on && typeof ${name} === 'object' && $gl.mark(${name}, ${site});`;
  });
  return `{${marks}${text.slice(1)}`;
}

// switch (d) { case c: }  →  both sides as plain numbers where they are traced
export function switchStatement(e: Emitter, node: Node): string {
  const cases = node.cases as Node[];
  const numeric = cases.some((one) => one.test && !/^(String|Boolean|Null)Literal$/.test(bare(one.test).type));
  if (!numeric) return e.copy(node);
  const plain = (child: Node): string => {
    const kind = kindOf(child);
    if (kind !== Kind.unknown) {
      // switch (true) { case x: } compares identities of booleans; nothing to do
      return e.emit(child);
    }
    const value = operand(e, child);
    const site = e.sites.operation(null, child, [child], null);
    const text = `(${sequenceHead(value)}typeof ${value.text} === 'object' ? $gl.sw(${value.text}, ${site}) : ${value.text})`;
    release(e, value);
    return text;
  };
  return e.copyWith(node, (child, field) => {
    if (field === 'discriminant') return plain(child);
    return e.copyWith(child, (inner, part) => (part === 'test' ? plain(inner) : e.emit(inner)));
  });
}

export function catchClause(e: Emitter, node: Node): string {
  return openedCatch(e, node) ?? e.copy(node);
}

/**
 * A statement of a script: temporaries live in a block of its own, or, for declarations that must stay where
 * they are, in an arrow function around each expression.
 */
export function scriptStatement(e: Emitter, node: Node): string {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return e.inFrame('none', () => e.emit(node));
    case 'VariableDeclaration':
      if (node.kind !== 'var') return e.inFrame('none', () => e.emit(node));
      break;
    case 'LabeledStatement':
      if (node.body.type === 'FunctionDeclaration') return e.inFrame('none', () => e.emit(node));
  }
  return e.inFrame('block', (frame) => {
    const text = e.emit(node);
    const names = frame.names();
    return names ? `{let ${names};${text}}` : text;
  });
}
