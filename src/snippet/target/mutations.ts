/** @file Stores and calls of a file: which names they change, as far as each one shows by itself. */
import type { Call, Mutation, Reference } from './binding';
import { memberName, type Node, rootOf, unwrapped } from './syntax';

/** Methods that leave the object they are called on as it was. */
const pureMethods = new Set(
  (
    'map filter slice concat join indexOf lastIndexOf includes find findIndex findLast some every reduce reduceRight flat ' +
    'flatMap at keys values entries forEach has get toString toFixed toPrecision toJSON valueOf charAt charCodeAt split ' +
    'trim replace match test exec substring substr toLowerCase toUpperCase padStart padEnd repeat startsWith endsWith ' +
    'call apply bind hasOwnProperty isPrototypeOf log warn error info debug listen start serve then catch finally'
  ).split(' '),
);
const mutatingStatics =
  /^(assign|define|defineProperty|defineProperties|setPrototypeOf|set|freeze|extend|inherits|mixin)$/;

export function callsOf(callNodes: readonly Call['node'][], byNode: ReadonlyMap<Node, Reference>): Call[] {
  return callNodes.map((node): Call => {
    const root = (argument: Node): Reference | null => {
      const id = rootOf(argument.type === 'SpreadElement' ? argument.argument : argument);
      return (id && byNode.get(id)) ?? null;
    };
    const callee = unwrapped(node.callee);
    return {
      node,
      callee: callee.type === 'Identifier' ? (byNode.get(callee) ?? null) : null,
      roots: node.arguments.map((argument) => root(argument)),
    };
  });
}

/** `stores`: members that are assigned or deleted. */
export function mutationsOf(
  references: readonly Reference[],
  stores: readonly { root: Node; node: Node }[],
  calls: readonly Call[],
  byNode: ReadonlyMap<Node, Reference>,
): Mutation[] {
  const found: Mutation[] = [];
  for (const reference of references)
    if (reference.write) found.push({ reference, node: reference.node, inside: false });
  for (const { root, node } of stores) {
    const id = rootOf(root);
    const reference = id && byNode.get(id);
    if (reference) found.push({ reference, node, inside: true });
  }
  for (const { node, roots } of calls) {
    const callee = unwrapped(node.callee);
    if (
      node.type === 'NewExpression' ||
      (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression')
    ) {
      if (callee.type === 'Identifier' && /^(__extends|inherits|_inherits\w*|__decorate)$/.test(callee.name)) {
        for (const reference of roots) if (reference) found.push({ reference, node, inside: true });
      }
      continue;
    }
    const method = memberName(callee);
    const id = rootOf(callee.object);
    const reference = id && byNode.get(id);
    if (method !== null && mutatingStatics.test(method) && roots[0] && !reference?.binding) {
      found.push({ reference: roots[0], node, inside: true });
    }
    if (reference?.binding && !(method !== null && pureMethods.has(method))) {
      found.push({ reference, node, inside: true });
    }
  }
  return found;
}
