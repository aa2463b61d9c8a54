/**
 * @file `using` and `await using`, which not every engine reads yet: the statements around such a declaration stand in a
 * `try` that ends by giving the resources back.
 */
import type { Node } from '../analysis/ast';
import type { Emitter } from './emitter';
import { lineBreaks } from './types';

export function isUsing(node: Node | null | undefined): boolean {
  return node?.type === 'VariableDeclaration' && (node.kind === 'using' || node.kind === 'await using');
}

function waits(node: Node): boolean {
  return node.kind === 'await using';
}

/** Name of the list of what is held; each list of statements that holds something declares its own. */
function heldName(e: Emitter): string {
  return `${e.prefix}0u`;
}

function begun(e: Emitter): string {
  return `const ${heldName(e)} = $gl.resources();`;
}

function ended(e: Emitter, declarations: readonly Node[]): string {
  return declarations.some(waits) ? `await $gl.disposeAsync(${heldName(e)});` : `$gl.dispose(${heldName(e)});`;
}

function guarded(e: Emitter, declarations: readonly Node[], text: string): string {
  const error = `${e.prefix}0e`;
  return `${begun(e)}try {${text}} catch (${error}) { $gl.failed(${heldName(e)}, ${error}); } finally { ${ended(e, declarations)} }`;
}

// { using r = e; s; }  →  { const u = $gl.resources(); try { const r = $gl.use(u, e, false); s; } catch … finally { $gl.dispose(u); } }
export function withResources(e: Emitter, statements: readonly Node[], text: string): string {
  const declarations = statements.filter(isUsing);
  return declarations.length === 0 ? text : guarded(e, declarations, text);
}

/** As `withResources` for a module, whose names must stay where its exports see them: where it fails, nothing is given back. */
export function withModuleResources(e: Emitter, statements: readonly Node[], text: string): string {
  const declarations = statements.filter(isUsing);
  return declarations.length === 0 ? text : `${begun(e)}${text}\n;${ended(e, declarations)}`;
}

export function block(e: Emitter, node: Node): string {
  const statements = node.body as Node[];
  if (!statements.some(isUsing)) return e.copy(node);
  return `{${withResources(e, statements, e.list(statements, node.start + 1, node.end - 1))}}`;
}

/** What stands before the names of a declaration. */
export function declarationHead(e: Emitter, node: Node): string {
  return `const ${lineBreaks(e.src.slice(node.start, node.declarations[0].start))}`;
}

export function held(e: Emitter, declaration: Node, value: string): string {
  return `$gl.use(${heldName(e)}, ${value}, ${waits(declaration)})`;
}

/** The declaration in the head of a loop that holds resources. */
export function usingOf(loop: Node): Node | null {
  const declaration = (loop.type === 'ForStatement' ? loop.init : loop.left) as Node | null;
  return isUsing(declaration) ? declaration : null;
}

/** In place of the name that each pass of a `for … of` declares. */
export function passName(e: Emitter): string {
  return `${e.prefix}0r`;
}

// for (using r of e) s  →  for (const t of e) { … try { const r = $gl.use(u, t, false); s } … }
export function eachPass(e: Emitter, declaration: Node, body: string): string {
  const name = e.emit(declaration.declarations[0].id);
  return `{${guarded(e, [declaration], `const ${name} = ${held(e, declaration, passName(e))};${body}`)}}`;
}

const labelled = new WeakSet<Node>();

// for (using r = e; …; …) s  →  { … try { for (const r = $gl.use(u, e, false); …; …) s } … }
export function wholeLoop(e: Emitter, loop: Node, text: string): string {
  const declaration = usingOf(loop);
  return loop.type === 'ForStatement' && declaration && !labelled.has(loop)
    ? `{${guarded(e, [declaration], text)}}`
    : text;
}

/** Labels stay right before their loop, so that `continue` finds it. */
export function labelledStatement(e: Emitter, node: Node): string {
  let body = node.body as Node;
  while (body.type === 'LabeledStatement') body = body.body as Node;
  if (body.type !== 'ForStatement' || !usingOf(body) || labelled.has(body)) return e.copy(node);
  labelled.add(body);
  return `{${guarded(e, [usingOf(body) as Node], e.copy(node))}}`;
}
