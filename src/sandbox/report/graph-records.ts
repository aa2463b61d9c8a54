/** @file Records of the graph: variables and functions, one per row. */
import { isStepwise, labelOf, localPartials, nameOf, operands, operandValues } from '../../engine';
import { Op } from '../../engine/opcodes';
import type { Tape } from '../../engine/tape';
import type { FunctionRecord, Operand, VariableRecord } from '../../protocol/evaluation';
import type { RowNames } from './names';
import type { CustomRows } from './script/custom-rows';
import type { Swept } from './statistics';

export interface GraphSource {
  tape: Tape;
  swept: Swept;
  names: Pick<RowNames, 'nameOf' | 'isInput'>;
  /** 0 where the output does not depend on any input. */
  output: number;
  /** Rows of all inputs, which are shown whether or not the output depends on them. */
  inputs: number[];
  /** Functions on arrays, and a person's own. */
  custom?: CustomRows | null;
  /** Leaves are the inputs, as in a program of Variables. */
  leavesAreInputs?: boolean;
  /** Rows that are shown although the output does not depend on them. */
  besides?: Iterable<number>;
}

export interface GraphRecords {
  variables: VariableRecord[];
  functions: FunctionRecord[];
}

/** One record per row. */
export function plainRecords(source: GraphSource): GraphRecords {
  const { swept, inputs, besides = [] } = source;
  const shown = new Set([...inputs, ...besides]);
  for (let id = 1; id < swept.reached.length; id++) if (swept.reached[id] === 1) shown.add(id);
  return recordsOf(
    source,
    [...shown].sort((x, y) => x - y),
  );
}

/** Records of some rows; operands that are not among them are variables without a creator. */
export function recordsOf(source: GraphSource, ids: readonly number[]): GraphRecords {
  const { tape, custom } = source;
  const known = new Set(ids);
  const variables: VariableRecord[] = [];
  const functions: FunctionRecord[] = [];
  for (const id of ids) {
    variables.push(variableRecord(source, id, custom?.functionOf(id) ?? id));
    if (tape.op[id] === Op.leaf || (custom && custom.functionOf(id) !== id)) continue;
    const found = operandRecords(source, id, (operand) => operand);
    functions.push(functionRecord(source, id, found));
    for (const { variable } of found) {
      if (variable === null || known.has(variable)) continue;
      known.add(variable);
      variables.push({ ...variableRecord(source, variable, variable), creator: null });
    }
  }
  return { variables, functions };
}

export function variableRecord(source: GraphSource, id: number, creator: number): VariableRecord {
  const { tape, swept, names, output, custom, leavesAreInputs } = source;
  const tensor = custom?.tensorOf(id);
  const input = names.isInput(id) || (leavesAreInputs && tape.op[id] === Op.leaf);
  return {
    id,
    name: names.nameOf(id),
    value: swept.value[id],
    grad: swept.reached[id] === 1 ? swept.adjoints[id] : null,
    generation: swept.generation[id],
    creator: tape.op[id] === Op.leaf ? null : creator,
    role: id === output ? 'output' : input ? 'input' : 'intermediate',
    site: siteOf(tape, id),
    rolled: null,
    ...(tensor ? { tensor } : {}),
  };
}

/** Of what a call makes on its way to its result, the site is that of the call, negative on the tape. */
function siteOf({ site }: Tape, id: number): number | null {
  return site[id] === 0 ? null : Math.abs(site[id]);
}

export function functionRecord({ tape, swept, custom }: GraphSource, id: number, found: Operand[]): FunctionRecord {
  const op = tape.op[id];
  const name = nameOf(op);
  const own = custom?.of(id);
  const exponent = op === Op.pow && tape.b[id] === 0 ? tape.constant[id] : undefined;
  return {
    id,
    op: name ?? own?.op ?? 'function',
    label: name === undefined ? (own?.label ?? 'function') : labelOf(name, exponent),
    operands: found,
    outputs: own?.outputs ?? [id],
    generation: swept.generation[id] - 1,
    order: swept.place[id] > 0 ? swept.place[id] : null,
    site: siteOf(tape, id),
    stepwise: isStepwise(op),
    rolled: null,
  };
}

/** The operands of a row; `shownAs` gives the record that stands for an operand's row. */
export function operandRecords(
  { tape, swept, custom }: GraphSource,
  id: number,
  shownAs: (operand: number) => number,
): Operand[] {
  const found = operands(tape, id);
  const values = operandValues(tape, found, swept.value);
  const partials = localPartials(tape, id, swept.value);
  const grad = swept.reached[id] === 1 ? swept.adjoints[id] : null;
  return found.ids.map((operand, k) => {
    if (tape.op[id] === Op.custom && custom)
      return { variable: operand === 0 ? null : shownAs(operand), value: values[k], ...custom.passed(id, k, grad) };
    const partial = partials[k];
    return {
      variable: operand === 0 ? null : shownAs(operand),
      value: values[k],
      partial,
      contribution: partial === null || grad === null ? null : contributionOf(grad, partial),
    };
  });
}

/** The sweep does not multiply what a rule cuts off, so 0 · ∞ there is 0. */
function contributionOf(grad: number, partial: number): number {
  return partial === 0 ? 0 : grad * partial;
}
