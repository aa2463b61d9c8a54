/** @file What one differentiation gives: the data that crosses both borders and that every view reads. */

import type { ScriptRecord, TensorRecord } from './script';

/** A row of the tape; ids grow in the order of recording, from 1. */
export type VariableId = number;
/** The row a function produced its (first) output in; a function and that variable share the number. */
export type FunctionId = number;
/** A number given to one source range at instrumentation; unique over all modules of an evaluation. */
export type SiteId = number;

/** UTF-16 offsets into a file's text, `end` exclusive. */
export interface SourceRange {
  fileName: string;
  start: number;
  end: number;
}

export type InputValue = number | boolean | string | null | InputValue[] | { [field: string]: InputValue };
/** Shaped like the input's value; null where an entry is not numeric or was not differentiated. */
export type GradValue = number | null | GradValue[] | { [field: string]: GradValue };

/** Where an input's value came from, best first. */
export type InputOrigin = 'given' | 'remembered' | 'initialiser' | 'default' | 'call' | 'guess';

export interface InputRecord {
  name: string;
  value: InputValue;
  grad: GradValue;
  origin: InputOrigin;
  /** A value that the target closes over, rather than a parameter. */
  closedOver: boolean;
  /** Whether a gradient was asked for and can be had. */
  differentiated: boolean;
  /** Ids of the leaves, shaped like `value`; null where an entry is not traced. */
  variables: GradValue;
  /** Numerical gradient by central differences, shaped like `value`; absent where not computed. */
  numerical?: GradValue;
  range: SourceRange | null;
}

/** One leaf of a returned array or object: what can be chosen as the output. */
export interface OutputChoice {
  /** `''` for a bare number, else `'x'`, `'[0]'`, `'pos.y'`, or `'sum'`. */
  path: string;
  value: number;
}

export interface OutputRecord {
  path: string;
  value: number;
  /** null when the output does not depend on any differentiated input. */
  variable: VariableId | null;
  /** All that could have been chosen (at most 1,000), `'sum'` last; one entry for a numeric result. */
  choices: OutputChoice[];
}

export interface Spread {
  min: number;
  mean: number;
  max: number;
}

/** Present where one record stands for many executions of a site. */
export interface RolledUp {
  /** How many executions; ≥ 2. */
  count: number;
  value: Spread;
  grad: Spread | null;
  /** Lowest and highest generation. */
  generation: [number, number];
}

export interface VariableRecord {
  id: VariableId;
  /** The source's name for it, or null for an unnamed intermediate. */
  name: string | null;
  value: number;
  /** ∂output/∂this; null where the backward pass did not reach it. */
  grad: number | null;
  /** The gradient that was there before the pass dropped it; only with `options.retainGrad` off. */
  dropped?: number;
  /** The longest path from a leaf, in functions. Leaves are 0. */
  generation: number;
  creator: FunctionId | null;
  role: 'input' | 'output' | 'intermediate';
  site: SiteId | null;
  /** With `rolled`, the numbers above are those of the last execution. */
  rolled: RolledUp | null;
  /** Of an array; `value` and `grad` are then the means of its entries. */
  tensor?: { data: TensorRecord; grad: TensorRecord | null };
}

export interface Operand {
  /** null for a constant. */
  variable: VariableId | null;
  value: number;
  /** Local derivative ∂(function's output)/∂(this operand); null for a constant. */
  partial: number | null;
  /** partial × the output's gradient; what this edge adds to the operand's gradient. */
  contribution: number | null;
}

export interface FunctionRecord {
  id: FunctionId;
  /** Name of the primitive: a key of the engine's table, or the class of a user's own Function. */
  op: string;
  /** The sign drawn for it: `+`, `×`, `x²`, `sin`. */
  label: string;
  operands: Operand[];
  outputs: VariableId[];
  generation: number;
  /** Place in the order in which `backward()` pops functions, from 1; null where it is not reached. */
  order: number | null;
  site: SiteId | null;
  /** No gradient passes (floor, sign, …); drawn dashed. */
  stepwise: boolean;
  rolled: RolledUp | null;
}

/** All executions of one source range, or of one operand of it. */
export interface SiteStatistics {
  count: number;
  value: Spread & { last: number };
  /** null where no execution received a gradient. */
  grad: (Spread & { last: number }) | null;
  generation: [number, number];
  /** Places in the backward order, first and last; null where not reached. */
  order: [number, number] | null;
}

export interface SiteRecord extends SourceRange {
  id: SiteId;
  /** operation: it made a row. input: a leaf. value: a traced value passed here (call result, parameter, name). */
  kind: 'operation' | 'input' | 'value';
  /** The primitive's name for an operation. */
  op: string | null;
  /** The name the result was bound to in the source. */
  name: string | null;
  statistics: SiteStatistics;
  /** Ranges of the operands in the source, with what passed there; only those that were traced. */
  operands: (SourceRange & { statistics: SiteStatistics })[];
}

/** One name of the source: where it is declared and read, and the sites that gave it its values. */
export interface BindingRecord {
  fileName: string;
  name: string;
  /** Identifier ranges, declaration first. */
  references: { start: number; end: number }[];
  sites: SiteId[];
}

/** A loop, or a function whose body ran often: a box around the rolled-up records of its sites. */
export interface LoopRecord extends SourceRange {
  kind: 'loop' | 'function';
  /** Of a function, where it has one. */
  name: string | null;
  /** How often its body ran, as its own sites tell; null where it has none. */
  count: number | null;
  /** Sites that stand in it, and in no loop or function inside it. */
  sites: SiteId[];
  /** Place of the one around it in this list. */
  parent: number | null;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface Diagnostic extends SourceRange {
  /** One of the codes in protocol/codes.ts. */
  code: string;
  message: string;
  severity: Severity;
  /** What the message was filled with, so that a host can translate it. */
  parameters?: Record<string, string | number>;
}

export interface TargetRecord extends SourceRange {
  name: string;
  kind: 'function' | 'method' | 'expression' | 'statements' | 'script';
  /** Parameter list as text, for the heading: `x, y`. */
  signature: string;
  /** 0-based line of `start`. */
  line: number;
}

/** How the backward pass is done. Left out: as it should be. */
export interface BackwardChoice {
  /**
   * generations: highest generation first, each function once. naive: a stack, each function as often as it is met.
   * naiveSeen: a stack, each function once.
   */
  order?: 'generations' | 'naive' | 'naiveSeen';
  /** add: contributions add up. assign: the last one replaces the others. */
  accumulate?: 'add' | 'assign';
  /** Off: gradients of intermediates read null after the pass. On where it is left out, so that all can be seen. */
  retainGrad?: boolean;
  /** How the order by generations is kept. Both pop the same. */
  queue?: 'heap' | 'sort';
}

/** Where a backward pass first did what makes its gradients wrong. */
export interface WrongTurnRecord extends SourceRange {
  /** Place in the order, from 1. */
  step: number;
  /** The function being visited. */
  function: FunctionId;
  /** The variable whose gradient is wrong from here on. */
  variable: VariableId;
  /**
   * overwritten: a second contribution replaced the first. revisited: the function had been visited, and passes on
   * again what it passed on. early: visited before all contributions to its output had arrived.
   */
  reason: 'overwritten' | 'revisited' | 'early';
  /** The gradient that was there and the one that should have been. */
  given: number;
  expected: number;
}

/** A backward pass that was asked for by `options`, held against the right one. */
export interface BackwardRecord {
  options: Required<BackwardChoice>;
  /** The functions in the order of their visits (the first 10,000); naively one can occur several times. */
  order: FunctionId[];
  /** Visits in all. */
  visits: number;
  /** The right gradient of each input by name, shaped like its value. */
  expected: Record<string, GradValue>;
  /** Variables whose gradient is not the right one, with both (the first 10,000). */
  wrong: { variable: VariableId; given: number; expected: number }[];
  firstWrong: WrongTurnRecord | null;
  /** Whether the pass was given up after very many visits: naively they can double at every step. */
  stopped: boolean;
}

/** In bytes: what the switches of the backward pass decide about. */
export interface MemoryRecord {
  /** The recorded graph, which `noGrad` does without. */
  graph: number;
  /** Gradients of intermediates, which `retainGrad` keeps. */
  retained: number;
  /** The backward pass as a graph, which `createGraph` adds: by the rules as they stand, nothing shared or folded. */
  createGraph: number;
}

export interface Evaluation {
  target: TargetRecord;
  output: OutputRecord;
  inputs: InputRecord[];
  variables: VariableRecord[];
  functions: FunctionRecord[];
  sites: SiteRecord[];
  bindings: BindingRecord[];
  /** Of rolled-up graphs only; outer ones before those inside them. */
  loops?: LoopRecord[];
  /** With `options` only. */
  backward?: BackwardRecord;
  /** Of scripts only. */
  script?: ScriptRecord;
  diagnostics: Diagnostic[];
  /** Printed by the program through `console`, at most `limits.outputBytes`. */
  printed: { level: 'log' | 'info' | 'warn' | 'error'; text: string }[];
  statistics: {
    operations: number;
    tapeBytes: number;
    memory?: MemoryRecord;
    /** Rolled up by site because the tape is large. */
    rolledUp: boolean;
    milliseconds: {
      load: number;
      instrument: number;
      run: number;
      sweep: number;
      report: number;
      /** Plain runs that the gradient is held against. */
      check?: number;
      total: number;
    };
  };
  /** Hash of the text of every module that took part, by file name: a view is stale when one differs. */
  sources: Record<string, string>;
}
