/** @file What the names of a program hold at its end. */
import type { Data, Variable } from '../../../engine/variable';
import type { ScriptGraph } from './graph';
import { lastAt } from './places';
import type { ScriptState } from './run';
import { shownData } from './tensors';

const statesKept = 500;
const textKept = 4_000;

/**
 * @param named sites that give a name
 * @param retained whether the shown pass kept gradients of intermediates
 */
export function namedStates(named: ReadonlySet<number>, graph: ScriptGraph, retained: boolean): ScriptState[] {
  const found: ScriptState[] = [];
  /** By the site that gives it a name, else by its own name. */
  const placed = new Map<Variable, number>();
  for (const [site, variable] of lastAt) {
    if (named.has(site) && !(placed.get(variable) ?? 0)) placed.set(variable, site);
    else if (variable.name !== null && !placed.has(variable)) placed.set(variable, 0);
  }
  for (const [variable, site] of placed) {
    if (found.length >= statesKept) break;
    const { data, grad, name, generation } = variable;
    found[found.length] = {
      site,
      name,
      text: variable.toString().slice(0, textKept),
      data: shownData(data),
      grad: shownData((grad?.data ?? null) as Data | null),
      dropped: variable.home !== null && grad === null && !retained && graph.knownRow(variable) > 0,
      generation,
      creator: variable.creator?.name ?? null,
      serial: variable.serial,
    };
  }
  return found;
}
