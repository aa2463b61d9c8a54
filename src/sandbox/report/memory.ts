/** @file What the graph, kept gradients and the graph of the backward pass take in memory. */
import { operands, operandValues, primitiveOf, primitives } from '../../engine';
import { type Algebra, holds } from '../../engine/algebra';
import { Op } from '../../engine/opcodes';
import { rowBytes, type Tape } from '../../engine/tape';
import type { MemoryRecord } from '../../protocol/evaluation';
import type { Swept } from './statistics';

const numberBytes = 8;

export function memoryRecord(tape: Tape, { reached, value }: Swept): MemoryRecord {
  const emitted = new Emitted();
  const given = new Uint8Array(tape.length);
  let functions = 0;
  let intermediates = 0;
  for (let id = tape.length - 1; id > 0; id--) {
    if (reached[id] === 0 || tape.op[id] === Op.leaf) continue;
    // behind a rule that lets no gradient pass nothing is recorded
    if (intermediates++ > 0 && given[id] === 0) continue;
    const found = operands(tape, id);
    const made = emitted.by(tape, id, value);
    for (const [k, operand] of found.ids.entries()) {
      if (operand === 0 || made[k] === null) continue;
      // a second contribution is added to the first
      functions += made[k] + given[operand];
      given[operand] = 1;
    }
  }
  return {
    graph: (tape.length - 1) * rowBytes,
    retained: intermediates * numberBytes,
    createGraph: functions * rowBytes,
  };
}

/** A number of the program, or what a function would be recorded for. */
type Term = number | { value: number };
const valueOf = (term: Term) => (typeof term === 'number' ? term : term.value);

/** How many functions a backward pass records for each operand of a row, by the rules of the table. */
class Emitted {
  private readonly known = new Map<number, (number | null)[]>();
  private count = 0;
  private decided = false;
  private readonly zero: Term = { value: 0 };
  private readonly algebra: Algebra<Term>;

  constructor() {
    const call: Algebra<Term>['call'] = (name, ...terms) => {
      const value = primitives[name].forward(...terms.map(valueOf));
      if (terms.every((term) => typeof term === 'number')) return value;
      this.count++;
      return { value };
    };
    this.algebra = {
      zero: this.zero,
      one: 1,
      constant: (value) => value,
      isConstant: (term) => typeof term === 'number',
      add: (a, b) => call('add', a, b),
      sub: (a, b) => call('sub', a, b),
      mul: (a, b) => call('mul', a, b),
      div: (a, b) => call('div', a, b),
      neg: (a) => call('neg', a),
      call,
      choose: (a, relation, b, then, otherwise) => {
        this.decided = true;
        return holds(valueOf(a), relation, valueOf(b)) ? then() : otherwise();
      },
    };
  }

  /** null where no gradient passes. */
  by(tape: Tape, id: number, values: Float64Array): (number | null)[] {
    const op = tape.op[id];
    const found = operands(tape, id);
    // of two operands at most one is a number
    const key = op * 4 + (found.ids[0] === 0 ? 1 : 0) + (found.ids[1] === 0 ? 2 : 0);
    const known = this.known.get(key);
    if (known && found.ids.length < 3) return known;
    const row = primitiveOf(op);
    if (row === undefined || row.kind === 'stepwise') return found.ids.map(() => null);
    const terms = operandValues(tape, found, values).map((value, k): Term => (found.ids[k] === 0 ? value : { value }));
    const own = { value: values[id] };
    this.decided = found.ids.length > 2;
    const made = found.ids.map((operand, k) => {
      if (operand === 0) return null;
      this.count = 0;
      const partial = row.partial<Term>(this.algebra, () => own, terms, k);
      if (partial === this.zero) return null;
      // ȳ · 1 is ȳ; everything else is multiplied, or turned
      return partial === 1 ? 0 : this.count + 1;
    });
    if (!this.decided) this.known.set(key, made);
    return made;
  }
}
