/** @file What items are called where they are shown: the source's names first, then its expressions. */
import type { FunctionRecord, VariableRecord } from '../protocol/evaluation';
import { numberText } from '../protocol/number-text';
import { type Graph, type ItemKey, variableKey } from './graph/model';
import { expressionAt } from './source';
import type { State } from './state';

/** `a`, else the expression's text, else `v12`. */
export function variableName(state: State, variable: VariableRecord): string {
  // `Math.` says nothing that the sign does not.
  return variable.name ?? expressionAt(state, variable.site)?.replace(/\bMath\./g, '') ?? `v${variable.id}`;
}

/** As `variableName`, but short: an expression of more than `width` characters becomes `v12`. */
export function shortName(state: State, variable: VariableRecord, width = 10): string {
  if (variable.name !== null) return variable.name;
  const name = variableName(state, variable);
  return name.length <= width ? name : `v${variable.id}`;
}

/** Names of a function's first two operands and of its result, for formulas. */
export function operandNames(state: State, graph: Graph, made: FunctionRecord): { a: string; b: string; y: string } {
  const name = (place: number): string => {
    const operand = made.operands[place];
    if (!operand) return '';
    if (operand.variable === null) return numberText(operand.value);
    const variable = graph.items.get(variableKey(operand.variable))?.variable;
    return variable ? shortName(state, variable) : numberText(operand.value);
  };
  const output = graph.items.get(variableKey(made.outputs[0]))?.variable;
  return { a: name(0), b: name(1), y: output ? shortName(state, output) : 'y' };
}

/** `x² → c`: a function and what it gives, for chips and lists. */
export function functionName(state: State, graph: Graph, made: FunctionRecord): string {
  const output = graph.items.get(variableKey(made.outputs[0]))?.variable;
  return output ? `${made.label} → ${shortName(state, output)}` : made.label;
}

export function itemName(state: State, graph: Graph, key: ItemKey): string {
  const item = graph.items.get(key);
  if (!item) return key;
  return item.variable ? variableName(state, item.variable) : functionName(state, graph, item.function!);
}
