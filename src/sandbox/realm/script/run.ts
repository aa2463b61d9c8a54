/** @file What a run with Variables leaves behind beside the tape: plain data. */
import type { TensorRecord } from '../../../protocol/script';

export interface ScriptBackward {
  index: number;
  /** Site of the call; of the root. 0 where not known. */
  site: number;
  rootSite: number;
  /** The root's own name. */
  name: string | null;
  value: number;
  functions: number;
}

export interface ScriptState {
  /** Site where it got its name, 0 where that is unknown. */
  site: number;
  name: string | null;
  text: string;
  data: TensorRecord | number | null;
  grad: TensorRecord | number | null;
  dropped: boolean;
  generation: number;
  creator: string | null;
  /** Grows in the order of making. */
  serial: number;
}

export interface ScriptSeries {
  site: number;
  rootSite: number;
  name: string | null;
  steps: number;
  points: { step: number; value: number }[];
}

export interface ScriptCheck {
  /** The class. */
  name: string;
  passed: boolean | null;
  given: number;
  expected: number;
  /** Which input and entry is worst, in words. */
  where: string;
}

/** A function on the tape whose rule is no row of the primitive table. */
export interface CustomRow {
  row: number;
  op: string;
  label: string;
  /** Rows of its outputs, this one first. */
  outputs: number[];
  /** What it passes to each operand; null for a constant, or where the backward pass does not come. */
  contributions: (number | null)[];
  /** Whether the operand and the output are numbers, so that there is a local derivative. */
  scalar: boolean;
}

/** The backward pass over a graph with such functions: the tape alone does not have their rules. */
export interface CustomPass {
  /** Pairs (row, gradient), of arrays the mean of the entries. */
  rows: number[];
  adjoints: number[];
  customs: CustomRow[];
  tensors: { row: number; data: TensorRecord; grad: TensorRecord | null }[];
}

export interface ScriptRun {
  /** Row of the shown root on the tape; 0 where nothing is to be shown. */
  root: number;
  value: number;
  rootSite: number;
  /** What the gradient of the root began with, if that is a number: 1, unless the program set it. */
  seed: number;
  /** As the shown call had them; null where none was called. */
  switches: {
    retainGrad?: boolean;
    createGraph?: boolean;
    accumulate?: 'add' | 'assign';
    order?: 'generations' | 'naive' | 'naiveSeen';
    queue?: 'heap' | 'sort';
  } | null;
  /** Leaves of the graph: row, own name, the site that made or named it. */
  leaves: { row: number; name: string | null; site: number; value: number }[];
  /** Names that Variables were given. */
  names: { row: number; name: string }[];
  /** null where the tape says all. */
  pass: CustomPass | null;
  operations: number;
  backwards: ScriptBackward[];
  backwardCount: number;
  shown: number;
  variables: ScriptState[];
  series: ScriptSeries[];
  checks: ScriptCheck[];
}
