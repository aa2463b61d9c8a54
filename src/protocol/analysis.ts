/**
 * @file What can be asked of a program beside its gradient: Jacobian, Hessian, checks by differences, formulas, the
 * gradient's graph, surfaces and descents, single executions.
 */
import type { Diagnostic, InputValue, OutputChoice } from './evaluation';
import type { Executions, ExecutionsChoice } from './executions';
import type { GradientGraph, GradientGraphChoice } from './gradient-graph';
import type { Descent, DescentChoice, Surface, SurfaceChoice } from './surface';

/** Which reading of the recorded program is wanted. */
export type AnalysisChoice =
  /** Every number of the result in every input. */
  | { kind: 'jacobian' }
  /** Second derivatives of the output. */
  | { kind: 'hessian' }
  /** The Hessian times a direction: a number per numeric input, in the order of `inputs`, or values by input name. */
  | { kind: 'hessianVectorProduct'; direction: number[] | Record<string, InputValue> }
  /** The gradient against central differences and Ridders' extrapolation, from plain runs of the program. */
  | { kind: 'gradientCheck' }
  /**
   * Formulas of the output and its derivatives, where they have no more than `limit` names, numbers and signs. With
   * `input`, a path, its derivative only, and none by differences: quick enough for a hover.
   */
  | { kind: 'formula'; limit?: number; input?: string }
  | GradientGraphChoice
  | SurfaceChoice
  | DescentChoice
  | ExecutionsChoice;

/** One number of the inputs: `x`, `xs[0]`, `p.y`. */
export interface InputEntry {
  path: string;
  value: number;
}

interface Answer<K extends AnalysisChoice['kind']> {
  kind: K;
  /** The numbers that are differentiated with respect to; columns and entries below are in this order. */
  inputs: InputEntry[];
  /** What makes this answer a convention or leaves it open (kinks, branches on their boundary, lost gradients). */
  diagnostics: Diagnostic[];
}

export interface JacobianAnswer extends Answer<'jacobian'> {
  outputs: OutputChoice[];
  /** `matrix[i][j]` = ∂outputs[i]/∂inputs[j]. */
  matrix: number[][];
}

export interface HessianAnswer extends Answer<'hessian'> {
  value: number;
  gradient: number[];
  matrix: number[][];
}

export interface HessianVectorAnswer extends Answer<'hessianVectorProduct'> {
  value: number;
  gradient: number[];
  direction: number[];
  product: number[];
}

/** A derivative by differences. */
export interface DifferenceRecord {
  value: number;
  /** Estimated: truncation + cancellation. */
  error: number;
  /** What is left of the higher terms of the series; falls with the step. */
  truncation: number;
  /** What subtracting nearly equal values may have lost; grows as the step falls. */
  cancellation: number;
  /** The widest step used on either side. */
  step: number;
  /** |automatic − value|. */
  difference: number;
  /** null where the differences are too uncertain to say, or no step stays on the same branches. */
  agrees: boolean | null;
}

export interface CheckedEntry extends InputEntry {
  automatic: number;
  /** null where there was no time left. */
  central: DifferenceRecord | null;
  ridders: DifferenceRecord | null;
}

export interface GradientCheckAnswer extends Answer<'gradientCheck'> {
  inputs: CheckedEntry[];
  value: number;
  /** No entry disagrees. */
  passed: boolean;
  /** Entries of which the differences say nothing. */
  undecided: string[];
}

export interface FormulaText {
  text: string;
  /** A JavaScript expression. */
  code: string;
  /** A `<math>` element. */
  mathml: string;
  /** For TeX's mathematics. */
  tex?: string;
}

export interface FormulaEntry extends InputEntry {
  /** null where it has no formula, or one larger than the limit. */
  formula: FormulaText | null;
  automatic: number;
  /** By Ridders' extrapolation; null where there was no time left, or one input was asked for. */
  numerical: DifferenceRecord | null;
}

export interface FormulaAnswer extends Answer<'formula'> {
  inputs: FormulaEntry[];
  value: number;
  formula: FormulaText | null;
  /** Branches were taken on the way: the formulas hold on those. */
  branches: boolean;
}

export interface GradientGraphAnswer extends Answer<'gradientGraph'>, GradientGraph {}

export interface SurfaceAnswer extends Answer<'surface'>, Surface {}

export interface DescentAnswer extends Answer<'descent'>, Descent {}

export interface ExecutionsAnswer extends Answer<'executions'>, Executions {}

export type AnalysisAnswer =
  | JacobianAnswer
  | HessianAnswer
  | HessianVectorAnswer
  | GradientCheckAnswer
  | FormulaAnswer
  | GradientGraphAnswer
  | SurfaceAnswer
  | DescentAnswer
  | ExecutionsAnswer;

export type AnswerTo<K extends AnalysisChoice['kind']> = Extract<AnalysisAnswer, { kind: K }>;
