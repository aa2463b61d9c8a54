/** @file Which places of a file change which variable, through aliases and through calls of the file's own functions. */
import type { Binding, Call, Scopes } from './binding';
import { type FunctionNode, isFunction, type Node, patternNames, rootOf, unwrapped } from './syntax';
import { functionOf } from './usage';

/** By binding: the nodes (stores, mutating calls, calls of functions that do either) that change its value. */
export type Effects = Map<Binding, Node[]>;

interface Event {
  binding: Binding;
  node: Node;
  /** The object is changed, not the variable set: so every alias sees it. */
  inside: boolean;
}

/** Follows every direct change outward until nothing new is found. Cost: changes × calls, both few in real files. */
export function effectsOf(scopes: Scopes): Effects {
  const { parents } = scopes;
  const effects: Effects = new Map();
  const queue: Event[] = [];
  const seen = new Map<Binding, Set<Node>>();
  const callsOf = new Map<FunctionNode, Call[]>();
  for (const call of scopes.calls) {
    const called = call.callee?.binding ? functionOf(call.callee.binding) : calledInPlace(call);
    if (!called) continue;
    const list = callsOf.get(called);
    if (list) list.push(call);
    else callsOf.set(called, [call]);
  }
  const push = (binding: Binding | null | undefined, node: Node, inside: boolean): void => {
    if (!binding) return;
    let nodes = seen.get(binding);
    if (!nodes) seen.set(binding, (nodes = new Set()));
    if (nodes.has(node)) return;
    nodes.add(node);
    queue.push({ binding, node, inside });
  };
  for (const { reference, node, inside } of scopes.mutations) push(reference.binding, node, inside);

  for (let event = queue.pop(); event; event = queue.pop()) {
    const { binding, node, inside } = event;
    const nodes = effects.get(binding);
    if (nodes) nodes.push(node);
    else effects.set(binding, [node]);
    if (inside) for (const alias of aliased(binding, scopes)) push(alias, node, true);
    // A function that changes what it does not own changes it wherever it is called.
    for (let at = parents.get(node); at; at = parents.get(at)) {
      if (at === binding.scope.node) break;
      if (!isFunction(at)) continue;
      for (const call of callsOf.get(at) ?? []) push(binding, call.node, inside);
    }
    if (inside && binding.kind === 'parameter' && isFunction(binding.scope.node)) {
      const fn = binding.scope.node;
      const index = fn.params.findIndex((parameter) =>
        patternNames(parameter as Node).some((id) => id.name === binding.name),
      );
      for (const call of callsOf.get(fn) ?? []) push(call.roots[index]?.binding, call.node, true);
      const receiver = callbackReceiver(fn, scopes);
      if (receiver) push(scopes.byNode.get(receiver)?.binding, node, true);
    }
  }
  return effects;
}

function calledInPlace(call: Call): FunctionNode | null {
  const callee = unwrapped(call.node.callee);
  return isFunction(callee) ? callee : null;
}

/** `xs` of `xs.forEach((x) => …)`. */
function callbackReceiver(fn: FunctionNode, scopes: Scopes): Node | null {
  const call = scopes.parents.get(fn);
  if (call?.type !== 'CallExpression' || call.callee === fn) return null;
  return call.callee.type === 'MemberExpression' ? rootOf(call.callee.object) : null;
}

/** What a variable is a part of: `const row = table[i]`, `for (const row of table)`. */
function aliased(binding: Binding, scopes: Scopes): Binding[] {
  const out: Binding[] = [];
  for (const declaration of binding.declarations) {
    if (declaration.type !== 'VariableDeclarator') continue;
    let from: Node | null | undefined = declaration.init;
    const loop = scopes.parents.get(scopes.parents.get(declaration)!);
    if (!from && loop?.type === 'ForOfStatement') from = loop.right;
    const root = from && rootOf(from);
    const other = root && scopes.byNode.get(root)?.binding;
    if (other) out.push(other);
  }
  return out;
}
