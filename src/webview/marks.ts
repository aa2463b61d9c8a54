/** @file Items that stand for the sites under the editor's cursor. */
import { functionKey, type ItemKey, variableKey } from './graph/model';
import type { State } from './state';

export function markedItems(state: State): Set<ItemKey> {
  const found = new Set<ItemKey>();
  if (!state.graph || state.marked.size === 0) return found;
  for (const variable of state.graph.variables) {
    if (variable.site !== null && state.marked.has(variable.site)) found.add(variableKey(variable.id));
  }
  for (const made of state.graph.functions) {
    if (made.site !== null && state.marked.has(made.site)) found.add(functionKey(made.id));
  }
  return found;
}
