/** @file Runs the program plainly around its inputs, and compares with the gradient that the tape gave. */
import { diagnostic } from '../protocol/codes';
import type { Diagnostic, GradValue, SourceRange } from '../protocol/evaluation';
import { type Along, checkDirection, directions, scaleOf, slopeOf } from './check';
import { type NumericLeaf, withLeaves } from './numeric-leaves';

/** Plain runs of the program: the output's value at other inputs, NaN where it fails. */
export type PlainRun = (values: readonly unknown[]) => Promise<number>;

export interface Checked {
  diagnostics: Diagnostic[];
  /** Slope by differences per leaf, where it was measured. */
  slopes: Map<number, number>;
}

export interface Question {
  values: unknown[];
  leaves: NumericLeaf[];
  adjoints: Float64Array;
  /** The output's value in the traced run. */
  value: number;
  target: SourceRange;
  plain: PlainRun;
  /** Whether there is time for `runs` more. */
  affordable: (runs: number) => boolean;
}

/** Inputs up to which each gets a numerical derivative of its own. */
const fewLeaves = 8;
const runsPerSlope = 6;

export async function checkHonesty(question: Question): Promise<Checked> {
  const { leaves, adjoints, values, target, plain, value, affordable } = question;
  const checked: Checked = { diagnostics: [], slopes: new Map() };
  if (leaves.length === 0 || !affordable(1)) return checked;
  const atZero = await plain(values);
  if (!same(atZero, value)) {
    checked.diagnostics.push(
      diagnostic('valueDisagrees', { traced: String(value), plain: String(atZero) }, 'warning', target),
    );
    return checked;
  }
  if (!affordable(runsPerSlope)) return checked;
  const seeded = directions(leaves.length);
  const steps = leaves.map((leaf) => scaleOf(leaf.value) * seeded.next().value);
  let gradient = 0;
  for (const [k, leaf] of leaves.entries()) if (adjoints[leaf.id] !== 0) gradient += adjoints[leaf.id] * steps[k];
  const along = await sampled((t) => withLeaves(values, leaves, (leaf, k) => leaf.value + t * steps[k]), plain);
  const whole = checkDirection(along, atZero, gradient);
  if (leaves.length <= fewLeaves) await perLeaf(question, atZero, checked.slopes);
  if (whole.verdict === 'disagrees' && whole.numerical) {
    const numbers = { gradient: short(gradient), numerical: short(whole.numerical.value) };
    checked.diagnostics.push(
      diagnostic('derivativeDisagrees', { ...numbers, hint: hintFor(gradient) }, 'warning', target),
    );
  }
  return checked;
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
  const asked: number[] = [];
  slopeOf((t) => {
    asked.push(t);
    return 0;
  }, 0);
  for (const t of asked) found.set(t, await plain(at(t)));
  return (t) => found.get(t) ?? Number.NaN;
}

function same(x: number, y: number): boolean {
  return Object.is(x, y) || Math.abs(x - y) <= 1e-12 * Math.max(Math.abs(x), Math.abs(y));
}

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
