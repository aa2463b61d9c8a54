/** @file The last recordings, kept: what differs from it only in the values of its inputs need not run again. */

import { Op } from '../engine/opcodes';
import { replay, replayValues } from '../engine/replay';
import { Tape } from '../engine/tape';
import type { PreparedRequest } from '../protocol/border';
import { encode } from '../protocol/codec';
import type { Recording, Undertaking } from './assembly';
import { numericLeaves } from './numeric-leaves';
import type { Preparation } from './preparation';
import type { RunResult } from './realm-control';
import type { AskedImports, Surroundings } from './undertaking';

/** Rows, guards and marks that are kept: some 40 MB. */
const room = 1_000_000;
/** Of several targets, and of one with different questions. */
const recordingsKept = 4;

/** A traced run that came to its end. */
export interface Recorded {
  task: Undertaking;
  recording: Recording;
  result: RunResult;
  /** Rows of the inputs, shaped like their values. */
  ids: unknown[];
  asked: AskedImports;
}

/** same: only a recording of the very same inputs will do. replayed: its tape may be run again with others. */
export type Reuse = 'same' | 'replayed';

interface Kept extends Recorded {
  /** Rows of the run itself. */
  rows: number;
  size: number;
}

export class KeptRecordings {
  /** By what was asked; last used last. */
  private readonly kept = new Map<string, Kept>();

  /** Keeps a copy, which holds nothing of the realm that it was recorded in. */
  keep(recorded: Recorded): void {
    const { task, recording, result, ids, asked } = recorded;
    const { tape, marks } = recording;
    const key = keyOf(task.request);
    this.kept.delete(key);
    const size = tape.length + tape.guards + marks.length;
    if (size > room) return;
    const copy = { tape: copyOf(tape), marks: { length: marks.length, pairs: marks.pairs.slice(0, 2 * marks.length) } };
    this.kept.set(key, { task, recording: copy, result, ids, asked, rows: tape.length, size });
    let all = [...this.kept.values()].reduce((sum, one) => sum + one.size, 0);
    for (const [oldest, one] of this.kept) {
      if (all <= room && this.kept.size <= recordingsKept) break;
      this.kept.delete(oldest);
      all -= one.size;
    }
  }

  /**
   * The recording as it would be, were the request run now; null where it has to run: another program, an input that
   * no leaf stands for, a branch that flips, a value that a program read as a plain number.
   */
  async find(request: PreparedRequest, around: Surroundings, reuse: Reuse): Promise<Recorded | null> {
    const key = keyOf(request);
    const last = this.kept.get(key);
    if (!last || !sameMemory(request, last.task)) return null;
    // the graph of Variables is more than the tape
    if (last.result.script && (reuse !== 'same' || givenOf(request) !== givenOf(last.task.request))) return null;
    const preparation = last.task.preparation.again(request);
    const moved = preparation && movedLeaves(last, preparation);
    if (!preparation || !moved || (reuse === 'same' && moved.size > 0)) return null;
    // what was printed may tell of the values
    if (moved.size > 0 && last.result.printed.length > 0) return null;
    if (!(await stillImports(last.asked, around))) return null;
    const { tape, marks } = last.recording;
    // a sum that an earlier reading recorded is no part of the program
    tape.length = last.rows;
    if (moved.size > 0) {
      const values = replayValues(tape);
      for (const [id, value] of moved) values[id] = value;
      if (replay(tape, values) !== -1) return null;
      tape.value = grown(values, tape.capacity);
    }
    const leaves = last.result.leaves?.map((leaf) => (leaf.id > 0 ? { ...leaf, value: tape.value[leaf.id] } : leaf));
    const result = { ...last.result, ...(leaves ? { leaves } : {}) };
    const task = { ...last.task, request, preparation };
    this.kept.delete(key);
    this.kept.set(key, { ...last, task, result });
    return { task, recording: { tape, marks }, result, ids: last.ids, asked: last.asked };
  }
}

function copyOf(tape: Tape): Tape {
  const { length, guards, poolLength } = tape;
  const part = <T extends { slice(from: number, to: number): T }>(column: T, end: number) => column.slice(0, end);
  const copy = new Tape(1, tape.limit);
  copy.op = part(tape.op, length);
  copy.a = part(tape.a, length);
  copy.b = part(tape.b, length);
  copy.constant = part(tape.constant, length);
  copy.value = part(tape.value, length);
  copy.site = part(tape.site, length);
  // a tape over another realm's columns does not know how much of its pool is in use
  copy.pool = tape.pool.slice();
  copy.poolConstants = tape.poolConstants.slice();
  copy.poolLength = poolLength;
  copy.guards = guards;
  copy.guardKind = part(tape.guardKind, guards);
  copy.guardA = part(tape.guardA, guards);
  copy.guardB = part(tape.guardB, guards);
  copy.guardConstant = part(tape.guardConstant, guards);
  copy.guardOutcome = part(tape.guardOutcome, guards);
  copy.guardRow = part(tape.guardRow, guards);
  copy.guardSite = part(tape.guardSite, guards);
  copy.length = length;
  copy.capacity = length;
  return copy;
}

function grown(values: Float64Array, capacity: number): Float64Array {
  if (values.length >= capacity) return values;
  const made = new Float64Array(capacity);
  made.set(values);
  return made;
}

/** Everything of a request that decides what runs, beside the values of inputs. */
function keyOf(request: PreparedRequest): string {
  const { fileName, sourceHash, selection, target, withRespectTo, seed, limits } = request;
  const { operations, outputBytes, modules, sourceBytes } = limits;
  const asked = [fileName, sourceHash, selection, target, withRespectTo, seed];
  return encode([asked, operations, outputBytes, modules, sourceBytes]);
}

function givenOf({ inputs, remembered, backward }: PreparedRequest): string {
  return encode([inputs, remembered, backward]);
}

/** What was remembered of the target chooses what is differentiated. */
function sameMemory({ remembered }: PreparedRequest, { request, preparation }: Undertaking): boolean {
  const { name } = preparation.plan.target;
  const of = (all: PreparedRequest['remembered']) => encode(all?.[name]?.withRespectTo);
  return of(remembered) === of(request.remembered);
}

/** Leaves whose values differ, by row; null where something else differs, or no leaf stands for it. */
function movedLeaves({ task, recording, ids }: Recorded, next: Preparation): Map<number, number> | null {
  const old = task.preparation.chosen.all;
  const chosen = next.chosen.all;
  if (old.length !== chosen.length) return null;
  const { tape } = recording;
  const moved = new Map<number, number>();
  for (const [k, input] of chosen.entries()) {
    const before = old[k];
    const form = encode([input.as, input.spread, input.shape]);
    if (input.planned !== before.planned || form !== encode([before.as, before.spread, before.shape])) return null;
    if (next.isDifferentiated(input) !== task.preparation.isDifferentiated(before)) return null;
    if (!sameButLeaves(before.value, input.value, ids[k])) return null;
    for (const { id, value } of numericLeaves(k, input.value, ids[k])) {
      if (Object.is(tape.value[id], value)) continue;
      // such arrays and objects keep other numbers than they are given
      if (/Array"|Date|bigint/.test(form.replaceAll('Float64Array', ''))) return null;
      if (tape.op[id] !== Op.leaf) return null;
      moved.set(id, value);
    }
  }
  return moved;
}

function sameButLeaves(before: unknown, after: unknown, ids: unknown): boolean {
  if (typeof before === 'number' && typeof after === 'number')
    return Object.is(before, after) || (typeof ids === 'number' && ids > 0);
  if (before === null || after === null || typeof before !== 'object' || typeof after !== 'object')
    return before === after;
  if (Array.isArray(before) !== Array.isArray(after)) return false;
  const [from, to] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const rows = (ids !== null && typeof ids === 'object' ? ids : {}) as Record<string, unknown>;
  const keys = Object.keys(from);
  const others = Object.keys(to);
  return (
    keys.length === others.length &&
    keys.every(
      (key, k) => key === others[k] && sameButLeaves(from[key], to[key], Object.hasOwn(rows, key) ? rows[key] : null),
    )
  );
}

/** Whether all imports lead to the same texts as they did. */
async function stillImports({ queries, imports, hashes }: AskedImports, around: Surroundings): Promise<boolean> {
  if (queries.length === 0) return true;
  const layer = await around.resolve(queries);
  around.cache.receive(layer.modules);
  return (
    encode(layer.imports) === encode(imports) &&
    layer.modules.length === hashes.size &&
    layer.modules.every(({ id, hash }) => hashes.get(id) === hash)
  );
}
