/** @file Modules that import 'gradlens': which expression a Variable comes from, also where a function made it. */
import { bare, type Node } from '../analysis/ast';
import type { Scopes } from '../analysis/binding';
import type { Hint } from '../sites';
import type { Emitter } from './emitter';
import { isMathCall } from './marks';

const module = 'gradlens';

/** Whether a module's text loads 'gradlens', so that its calls may give Variables. */
export function loadsVariables(program: Node, scopes: Pick<Scopes, 'loads'>): boolean {
  const imports = (program.body as Node[]).some(
    (node) => node.type === 'ImportDeclaration' && node.source.value === module && node.importKind !== 'type',
  );
  return imports || scopes.loads.some((load) => bare(load.source ?? load.arguments[0]).value === module);
}

/** The name in 'gradlens' of what is called: `sin(x)`, `F.sin(x)`; null for anything else. */
export function importedName(callee: Node): string | null {
  const at = bare(callee);
  if (at.type === 'Identifier') {
    const from = at.$binding?.imported;
    return from?.source === module && from.name !== '*' ? from.name : null;
  }
  if (at.type !== 'MemberExpression' || at.computed || at.object.type !== 'Identifier') return null;
  const from = at.object.$binding?.imported;
  return from?.source === module && (from.name === '*' || from.name === 'default') ? at.property.name : null;
}

const leafMakers = new Set(['Variable', 'asVariable']);

// f(x)  →  $gl.made(f(x), site): a Variable that the engine made gets its place
export function called(e: Emitter, node: Node, hint: Hint | null, text: string): string {
  if (!e.options.variables || node.type !== 'CallExpression' || isMathCall(node)) return text;
  const callee = bare(node.callee);
  switch (callee.type) {
    case 'Import':
    case 'Super':
    case 'Function':
      return text;
    case 'Identifier':
      if (callee.name === 'require' || callee.name === 'eval') return text;
      break;
    case 'MemberExpression':
      if (
        callee.property.name === 'backward' ||
        (callee.object.type === 'Identifier' && callee.object.name === 'console')
      )
        return text;
  }
  const name = importedName(callee);
  if (name !== null && leafMakers.has(name)) return leaf(e, node, hint, text);
  const parameters = (node.arguments as Node[]).filter((one) => one.type !== 'SpreadElement');
  const site = e.sites.operation(name, node, name === null ? [] : parameters, name === null ? null : hint);
  return `$gl.made(${text}, ${site})`;
}

// new Variable(2)  →  $gl.made(new Variable(2), site)
export function constructed(e: Emitter, node: Node, hint: Hint | null, text: string): string {
  if (!e.options.variables) return text;
  const callee = bare(node.callee);
  const name = importedName(callee) ?? (callee.type === 'Identifier' ? callee.name : callee.property?.name);
  return name === 'Variable' ? leaf(e, node, hint, text) : text;
}

function leaf(e: Emitter, node: Node, hint: Hint | null, text: string): string {
  return `$gl.made(${text}, ${e.sites.value(node, hint ?? { name: null, binding: null }, 'input')})`;
}

// y.backward()  →  ($gl.back = site, y).backward(): the call that a backward pass belongs to
export function backwardCallee(e: Emitter, node: Node): string | null {
  if (!e.options.variables || node.type !== 'CallExpression') return null;
  const callee = bare(node.callee);
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.name !== 'backward') return null;
  if (callee.object.type === 'Super' || callee.object.type === 'ThisExpression') return null;
  const site = e.sites.value(node, { name: null, binding: null });
  return `($gl.back = ${site}, ${e.emit(callee.object)}).backward`;
}
