/** @file Which tabs a program has, and which of them is on show. */
import { choicesOf } from './curve-inputs';
import type { Tab } from './preferences';
import type { State } from './state';

export const tabOrder: Tab[] = [
  'curves',
  'surface',
  'formula',
  'gradients',
  'script',
  'table',
  'checks',
  'problems',
  'printed',
];

/** The chosen one; where this program does not have it, the first that it has. */
export function shownTab(state: State): Tab | null {
  const { tab } = state.preferences;
  return tab === null || !state.evaluation || present(state, tab) ? tab : firstTab(state);
}

export function firstTab(state: State): Tab {
  return tabOrder.find((tab) => present(state, tab)) ?? 'table';
}

/** Whether a view of this tab has something to draw now. */
export function onShow(state: State, tab: Tab): boolean {
  return state.phase === 'ready' && state.evaluation !== null && shownTab(state) === tab;
}

export function present(state: State, tab: Tab): boolean {
  const { printed, script, output } = state.evaluation!;
  switch (tab) {
    case 'curves':
    case 'formula':
      return !script || (ofNumbers(state) && choicesOf(state, 1).length > 0);
    case 'surface':
      return ofNumbers(state) && choicesOf(state, 2).length > 1;
    case 'gradients':
      return choicesOf(state, 3).length > 2 || output.choices.length > 1;
    case 'script':
      return script !== undefined;
    case 'printed':
      return printed.length > 0 && !script;
    default:
      return true;
  }
}

/** Curves and formulas are read from programs of plain numbers, not from those of arrays. */
function ofNumbers({ evaluation }: State): boolean {
  return !evaluation!.script || evaluation!.variables.every((variable) => variable.tensor === undefined);
}
