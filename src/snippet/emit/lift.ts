/** @file Lifting: one target of a module as a function of its free variables, wherever it stands. */
import { bare, cloned, eachChild, eachTarget, type Node } from '../analysis/ast';
import type { Lift, Span } from '../contract';
import type { Emitter } from './emitter';
import { marksOf } from './marks';
import { withResources } from './resources';

export interface Lifted {
  /** A synthetic function that the scope pass visits: parameters, statements, result. */
  node: Node;
  statements: Node[];
  result: Node | null;
  lift: Lift;
}

/** Copies of the nodes that `lift` names, as one function expression. */
export function liftedNode(program: Node, lift: Lift): Lifted {
  const statements = lift.prologue.map((span) =>
    span.name === undefined ? copyAt(program, span, false) : namedValue(span.name, copyAt(program, span, true)),
  );
  let result: Node | null = null;
  let end = 0;
  const { body } = lift;
  if (body.kind === 'statements') {
    for (const span of body.statements) statements.push(copyAt(program, span, false));
    result = typeof body.result === 'string' ? nameNode(body.result) : copyAt(program, body.result, true);
  } else if (body.kind === 'value') {
    result = copyAt(program, body.span, true);
    end = body.span.end;
  } else if (body.kind === 'name') result = nameNode(body.name);
  const params = lift.params.map((name) => declarationOf(program, name, result ?? statements[0] ?? null));
  const inside: Node = {
    type: 'BlockStatement',
    start: -1,
    end: -1,
    directives: [],
    body: result ? [...statements, returned(result)] : statements,
  };
  const node: Node = {
    type: 'FunctionExpression',
    start: end,
    end,
    id: null,
    params,
    body: inside,
    async: lift.async === true,
    generator: false,
  };
  return { node, statements, result, lift };
}

function returned(result: Node): Node {
  return { type: 'ReturnStatement', start: result.start, end: result.end, argument: result };
}

/** `var name = <value>;`, which stands nowhere in the source. */
function namedValue(name: string, value: Node): Node {
  const place = { start: -1, end: -1 };
  const declarator = { type: 'VariableDeclarator', ...place, id: nameNode(name), init: value };
  return { type: 'VariableDeclaration', ...place, kind: 'var', declarations: [declarator] };
}

function emittedStatement(e: Emitter, statement: Node): string {
  if (statement.start >= 0) return e.emit(statement);
  const [{ id, init }] = statement.declarations as Node[];
  return `var ${(id as Node).name} = ${e.emit(init as Node)};`;
}

function nameNode(name: string): Node {
  return { type: 'Identifier', start: -1, end: -1, name };
}

function copyAt(program: Node, span: Span, expression: boolean): Node {
  const named = expression ? null : nodeAt(program, span, true);
  // a function or class expression that is known by its own name is declared by it
  if (
    named?.id &&
    named.start === span.start &&
    named.end === span.end &&
    /^(Function|Class)Expression$/.test(named.type)
  )
    return { ...cloned(named), type: named.type.replace('Expression', 'Declaration') };
  const found = nodeAt(program, span, expression);
  if (!found) throw new Error(`internal: nothing stands at ${span.start}–${span.end} to lift.`);
  const copy = cloned(found);
  if (!expression) return copy;
  if (copy.type === 'FunctionDeclaration') copy.type = 'FunctionExpression';
  if (copy.type === 'ClassDeclaration') copy.type = 'ClassExpression';
  if (copy.type === 'ExpressionStatement') return copy.expression as Node;
  return copy;
}

/** The outermost node inside of `span` that is of the kind asked for. */
function nodeAt(root: Node, span: Span, expression: boolean): Node | null {
  let found: Node | null = null;
  const visit = (node: Node): void => {
    if (found || node.end <= span.start || node.start >= span.end) return;
    if (
      node.start >= span.start &&
      node.end <= span.end &&
      (expression ? !isStatement(node.type) : isStatement(node.type) || isDeclaration(node.type)) &&
      node.type !== 'Program'
    ) {
      found = node;
      return;
    }
    eachChild(node, visit);
  };
  eachChild(root, visit);
  return found;
}

/** Declarations that may stand for a statement, and functions and classes for an expression too. */
function isDeclaration(type: string): boolean {
  return /^(Function|Class|TSEnum|TSModule|TSImportEquals)Declaration$/.test(type);
}

function isStatement(type: string): boolean {
  return /Statement$|^VariableDeclaration$|^Export/.test(type);
}

/** The name where the source declares it nearest before the target; else a name without place. */
function declarationOf(program: Node, name: string, target: Node | null): Node {
  let best: Node | null = null;
  const limit = target && target.start >= 0 ? target.end : Number.POSITIVE_INFINITY;
  const visit = (node: Node): void => {
    if (node.start >= limit) return;
    const patterns: Node[] =
      node.type === 'VariableDeclarator'
        ? [node.id]
        : node.body && node.params
          ? (node.params as Node[])
          : node.type === 'CatchClause' && node.param
            ? [node.param]
            : [];
    for (const pattern of patterns) {
      eachTarget(pattern, (one) => {
        if (one.type === 'Identifier' && one.name === name) best = one;
      });
    }
    eachChild(node, visit);
  };
  visit(program);
  const at = best as Node | null;
  return at ? { type: 'Identifier', start: at.start, end: at.start + name.length, name } : nameNode(name);
}

/** `self.target(function (a, b) { …; return (…) });` */
export function liftText(e: Emitter, lifted: Lifted, self: string, defaultText: string): string {
  const { lift, node } = lifted;
  for (const parameter of node.params as Node[]) {
    const place = parameter.start >= 0 ? parameter : (firstReference(parameter) ?? { start: 0, end: 0 });
    e.sites.value(
      { start: place.start, end: place.end },
      { name: parameter.name, binding: parameter.$binding ?? null },
      'input',
    );
  }
  const async = lift.async || containsAwait(node.body) ? 'async ' : '';
  const { strict, completion } = e;
  e.completion = false;
  const inside = e.inFrame('body', (frame) => {
    let text = '';
    for (const statement of lifted.statements) text += `${emittedStatement(e, statement)}\n`;
    const result = lift.body.kind === 'default' ? defaultText : resultText(e, lifted.result as Node);
    const names = frame.names();
    const inside = withResources(e, lifted.statements, `${text}return (${result});`);
    return `${names ? `let ${names};` : ''}${marksOf(e, [])}${inside}`;
  });
  e.strict = strict;
  e.completion = completion;
  const classes = lift.classes?.length ? `, () => ({ ${lift.classes.join(', ')} })` : '';
  return `\n;${self}.target(${async}function (${lift.params.join(', ')}) {${inside}}${classes});`;
}

function resultText(e: Emitter, node: Node): string {
  const at = bare(node);
  if (at.type === 'ObjectMethod') {
    const key = at.computed ? `[${e.emit(at.key)}]` : `[${JSON.stringify(at.key.name ?? String(at.key.value))}]`;
    return at.kind === 'method'
      ? `({ ${e.emit(at)} })${key}`
      : `Object.getOwnPropertyDescriptor({ ${e.emit(at)} }, ${key.slice(1, -1)}).${at.kind as string}`;
  }
  return e.emit(node);
}

function firstReference(parameter: Node): Node | undefined {
  return parameter.$binding?.references.find((one) => one.start >= 0);
}

function containsAwait(node: Node): boolean {
  let found = false;
  const visit = (child: Node): void => {
    if (found || /Function|Method$/.test(child.type)) return;
    if (
      child.type === 'AwaitExpression' ||
      child.kind === 'await using' ||
      (child.type === 'ForOfStatement' && child.await)
    )
      found = true;
    eachChild(child, visit);
  };
  eachChild(node, visit);
  return found;
}
