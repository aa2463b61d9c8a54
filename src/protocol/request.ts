/** @file What is asked of the pipeline: the fields of `differentiate`. */
import type { BackwardChoice, Evaluation, InputRecord, InputValue, OutputChoice, TargetRecord } from './evaluation';

export interface Limits {
  /** Wall-clock time of one evaluation, in milliseconds. */
  timeoutMs: number;
  operations: number;
  memoryMb: number;
  outputBytes: number;
  modules: number;
  sourceBytes: number;
}

export const defaultLimits: Limits = {
  timeoutMs: 5_000,
  operations: 10_000_000,
  memoryMb: 2_048,
  outputBytes: 1_000_000,
  modules: 2_000,
  sourceBytes: 20_000_000,
};

/** What a person typed for one target before. Names that the target no longer has are ignored. */
export interface Remembered {
  inputs?: Record<string, InputValue>;
  withRespectTo?: string[];
  output?: string;
}

export interface DifferentiateRequest {
  /** Absolute path or URI; need not exist if `source` is given. Imports resolve from its folder. */
  fileName: string;
  source?: string;
  /** UTF-16 offsets. An empty range is a cursor: the smallest function around it. */
  selection?: { start: number; end: number };
  /** Name of a function of the file, instead of a selection (`'f'`, `'Class.method'`). */
  target?: string;
  /** By name, or in parameter order; those not given are chosen as for a person. */
  inputs?: Record<string, InputValue> | InputValue[];
  /** Names of the inputs to differentiate; all numeric ones by default. */
  withRespectTo?: string[];
  /** A path into a returned array or object, or `'sum'`. */
  output?: string;
  timeoutMs?: number;
  /**
   * Another backward pass than the right one, to see what it gives and where it first goes wrong. The gradients of the
   * answer are then those of that pass, and `Evaluation.backward` compares them.
   */
  options?: BackwardChoice;
  /** By `TargetRecord.name`; weaker than `inputs`, `withRespectTo` and `output`, and never a reason to fail. */
  remembered?: Record<string, Remembered>;
}

/** A function of a file that can be differentiated, as a CodeLens needs it. */
export interface ListedTarget extends TargetRecord {
  exported: boolean;
  /** Takes and gives numbers (or arrays of them), as far as its types and text tell. */
  numeric: boolean;
}

/** What the host and the headless functions hand to the supervisor. */
export interface EvaluationRequest extends DifferentiateRequest {
  limits?: Partial<Limits>;
  /** Seed of `Math.random`; the same one by default. */
  seed?: number;
  /** `false` leaves the numerical checks out (default: on). */
  check?: boolean;
  /** Only the inputs differ from the last evaluation: its tape is replayed while the branches stay the same. */
  live?: boolean;
  /** Every function by itself, as far as 10,000 of them; else large graphs are rolled up by site. */
  unrolled?: boolean;
  /** Of a script: which `backward()` call to show, from 0; the last where it is left out. */
  backward?: number;
}

/** Where an evaluation stands. */
export type Stage = 'starting' | 'loading' | 'instrumenting' | 'running' | 'sweeping' | 'checking' | 'reporting';

/** One line of the user's own stack, in the source's coordinates; line and column from 1. */
export interface StackFrame {
  fileName: string;
  line: number;
  column: number;
  name: string;
}

/** How every failure rejects: `code` is one of protocol/codes.ts. */
export interface Failure {
  code: string;
  message: string;
  /** What the message was filled with, so that a host can translate it. */
  parameters?: Record<string, string | number>;
  /** Where in the source, if it has a place. */
  fileName?: string;
  start?: number;
  end?: number;
  /** The user's own stack, mapped to source lines, for errors thrown by the program. */
  frames?: StackFrame[];
  /** The target and its inputs, where they were known before the failure: so they can be changed. */
  target?: TargetRecord;
  inputs?: InputRecord[];
  /** With `outputNotScalar`: what could be chosen. */
  choices?: OutputChoice[];
  /** What was recorded before a limit was met. */
  partial?: Evaluation;
}
