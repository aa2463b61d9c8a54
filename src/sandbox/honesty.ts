/** @file Runs the program plainly around its inputs, and compares with the gradient that the tape gave. */
import type { Tape } from '../engine/tape';
import { diagnostic } from '../protocol/codes';
import type { Diagnostic, GradValue, SourceRange } from '../protocol/evaluation';
import { sameBranches } from './branches';
import { type Along, checkDirection, directions, scaleOf, slopeOf } from './check';
import { type NumericLeaf, withLeaves } from './numeric-leaves';

/** A plain run that gave nothing to compare with, and why: what it did. */
export interface NotComparable {
  because: string;
}

/** Plain runs of the program: the output's value at other inputs. */
export type PlainRun = (values: readonly unknown[]) => Promise<number | NotComparable>;

export interface Checked {
  diagnostics: Diagnostic[];
  /** Slope by differences per leaf, where it was measured. */
  slopes: Map<number, number>;
}

export interface Question {
  values: unknown[];
  leaves: NumericLeaf[];
  adjoints: Float64Array;
  tape: Tape;
  /** The output's value in the traced run. */
  value: number;
  target: SourceRange;
  plain: PlainRun;
  /** Whether there is time for `runs` more; for the one directional check it is longer than for the rest. */
  affordable: (runs: number, whole?: boolean) => boolean;
}

/** Inputs up to which each gets a numerical derivative of its own. */
const fewLeaves = 8;
const runsPerSlope = 6;

export async function checkHonesty(question: Question): Promise<Checked> {
  const { leaves, adjoints, values, target, plain, value, affordable } = question;
  const checked: Checked = { diagnostics: [], slopes: new Map() };
  if (leaves.length === 0 || !affordable(1)) return checked;
  const atZero = await plain(values);
  if (typeof atZero !== 'number') {
    // it says nothing against the recorded run
    checked.diagnostics.push(diagnostic('notComparable', { detail: atZero.because }, 'information', target));
    return checked;
  }
  if (!same(atZero, value)) {
    checked.diagnostics.push(
      diagnostic('valueDisagrees', { traced: String(value), plain: String(atZero) }, 'warning', target),
    );
    return checked;
  }
  if (!affordable(runsPerSlope, true)) return checked;
  const seeded = directions(leaves.length);
  const steps = leaves.map((leaf) => scaleOf(leaf.value) * seeded.next().value);
  let gradient = 0;
  for (const [k, leaf] of leaves.entries()) if (adjoints[leaf.id] !== 0) gradient += adjoints[leaf.id] * steps[k];
  const along = await sampled((t) => withLeaves(values, leaves, (leaf, k) => leaf.value + t * steps[k]), plain);
  const whole = checkDirection(along, atZero, gradient, roundingOf(question));
  if (leaves.length <= fewLeaves) await perLeaf(question, atZero, checked.slopes);
  if (whole.verdict === 'disagrees' && whole.numerical) {
    const numbers = { gradient: short(gradient), numerical: short(whole.numerical.value) };
    const beyond = rightOnItsBranches(question, along, steps, gradient);
    const hint = beyond ? beyondBranches : hintFor(gradient);
    checked.diagnostics.push(diagnostic('derivativeDisagrees', { ...numbers, hint }, 'warning', target));
  }
  return checked;
}

/**
 * What rounding at every step may do to the output: a large number that is subtracted again (a date's milliseconds
 * since 1970) leaves more than the output itself shows. 0 where derivatives on the way are not finite.
 */
function roundingOf({ tape, adjoints }: Question): number {
  let squares = 0;
  for (let id = 0; id < adjoints.length; id++) {
    if (adjoints[id] !== 0) squares += (tape.value[id] * adjoints[id]) ** 2;
  }
  const noise = Number.EPSILON * Math.sqrt(squares);
  return Number.isFinite(noise) ? noise : 0;
}

/** Rows computed anew, at most, to compare branches. */
const replayedRows = 3_000_000;

/** Whether, as far as the recorded branches reach, differences give what the gradient gives. */
function rightOnItsBranches({ tape, leaves }: Question, along: Along, steps: number[], gradient: number): boolean {
  const asked = stepSizes();
  if (tape.length * 2 * asked.length > replayedRows) return false;
  const kept = (t: number) => sameBranches(tape, leaves, (leaf, k) => leaf.value + t * steps[k]);
  return asked.some((h) => {
    if (!kept(h) || !kept(-h)) return false;
    const right = along(h);
    const left = along(-h);
    const quotient = (right - left) / (2 * h);
    const rounding = (4 * Number.EPSILON * Math.max(Math.abs(right), Math.abs(left))) / h;
    return Math.abs(quotient - gradient) <= 8 * rounding + 1e-3 * Math.abs(gradient);
  });
}

async function perLeaf(
  { leaves, values, plain, affordable }: Question,
  atZero: number,
  slopes: Map<number, number>,
): Promise<void> {
  for (const leaf of leaves) {
    if (!affordable(runsPerSlope)) return;
    const scale = scaleOf(leaf.value);
    const slope = slopeOf(
      await sampled((t) => withLeaves(values, [leaf], () => leaf.value + t * scale), plain),
      atZero,
    );
    if (slope) slopes.set(leaf.id, slope.value / scale);
  }
}

/** Step sizes are fixed, so the runs can be made before they are compared. */
async function sampled(at: (t: number) => unknown[], plain: PlainRun): Promise<Along> {
  const found = new Map<number, number>();
  for (const h of stepSizes()) {
    for (const t of [h, -h]) {
      const value = await plain(at(t));
      if (typeof value === 'number') found.set(t, value);
    }
  }
  return (t) => found.get(t) ?? Number.NaN;
}

function stepSizes(): number[] {
  const asked: number[] = [];
  slopeOf((t) => {
    if (t > 0) asked.push(t);
    return 0;
  }, 0);
  return asked;
}

function same(x: number, y: number): boolean {
  return Object.is(x, y) || Math.abs(x - y) <= 1e-12 * Math.max(Math.abs(x), Math.abs(y));
}

const beyondBranches =
  'On the branches that were taken the gradient is right, but very close by others are taken, and the function as a whole changes differently.';

function hintFor(gradient: number): string {
  return gradient === 0
    ? 'The value got lost on its way (a table, rounding, a search that only compares): see the other findings.'
    : 'Part of the value got lost on its way, or the program stops when it is close enough.';
}

function short(x: number): string {
  return String(Number(x.toPrecision(6)));
}

/** Numerical gradient shaped like the input's rows; undefined where nothing was measured. */
export function numericalOf(ids: GradValue, slopes: Map<number, number>): GradValue | undefined {
  if (slopes.size === 0) return undefined;
  if (typeof ids === 'number') return slopes.get(ids) ?? null;
  if (Array.isArray(ids)) return ids.map((entry) => numericalOf(entry, slopes) ?? null);
  if (ids !== null && typeof ids === 'object') {
    return Object.fromEntries(Object.entries(ids).map(([key, entry]) => [key, numericalOf(entry, slopes) ?? null]));
  }
  return null;
}
