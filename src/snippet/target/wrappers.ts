/** @file Functions that run where they stand: what `(function (Math, d3) { … })(Math, require('d3'))` calls its arguments. */
import type { Binding, Scopes } from './binding';
import { type FunctionNode, isFunction, memberName, type Node, unwrapped } from './syntax';

/** What a wrapper's parameter stands for. */
export type Passed =
  /** Another variable of the file, or (null) the realm's, of the same name. */
  | { kind: 'same'; binding: Binding | null }
  /** `require('…')`. */
  | { kind: 'module'; specifier: string }
  /** Something of the file that has another name outside: `lib.Math`. */
  | { kind: 'value'; node: Node };

/** What a parameter of a function that is called where it stands was given; null where that is not plain. */
export function passedTo(binding: Binding, scopes: Scopes): Passed | null {
  const fn = binding.scope.node;
  if (binding.kind !== 'parameter' || !isFunction(fn) || binding.references.some((one) => one.write)) return null;
  const index = fn.params.indexOf(binding.identifiers[0]);
  if (index < 0) return null;
  const calls = callsOf(fn, scopes);
  for (const call of calls) {
    const argument = call[index];
    const value = argument && unwrapped(argument);
    if (!value) continue;
    if (value.type === 'Identifier' && value.name === binding.name) {
      return { kind: 'same', binding: scopes.byNode.get(value)?.binding ?? null };
    }
    const specifier = requiredBy(value);
    if (specifier !== null) return { kind: 'module', specifier };
    // `factory(root.Other)` for one of several kinds of modules says nothing about the others.
    if (calls.length === 1 && isOfFile(value, binding, scopes)) return { kind: 'value', node: value };
  }
  return null;
}

/** `a` or `a.b.c` where the file declares `a`, under a name other than the parameter's. */
function isOfFile(value: Node, { name }: Binding, scopes: Scopes): boolean {
  let root = value;
  while (root.type === 'MemberExpression' && memberName(root) !== null) root = unwrapped(root.object);
  if (root.type !== 'Identifier' || root.name === name) return false;
  const found = scopes.byNode.get(root)?.binding;
  return found ? found.kind !== 'loop' && found.kind !== 'catch' : root.name === 'Math';
}

/** Argument lists of the calls that a function literal gets: at once, or through a wrapper's parameter (`factory`). */
function callsOf(fn: FunctionNode, scopes: Scopes): Node[][] {
  const { parents } = scopes;
  let at: Node = fn;
  let parent = parents.get(at);
  while (parent && unwrapped(parent) !== parent) {
    at = parent;
    parent = parents.get(at);
  }
  if (parent?.type === 'MemberExpression' && parent.object === at && memberName(parent) === 'call') {
    const call = parents.get(parent);
    return call?.type === 'CallExpression' && call.callee === parent ? [call.arguments.slice(1)] : [];
  }
  if (parent?.type === 'UnaryExpression') parent = parents.get(parent);
  if (parent?.type !== 'CallExpression') return [];
  if (parent.callee === at) return [parent.arguments];
  const wrapper = unwrapped(parent.callee);
  const index = parent.arguments.indexOf(at as never);
  const factory = isFunction(wrapper) ? wrapper.params[index] : undefined;
  const binding = factory?.type === 'Identifier' ? scopes.declared.get(factory) : undefined;
  return (binding?.references ?? []).flatMap(({ node }) => {
    const call = parents.get(node);
    return call?.type === 'CallExpression' && call.callee === node ? [call.arguments] : [];
  });
}

function requiredBy(node: Node): string | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require')
    return null;
  const [specifier] = node.arguments;
  return specifier?.type === 'StringLiteral' ? specifier.value : null;
}
