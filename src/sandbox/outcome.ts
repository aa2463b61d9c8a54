/** @file Which number of a program's result is differentiated. */
import { Op } from '../engine/opcodes';
import type { Tape } from '../engine/tape';
import { failure } from '../protocol/codes';
import type { OutputChoice } from '../protocol/evaluation';
import type { Failure } from '../protocol/request';

/** Numbers that are offered as outputs. */
const choicesKept = 1_000;

export interface Leaf {
  path: string;
  value: number;
  /** Row of the tape; 0 where it was not traced. */
  id: number;
}

export interface Outcome {
  path: string;
  value: number;
  id: number;
  choices: OutputChoice[];
}

/** How a path may also be written: `0`, `.x`, `["x"]`. */
export function normalisedPath(path: string): string {
  return path
    .replace(/\[(?:"([^"\\]*)"|'([^'\\]*)')\]/g, (_whole, x?: string, y?: string) => `.${x ?? y}`)
    .replace(/\[(\d+)\]/g, '.$1')
    .replace(/^\./, '');
}

/**
 * The chosen number of the result. The sum of all numbers is recorded on the tape where it is asked for.
 * @throws outputNotScalar, noSuchOutput
 */
export function chooseOutput(
  tape: Tape,
  leaves: readonly Leaf[],
  type: string,
  wanted: string | undefined,
  place: Partial<Failure>,
): Outcome {
  const single = leaves.length === 1 && leaves[0].path === '';
  if (leaves.length === 0) {
    const wayOut = 'It holds no number: return a number, or an array or object with numbers.';
    throw failure('outputNotScalar', { type: typeName(type), wayOut }, { ...place, choices: [] });
  }
  const choices = leaves.slice(0, choicesKept).map(({ path, value }) => ({ path, value }));
  if (!single) choices.push({ path: 'sum', value: sumOf(leaves) });
  if (single && (wanted === undefined || wanted === '' || wanted === 'sum')) return { ...leaves[0], choices };
  if (wanted === undefined || wanted === '') {
    const wayOut = `Choose what to differentiate with "output": ${listed(choices)}.`;
    throw failure('outputNotScalar', { type: typeName(type), wayOut }, { ...place, choices });
  }
  const path = normalisedPath(wanted);
  const found =
    leaves.find((leaf) => leaf.path === wanted) ?? leaves.find((leaf) => normalisedPath(leaf.path) === path);
  if (found) return { ...found, choices };
  if (wanted === 'sum') return { path: 'sum', ...recordedSum(tape, leaves), choices };
  throw failure('noSuchOutput', { path: wanted, known: listed(choices) }, { ...place, choices });
}

/** The value at a path that `chooseOutput` gave; NaN where this result has none. */
export function valueAt(leaves: readonly Leaf[], path: string): number {
  const found = leaves.find((leaf) => leaf.path === path);
  if (found) return found.value;
  return path === 'sum' && leaves.length > 0 ? sumOf(leaves) : Number.NaN;
}

function sumOf(leaves: readonly Leaf[]): number {
  let sum = leaves[0].value;
  for (const { value } of leaves.slice(1)) sum += value;
  return sum;
}

function recordedSum(tape: Tape, leaves: readonly Leaf[]): { value: number; id: number } {
  let { id, value } = leaves[0];
  for (const next of leaves.slice(1)) {
    const sum = value + next.value;
    if (id !== 0 || next.id !== 0) id = tape.push(Op.add, id, next.id, id === 0 ? value : next.value, sum, 0);
    value = sum;
  }
  return { value, id };
}

function listed(choices: OutputChoice[]): string {
  const shown = choices.length > 9 ? [...choices.slice(0, 8), choices[choices.length - 1]] : choices;
  const paths = shown.map(({ path }) => path || "''");
  if (choices.length > 9) paths.splice(8, 0, '…');
  return paths.join(', ');
}

function typeName(type: string): string {
  return type === 'undefined' || type === 'null' ? type : `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;
}
