/** @file The functions of a file that can be differentiated, for CodeLens and menus. */
import type { ListedTarget } from '../../protocol/request';
import { annotated } from './annotation';
import { holdsNumbers, type InputType } from './inputType';
import { constructorIn, memberOf } from './members';
import { lineAt, type ModelOptions, readSource, type SourceModel } from './model';
import { holderOf, nameOf, signatureOf } from './naming';
import { Parameters } from './parameters';
import { type FunctionNode, isClass, isFunction, type Node, unwrapped, walk } from './syntax';

/** All named functions at the file's top level and methods of its classes and objects; `[]` while it cannot be parsed. */
export function listTargets(
  source: string,
  fileName: string,
  options: ModelOptions & { model?: SourceModel } = {},
): ListedTarget[] {
  let model: SourceModel;
  try {
    model = options.model ?? readSource(source, fileName, options);
  } catch {
    return [];
  }
  const parameters = new Parameters(model);
  const exported = exportedNames(model);
  const out: ListedTarget[] = [];
  for (const fn of model.scopes.functions) {
    const name = nameOf(model, fn);
    const place = placeOf(model, fn);
    if (name === null || !place || name.includes('#')) continue;
    if ('kind' in fn && (fn.kind === 'set' || fn.kind === 'constructor')) continue;
    const member = memberOf(model, fn);
    out.push({
      fileName,
      start: place.node.start!,
      end: place.node.end!,
      line: lineAt(source, place.node.start!),
      name,
      kind: member ? 'method' : 'function',
      signature: signatureOf(model, fn),
      exported: place.exported || exported.has(name.split('.')[0]),
      numeric: isNumeric(model, parameters, fn),
    });
  }
  return out;
}

/** Names in `export { a, b as c }`, `export default a`, `module.exports = { a }`, `exports.a = a`. */
function exportedNames(model: SourceModel): Set<string> {
  const names = new Set<string>();
  for (const statement of model.program.body) {
    if (statement.type === 'ExportNamedDeclaration' && !statement.source) {
      for (const specifier of statement.specifiers)
        if (specifier.type === 'ExportSpecifier') names.add(specifier.local.name);
    } else if (statement.type === 'ExportDefaultDeclaration' && statement.declaration.type === 'Identifier') {
      names.add(statement.declaration.name);
    } else if (statement.type === 'TSExportAssignment' && statement.expression.type === 'Identifier') {
      names.add(statement.expression.name);
    } else if (statement.type === 'ExpressionStatement' && statement.expression.type === 'AssignmentExpression') {
      const { left, right } = statement.expression;
      if (
        left.type !== 'MemberExpression' ||
        !/^(module\.exports|exports)\b/.test(model.source.slice(left.start!, left.end!))
      )
        continue;
      const value = unwrapped(right);
      if (value.type === 'Identifier') names.add(value.name);
      if (value.type === 'ObjectExpression') {
        for (const property of value.properties) {
          if (property.type === 'ObjectProperty' && property.value.type === 'Identifier')
            names.add(property.value.name);
        }
      }
    }
  }
  return names;
}

/** The top-level statement or class member that holds a function; null for functions inside others. */
function placeOf(model: SourceModel, fn: FunctionNode): { node: Node; exported: boolean } | null {
  const { parents } = model.scopes;
  const member = memberOf(model, fn);
  let node: Node = fn;
  if (member && fn.type !== 'ClassMethod' && fn.type !== 'ObjectMethod') node = holderOf(model, fn) ?? fn;
  for (let at: Node | undefined = node; at; at = parents.get(at)) {
    const parent: Node | undefined = parents.get(at);
    if (at !== node && isFunction(at)) return null;
    if (parent?.type === 'Program') {
      const text = model.source.slice(at.start!, at.end!);
      const exported = at.type.startsWith('Export') || /^(module\.)?exports\b/.test(text);
      return { node: member ? node : at, exported };
    }
    if (
      parent &&
      !['VariableDeclaration', 'VariableDeclarator', 'ExportNamedDeclaration', 'ExportDefaultDeclaration'].includes(
        parent.type,
      )
    ) {
      const within =
        isClass(parent) || ['ClassBody', 'ClassProperty', 'ObjectExpression', 'ObjectProperty'].includes(parent.type);
      const assigned = parent.type === 'AssignmentExpression' || parent.type === 'ExpressionStatement';
      if (!within && !assigned && unwrapped(parent) === parent) return null;
    }
  }
  return null;
}

/** Takes numbers and may give one, as far as types and text tell. */
function isNumeric(model: SourceModel, parameters: Parameters, fn: FunctionNode): boolean {
  const inputs = parameters.of(fn, 'parameter', null);
  const body = fn.type === 'ClassMethod' ? model.scopes.parents.get(fn) : null;
  const owner = body && model.scopes.parents.get(body);
  const built = isClass(owner) && fn.type === 'ClassMethod' && !fn.static ? constructorIn(model, owner).fn : null;
  const all = [...inputs, ...(built ? parameters.of(built, 'constructor', null) : [])];
  if (!all.some((input) => definite(input.type))) return false;
  const returned = annotated({ typeAnnotation: fn.returnType }, model.context);
  if (returned.kind !== 'unknown') return definite(returned);
  return fn.body.type !== 'BlockStatement' ? givesNumber(fn.body) : returnsNumber(fn.body);
}

/** Numbers for certain, not merely nothing known. */
function definite(type: InputType): boolean {
  switch (type.kind) {
    case 'unknown':
      return false;
    case 'array':
      return type.of.kind === 'unknown' || definite(type.of);
    case 'tuple':
      return type.of.some(definite);
    case 'object':
      return type.fields.some((field) => definite(field.type)) || (type.index !== undefined && definite(type.index));
    case 'union':
      return type.members.some(definite);
    default:
      return holdsNumbers(type);
  }
}

function givesNumber(node: Node): boolean {
  const at = unwrapped(node);
  switch (at.type) {
    case 'StringLiteral':
    case 'TemplateLiteral':
    case 'BooleanLiteral':
    case 'JSXElement':
    case 'JSXFragment':
    case 'NullLiteral':
    case 'RegExpLiteral':
    case 'ClassExpression':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return false;
    case 'BinaryExpression':
      return !/^([<>]=?|[!=]==?|in|instanceof)$/.test(at.operator);
    case 'UnaryExpression':
      return at.operator !== '!' && at.operator !== 'typeof' && at.operator !== 'void';
    default:
      return true;
  }
}

function returnsNumber(body: Node): boolean {
  let found = false;
  walk(body, (node) => {
    if (found || isFunction(node)) return false;
    if (node.type === 'ReturnStatement' && node.argument && givesNumber(node.argument)) found = true;
    return true;
  });
  return found;
}
