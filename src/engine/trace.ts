/** @file From Variables to one tape: what jets, formulas, replays and second derivatives read. */
import { operands } from './numbers';
import { Op } from './opcodes';
import { stretchesBehind } from './segment';
import { Tape } from './tape';
import { Variable } from './variable';

export interface Trace {
  tape: Tape;
  /** Rows of the inputs and outputs, in the order given. */
  inputs: number[];
  outputs: number[];
}

/**
 * One tape of everything that some Variables were computed from. Inputs come first and are leaves there, whatever made
 * them. @throws TypeError where arrays or a person's own functions take part: rows are numbers of the table.
 */
export function traceOf(outputs: readonly Variable[], inputs: readonly Variable[]): Trace {
  const tape = new Tape(256);
  const rows = new Map<number, number>();
  const leaf = (variable: Variable): number => {
    const { data } = variable;
    if (typeof data !== 'number') throw new TypeError(`${variable.name ?? 'A Variable'} holds no number.`);
    const row = tape.leaf(data, 0);
    rows.set(variable.serial, row);
    return row;
  };
  const inputRows = inputs.map((x) => rows.get(x.serial) ?? leaf(x));
  const found = new Map<number, Variable>();
  for (const output of outputs) {
    if (output.home === null) found.set(output.serial, output);
    for (const { handles } of stretchesBehind(output)) {
      for (const handle of handles) if (handle !== undefined) found.set(handle.serial, handle);
    }
  }
  // serial numbers grow in the order of recording
  for (const variable of [...found.values()].sort((p, q) => p.serial - q.serial)) {
    if (rows.has(variable.serial)) continue;
    const { home, row } = variable;
    if (home === null) {
      leaf(variable);
      continue;
    }
    const op = home.tape.op[row];
    if (op === Op.custom) {
      throw new TypeError(
        `${variable.creator?.name ?? 'A function'} is no function of the table: it has no place on a tape of numbers.`,
      );
    }
    const { ids, constants } = operands(home.tape, row);
    const given = ids.map((id) => (id === 0 ? 0 : (rows.get(home.serials[id]) as number)));
    const value = home.tape.value[row];
    const made =
      variable.others !== null
        ? tape.pushMany(op, given, constants, value, 0)
        : tape.push(op, given[0], given[1] ?? 0, home.tape.constant[row], value, 0);
    rows.set(variable.serial, made);
  }
  return { tape, inputs: inputRows, outputs: outputs.map((y) => rows.get(y.serial) as number) };
}

/** Runs f once on Variables and traces it. */
export function trace(f: (...inputs: Variable[]) => Variable | Variable[], at: readonly number[]): Trace {
  const inputs = at.map((value) => new Variable(value));
  const made = f(...inputs);
  return traceOf(Array.isArray(made) ? made : [made], inputs);
}
