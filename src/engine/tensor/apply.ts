/** @file Calling a function of arrays: its value now, and a record of the call for the way back. */
import { config } from '../config';
import { ArrayNode } from '../function';
import type { Term } from '../functions';
import { Variable } from '../variable';
import type { Value } from './ndarray';
import type { ArrayRule } from './rules';

/** What a term holds. @throws TypeError for a Variable without data. */
export function valueOfTerm(term: Term): Value {
  if (!(term instanceof Variable)) return term;
  if (term.data === null) throw new TypeError(`${term.name ?? 'A Variable'} without data cannot be computed with.`);
  return term.data;
}

/** Applies a rule; recorded if an operand is a Variable and recording is on. */
export function applyRule(rule: ArrayRule, operands: readonly Term[]): Variable {
  const values = operands.map(valueOfTerm);
  const value = rule.forward(values);
  if (!config.enableBackprop || !operands.some((x) => x instanceof Variable)) return new Variable(value);
  return new ArrayNode(rule, operands, values).recorded(operands, value);
}
