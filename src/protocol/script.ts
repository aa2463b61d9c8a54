/** @file What a script that imports `gradlens` leaves behind: its Variables, its backward passes, its losses. */
import type { SourceRange } from './evaluation';

/** An array as it is shown. */
export interface TensorRecord {
  shape: number[];
  dtype: string;
  /** Entries row by row; at most 10,000, of larger arrays every `stride`-th. */
  data: number[];
  stride: number;
  min: number;
  mean: number;
  max: number;
  /** Entries that are NaN or infinite, in the whole array. */
  nonFinite: number;
}

/** One call of `backward()`. */
export interface BackwardCall {
  /** From 0, in the order of the calls. */
  index: number;
  /** The root's name, or its source text. */
  root: string;
  /** The root's value; the mean of an array's entries. */
  value: number;
  /** Functions in its graph. */
  functions: number;
  range: SourceRange | null;
}

/** A Variable that the script bound to a name, as it stood at the end. */
export interface ScriptVariable {
  name: string;
  /** As `toString` prints it. */
  text: string;
  data: TensorRecord | number | null;
  grad: TensorRecord | number | null;
  /** Its gradient was dropped, because `retainGrad` was off. */
  dropped: boolean;
  generation: number;
  /** Name of the function that made it; null for a leaf. */
  creator: string | null;
  range: SourceRange | null;
}

/** The roots of all `backward()` calls of one place: a loss over the steps of a training. */
export interface SeriesRecord {
  name: string;
  range: SourceRange | null;
  /** How many there were. */
  steps: number;
  /** At most 2,000 of them, evenly spaced, the first and the last among them. */
  points: { step: number; value: number }[];
}

/** A person's own Function, its `backward` held against differences of its `forward`. */
export interface FunctionCheck {
  name: string;
  /** Where its `backward` stands; else the class. */
  range: SourceRange | null;
  /** null where the differences say nothing. */
  passed: boolean | null;
  /** The worst entry. */
  given: number;
  expected: number;
}

export interface ScriptRecord {
  /** The first and the last 500. */
  backwards: BackwardCall[];
  backwardCount: number;
  /** `index` of the call whose graph is in the evaluation. */
  shown: number;
  /** At most 500. */
  variables: ScriptVariable[];
  series: SeriesRecord[];
  checks: FunctionCheck[];
}

/** Points of a series while the script still runs. */
export interface SeriesProgress {
  name: string;
  /** Steps so far. */
  steps: number;
  /** Those since the last notice, thinned to at most 200. */
  points: { step: number; value: number }[];
}
