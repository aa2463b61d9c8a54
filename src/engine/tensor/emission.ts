/** @file Array rules read with Variables: the backward computation as a graph that can be differentiated again. */
import { type Algebra, holds, type Relation } from '../algebra';
import type { ArrayNode } from '../function';
import type { Term } from '../functions';
import { numberAlgebra } from '../numbers';
import type { PrimitiveName } from '../opcodes';
import { primitives } from '../primitives';
import { Variable } from '../variable';
import { applyRule, valueOfTerm } from './apply';
import { cells, eachEntry, shapeOfValue } from './elementwise';
import { applyLinear, type Linear } from './linear';
import { reachedThrough } from './masked';
import { NdArray, type Value } from './ndarray';
import { type ArrayAlgebra, linearRule, matmulRule, matmulValue } from './rules';
import { type Shape, sizeOf } from './shape';

function linear(f: Linear, x: Term): Term {
  return x instanceof Variable ? applyRule(linearRule(f), [x]) : applyLinear(f, x);
}

/** The entries of recorded gradients that are reached by rule, where that is not all. */
const reachedOf = new WeakMap<object, Value>();

function maskOf(x: Term): Value | null {
  return typeof x === 'number' ? null : (reachedOf.get(x) ?? null);
}

/** As `linear`, of a gradient: notes which entries of the result are reached. */
function passed(f: Linear, grad: Term): Term {
  const made = linear(f, grad);
  const reached = reachedThrough(f, { value: valueOfTerm(grad), reached: maskOf(grad) });
  if (reached !== null && typeof made !== 'number') reachedOf.set(made, reached);
  return made;
}

function arrayAlgebra(base: Algebra<Term>): ArrayAlgebra<Term> {
  const operators = { add: base.add, sub: base.sub, mul: base.mul, div: base.div, neg: base.neg };
  return {
    shape: (x) => shapeOfValue(valueOfTerm(x)),
    elementwise: (name, ...terms) =>
      name in operators
        ? (operators[name as keyof typeof operators] as (...terms: Term[]) => Term)(...terms)
        : base.call(name, ...terms),
    linear: passed,
    matmul: (a, b, transposeA, transposeB) =>
      a instanceof Variable || b instanceof Variable
        ? applyRule(matmulRule(transposeA, transposeB), [a, b])
        : matmulValue(a, b, transposeA, transposeB),
    constant: (value) => value,
    value: valueOfTerm,
    contribution: (name, grad, y, operands, k) => contributionOf(base, name, grad, y, operands, k),
  };
}

const readings = new WeakMap<Algebra<Term>, ArrayAlgebra<Term>>();

/** What a function of arrays passes to each operand: null for a constant, the algebra's `zero` where nothing passes. */
export function arrayContributions(base: Algebra<Term>, node: ArrayNode, grad: Term): (Term | null)[] {
  let g = readings.get(base);
  if (g === undefined) readings.set(base, (g = arrayAlgebra(base)));
  const algebra = g;
  node.checkUnchanged();
  const operands = node.operands;
  const y = () => node.outputs[0];
  return operands.map((term, k) => {
    if (!(term instanceof Variable)) return null;
    if (grad === base.zero) return base.zero;
    return node.rule.adjoint(algebra, grad, y, operands, k) ?? base.zero;
  });
}

/**
 * ȳ·∂y/∂(operand k) by the rule of the table. A rule decides by values (`choose`), and entries may decide
 * differently: the rule is read once for each group of entries that decide alike, so that each entry gets exactly
 * what a number would, and a branch not taken is never computed.
 */
function contributionOf(
  base: Algebra<Term>,
  name: PrimitiveName,
  grad: Term,
  y: () => Term,
  operands: readonly Term[],
  k: number,
): Term | null {
  const row = primitives[name];
  if (row.kind === 'stepwise') return null;
  const shape = shapeOfValue(valueOfTerm(y()));
  if (sizeOf(shape) === 0) return null;
  const reached = maskOf(grad);
  const groups = decidedAlike(name, shape, reached, valueOfTerm(y()), operands.map(valueOfTerm), k);
  if (groups === null) return product(base, grad, row.partial(deciding(base), y, operands, k));
  let total: Term | null = null;
  const filled = new Uint8Array(sizeOf(shape));
  for (const places of groups) {
    const part = (x: Term): Term => {
      const value = valueOfTerm(x);
      if (typeof value === 'number') return x;
      const spread = linear({ name: 'broadcastTo', shape }, x);
      return linear(
        { name: 'take', indices: places, axis: 0 },
        linear({ name: 'reshape', shape: [sizeOf(shape)] }, spread),
      );
    };
    let ownY: Term | null = null;
    const partial = row.partial(deciding(base), () => (ownY ??= part(y())), operands.map(part), k);
    if (partial === base.zero) continue;
    for (const place of places) filled[place] = 1;
    // a gradient that is one number has to be as many as the group has entries
    const gradPart = part(typeof valueOfTerm(grad) === 'number' ? linear({ name: 'broadcastTo', shape }, grad) : grad);
    const found = product(base, gradPart, partial) as Term;
    const scattered = linear({ name: 'scatter', indices: places, axis: 0, extent: sizeOf(shape) }, found);
    const shaped = linear({ name: 'reshape', shape }, scattered);
    total = total === null ? shaped : base.add(total, shaped);
  }
  if (total !== null && typeof total !== 'number' && filled.includes(0))
    reachedOf.set(total, new NdArray(shape, filled, 'uint8'));
  return total;
}

function product(base: Algebra<Term>, grad: Term, partial: Term): Term | null {
  if (partial === base.zero) return null;
  if (partial === 1) return grad;
  if (partial === -1) return base.neg(grad);
  return base.mul(grad, partial);
}

/** Decides by the first entry: all of a group decide alike. */
function deciding(base: Algebra<Term>): Algebra<Term> {
  const first = (x: Term): number => {
    const value = valueOfTerm(x);
    return typeof value === 'number' ? value : value.isUniform ? value.uniformValue : value.values[0];
  };
  return {
    ...base,
    choose: (a, relation, b, then, otherwise) => (holds(first(a), relation, first(b)) ? then() : otherwise()),
  };
}

/** The places of a shape that are reached, by how the rule decides there; null if those are all and decide alike. */
function decidedAlike(
  name: PrimitiveName,
  shape: Shape,
  reached: Value | null,
  y: Value,
  operands: readonly Value[],
  k: number,
): number[][] | null {
  const row = primitives[name];
  if (row.kind !== 'elementwise') return null;
  let path = '';
  const tracing: Algebra<number> = {
    ...numberAlgebra,
    // what a rule does with a constant may decide less, never more
    isConstant: () => false,
    choose: (a: number, relation: Relation, b: number, then: () => number, otherwise: () => number) => {
      const outcome = holds(a, relation, b);
      path += outcome ? '1' : '0';
      return outcome ? then() : otherwise();
    },
  };
  const groups = new Map<string, number[]>();
  let left = false;
  // a rule decides at every entry or at none
  let decides = true;
  eachEntry(shape, [reached ?? 1, y, ...operands].map(cells), (x, place) => {
    if (x[0] === 0) {
      left = true;
      return;
    }
    if (!decides && reached === null) return;
    path = '';
    if (decides) row.partial(tracing, () => x[1], x.slice(2), k);
    if (path === '') decides = false;
    const group = groups.get(path);
    if (group === undefined) groups.set(path, [place]);
    else group.push(place);
  });
  return groups.size < 2 && !left ? null : [...groups.values()];
}
