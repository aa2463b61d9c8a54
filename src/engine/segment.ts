/**
 * @file Segments: the tape of Variables in pieces, so that ordinary garbage collection frees dead graphs.
 * A Variable refers to the segment of its creator, and a segment to those that its operands come from.
 */
import { isPooled } from './numbers';
import type { Op } from './opcodes';
import { Tape } from './tape';
import type { NdArray } from './tensor/ndarray';
import { type Data, Variable } from './variable';

const rowsPerSegment = 4096;
/** Numbers in the arrays of a segment before the next begins: it keeps them all as long as one is in use. */
const entriesPerSegment = 1 << 18;
let serials = 0;

/** Where an operand of a later segment was recorded. */
interface Origin {
  segment: Segment;
  row: number;
}

export class Segment {
  readonly serial = serials++;
  readonly tape = new Tape(64);
  /** The Variable of each row. */
  readonly handles: (Variable | null)[] = [null];
  /** Rows that stand for rows of earlier segments. */
  readonly origins = new Map<number, Origin>();
  /** What rows hold that is no number; the column has NaN there. */
  readonly arrays = new Map<number, NdArray>();
  /** How many numbers `arrays` holds. */
  entries = 0;
  /** Objects of the functions that were asked for, and of every person's own function, by row. */
  readonly nodes = new Map<number, unknown>();
  /** Whether it holds a person's own function, which a sweep over columns cannot do. */
  hasCustom = false;
  /** Whether it holds functions of arrays. */
  hasArrays = false;
  /** Whether a grad was put on one of its Variables. */
  retained = false;
  /** Equal operations, by `keyOf`, up to row `shareable`. */
  private readonly shared = new Map<string, number>();
  private shareable = 1;

  /** What a row held when it was recorded. */
  dataAt(row: number): Data {
    const value = this.tape.value[row];
    // only an array's row and an honest NaN are NaN
    return Number.isNaN(value) ? (this.arrays.get(row) ?? value) : value;
  }

  /** Notes what a row holds, if it is an array. */
  hold(row: number, data: Data): void {
    if (typeof data === 'number') return;
    this.arrays.set(row, data);
    this.entries += data.size;
  }

  /** The Variable of a row, with the value it had when it was recorded. */
  handleAt(row: number): Variable {
    const handle = this.handles[row] as Variable;
    const origin = this.origins.get(row);
    if (origin !== undefined) {
      if (handle.home === origin.segment && handle.row === origin.row) return handle;
      return (this.handles[row] = origin.segment.handleAt(origin.row));
    }
    const isLeaf = this.tape.op[row] === 0;
    if (
      isLeaf
        ? handle.home === null && Object.is(handle.data, this.dataAt(row))
        : handle.home === this && handle.row === row
    ) {
      return handle;
    }
    // its data was assigned since
    const past = new Variable(this.dataAt(row), handle.name);
    past.standsFor = handle.standsFor ?? handle;
    if (!isLeaf) {
      past.home = this;
      past.row = row;
      past.generation = generationOf(this, row);
    }
    this.handles[row] = past;
    return past;
  }

  /** The row of an operation that is already recorded, or 0. */
  find(key: string): number {
    for (; this.shareable < this.tape.length; this.shareable++) {
      const known = this.keyAt(this.shareable);
      if (known !== null && !this.shared.has(known)) this.shared.set(known, this.shareable);
    }
    const row = this.shared.get(key);
    if (row === undefined) return 0;
    const handle = this.handles[row] as Variable;
    return handle.home === this && handle.row === row ? row : 0;
  }

  private keyAt(row: number): string | null {
    const op = this.tape.op[row];
    if (op === 0 || isPooled(op)) return null;
    return keyOf(op, this.tape.a[row], this.tape.b[row], this.tape.constant[row]);
  }
}

export function keyOf(op: Op, a: number, b: number, constant: number): string {
  return `${op} ${a} ${b} ${Object.is(constant, -0) ? '-0' : constant}`;
}

/** The generation of a row, from its operands' Variables; only for rows whose Variable has become a leaf. */
function generationOf(segment: Segment, row: number): number {
  const { tape } = segment;
  const pooled = isPooled(tape.op[row]);
  const ids = pooled
    ? Array.from(tape.pool.subarray(tape.a[row], tape.a[row] + tape.b[row]))
    : [tape.a[row], tape.b[row]];
  return 1 + Math.max(0, ...ids.filter((id) => id > 0).map((id) => segment.handleAt(id).generation));
}

let current = new Segment();

/** The segment that is being recorded to; a new one when the last is full. */
export function currentSegment(): Segment {
  if (current.tape.length > rowsPerSegment || current.entries > entriesPerSegment) current = new Segment();
  return current;
}

/** Ends the current segment: what is recorded next keeps nothing alive of what was recorded before. */
export function beginSegment(): void {
  if (current.tape.length > 1) current = new Segment();
}

/** The row of a Variable in a segment, made if it comes from elsewhere. */
export function rowIn(segment: Segment, variable: Variable): number {
  if (variable.home === segment) return variable.row;
  if (variable.guestOf === segment.serial) return variable.guestRow;
  if (variable.data === null)
    throw new TypeError(`${variable.name ?? 'A Variable'} without data cannot be computed with.`);
  const { data } = variable;
  const row = segment.tape.leaf(typeof data === 'number' ? data : Number.NaN, 0);
  segment.hold(row, data);
  segment.handles[row] = variable;
  if (variable.home !== null) segment.origins.set(row, { segment: variable.home, row: variable.row });
  variable.guestOf = segment.serial;
  variable.guestRow = row;
  return row;
}

/** The Variable of a row just recorded. */
export function handleFor(segment: Segment, row: number, data: Data, generation: number): Variable {
  const variable = new Variable(data);
  variable.home = segment;
  variable.row = row;
  variable.generation = generation;
  segment.handles[row] = variable;
  segment.hold(row, data);
  return variable;
}
