/**
 * @file Patterns that may take typed arrays apart: `{ 0: a } = t` and `{ ...t }` read elements natively, so their source
 * is opened by the runtime, which knows how the pattern goes on inside.
 */
import { bare, type Node } from '../analysis/ast';
import type { Emitter } from './emitter';
import { lineBreaks, uncommented } from './types';

/**
 * How a pattern reads its source: `(…)` for an object pattern, `[…]` for an array pattern, and inside of it for each
 * property or element either the same again or `.`. Empty where nothing in it reads an element by its key.
 */
export function readsOf(pattern: Node): string {
  const at = bare(pattern);
  switch (at.type) {
    case 'AssignmentPattern':
      return readsOf(at.left);
    case 'ObjectPattern': {
      const properties = at.properties as Node[];
      const parts = properties.map((one) => (one.type === 'RestElement' ? '.' : readsOf(one.value) || '.'));
      return properties.some(readsElements) || parts.some((part) => part !== '.') ? `(${parts.join('')})` : '';
    }
    case 'ArrayPattern': {
      const parts = partsOf(at);
      return parts.some((part) => part !== '.') ? `[${parts.join('')}]` : '';
    }
    default:
      return '';
  }
}

function partsOf(arrayPattern: Node): string[] {
  return (arrayPattern.elements as (Node | null)[]).flatMap((element) => {
    if (element?.type !== 'RestElement') return element ? readsOf(element) || '.' : '.';
    // [a, ...[b, c]] reads what [a, b, c] reads
    return element.argument.type === 'ArrayPattern' ? partsOf(element.argument) : '.';
  });
}

function readsElements(property: Node): boolean {
  return property.type === 'RestElement' || property.computed || /^(Numeric|String)Literal$/.test(property.key.type);
}

// { 0: a } = e  →  { 0: a } = $gl.open(e, "(.)"): e may be a typed array
export function opened(e: Emitter, pattern: Node, source: string): string {
  const reads = e.options.typedArrays ? readsOf(pattern) : '';
  return reads ? `$gl.open(${source}, "${reads}")` : source;
}

// for ({ 0: a } of e)  →  for ({ 0: a } of $gl.each(e, "(.)"))
export function openedEach(e: Emitter, loop: Node, source: string): string {
  if (!e.options.typedArrays || loop.type !== 'ForOfStatement') return source;
  const reads = readsOf(loop.left.type === 'VariableDeclaration' ? loop.left.declarations[0].id : loop.left);
  return reads ? `$gl.each(${source}, "${reads}", ${loop.await === true})` : source;
}

// catch ({ 0: a }) { … }  →  catch ($0c) { let { 0: a } = $gl.open($0c, "(.)"); … }
export function openedCatch(e: Emitter, node: Node): string | null {
  if (!node.param || !e.options.typedArrays || !readsOf(node.param)) return null;
  const caught = `${e.prefix}0c`;
  return e.copyWith(node, (child, field) => {
    if (field === 'param') return caught;
    const declared = `let ${e.emit(node.param)} = ${opened(e, node.param, caught)};`;
    return `{${declared}${e.emit(child).slice(1)}`;
  });
}

/** Parameters that are taken apart after the call, and what stands in the body for it. */
export interface OpenedParameters {
  /** The parameters up to the closing parenthesis. */
  text: string;
  /** Where the source goes on. */
  end: number;
  prologue: string;
}

/**
 * Parameters among which a pattern reads elements; null where none does.
 *
 * (a, { 0: b }) → ($0p0, $0p1, ...{ $0p: { 0: a, 1: { 0: b } } = $gl.open({ 0: $0p0, 1: $0p1 }, "(.(.))") })
 *
 * A rest parameter that is a pattern has a default where it asks for what no list has: everything stays an expression
 * among the parameters, with their scope. Setters and functions that have a rest parameter already do it in the body;
 * generators with one find its list in `arguments`.
 */
export function openedParameters(e: Emitter, node: Node): OpenedParameters | null {
  if (!e.options.typedArrays) return null;
  const given = (node.params as Node[]).filter((one) => one.type !== 'Identifier' || one.name !== 'this');
  if (!given.some(readsOf)) return null;
  const last = given[given.length - 1];
  const rest = last.type === 'RestElement';
  // the body of a generator begins at the first `next`, too late for its parameters
  const byArguments = rest && node.generator === true;
  const inBody = !byArguments && (rest || node.kind === 'set');
  if (inBody && declaresFunction(node, given)) return null;
  const name = (k: number): string => `${e.prefix}0p${k}`;
  const names = given.map((one, k) =>
    one === last && rest ? `...${name(k)}` : one.type === 'AssignmentPattern' ? `${name(k)} = void 0` : name(k),
  );
  let lines = '';
  let at = (node.params as Node[])[0].start;
  const taken = given.map((one, k) => {
    lines += lineBreaks(e.src.slice(at, one.start));
    at = one.end;
    return `${k}: ${e.emit(one.type === 'RestElement' ? one.argument : one)}`;
  });
  const reads = given.map((one) => readsOf(one.type === 'RestElement' ? one.argument : one) || '.').join('');
  const values = given.map((one, k) =>
    byArguments && one === last ? `${k}: $gl.rest(arguments, ${k})` : `${k}: ${name(k)}`,
  );
  if (byArguments) names.pop();
  const source = `$gl.open({ ${values.join(', ')} }, "(${reads})")`;
  const pattern = `{ ${taken.join(', ')} } = ${source}`;
  const comma = /^\s*,/.exec(uncommented(e.src.slice(last.end, node.body.start)));
  return {
    text: (inBody ? names.join(', ') : `${[...names, `...{ ${e.prefix}0p: ${pattern} }`].join(', ')}`) + lines,
    end: last.end + (comma?.[0].length ?? 0),
    prologue: inBody ? `var ${pattern};` : '',
  };
}

/** A function declared in the body under the name of a parameter would be overwritten by a `var` after it. */
function declaresFunction(node: Node, given: readonly Node[]): boolean {
  if (node.body.type !== 'BlockStatement') return false;
  const names = new Set(
    (node.body.body as Node[]).filter((one) => one.type === 'FunctionDeclaration').map((one) => one.id?.name as string),
  );
  let found = false;
  const visit = (pattern: unknown): void => {
    if (typeof pattern !== 'object' || pattern === null) return;
    if (Array.isArray(pattern)) pattern.forEach(visit);
    else if ((pattern as Node).type === 'Identifier') found ||= names.has((pattern as Node).name);
    else if (typeof (pattern as Node).type === 'string')
      for (const key of ['properties', 'elements', 'value', 'left', 'argument']) visit((pattern as Node)[key]);
  };
  if (names.size > 0) visit(given);
  return found;
}
