/** @file The abstract algebra that derivative rules are written in, so that one rule can be read in many ways. */
import type { PrimitiveName } from './opcodes';

export type Relation = '<' | '<=' | '===';

/**
 * What a rule may do with its operands. Read with numbers it gives a local derivative; with Variables a graph
 * that can be differentiated again; with jets Taylor coefficients; with expressions a formula; with text, code.
 *
 * `zero` means more than the number 0: it says that no gradient passes here by rule, so nothing behind it is
 * multiplied (0 · ∞ never arises from it). Readings compare with it by identity.
 * Methods use no `this`, so that rules may take them apart.
 */
export interface Algebra<T> {
  readonly zero: T;
  readonly one: T;
  constant(value: number): T;
  /** Whether x is a number of the program rather than something that varies. */
  isConstant(x: T): boolean;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  div(a: T, b: T): T;
  neg(a: T): T;
  call(name: PrimitiveName, ...operands: T[]): T;
  /** A decision by present values; only the branch that holds is asked for where the reading can tell. */
  choose(a: T, relation: Relation, b: T, then: () => T, otherwise: () => T): T;
}

/** ∂y/∂(one operand). `y` is asked for only by rules that use it: a jet of an unused y would cost a whole recursion. */
export type Partial = <T>(g: Algebra<T>, y: () => T, ...operands: T[]) => T;

export function holds(a: number, relation: Relation, b: number): boolean {
  return relation === '<' ? a < b : relation === '<=' ? a <= b : a === b;
}
