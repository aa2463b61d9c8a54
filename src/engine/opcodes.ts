/** @file Operation codes: the number that stands for each primitive in a tape's `op` column. */

/**
 * One code per primitive, in the order of the primitive table; 0 is a leaf (no creator).
 * A const enum, so that a bundle holds plain numbers where a recorder or a sweep switches on them.
 */
export const enum Op {
  leaf = 0,
  // operators
  add,
  sub,
  mul,
  div,
  rem,
  pow,
  neg,
  // Math, one operand
  abs,
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  cbrt,
  ceil,
  cos,
  cosh,
  exp,
  expm1,
  floor,
  fround,
  log,
  log10,
  log1p,
  log2,
  round,
  sign,
  sin,
  sinh,
  sqrt,
  tan,
  tanh,
  trunc,
  // Math, two operands
  atan2,
  // Math, any number of operands
  hypot,
  max,
  min,
  // the engine's own functions
  square,
  relu,
  sigmoid,
  softplus,
  clamp,
  identity,
  /**
   * A person's own function: no row of the primitive table, its rule lives in an object beside the tape.
   * Operands stand in the pool; an output after the first is a row of its own with the same operands.
   */
  custom,
}

/** The name of a primitive: a key of the primitive table. */
export type PrimitiveName = Exclude<keyof typeof Op, 'leaf' | 'custom'>;
