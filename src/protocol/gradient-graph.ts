/** @file The graph of a gradient: what computes gx1, gx2, … as functions and variables beside the forward ones. */
import type { FunctionRecord, VariableId, VariableRecord } from './evaluation';

export interface GradientGraphChoice {
  kind: 'gradientGraph';
  /** Path of the input: `x`, `xs[0]`, `p.y`. */
  input: string;
  /** 1 for gx1, and so on; at most 8. */
  order: number;
  /** Numbers folded, equal operations shared, multiplications by one left out. */
  simplify: boolean;
}

export interface GradientGraph {
  input: string;
  order: number;
  simplify: boolean;
  /** Functions reachable from y (order 0), gx1, gx2, …, without and with simplification; null: too many to count. */
  counts: { order: number; plain: number | null; simplified: number | null }[];
  /** The forward graph and the gradients' graphs in one; what is shared connects them. */
  variables: VariableRecord[];
  functions: FunctionRecord[];
  /** By id: the first order whose computation made the record; the forward graph is 0. */
  introduced: { variable: VariableId; order: number }[];
  /** Bytes of the tape with and without the gradients' graphs: what create-graph costs. */
  bytes: { forward: number; withGradients: number };
  /** `roots[k]` is gx_k; `roots[0]` the output. */
  roots: VariableId[];
  /** More than 10,000 functions: only those of the orders up to this one are there; else null. */
  cutAfter: number | null;
}
