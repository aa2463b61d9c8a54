/** @file The form of a row of the primitive table, and the builders that rows are written with. */
import type { Algebra, Partial } from './algebra';
import type { Op, PrimitiveName } from './opcodes';

/** Where an operand may stand for the value to be a number; `open` bounds do not belong. */
export interface Interval {
  from: number;
  to: number;
  openFrom?: boolean;
  openTo?: boolean;
}

/** Points with a value but no derivative, where the rule holds to a convention. */
export interface Kink {
  /** For people: `x = 0`. */
  where: string;
  at(y: number, ...operands: number[]): boolean;
  /** Operands that stand on it, with the derivatives that the convention gives there. */
  examples: { at: number[]; partials: number[] }[];
}

interface Described<N extends PrimitiveName> {
  op: (typeof Op)[N];
  /** What the transform recognises: an operator, a function of `Math`, or a function of the engine. */
  source: string;
  /** The sign drawn for it. */
  label: string;
  /** Number of operands; `any` where it takes any number of them. */
  arity: 1 | 2 | 3 | 'any';
  forward(...operands: number[]): number;
  /** Per operand; the last one holds for all that follow. */
  domain: Interval[];
  kink: Kink | null;
  /** One sentence, with the choice made where the field has several. */
  doc: string;
}

/** A derivative with respect to each operand. */
export interface Elementwise<N extends PrimitiveName = PrimitiveName> extends Described<N> {
  kind: 'elementwise';
  /** ∂y/∂(operand k). */
  partial<T>(g: Algebra<T>, y: () => T, operands: readonly T[], k: number): T;
}

/** Piecewise constant: the derivative is 0 wherever there is one, and no gradient passes. */
export interface Stepwise<N extends PrimitiveName = PrimitiveName> extends Described<N> {
  kind: 'stepwise';
}

export type Primitive<N extends PrimitiveName = PrimitiveName> = Elementwise<N> | Stepwise<N>;

export const reals: Interval = { from: -Infinity, to: Infinity };
export const positive: Interval = { from: 0, to: Infinity, openFrom: true };
export const nonNegative: Interval = { from: 0, to: Infinity };
export const unit: Interval = { from: -1, to: 1 };

type Spec<N extends PrimitiveName> = Omit<Described<N>, 'kink' | 'domain'> & { kink?: Kink; domain?: Interval[] };

function described<N extends PrimitiveName>(spec: Spec<N>): Described<N> {
  return { kink: null, domain: [reals], ...spec };
}

/** A row whose operands each have a rule of their own. */
export function elementwise<N extends PrimitiveName>({
  partials,
  ...spec
}: Spec<N> & { partials: readonly Partial[] }): Elementwise<N> {
  return {
    ...described<N>(spec as unknown as Spec<N>),
    kind: 'elementwise',
    partial: (g, y, operands, k) => partials[k](g, y, ...operands),
  };
}

/** A row of any number of operands that share one rule. */
export function symmetric<N extends PrimitiveName>({
  partial,
  ...spec
}: Spec<N> & { partial: Elementwise['partial'] }): Elementwise<N> {
  return { ...described<N>(spec as unknown as Spec<N>), kind: 'elementwise', partial };
}

export function stepwise<N extends PrimitiveName>(spec: Spec<N>): Stepwise<N> {
  return { ...described<N>(spec), kind: 'stepwise' };
}
