/** @file Whether a piece of code jumps out of itself or pauses, so that it cannot be moved. */
import { isFunction, type Node, walk } from './syntax';

/** Whether a statement may leave the list it stands in, or pause: it cannot be moved to a prologue. */
export function abrupt(statement: Node): boolean {
  return leaves(statement, true);
}

/** Whether a statement may jump out of itself: `break`, `continue`, with `returns` also `return` and `yield`. */
export function leaves(statement: Node, returns: boolean): boolean {
  let found = false;
  const labels = new Set<string>();
  walk(statement, (node) => {
    if (node.type === 'LabeledStatement') labels.add(node.label.name);
    return !isFunction(node);
  });
  const look = (node: Node, loops: number): void => {
    if (found) return;
    switch (node.type) {
      case 'ReturnStatement':
      case 'YieldExpression':
        if (returns) {
          found = true;
          return;
        }
        break;
      case 'BreakStatement':
      case 'ContinueStatement':
        if (node.label ? !labels.has(node.label.name) : loops === 0) found = true;
        return;
    }
    if (isFunction(node)) return;
    const inner = /^(For|While|DoWhile|Switch)/.test(node.type) ? loops + 1 : loops;
    walk(node, (child) => {
      if (child === node) return true;
      look(child, inner);
      return false;
    });
  };
  look(statement, 0);
  return found;
}

/** Whether the text pauses outside any function of its own. */
export function suspends(root: Node, by: 'await' | 'yield'): boolean {
  let found = false;
  walk(root, (node) => {
    if (found || (isFunction(node) && node !== root)) return false;
    if (by === 'await' && (node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await)))
      found = true;
    if (by === 'yield' && node.type === 'YieldExpression') found = true;
    return true;
  });
  return found;
}
