/** @file Walking the graph behind a Variable through its functions' objects. */
import type { FunctionNode } from './function';
import type { Variable } from './variable';

/** The functions that some Variables were computed by, each once, in the order in which they were met. */
export function functionsBehind(...variables: Variable[]): FunctionNode[] {
  const found = new Set<FunctionNode>();
  for (const variable of variables) if (variable.creator !== null) found.add(variable.creator);
  for (const node of found) for (const input of node.inputs) if (input.creator !== null) found.add(input.creator);
  return [...found];
}
