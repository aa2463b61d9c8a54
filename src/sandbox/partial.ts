/**
 * @file What was recorded before a program failed or met a limit: the graph of the value that was computed last, or of
 * the last `backward()` of a program with Variables.
 */
import { Op } from '../engine/opcodes';
import type { Tape } from '../engine/tape';
import { decode } from '../protocol/codec';
import type { Evaluation } from '../protocol/evaluation';
import { assembled, recordingOf, reported, type Undertaking } from './assembly';
import type { Realm } from './realm';
import type { RunResult } from './realm-control';

/** Rows that are looked at: a message should not wait for millions of them. */
const rowsKept = 200_000;
/** How long a stopped program with Variables may take to say what it left. */
const answerMs = 1_000;

export function partialEvaluation(task: Undertaking, realm: Realm | null): Evaluation | undefined {
  try {
    if (!realm) return undefined;
    if (task.preparation.plan.script) return partialScript(task, realm);
    const recording = recordingOf(realm, rowsKept);
    const { tape } = recording;
    let id = tape.length - 1;
    while (id > 0 && tape.op[id] === Op.leaf) id--;
    if (id === 0) return undefined;
    const ids = idsInOrder(task, tape);
    const made = reported(task, recording, { events: [] }, id, ids);
    const output = { path: '', value: tape.value[id], id, choices: [] };
    const { sweep, report } = made.milliseconds;
    const milliseconds = { load: 0, instrument: 0, run: task.request.limits.timeoutMs, sweep, report, total: 0 };
    const checked = { diagnostics: [], slopes: new Map<number, number>() };
    return assembled(task, recording, made, output, ids, { printed: [] }, checked, milliseconds);
  } catch {
    return undefined;
  }
}

/** A training that was stopped has its losses, and the graph of the step before. */
function partialScript(task: Undertaking, realm: Realm): Evaluation | undefined {
  const result = decode<RunResult>(realm.enter(realm.control, 'interrupted', undefined, answerMs));
  const { script } = result;
  if (!script || script.root === 0) return undefined;
  const recording = recordingOf(realm);
  const ids = task.preparation.idsOf(result);
  const made = reported(task, recording, result, script.root, ids);
  const output = { path: '', value: script.value, id: script.root, choices: [] };
  const { sweep, report } = made.milliseconds;
  const milliseconds = { load: 0, instrument: 0, run: task.request.limits.timeoutMs, sweep, report, total: 0 };
  const checked = { diagnostics: [], slopes: new Map<number, number>() };
  return assembled(task, recording, made, output, ids, result, checked, milliseconds);
}

/** Leaves are recorded in the order of the inputs, so their rows follow from the values. */
function idsInOrder({ preparation }: Undertaking, tape: Tape): unknown[] {
  let next = 1;
  const rows = (value: unknown): unknown => {
    if (typeof value === 'number') {
      while (next < tape.length && tape.op[next] !== Op.leaf) next++;
      return next < tape.length ? next++ : null;
    }
    if (Array.isArray(value)) return value.map(rows);
    if (value === null || typeof value !== 'object') return null;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, rows(entry)]));
  };
  const inputIds = preparation.inBuildingOrder().map(({ value, traced }) => (traced ? rows(value) : null));
  return preparation.idsOf({ inputIds });
}
