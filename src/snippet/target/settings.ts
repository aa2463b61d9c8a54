/** @file Statements that set an imported package up: `setPrecision(64)`, `defs('EPSG:2056', …)`, `config.depth = 3`. */

import type { Binding } from './binding';
import type { SourceModel } from './model';
import { referencesIn } from './scopes';
import { isFunction, type Node, rootOf, spanOf, unwrapped, walk } from './syntax';
import { functionOf } from './usage';

/**
 * Top-level calls of, and stores into, what comes from the same module as an imported name. Calls that are given
 * functions, or functions and classes of the file, are left out: those run the program rather than set it up.
 */
export function settingsOf(imported: Binding, model: SourceModel): Node[] {
  const { scopes, program } = model;
  const specifier = scopes.imported.get(imported.name)?.specifier;
  if (specifier === undefined || imported.scope !== scopes.module) return [];
  const fromHere = (binding: Binding | null | undefined): boolean =>
    binding?.scope === scopes.module && scopes.imported.get(binding.name)?.specifier === specifier;
  return program.body.filter((statement) => {
    if (statement.type !== 'ExpressionStatement') return false;
    const expression = unwrapped(statement.expression as Node);
    const changed =
      expression.type === 'CallExpression'
        ? expression.callee
        : expression.type === 'AssignmentExpression' && expression.left.type === 'MemberExpression'
          ? expression.left
          : null;
    const root = changed && rootOf(changed as Node);
    if (!root || !fromHere(scopes.byNode.get(root)?.binding)) return false;
    const { start, end } = spanOf(statement);
    return (
      !holdsFunction(statement) && !referencesIn(scopes, start, end).some(({ binding }) => binding && isCode(binding))
    );
  });
}

function isCode(binding: Binding): boolean {
  return binding.kind === 'function' || binding.kind === 'class' || Boolean(functionOf(binding));
}

function holdsFunction(root: Node): boolean {
  let found = false;
  walk(root, (node) => {
    if (isFunction(node)) found = true;
    return !found;
  });
  return found;
}
