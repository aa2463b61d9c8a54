/**
 * @file Segments: the tape of Variables in pieces. A segment holds numbers only; what refers to what is kept by the
 * Variables themselves, so that ordinary garbage collection frees a dead graph exactly, and its segments with it.
 */
import { isPooled } from './numbers';
import { Tape, TapeLimitError } from './tape';
import type { NdArray } from './tensor/ndarray';
import { type Data, Variable } from './variable';

const rowsPerSegment = 4096;
/** Numbers in the arrays of a segment before the next begins: it keeps them all as long as one is in use. */
const entriesPerSegment = 1 << 18;
let count = 0;

export class Segment {
  readonly serial = count++;
  readonly tape = new Tape(64);
  /** The serial number that the Variable of each row had when it was recorded. */
  readonly serials: number[] = [0];
  /** What rows hold that is no number; the column has NaN there. */
  readonly arrays = new Map<number, NdArray>();
  /** How many numbers `arrays` holds. */
  entries = 0;

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
}

let current = new Segment();
/** Rows of the segments that are full. */
let recordedRows = 0;
let rowLimit = Number.POSITIVE_INFINITY;

/** How many operations and leaves were recorded since `limitRows`. */
export function rowsRecorded(): number {
  return recordedRows + current.tape.length - 1;
}

/** Counts from here on. One more than `limit`, give or take a segment, is a `TapeLimitError`. */
export function limitRows(limit: number): void {
  current = new Segment();
  recordedRows = 0;
  rowLimit = limit;
}

function next(): void {
  recordedRows += current.tape.length - 1;
  if (recordedRows > rowLimit) throw new TapeLimitError(rowLimit);
  current = new Segment();
}

/** The segment that is being recorded to; a new one when the last is full. */
export function currentSegment(): Segment {
  if (current.tape.length > rowsPerSegment || current.entries > entriesPerSegment) next();
  return current;
}

/** Ends the current segment: what is recorded next keeps none of its numbers alive. */
export function beginSegment(): void {
  if (current.tape.length > 1) next();
}

/** The row of a Variable in a segment, made if it comes from elsewhere. */
export function rowIn(segment: Segment, variable: Variable): number {
  if (variable.home === segment) return variable.row;
  if (variable.guestOf === segment.serial) return variable.guestRow;
  const { data } = variable;
  if (data === null) throw new TypeError(`${variable.name ?? 'A Variable'} without data cannot be computed with.`);
  const row = segment.tape.leaf(typeof data === 'number' ? data : Number.NaN, 0);
  segment.serials[row] = variable.serial;
  segment.hold(row, data);
  variable.guestOf = segment.serial;
  variable.guestRow = row;
  return row;
}

/** The Variable of a row just recorded, with the Variables among its operands. */
export function handleFor(
  segment: Segment,
  row: number,
  data: Data,
  generation: number,
  operands: readonly (Variable | null)[],
): Variable {
  const pooled = isPooled(segment.tape.op[row]);
  const variable = linked(
    segment,
    row,
    data,
    generation,
    pooled ? null : operands[0],
    pooled ? null : (operands[1] ?? null),
  );
  if (pooled) variable.others = operands;
  segment.hold(row, data);
  return variable;
}

/** As `handleFor`, of at most two operands. */
export function linked(
  segment: Segment,
  row: number,
  data: Data,
  generation: number,
  first: Variable | null,
  second: Variable | null,
): Variable {
  const variable = new Variable(data);
  variable.home = segment;
  variable.row = row;
  variable.generation = generation;
  variable.first = first;
  variable.second = second;
  segment.serials[row] = variable.serial;
  return variable;
}

/** A Variable as it was when a row was recorded for it: another one stands for it if its data was assigned since. */
export function recorded(variable: Variable, segment: Segment, row: number): Variable {
  const serial = segment.serials[row];
  if (variable.serial === serial) return variable;
  if (variable.past?.serial === serial) return variable.past;
  const past = new Variable(segment.dataAt(row), variable.name);
  past.standsFor = variable.standsFor ?? variable;
  past.serial = serial;
  return past;
}

/** Where operand k of a Variable's creator stands in its segment; 0 for a constant. */
export function operandRow({ tape }: Segment, row: number, k: number): number {
  const a = tape.a[row];
  if (isPooled(tape.op[row])) return tape.pool[a + k];
  return k === 0 ? a : tape.b[row];
}

/** What a Variable was computed from in one segment. */
export interface Stretch {
  segment: Segment;
  /** By row: those made here, and those taken from elsewhere. */
  handles: (Variable | undefined)[];
  /** Where rows that were taken from an earlier segment were made. */
  origins: Map<number, { segment: Segment; row: number }>;
}

let stamps = 0;

/** Everything a Variable was computed from, latest segment first; `each` sees every Variable that has a creator. */
export function stretchesBehind(root: Variable, each?: (variable: Variable) => void): Stretch[] {
  const stamp = ++stamps;
  const stretches = new Map<Segment, Stretch>();
  let last: Stretch | undefined;
  const stretchOf = (segment: Segment): Stretch => {
    if (last?.segment === segment) return last;
    last = stretches.get(segment);
    if (last === undefined) {
      last = { segment, handles: [], origins: new Map() };
      stretches.set(segment, last);
    }
    return last;
  };
  const stack: Variable[] = [];
  const meet = (variable: Variable) => {
    if (variable.mark === stamp) return;
    variable.mark = stamp;
    stack.push(variable);
  };
  const take = (home: Segment, row: number, handle: Variable) => {
    const x = recorded(handle, home, row);
    if (x.home !== home) {
      const stretch = stretchOf(home);
      stretch.handles[row] = x;
      if (x.home !== null) stretch.origins.set(row, { segment: x.home, row: x.row });
    }
    if (x.home !== null) meet(x);
  };
  if (root.home !== null) meet(root);
  for (let v = stack.pop(); v !== undefined; v = stack.pop()) {
    const home = v.home as Segment;
    stretchOf(home).handles[v.row] = v;
    each?.(v);
    if (v.first !== null) take(home, home.tape.a[v.row], v.first);
    if (v.second !== null) take(home, home.tape.b[v.row], v.second);
    if (v.others !== null) {
      for (let k = 0; k < v.others.length; k++) {
        const x = v.others[k];
        if (x !== null) take(home, operandRow(home, v.row, k), x);
      }
    }
  }
  return [...stretches.values()].sort((p, q) => q.segment.serial - p.segment.serial);
}
