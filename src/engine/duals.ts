/** @file The rules of the table read with dual numbers: a value and its tangent, for second derivatives by products. */
import { type Algebra, holds } from './algebra';
import { numberAlgebra } from './numbers';
import type { PrimitiveName } from './opcodes';
import { primitives } from './primitives';

export interface Dual {
  value: number;
  tangent: number;
}

/** A dual number, a number of the program, or null: no gradient passes by rule. */
export type DualTerm = Dual | number | null;

const valueOf = (x: DualTerm): number => (typeof x === 'number' ? x : (x as Dual).value);
const tangentOf = (x: DualTerm): number => (typeof x === 'number' ? 0 : (x as Dual).tangent);

function call(name: PrimitiveName, ...terms: DualTerm[]): DualTerm {
  const row = primitives[name];
  const x = terms.map(valueOf);
  const value = row.forward(...x);
  if (terms.every((term) => typeof term === 'number')) return value;
  let tangent = 0;
  terms.forEach((term, k) => {
    if (typeof term === 'number' || row.kind === 'stepwise') return;
    const partial = row.partial(passingAlgebra, () => value, x, k);
    if (partial !== null) tangent += partial * tangentOf(term);
  });
  return { value, tangent };
}

export const dualAlgebra: Algebra<DualTerm> = {
  zero: null,
  one: 1,
  constant: (value) => value,
  isConstant: (x) => typeof x === 'number',
  add: (a, b) => call('add', a, b),
  sub: (a, b) => call('sub', a, b),
  mul: (a, b) => call('mul', a, b),
  div: (a, b) => call('div', a, b),
  neg: (a) => call('neg', a),
  call,
  choose: (a, relation, b, then, otherwise) => (holds(valueOf(a), relation, valueOf(b)) ? then() : otherwise()),
};

/** Numbers, with null where no gradient passes by rule; a plain 0 is a derivative that happens to be 0. */
export const passingAlgebra: Algebra<number | null> = {
  ...(numberAlgebra as Algebra<number | null>),
  zero: null,
};
