/** @file Functions: temporaries and marks at the start of the body, parameters that have no body to hold them. */
import type { Node } from '../analysis/ast';
import { movedCall } from './classes';
import type { Emitter } from './emitter';
import { marksOf } from './marks';
import { openedParameters } from './patterns';
import { withResources } from './resources';
import { blank, lineBreaks, memberModifiers, uncommented } from './types';

export function functionNode(e: Emitter, node: Node): string {
  if (!node.body) return blank(e, node.start, node.end);
  const { strict, completion, constructing } = e;
  const head = functionHead(e, node);
  e.strict = node.$scope?.strict ?? strict;
  e.completion = false;
  e.constructing = node.kind === 'constructor' ? 'class' : mayConstruct(e, node) ? 'function' : null;
  const parameters = e.inFrame('none', () => parameterList(e, node, head.end));
  const body = e.inFrame('body', (frame) => {
    if (node.body.type !== 'BlockStatement') return expressionBody(e, node, parameters, frame);
    const properties = parameterProperties(e, node);
    const { directives, text } = blockInside(e, node.body);
    const names = frame.names();
    const inserted = `${names ? `let ${names};` : ''}${parameters.prologue}${marksOf(e, node.params as Node[])}${properties}`;
    return { text: `{${directives}${inserted && directives ? ';' : ''}${inserted}${text}`, close: '}' };
  });
  e.completion = completion;
  e.strict = strict;
  e.constructing = constructing;
  const open = head.text + parameters.text + body.text;
  const text = open + body.close;
  if (!body.close || text === e.src.slice(node.start, node.end)) return text;
  return flat(open + e.sourceMark(node) + body.close);
}

/** Whether a function may be called by `new`: what it returns is then its object, unless that is an object itself. */
function mayConstruct(e: Emitter, node: Node): boolean {
  if (!/^Function/.test(node.type) || node.async || node.generator || node.body.type !== 'BlockStatement') return false;
  return !node.id || e.constructed.has(node.id.name) || /\bthis\b/.test(e.src.slice(node.start, node.end));
}

/**
 * The engine keeps a text that was put together as a tree of its pieces. Millions of pieces that live until the end
 * cost more than making a text of each function; of long ones it would be made again at each level.
 */
function flat(text: string): string {
  return text.length < 16_384 && text.charCodeAt(0) < 0 ? '' : text;
}

/** Decorators, modifiers, `async function* name` or a method's key: what stands before the parameters. */
function functionHead(e: Emitter, node: Node): { text: string; end: number } {
  const name = (node.key ?? node.id) as Node | null;
  let at = node.start;
  let text = '';
  for (const one of (node.decorators ?? []) as Node[]) {
    text += e.src.slice(at, one.start) + blank(e, one.start, one.end);
    at = one.end;
  }
  if (node.key) {
    text += memberModifiers(e.src.slice(at, node.key.start));
    text += node.computed ? e.wrapped(() => e.emit(node.key)) : e.src.slice(node.key.start, node.key.end);
    at = node.key.end;
  } else if (name) {
    text += e.src.slice(at, name.end);
    at = name.end;
  }
  if (node.typeParameters) {
    text += e.src.slice(at, node.typeParameters.start);
    at = node.typeParameters.end;
  }
  return { text, end: at };
}

interface Body {
  text: string;
  /** The closing brace, before which the function's own text is noted; empty where the body is an expression. */
  close: '}' | '';
}

interface Parameters {
  text: string;
  end: number;
  /** What the body begins with. */
  prologue: string;
}

/** From the head to the body (for an arrow: to the end of `=>`), types left out. */
function parameterList(e: Emitter, node: Node, from: number): Parameters {
  let text = '';
  let at = from;
  let first = true;
  const opened = openedParameters(e, node);
  const prologue = opened?.prologue ?? '';
  if (opened) {
    text = e.src.slice(at, node.params[0].start) + opened.text;
    at = opened.end;
    first = false;
  } else
    for (const parameter of node.params as Node[]) {
      let gap = e.src.slice(at, parameter.decorators?.length > 0 ? parameter.decorators[0].start : parameter.start);
      if (first && node.optional) gap = gap.replace('?', '');
      first = false;
      at = parameter.end;
      if (parameter.type === 'Identifier' && parameter.name === 'this') {
        const comma = /^\s*,/.exec(uncommented(e.src.slice(at, node.body.start)));
        if (comma) at += comma[0].length;
        text += gap;
      } else text += gap + e.emit(parameter);
    }
  let lines = '';
  const type = (node.returnType ?? node.predicate) as Node | undefined;
  if (type) {
    // no line break may come before an arrow
    const gap = e.src.slice(at, type.start);
    text += node.type === 'ArrowFunctionExpression' ? gap : gap;
    lines = lineBreaks(e.src.slice(type.start, type.end));
    at = type.end;
  }
  if (node.type !== 'ArrowFunctionExpression')
    return { text: text + lines + e.src.slice(at, node.body.start), end: node.body.start, prologue };
  let gap = e.src.slice(at, node.body.start);
  const arrow = uncommented(gap).indexOf('=>') + 2;
  let before = gap.slice(0, arrow);
  if (type && /\n/.test(before)) {
    lines += lineBreaks(before);
    before = before.replace(/\s*\n\s*/g, ' ');
  }
  gap = before + lines;
  if (first && node.optional) gap = gap.replace('?', '');
  return { text: text + gap, end: at + arrow, prologue };
}

// (x) => x * 2  →  (x) => { let $0; return (…) }
function expressionBody(e: Emitter, node: Node, { end: from, prologue }: Parameters, frame: { names(): string }): Body {
  const original = e.src.slice(from, node.end);
  const inner = e.src.slice(from, node.body.start) + e.emit(node.body) + e.src.slice(node.body.end, node.end);
  const marks = marksOf(e, node.params as Node[]);
  const names = frame.names();
  if (!names && !marks && !prologue && inner === original) return { text: inner, close: '' };
  return { text: `{${names ? `let ${names};` : ''}${prologue}${marks}return (${inner})`, close: '}' };
}

/** The inside of a block; directives apart, since what is inserted stands after them. */
export function blockInside(e: Emitter, block: Node): { directives: string; text: string } {
  const directives = block.directives as Node[];
  const open = block.start + 1;
  const at = directives.length > 0 ? directives[directives.length - 1].end : open;
  return {
    directives: e.src.slice(open, at),
    text: withResources(e, block.body as Node[], e.list(block.body as Node[], at, block.end - 1)),
  };
}

// constructor(private x: number) {}  →  constructor(x) { this.x = x; }
function parameterProperties(e: Emitter, node: Node): string {
  let text = '';
  for (const parameter of node.params as Node[]) {
    if (parameter.type !== 'TSParameterProperty') continue;
    const inner = parameter.parameter as Node;
    const name = inner.type === 'AssignmentPattern' ? inner.left.name : inner.name;
    text += `this.${name} = ${name};`;
  }
  if (!text) return '';
  text += movedCall(e);
  const start = (node.body.body as Node[]).find(isSuperCall);
  if (!start) return text;
  e.afterStatement.set(start, text);
  return '';
}

function isSuperCall(statement: Node): boolean {
  return (
    statement.type === 'ExpressionStatement' &&
    statement.expression.type === 'CallExpression' &&
    statement.expression.callee.type === 'Super'
  );
}
