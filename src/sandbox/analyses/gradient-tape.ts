/** @file A tape that goes on with the backward passes of its output: gx1, gx2, … of one leaf. */
import { operands, reachable, usingConfig, Variable } from '../../engine';
import { applyPrimitive } from '../../engine/functions';
import { isPooled } from '../../engine/numbers';
import { Op } from '../../engine/opcodes';
import { nameOf } from '../../engine/primitives';
import { stretchesBehind } from '../../engine/segment';
import { Tape } from '../../engine/tape';
import { failure } from '../../protocol/codes';

export class GradientTape {
  /** The forward rows under their numbers, then those of each gradient in the order of recording. */
  readonly tape = new Tape();
  /** `roots[k]` is the row of gx_k; `roots[0]` the output. */
  readonly roots: number[];
  /** `ends[k]` is the first row after those of order k. */
  readonly ends: number[];
  /** Rows by the serial numbers of their Variables. */
  private readonly rows = new Map<number, number>();
  private readonly leaves = new Set<Variable>();
  private readonly input: Variable;
  private root: Variable;

  /** @throws invalidRequest for a person's own function */
  constructor(
    forward: Tape,
    output: number,
    input: number,
    /** Numbers folded and equal operations shared, or exactly what the rules say. */
    private readonly simplify: boolean,
  ) {
    copyRows(forward, this.tape);
    const variables = this.variablesOf(forward, reachable(forward, output), input);
    this.input = variables[input];
    this.root = variables[output];
    this.roots = [output];
    this.ends = [this.tape.length];
  }

  /** Records the next gradient. */
  next(): void {
    const { root, input, simplify } = this;
    usingConfig('simplify', simplify, () =>
      usingConfig('enableBackprop', true, () => root.backward({ createGraph: true })),
    );
    // where no gradient passes it is 0, and so are all that follow
    const gradient = input.grad ?? new Variable(0);
    for (const leaf of this.leaves) leaf.grad = null;
    this.root = gradient;
    this.roots.push(this.append(gradient));
    this.ends.push(this.tape.length);
  }

  /** How many functions take part in some of the roots. */
  functionsOf(roots: readonly number[]): number {
    return counted(this.tape, this.behind(roots));
  }

  /** 1 for each row that takes part in some of the roots. */
  behind(roots: readonly number[]): Uint8Array {
    const all = new Uint8Array(this.tape.length);
    for (const root of roots) {
      const one = reachable(this.tape, root);
      for (let id = 1; id < all.length; id++) all[id] |= one[id];
    }
    return all;
  }

  private variablesOf(tape: Tape, reached: Uint8Array, input: number): Variable[] {
    const made: Variable[] = [];
    for (let id = 1; id < tape.length; id++) {
      if (reached[id] === 0 && id !== input) continue;
      const name = nameOf(tape.op[id]);
      if (tape.op[id] === Op.leaf) {
        made[id] = new Variable(tape.value[id]);
        this.leaves.add(made[id]);
      } else if (name === undefined) {
        throw failure('invalidRequest', { detail: 'a function of your own has no gradient graph of its numbers.' });
      } else {
        const { ids, constants } = operands(tape, id);
        made[id] = applyPrimitive(
          name,
          ids.map((operand, k) => (operand === 0 ? constants[k] : made[operand])),
        );
      }
      this.rows.set(made[id].serial, id);
    }
    return made;
  }

  /** Records what a Variable was computed from, and is not there yet; gives its row. */
  private append(root: Variable): number {
    const found = new Map<number, Variable>([[root.serial, root]]);
    for (const { handles } of stretchesBehind(root))
      for (const handle of handles) if (handle !== undefined) found.set(handle.serial, handle);
    // serial numbers grow in the order of recording
    for (const variable of [...found.values()].sort((p, q) => p.serial - q.serial)) {
      if (!this.rows.has(variable.serial)) this.rows.set(variable.serial, this.push(variable));
    }
    return this.rows.get(root.serial) ?? 0;
  }

  private push(variable: Variable): number {
    const { tape, rows } = this;
    const { home, row } = variable;
    const value = variable.data as number;
    if (home === null) {
      this.leaves.add(variable);
      return tape.leaf(value, 0);
    }
    const op = home.tape.op[row];
    const { ids, constants } = operands(home.tape, row);
    const given = ids.map((id) => (id === 0 ? 0 : (rows.get(home.serials[id]) ?? 0)));
    return isPooled(op)
      ? tape.pushMany(op, given, constants, value, 0)
      : tape.push(op, given[0], given[1] ?? 0, home.tape.constant[row], value, 0);
  }
}

function copyRows(from: Tape, to: Tape): void {
  for (let id = 1; id < from.length; id++) {
    const { ids, constants } = operands(from, id);
    if (isPooled(from.op[id])) to.pushMany(from.op[id], ids, constants, from.value[id], from.site[id]);
    else to.push(from.op[id], from.a[id], from.b[id], from.constant[id], from.value[id], from.site[id]);
  }
}

/** How many functions take part in an output. */
export function functionsOf(tape: Tape, output: number): number {
  return counted(tape, reachable(tape, output));
}

function counted({ op, length }: Tape, reached: Uint8Array): number {
  let count = 0;
  for (let id = 1; id < length; id++) if (reached[id] === 1 && op[id] !== Op.leaf) count++;
  return count;
}
