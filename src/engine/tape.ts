/** @file The tape (Wengert list): one recorded operation per row, held in typed-array columns. */
import { Op } from './opcodes';

/** Raised by `grow` when a recording passes the limit it was given. */
export class TapeLimitError extends Error {
  constructor(readonly limit: number) {
    super(`The tape is limited to ${limit} operations.`);
    this.name = 'TapeLimitError';
  }
}

/** What a guard saw: a comparison of two values, the truth of one, or a value that left the tape as a plain number. */
export const enum Guard {
  less,
  lessOrEqual,
  greater,
  greaterOrEqual,
  equal,
  notEqual,
  /** ToBoolean of `a`. */
  truth,
  /** `a` was read as a plain number (array index, bit operation, text …): a replay holds only for the same value. */
  detached,
}

/** The columns of a tape as plain buffers: what leaves a realm, and what a reader rebuilds a tape from. */
export interface TapeColumns {
  readonly length: number;
  readonly op: ArrayBuffer;
  readonly a: ArrayBuffer;
  readonly b: ArrayBuffer;
  readonly constant: ArrayBuffer;
  readonly value: ArrayBuffer;
  readonly site: ArrayBuffer;
  readonly pool: ArrayBuffer;
  readonly poolConstants: ArrayBuffer;
  readonly guards: number;
  readonly guardKind: ArrayBuffer;
  readonly guardA: ArrayBuffer;
  readonly guardB: ArrayBuffer;
  readonly guardConstant: ArrayBuffer;
  readonly guardOutcome: ArrayBuffer;
  readonly guardRow: ArrayBuffer;
  readonly guardSite: ArrayBuffer;
}

/** What a row takes. */
export const rowBytes = 29;

/** As it was when this file was loaded: a program, and the prelude of its realm, may replace the method. */
const copyInto = Function.prototype.call.bind(Uint8Array.prototype.set) as unknown as (
  to: object,
  from: object,
) => void;

function enlarged<T extends object>(made: T, old: T): T {
  copyInto(made, old);
  return made;
}

/**
 * Rows are numbered from 1; the row's number is the id of the variable it produced. Id 0 in an
 * operand column means "not a variable": the operand is the number in `constant`.
 *
 * One or two operands stand in `a` and `b` (at most one of them constant). A row with any number of
 * operands (`max`, `min`, `hypot`) has `a` = its first place in `pool` and `b` = the number of operands;
 * `pool` holds ids, `poolConstants` the numbers where the id is 0.
 * 29 bytes a row; 10 million rows are 290 MB.
 */
export class Tape {
  length = 1;
  capacity: number;
  op: Uint8Array;
  a: Int32Array;
  b: Int32Array;
  constant: Float64Array;
  value: Float64Array;
  site: Int32Array;
  /** These begin without room: most tapes of Variables need none of it. */
  pool = new Int32Array(0);
  poolConstants = new Float64Array(0);
  poolLength = 0;
  /** Guards: what decided a branch. A replay with other inputs holds while every guard comes out the same. */
  guards = 0;
  guardKind = new Uint8Array(0);
  guardA = new Int32Array(0);
  guardB = new Int32Array(0);
  guardConstant = new Float64Array(0);
  guardOutcome = new Uint8Array(0);
  /** `length` of the tape when the guard was met. */
  guardRow = new Int32Array(0);
  guardSite = new Int32Array(0);

  /** @param limit the greatest number of rows; one more throws a `TapeLimitError`. */
  constructor(
    room = 1024,
    public limit = 10_000_000,
  ) {
    const capacity = Math.min(room, limit + 1);
    this.capacity = capacity;
    this.op = new Uint8Array(capacity);
    this.a = new Int32Array(capacity);
    this.b = new Int32Array(capacity);
    this.constant = new Float64Array(capacity);
    this.value = new Float64Array(capacity);
    this.site = new Int32Array(capacity);
  }

  /** Records a variable without creator and returns its id. */
  leaf(value: number, site: number): number {
    return this.push(Op.leaf, 0, 0, 0, value, site);
  }

  /** Records an operation of one or two operands and returns the id of its output. */
  push(op: Op, a: number, b: number, constant: number, value: number, site: number): number {
    const id = this.length;
    if (id >= this.capacity) this.grow();
    this.op[id] = op;
    this.a[id] = a;
    this.b[id] = b;
    this.constant[id] = constant;
    this.value[id] = value;
    this.site[id] = site;
    this.length = id + 1;
    return id;
  }

  /** Records an operation of any number of operands; `ids[k]` is 0 where operand k is the number `constants[k]`. */
  pushMany(op: Op, ids: ArrayLike<number>, constants: ArrayLike<number>, value: number, site: number): number {
    const start = this.poolLength;
    const end = start + ids.length;
    if (end > this.pool.length) {
      const size = Math.max(end, 64, this.pool.length * 2);
      this.pool = enlarged(new Int32Array(size), this.pool);
      this.poolConstants = enlarged(new Float64Array(size), this.poolConstants);
    }
    for (let k = 0; k < ids.length; k++) {
      this.pool[start + k] = ids[k];
      this.poolConstants[start + k] = constants[k];
    }
    this.poolLength = end;
    return this.push(op, start, ids.length, 0, value, site);
  }

  /** Records what decided a branch; `a` or `b` is 0 where that side is the number `constant`. */
  guard(kind: Guard, a: number, b: number, constant: number, outcome: boolean, site: number): void {
    const k = this.guards;
    if (k >= this.guardKind.length) {
      const size = Math.max(64, k * 2);
      this.guardKind = enlarged(new Uint8Array(size), this.guardKind);
      this.guardA = enlarged(new Int32Array(size), this.guardA);
      this.guardB = enlarged(new Int32Array(size), this.guardB);
      this.guardConstant = enlarged(new Float64Array(size), this.guardConstant);
      this.guardOutcome = enlarged(new Uint8Array(size), this.guardOutcome);
      this.guardRow = enlarged(new Int32Array(size), this.guardRow);
      this.guardSite = enlarged(new Int32Array(size), this.guardSite);
    }
    this.guardKind[k] = kind;
    this.guardA[k] = a;
    this.guardB[k] = b;
    this.guardConstant[k] = constant;
    this.guardOutcome[k] = outcome ? 1 : 0;
    this.guardRow[k] = this.length;
    this.guardSite[k] = site;
    this.guards = k + 1;
  }

  /** So many rows may follow. */
  allow(rows: number): void {
    this.limit = this.length - 1 + rows;
    this.capacity = Math.min(this.op.length, this.limit + 1);
  }

  /** Makes room for more rows. @throws TapeLimitError when the limit is reached. */
  grow(): void {
    if (this.length > this.limit) throw new TapeLimitError(this.limit);
    // doubling wastes most where it is dearest
    const wanted = this.capacity < 65_536 ? this.capacity * 2 : Math.ceil(this.capacity * 1.6);
    const capacity = Math.min(wanted, this.limit + 1);
    this.op = enlarged(new Uint8Array(capacity), this.op);
    this.a = enlarged(new Int32Array(capacity), this.a);
    this.b = enlarged(new Int32Array(capacity), this.b);
    this.constant = enlarged(new Float64Array(capacity), this.constant);
    this.value = enlarged(new Float64Array(capacity), this.value);
    this.site = enlarged(new Int32Array(capacity), this.site);
    this.capacity = capacity;
  }

  /** The columns as buffers, without copying. */
  columns(): TapeColumns {
    return {
      length: this.length,
      op: this.op.buffer as ArrayBuffer,
      a: this.a.buffer as ArrayBuffer,
      b: this.b.buffer as ArrayBuffer,
      constant: this.constant.buffer as ArrayBuffer,
      value: this.value.buffer as ArrayBuffer,
      site: this.site.buffer as ArrayBuffer,
      pool: this.pool.buffer as ArrayBuffer,
      poolConstants: this.poolConstants.buffer as ArrayBuffer,
      guards: this.guards,
      guardKind: this.guardKind.buffer as ArrayBuffer,
      guardA: this.guardA.buffer as ArrayBuffer,
      guardB: this.guardB.buffer as ArrayBuffer,
      guardConstant: this.guardConstant.buffer as ArrayBuffer,
      guardOutcome: this.guardOutcome.buffer as ArrayBuffer,
      guardRow: this.guardRow.buffer as ArrayBuffer,
      guardSite: this.guardSite.buffer as ArrayBuffer,
    };
  }

  /** A tape over columns recorded elsewhere (another realm); shares their memory. */
  static over(columns: TapeColumns): Tape {
    const tape = new Tape(1);
    tape.op = new Uint8Array(columns.op);
    tape.a = new Int32Array(columns.a);
    tape.b = new Int32Array(columns.b);
    tape.constant = new Float64Array(columns.constant);
    tape.value = new Float64Array(columns.value);
    tape.site = new Int32Array(columns.site);
    tape.pool = new Int32Array(columns.pool);
    tape.poolConstants = new Float64Array(columns.poolConstants);
    tape.guards = columns.guards;
    tape.guardKind = new Uint8Array(columns.guardKind);
    tape.guardA = new Int32Array(columns.guardA);
    tape.guardB = new Int32Array(columns.guardB);
    tape.guardConstant = new Float64Array(columns.guardConstant);
    tape.guardOutcome = new Uint8Array(columns.guardOutcome);
    tape.guardRow = new Int32Array(columns.guardRow);
    tape.guardSite = new Int32Array(columns.guardSite);
    tape.length = columns.length;
    tape.capacity = tape.op.length;
    return tape;
  }
}
