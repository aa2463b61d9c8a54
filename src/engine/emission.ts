/** @file The rules of the table read with Variables: the backward computation as a graph of its own. */
import { type Algebra, holds } from './algebra';
import type { PrimitiveNode } from './function';
import { applyPrimitive, type Term } from './functions';
import type { PrimitiveName } from './opcodes';
import { primitives } from './primitives';
import type { Sharing } from './sharing';
import { elementwise } from './tensor/elementwise';
import type { Value } from './tensor/ndarray';
import { Variable } from './variable';

function value(term: Term): number {
  return (term instanceof Variable ? term.data : term) as number;
}

/** The operands and the name of the function that made a term; null for a number and a leaf. */
function made(term: Term): { name: string; terms: Term[] } | null {
  if (!(term instanceof Variable) || term.home === null) return null;
  const creator = term.creator as PrimitiveNode;
  return creator.terms === undefined ? null : { name: creator.primitive, terms: creator.terms };
}

/** The term that an identity only hands on. */
function behind(term: Term): Term {
  let found = term;
  for (let inner = made(found); inner?.name === 'identity'; inner = made(found)) found = inner.terms[0];
  return found;
}

function variableAlgebra(sharing: Sharing | null): Algebra<Term> {
  const simplify = sharing !== null;
  const zero = new Variable(0);
  const call = (name: PrimitiveName, ...given: Term[]): Term => {
    const terms = simplify ? given.map(behind) : given;
    return terms.some((term) => term instanceof Variable)
      ? applyPrimitive(name, terms, sharing)
      : elementwise(name, terms as Value[]);
  };

  const neg = (x: Term): Term => {
    if (simplify) {
      // −(−u) → u;  −(c·u) → (−c)·u
      const inner = made(x);
      if (inner?.name === 'neg') return inner.terms[0];
      if (inner?.name === 'mul' && typeof inner.terms[0] === 'number') return mul(-inner.terms[0], inner.terms[1]);
    }
    return call('neg', x);
  };
  const add = (a: Term, b: Term): Term => {
    if (simplify) {
      if (a === 0) return b;
      if (b === 0) return a;
      // u + u → 2·u
      if (a === b && typeof a !== 'number') return mul(2, a);
      // u + (−v) → u − v
      const right = made(b);
      if (right?.name === 'neg') return sub(a, right.terms[0]);
      const left = made(a);
      if (left?.name === 'neg') return sub(b, left.terms[0]);
    }
    return call('add', a, b);
  };
  const sub = (a: Term, b: Term): Term => {
    if (simplify) {
      if (b === 0) return a;
      if (a === 0) return neg(b);
      const right = made(b);
      if (right?.name === 'neg') return add(a, right.terms[0]);
    }
    return call('sub', a, b);
  };
  const mul = (a: Term, b: Term): Term => {
    if (simplify) {
      if (typeof b === 'number' && typeof a !== 'number') return mul(b, a);
      if (a === 1) return b;
      if (a === -1) return neg(b);
      if (typeof a === 'number') {
        // c·(d·u) → (cd)·u;  c·(−u) → (−c)·u
        const inner = made(b);
        if (inner?.name === 'mul' && typeof inner.terms[0] === 'number') return mul(a * inner.terms[0], inner.terms[1]);
        if (inner?.name === 'neg') return mul(-a, inner.terms[0]);
      } else {
        // factors that are numbers, and signs, go outward
        const left = made(a);
        if (left?.name === 'mul' && typeof left.terms[0] === 'number') {
          return mul(left.terms[0], mul(left.terms[1], b));
        }
        const right = made(b);
        if (right?.name === 'mul' && typeof right.terms[0] === 'number') {
          return mul(right.terms[0], mul(a, right.terms[1]));
        }
        if (left?.name === 'neg') return neg(mul(left.terms[0], b));
        if (right?.name === 'neg') return neg(mul(a, right.terms[0]));
      }
    }
    return call('mul', a, b);
  };
  const div = (a: Term, b: Term): Term => (simplify && b === 1 ? a : call('div', a, b));

  return {
    zero,
    one: 1,
    constant: (number) => number,
    isConstant: (term) => !(term instanceof Variable),
    add,
    sub,
    mul,
    div,
    neg,
    call: (name, ...terms) => {
      if (simplify && name === 'pow') {
        if (terms[1] === 1) return terms[0];
        if (terms[1] === 2) return call('square', terms[0]);
      }
      return call(name, ...terms);
    },
    choose: (a, relation, b, then, otherwise) => (holds(value(a), relation, value(b)) ? then() : otherwise()),
  };
}

/** Emits what the rules say, one function for each; DeZero's graphs. */
export const plainAlgebra = variableAlgebra(null);
/** Shares equal operations, folds numbers and signs; of one backward pass. */
export function simplifyingAlgebra(sharing: Sharing): Algebra<Term> {
  return variableAlgebra(sharing);
}

/** ȳ · ∂y/∂x for each operand of a primitive: null for a number, the algebra's `zero` where none passes. */
export function contributions(g: Algebra<Term>, node: PrimitiveNode, grad: Term): (Term | null)[] {
  const row = primitives[node.primitive];
  const terms = node.terms;
  const y = () => node.outputs[0];
  return terms.map((term, k) => {
    if (!(term instanceof Variable)) return null;
    if (row.kind === 'stepwise' || grad === g.zero) return g.zero;
    const partial = row.partial<Term>(g, y, terms, k);
    if (partial === g.zero) return g.zero;
    if (partial === 1) return grad;
    if (partial === -1) return g.neg(grad);
    return g.mul(grad, partial);
  });
}
