/** @file What is asked of the pipeline: the fields of `differentiate`. */
import type { InputValue } from './evaluation';

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
}

/** How every failure rejects: `code` is one of protocol/codes.ts. */
export interface Failure {
  code: string;
  message: string;
  /** Where in the source, if it has a place. */
  fileName?: string;
  start?: number;
  end?: number;
  /** The user's own stack, mapped to source lines, for errors thrown by the program. */
  stack?: { fileName: string; line: number; column: number; name: string }[];
}
