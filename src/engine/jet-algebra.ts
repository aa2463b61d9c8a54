/** @file Primitives on jets: by recurrence where there is one, else by reading the table's partials with jets. */
import { type Algebra, holds } from './algebra';
import { numberAlgebra } from './numbers';
import type { PrimitiveName } from './opcodes';
import { primitives } from './primitives';
import {
  circular,
  combine,
  divide,
  exponential,
  integrate,
  type Jet,
  type JetPool,
  logarithm,
  multiply,
  power,
  riccati,
  squared,
  squareRoot,
} from './recurrences';

export type JetTerm = Jet | number;

const valueAt = (x: JetTerm, p: number) => (typeof x === 'number' ? x : x.c[0][p]);

/** Applies a primitive to jets, at least one of which varies, up to the order `top`. The caller owns the result. */
export function applyToJets(name: PrimitiveName, terms: readonly JetTerm[], top: number, pool: JetPool): Jet {
  const row = primitives[name];
  const c = pool.take();
  const a = terms[0] as Jet;
  switch (name) {
    case 'add':
    case 'sub': {
      const [p, q] = terms;
      const sign = name === 'add' ? 1 : -1;
      if (typeof q === 'number') return combine(c, 1, a, 0, null, sign * q, top, pool);
      if (typeof p === 'number') return combine(c, sign, q, 0, null, p, top, pool);
      return combine(c, 1, p, sign, q, 0, top, pool);
    }
    case 'mul': {
      const [p, q] = terms;
      if (typeof q === 'number') return combine(c, q, a, 0, null, 0, top, pool);
      if (typeof p === 'number') return combine(c, p, q, 0, null, 0, top, pool);
      return multiply(c, p, q, top, pool);
    }
    case 'div': {
      const [p, q] = terms;
      return typeof q === 'number' ? scaledDown(c, a, q, top, pool) : divide(c, p, q, top, pool);
    }
    case 'neg':
      return combine(c, -1, a, 0, null, 0, top, pool);
    case 'identity':
      return combine(c, 1, a, 0, null, 0, top, pool);
    case 'square':
      return squared(c, a, top, pool);
    case 'exp':
      return exponential(c, a, top, pool);
    case 'expm1': {
      const made = exponential(c, a, top, pool);
      for (let p = 0; p < pool.points; p++) c[0][p] = Math.expm1(a.c[0][p]);
      return made;
    }
    case 'log':
      return logarithm(c, a, Math.log, 0, 1, top, pool);
    case 'log2':
      return logarithm(c, a, Math.log2, 0, Math.LOG2E, top, pool);
    case 'log10':
      return logarithm(c, a, Math.log10, 0, Math.LOG10E, top, pool);
    case 'log1p':
      return logarithm(c, a, Math.log1p, 1, 1, top, pool);
    case 'sqrt':
      return squareRoot(c, a, top, pool);
    case 'sin':
    case 'cos':
    case 'sinh':
    case 'cosh': {
      const other = pool.take();
      const [s, k] = name === 'sin' || name === 'sinh' ? [c, other] : [other, c];
      if (name === 'sin' || name === 'cos') circular(s, k, a, Math.sin, Math.cos, -1, top, pool);
      else circular(s, k, a, Math.sinh, Math.cosh, 1, top, pool);
      pool.give(other);
      return { c, degree: top };
    }
    case 'tanh':
      return riccati(c, a, Math.tanh, [1, 0, -1], top, pool);
    case 'tan':
      return riccati(c, a, Math.tan, [1, 0, 1], top, pool);
    case 'sigmoid':
      return riccati(c, a, row.forward, [0, 1, -1], top, pool);
    case 'cbrt':
      return power(c, a, 1 / 3, Math.cbrt, top, pool);
    case 'pow':
      return powerOf(c, terms, top, pool);
    case 'hypot':
      return norm(c, terms, top, pool);
    case 'abs':
    case 'relu':
    case 'clamp':
    case 'max':
    case 'min':
    case 'rem':
    case 'fround':
      return weighted(name, c, terms, top, pool);
    default:
      return row.kind === 'stepwise' ? values(name, c, terms, top, pool) : byPartials(name, c, terms, top, pool);
  }
}

function scaledDown(c: Float64Array[], a: Jet, q: number, top: number, pool: JetPool): Jet {
  for (let k = 0; k <= top; k++) for (let p = 0; p < pool.points; p++) c[k][p] = k <= a.degree ? a.c[k][p] / q : 0;
  return { c, degree: Math.min(a.degree, top) };
}

/** The values alone; 0 in all higher orders. */
function values(name: PrimitiveName, c: Float64Array[], terms: readonly JetTerm[], top: number, pool: JetPool): Jet {
  const { forward } = primitives[name];
  for (let k = 1; k <= top; k++) c[k].fill(0, 0, pool.points);
  const x: number[] = [];
  for (let p = 0; p < pool.points; p++) {
    for (let i = 0; i < terms.length; i++) x[i] = valueAt(terms[i], p);
    c[0][p] = forward(...x);
  }
  return { c, degree: 0 };
}

/** Functions that are linear in their operands between kinks: the partials there are the weights in every order. */
function weighted(name: PrimitiveName, c: Float64Array[], terms: readonly JetTerm[], top: number, pool: JetPool): Jet {
  const row = primitives[name];
  values(name, c, terms, top, pool);
  let degree = 0;
  for (const x of terms) if (typeof x !== 'number' && x.degree > degree) degree = x.degree;
  degree = Math.min(degree, top);
  if (row.kind === 'stepwise' || degree === 0) return { c, degree: 0 };
  const x: number[] = [];
  for (let p = 0; p < pool.points; p++) {
    for (let i = 0; i < terms.length; i++) x[i] = valueAt(terms[i], p);
    for (let i = 0; i < terms.length; i++) {
      const jet = terms[i];
      if (typeof jet === 'number') continue;
      const weight = row.partial(numberAlgebra, () => c[0][p], x, i);
      if (weight !== 0) for (let k = 1; k <= Math.min(degree, jet.degree); k++) c[k][p] += weight * jet.c[k][p];
    }
  }
  return { c, degree };
}

/** √(Σ xᵢ²); 0 in all higher orders where it is 0. */
function norm(c: Float64Array[], terms: readonly JetTerm[], top: number, pool: JetPool): Jet {
  values('hypot', c, terms, top, pool);
  const firsts = c[0].slice();
  let sum: Jet | null = null;
  for (const x of terms) {
    if (typeof x === 'number') continue;
    const one = squared(pool.take(), x, top, pool);
    const before: Jet | null = sum;
    sum = before === null ? one : combine(pool.take(), 1, before, 1, one, 0, top, pool);
    if (before !== null) {
      pool.give(before.c);
      pool.give(one.c);
    }
  }
  const made = squareRoot(c, sum as Jet, top, pool, firsts);
  pool.give((sum as Jet).c);
  for (let p = 0; p < pool.points; p++) if (firsts[p] === 0) for (let k = 1; k <= top; k++) c[k][p] = 0;
  return made;
}

function powerOf(c: Float64Array[], terms: readonly JetTerm[], top: number, pool: JetPool): Jet {
  const [a, n] = terms;
  if (typeof n === 'number' && typeof a !== 'number') {
    if (n === 0) return values('pow', c, terms, top, pool);
    if (Number.isInteger(n) && n > 0 && n <= 16) return wholePower(c, a, n, top, pool);
    return power(c, a, n, (x) => x ** n, top, pool);
  }
  for (let p = 0; p < pool.points; p++) if (!(valueAt(a, p) > 0)) return byPartials('pow', c, terms, top, pool);
  // exp(n·log a), with the value as the language gives it
  values('pow', c, terms, top, pool);
  const log = typeof a === 'number' ? Math.log(a) : applyToJets('log', [a], top, pool);
  const product = applyToJets('mul', [n, log], top, pool);
  const made = exponential(c, product, top, pool, c[0].slice());
  if (typeof log !== 'number') pool.give(log.c);
  pool.give(product.c);
  return made;
}

/** aⁿ by repeated squaring: exact zeros at a₀ = 0. */
function wholePower(c: Float64Array[], a: Jet, n: number, top: number, pool: JetPool): Jet {
  const taken: Float64Array[][] = [];
  const product = (p: Jet, q: Jet): Jet => {
    const made = multiply(pool.take(), p, q, top, pool);
    taken.push(made.c);
    return made;
  };
  let base = a;
  let result: Jet | null = null;
  for (let rest = n; ; base = product(base, base)) {
    if (rest & 1) result = result === null ? base : product(result, base);
    rest >>= 1;
    if (rest === 0) break;
  }
  const made = combine(c, 1, result as Jet, 0, null, 0, top, pool);
  for (let p = 0; p < pool.points; p++) c[0][p] = a.c[0][p] ** n;
  for (const rows of taken) pool.give(rows);
  return made;
}

/** Any primitive, from its partials read one order lower. */
function byPartials(
  name: PrimitiveName,
  c: Float64Array[],
  terms: readonly JetTerm[],
  top: number,
  pool: JetPool,
): Jet {
  const row = primitives[name];
  values(name, c, terms, top, pool);
  const parts: [Jet, JetTerm][] = [];
  const taken: Jet[] = [];
  if (top > 0 && row.kind === 'elementwise') {
    const g = jetAlgebra(top - 1, pool, taken);
    let own: Jet | null = null;
    const y = () => {
      if (own === null) {
        own = applyToJets(name, terms, top - 1, pool);
        taken.push(own);
      }
      return own;
    };
    terms.forEach((x, k) => {
      if (typeof x === 'number') return;
      const partial = row.partial<JetTerm>(g, y, terms, k);
      if (partial !== g.zero) parts.push([x, partial]);
    });
  }
  const made = integrate(c, parts, top, pool);
  for (const { c: rows } of taken) pool.give(rows);
  return made;
}

/** The algebra of jets up to one order; what it makes is added to `taken`. */
function jetAlgebra(top: number, pool: JetPool, taken: Jet[]): Algebra<JetTerm> {
  const own = (jet: Jet): Jet => {
    taken.push(jet);
    return jet;
  };
  const rows = pool.take();
  for (let k = 0; k <= top; k++) rows[k].fill(0);
  const zero = own({ c: rows, degree: 0 });
  const call = (name: PrimitiveName, ...terms: JetTerm[]): JetTerm =>
    terms.every((x) => typeof x === 'number')
      ? primitives[name].forward(...(terms as number[]))
      : own(applyToJets(name, terms, top, pool));
  return {
    zero,
    one: 1,
    constant: (value) => value,
    isConstant: (x) => typeof x === 'number',
    add: (a, b) => call('add', a, b),
    sub: (a, b) => call('sub', a, b),
    mul: (a, b) => call('mul', a, b),
    div: (a, b) => call('div', a, b),
    neg: (a) => call('neg', a),
    call,
    choose: (a, relation, b, then, otherwise) => {
      const { points } = pool;
      const mask = new Uint8Array(points);
      let count = 0;
      for (let p = 0; p < points; p++) {
        if (holds(valueAt(a, p), relation, valueAt(b, p))) {
          mask[p] = 1;
          count++;
        }
      }
      if (count === points) return then();
      if (count === 0) return otherwise();
      const yes = then();
      const no = otherwise();
      const mixed = own({ c: pool.take(), degree: top });
      for (let k = 0; k <= top; k++) {
        for (let p = 0; p < points; p++) {
          const from = mask[p] === 1 ? yes : no;
          mixed.c[k][p] = typeof from === 'number' ? (k === 0 ? from : 0) : k <= from.degree ? from.c[k][p] : 0;
        }
      }
      return mixed;
    },
  };
}
