/** @file From a selection, a cursor or a name to the piece of the tree that is meant. */
import { failure } from '../../protocol/codes';
import type { Span } from '../contract';
import { ofBinding } from './callables';
import { type Located, nothing, ofClass, ofIdentifier, ofNode, ofStatements, ofValue } from './located';
import { lineAt, type SourceModel } from './model';
import { namedFunctions } from './naming';
import { scriptAt } from './script';
import { deepest, parentByRange, trimmed } from './selection';
import { type FunctionNode, isClass, isTypeOnly, type Node, spanOf, unexported } from './syntax';

export type Where = { selection: Span } | { target: string };

export function locate(model: SourceModel, where: Where): Located {
  if ('target' in where) return byName(model, where.target);
  const span = trimmed(model, where.selection);
  const part = scriptAt(model, span);
  if (part) return { kind: 'script', part };
  return span.start >= span.end ? atCursor(model, where.selection) : atSelection(model, span);
}

function byName(model: SourceModel, target: string): Located {
  const functions = namedFunctions(model).filter(({ fn }) => !('kind' in fn && fn.kind === 'set'));
  const binding = model.scopes.module.bindings.get(target);
  if (binding && !binding.ambient) {
    const found = ofBinding(binding);
    if (found) return found;
    if (binding.kind === 'variable') return { kind: 'callable', binding };
  }
  const same = functions.filter(({ name }) => name === target);
  const loose = same.length
    ? same
    : functions.filter(({ name }) => name.endsWith(`.${target}`) || name === `${target}.default`);
  if (loose.length) return { kind: 'function', fn: loose[0].fn };
  const [declaration] = binding?.declarations ?? [];
  if (isClass(declaration)) return ofClass(model, declaration, spanOf(declaration));
  if (target === 'default') {
    const exported = exportedDefault(model);
    if (exported) return exported;
  }
  const known = [...new Set(functions.map(({ name }) => name))].slice(0, 20).join(', ') || 'no named function';
  throw failure('noSuchTarget', { name: target, file: model.fileName, known }, { fileName: model.fileName });
}

function exportedDefault(model: SourceModel): Located | null {
  for (const statement of model.program.body) {
    if (statement.type !== 'ExportDefaultDeclaration') continue;
    return ofValue(model, statement.declaration);
  }
  return null;
}

function atCursor(model: SourceModel, selection: Span): Located {
  const at = selection.start;
  let best: FunctionNode | null = null;
  for (const fn of model.scopes.functions) {
    if (fn.start! > at || fn.end! < at) continue;
    if (!best || fn.end! - fn.start! <= best.end! - best.start!) best = fn;
  }
  if (best) return { kind: 'function', fn: best };
  const statement = model.program.body.find((one) => one.start! <= at && at <= one.end!);
  if (statement) {
    const word = deepest(model.program, { start: at, end: at });
    const named = word.type === 'Identifier' ? ofIdentifier(model, word) : null;
    if (named && named.kind !== 'expression') return named;
    const declared = unexported(statement);
    if (!isTypeOnly(declared) && statement.type !== 'ImportDeclaration') return ofStatements(model, [statement]);
  }
  throw nothing(model, `there is no function around line ${lineAt(model.source, at) + 1}.`, selection);
}

function atSelection(model: SourceModel, span: Span): Located {
  const whole = deepest(model.program, span);
  let at: Node | undefined = whole;
  // The outermost node of exactly this range: `x` alone may be a statement, an expression and a name.
  while (at) {
    const found = ofNode(model, at, span);
    if (found) return found;
    const parent: Node | undefined = model.scopes.parents.get(at) ?? parentByRange(model, at);
    if (isTypeOnly(at) && at.type.startsWith('TS') && at.type !== 'TSParameterProperty') {
      const around = parent && !isTypeOnly(parent) ? parent : undefined;
      if (!around || around.type === 'Program') throw nothing(model, 'a type has no value.', span);
    }
    at = parent;
  }
  throw nothing(model, 'the selection holds no expression.', span);
}
