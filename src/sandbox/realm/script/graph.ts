/** @file From a Variable to rows of the run's tape: everything that it was computed from. */
import { ArrayNode, creatorOf, type FunctionNode } from '../../../engine/function';
import { operands } from '../../../engine/numbers';
import { Op } from '../../../engine/opcodes';
import { recorded, stretchesBehind } from '../../../engine/segment';
import type { Tape } from '../../../engine/tape';
import { NdArray, type Value } from '../../../engine/tensor/ndarray';
import { Variable } from '../../../engine/variable';
import type { ScriptLinks } from './links';
import { siteOf } from './places';
import { meanOf } from './tensors';

/** A call of a function on arrays, or of a person's own: its outputs' rows and its operands. */
export interface Call {
  node: FunctionNode;
  /** By output; 0 for one that nothing uses. */
  outputs: number[];
  /** Rows of the operands, 0 for a constant. */
  rows: number[];
}

/** Rows that feed the entries of one leaf. */
export interface Feed {
  row: number;
  from: readonly number[];
}

export class ScriptGraph {
  /** By serial number. */
  private readonly rowOf = new Map<number, number>();
  /** What each row holds. */
  readonly data = new Map<number, Value>();
  readonly variables = new Map<number, Variable>();
  readonly calls = new Map<number, Call>();
  readonly feeds: Feed[] = [];
  private readonly callOf = new Map<FunctionNode, Call>();
  private readonly first: number;

  constructor(private readonly links: ScriptLinks) {
    this.first = links.tape().length;
  }

  private get tape(): Tape {
    return this.links.tape();
  }

  /** Whether the table of primitives says all about its rows. */
  get isPlain(): boolean {
    return this.calls.size === 0 && this.feeds.length === 0 && this.arrays === 0;
  }

  private arrays = 0;

  rows(): { from: number; to: number } {
    return { from: this.first, to: this.tape.length };
  }

  knownRow(variable: Variable): number {
    return this.rowOf.get(variable.serial) ?? 0;
  }

  /** Puts on the tape what a Variable was computed from, as far as it is not there; returns its row. */
  add(root: Variable): number {
    const found = new Map<number, Variable>([[root.serial, root]]);
    if (root.home !== null) {
      for (const { handles } of stretchesBehind(root))
        for (let k = 0; k < handles.length; k++) {
          const handle = handles[k];
          if (handle !== undefined) found.set(handle.serial, handle);
        }
    }
    // serial numbers grow in the order of recording
    const ordered = [...found.values()].sort((p, q) => p.serial - q.serial);
    for (const variable of ordered) if (!this.rowOf.has(variable.serial)) this.record(variable);
    return this.rowOf.get(root.serial) as number;
  }

  private keep(variable: Variable, row: number, data: Value): void {
    this.rowOf.set(variable.serial, row);
    this.variables.set(row, variable);
    if (data instanceof NdArray) {
      this.data.set(row, data);
      this.arrays++;
    }
  }

  private record(variable: Variable): void {
    const { home, row } = variable;
    const site = siteOf(variable);
    const data = (home === null ? variable.data : home.dataAt(row)) ?? Number.NaN;
    if (home === null) {
      const { feeds } = variable;
      if (feeds !== null && feeds.length === 1 && typeof data === 'number') {
        // the traced number itself
        this.keep(variable, feeds[0], data);
        return;
      }
      if (feeds !== null) {
        const made = this.tape.pushMany(
          Op.custom,
          feeds,
          feeds.map((_, k) => (data as NdArray).values[k]),
          meanOf(data),
          site,
        );
        this.feeds[this.feeds.length] = { row: made, from: feeds };
        this.keep(variable, made, data);
        return;
      }
      this.keep(variable, this.tape.leaf(meanOf(data), site), data);
      return;
    }
    const { tape } = home;
    const op = tape.op[row];
    if (op === Op.custom) {
      this.recordCall(variable, site, data);
      return;
    }
    const { ids, constants } = operands(tape, row);
    const given = ids.map((id) => (id === 0 ? 0 : (this.rowOf.get(home.serials[id]) as number)));
    const made =
      variable.others !== null
        ? this.tape.pushMany(op, given, constants, tape.value[row], site)
        : this.tape.push(op, given[0], given[1] ?? 0, tape.constant[row], tape.value[row], site);
    this.keep(variable, made, data);
  }

  private recordCall(variable: Variable, site: number, data: Value): void {
    const node = creatorOf(variable);
    let call = this.callOf.get(node);
    if (call === undefined) {
      const terms = node instanceof ArrayNode ? node.operands : node.inputs;
      const rows = terms.map((term) => (term instanceof Variable ? (this.rowOf.get(term.serial) ?? 0) : 0));
      call = { node, outputs: [], rows };
      this.callOf.set(node, call);
    }
    const values = node instanceof ArrayNode ? node.values : node.inputs.map((x) => x.data ?? Number.NaN);
    const made = this.tape.pushMany(Op.custom, call.rows, values.map(meanOf), meanOf(data), site);
    call.outputs[variable.row - node.row] = made;
    this.calls.set(made, call);
    this.keep(variable, made, data);
  }
}

/** A root as it was when `backward` was called on it, whatever was assigned since. */
export function rootAsRecorded({ variable, serial, home, row }: Held): Variable {
  if (variable.serial === serial) return variable;
  if (home !== null) return recorded(variable, home, row);
  return variable.past?.serial === serial ? variable.past : variable;
}

export interface Held {
  variable: Variable;
  serial: number;
  home: Variable['home'];
  row: number;
}

export function held(variable: Variable): Held {
  const { serial, home, row } = variable;
  return { variable, serial, home, row };
}
