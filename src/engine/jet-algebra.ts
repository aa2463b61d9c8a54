/** @file Primitives on jets: by recurrence where there is one, else by reading the table's partials with jets. */
import { type Algebra, holds } from './algebra';
import { numberAlgebra } from './numbers';
import type { PrimitiveName } from './opcodes';
import { primitives } from './primitives';
import {
  circular,
  combine,
  divide,
  type Extent,
  exponential,
  integrate,
  type Jet,
  logarithm,
  multiply,
  norm,
  power,
  riccati,
  squared,
  squareRoot,
} from './recurrences';

export type JetTerm = Jet | number;

/** Space for the coefficients of a block of points, used again and again. */
export class JetPool {
  private readonly free: Float64Array[] = [];

  constructor(
    public points: number,
    readonly stride: number,
    private readonly room = points * stride,
  ) {}

  take(): Float64Array {
    return this.free.pop() ?? new Float64Array(this.room);
  }

  give(c: Float64Array): void {
    this.free.push(c);
  }
}

const jetAt = (x: JetTerm, at: number) => (typeof x === 'number' ? x : x.c[at]);

/** Applies a primitive to jets, at least one of which varies, up to the order `top`. The caller owns the result. */
export function applyToJets(name: PrimitiveName, terms: readonly JetTerm[], top: number, pool: JetPool): Jet {
  const e: Extent = { points: pool.points, stride: pool.stride, top };
  const row = primitives[name];
  const c = pool.take();
  const a = terms[0] as Jet;
  const made = (degree: number): Jet => ({ c, degree });
  switch (name) {
    case 'add':
    case 'sub': {
      const [p, q] = terms;
      const sign = name === 'add' ? 1 : -1;
      if (typeof q === 'number') return made(combine(c, [[1, a]], sign * q, e));
      if (typeof p === 'number') return made(combine(c, [[sign, q]], p, e));
      return made(
        combine(
          c,
          [
            [1, p],
            [sign, q],
          ],
          0,
          e,
        ),
      );
    }
    case 'mul': {
      const [p, q] = terms;
      if (typeof q === 'number') return made(combine(c, [[q, a]], 0, e));
      if (typeof p === 'number') return made(combine(c, [[p, q]], 0, e));
      return made(multiply(c, p, q, e));
    }
    case 'div': {
      const [p, q] = terms;
      if (typeof q === 'number') {
        scaleDown(c, a, q, e);
        return made(Math.min(a.degree, top));
      }
      return made(divide(c, p, q, e));
    }
    case 'neg':
      return made(combine(c, [[-1, a]], 0, e));
    case 'identity':
      return made(combine(c, [[1, a]], 0, e));
    case 'square':
      return made(squared(c, a, e));
    case 'exp':
    case 'expm1': {
      const degree = exponential(c, a, Math.exp, e);
      if (name === 'expm1') for (let p = 0, at = 0; p < e.points; p++, at += e.stride) c[at] = Math.expm1(a.c[at]);
      return made(degree);
    }
    case 'log':
      return made(logarithm(c, a, Math.log, 0, 1, e));
    case 'log2':
      return made(logarithm(c, a, Math.log2, 0, Math.LOG2E, e));
    case 'log10':
      return made(logarithm(c, a, Math.log10, 0, Math.LOG10E, e));
    case 'log1p':
      return made(logarithm(c, a, Math.log1p, 1, 1, e));
    case 'sqrt':
      return made(squareRoot(c, a, e));
    case 'sin':
    case 'cos':
    case 'sinh':
    case 'cosh': {
      const other = pool.take();
      const first = name === 'sin' || name === 'sinh';
      const [s, k] = first ? [c, other] : [other, c];
      const hyperbolic = name === 'sinh' || name === 'cosh';
      const degree = hyperbolic
        ? circular(s, k, a, Math.sinh, Math.cosh, 1, e)
        : circular(s, k, a, Math.sin, Math.cos, -1, e);
      pool.give(other);
      return made(degree);
    }
    case 'tanh':
      return made(riccati(c, a, Math.tanh, 1, 0, -1, e));
    case 'tan':
      return made(riccati(c, a, Math.tan, 1, 0, 1, e));
    case 'sigmoid':
      return made(riccati(c, a, row.forward, 0, 1, -1, e));
    case 'cbrt':
      return made(power(c, a, 1 / 3, Math.cbrt, e));
    case 'pow':
      return powerOf(c, terms, e, pool);
    case 'hypot':
      return made(normOf(c, terms, e, pool));
    case 'abs':
    case 'relu':
    case 'clamp':
    case 'max':
    case 'min':
    case 'rem':
    case 'fround':
      return made(weighted(name, c, terms, e));
    default:
      return row.kind === 'stepwise' ? made(constants(name, c, terms, e)) : made(byPartials(name, c, terms, e, pool));
  }
}

function scaleDown(c: Float64Array, a: Jet, q: number, { points, stride, top }: Extent): void {
  for (let p = 0, at = 0; p < points; p++, at += stride) for (let k = 0; k <= top; k++) c[at + k] = a.c[at + k] / q;
}

function constants(name: PrimitiveName, c: Float64Array, terms: readonly JetTerm[], e: Extent): number {
  for (let p = 0, at = 0; p < e.points; p++, at += e.stride) {
    c.fill(0, at, at + e.top + 1);
    c[at] = primitives[name].forward(...terms.map((x) => jetAt(x, at)));
  }
  return 0;
}

/** Functions that are linear in their operands between kinks: the partials there are the weights in every order. */
function weighted(name: PrimitiveName, c: Float64Array, terms: readonly JetTerm[], e: Extent): number {
  const row = primitives[name];
  let degree = 0;
  for (const x of terms) if (typeof x !== 'number' && x.degree > degree) degree = x.degree;
  degree = Math.min(degree, e.top);
  const values: number[] = [];
  for (let p = 0, at = 0; p < e.points; p++, at += e.stride) {
    for (let i = 0; i < terms.length; i++) values[i] = jetAt(terms[i], at);
    const y = row.forward(...values);
    c.fill(0, at, at + e.top + 1);
    for (let i = 0; i < terms.length; i++) {
      const x = terms[i];
      if (typeof x === 'number' || row.kind === 'stepwise') continue;
      const weight = row.partial(numberAlgebra, () => y, values, i);
      if (weight === 0) continue;
      for (let k = 1; k <= degree; k++) c[at + k] += weight * x.c[at + k];
    }
    c[at] = y;
  }
  return degree;
}

function normOf(c: Float64Array, terms: readonly JetTerm[], e: Extent, pool: JetPool): number {
  const values = new Float64Array(e.points);
  for (let p = 0, at = 0; p < e.points; p++, at += e.stride) values[p] = Math.hypot(...terms.map((x) => jetAt(x, at)));
  const sum: Jet = { c: pool.take(), degree: 0 };
  sum.c.fill(0, 0, e.points * e.stride);
  const one: Jet = { c: pool.take(), degree: 0 };
  for (const x of terms) {
    if (typeof x === 'number') continue;
    one.degree = squared(one.c, x, e);
    sum.degree = Math.max(sum.degree, one.degree);
    for (let i = 0; i < e.points * e.stride; i++) sum.c[i] += one.c[i];
  }
  norm(c, sum, values, e);
  pool.give(sum.c);
  pool.give(one.c);
  return e.top;
}

function powerOf(c: Float64Array, terms: readonly JetTerm[], e: Extent, pool: JetPool): Jet {
  const [a, n] = terms;
  if (typeof n === 'number' && typeof a !== 'number') {
    if (Number.isInteger(n) && n >= 1 && n <= 16) return wholePower(c, a, n, e, pool);
    if (n === 0) {
      for (let p = 0, at = 0; p < e.points; p++, at += e.stride) {
        c.fill(0, at, at + e.top + 1);
        c[at] = 1;
      }
      return { c, degree: 0 };
    }
    return { c, degree: power(c, a, n, (x) => x ** n, e) };
  }
  let positive = true;
  for (let p = 0, at = 0; p < e.points; p++, at += e.stride) if (!(jetAt(a, at) > 0)) positive = false;
  if (!positive) return { c, degree: byPartials('pow', c, terms, e, pool) };
  // exp(n·log a), with the value as the language gives it
  const log = typeof a === 'number' ? Math.log(a) : applyToJets('log', [a], e.top, pool);
  const product = applyToJets('mul', [n, log], e.top, pool);
  for (let p = 0, at = 0; p < e.points; p++, at += e.stride) c[at] = jetAt(a, at) ** jetAt(n, at);
  const firsts = Float64Array.from({ length: e.points }, (_, p) => c[p * e.stride]);
  let next = 0;
  exponential(c, product, () => firsts[next++], e);
  if (typeof log !== 'number') pool.give(log.c);
  pool.give(product.c);
  return { c, degree: e.top };
}

/** aⁿ by repeated squaring: exact zeros at a₀ = 0. */
function wholePower(c: Float64Array, a: Jet, n: number, e: Extent, pool: JetPool): Jet {
  let base: Jet = a;
  let result: Jet | null = null;
  const taken: Float64Array[] = [c];
  const product = (p: Jet, q: Jet): Jet => {
    const made = pool.take();
    taken.push(made);
    return { c: made, degree: multiply(made, p, q, e) };
  };
  for (let rest = n; ; ) {
    if (rest & 1) result = result === null ? base : product(result, base);
    rest >>= 1;
    if (rest === 0) break;
    base = product(base, base);
  }
  const found = result as Jet;
  const degree = Math.min(found.degree, e.top);
  if (found === a) combine(c, [[1, a]], 0, e);
  const kept = found === a ? c : found.c;
  for (let p = 0, at = 0; p < e.points; p++, at += e.stride) kept[at] = a.c[at] ** n;
  for (const buffer of taken) if (buffer !== kept) pool.give(buffer);
  return { c: kept, degree };
}

/** Any primitive, from its partials read one order lower. */
function byPartials(name: PrimitiveName, c: Float64Array, terms: readonly JetTerm[], e: Extent, pool: JetPool): number {
  const row = primitives[name];
  const values = new Float64Array(e.points);
  for (let p = 0, at = 0; p < e.points; p++, at += e.stride) {
    values[p] = row.forward(...terms.map((x) => jetAt(x, at)));
  }
  const parts: [Jet, JetTerm][] = [];
  const taken: Jet[] = [];
  if (e.top > 0 && row.kind === 'elementwise') {
    const g = jetAlgebra(e.top - 1, pool, taken);
    let own: Jet | null = null;
    const y = () => {
      if (own === null) {
        own = applyToJets(name, terms, e.top - 1, pool);
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
  integrate(c, values, parts, e);
  for (const jet of new Set(taken.map((jet) => jet.c))) pool.give(jet);
  return e.top;
}

/** The algebra of jets up to one order; what it makes is added to `taken`. */
export function jetAlgebra(top: number, pool: JetPool, taken: Jet[]): Algebra<JetTerm> {
  const zero: Jet = { c: new Float64Array(pool.points * pool.stride), degree: 0 };
  const call = (name: PrimitiveName, ...terms: JetTerm[]): JetTerm => {
    if (terms.every((x) => typeof x === 'number')) return primitives[name].forward(...(terms as number[]));
    const made = applyToJets(name, terms, top, pool);
    taken.push(made);
    return made;
  };
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
      const { points, stride } = pool;
      const mask = new Uint8Array(points);
      let count = 0;
      for (let p = 0; p < points; p++) {
        if (holds(jetAt(a, p * stride), relation, jetAt(b, p * stride))) {
          mask[p] = 1;
          count++;
        }
      }
      if (count === points) return then();
      if (count === 0) return otherwise();
      const yes = then();
      const no = otherwise();
      const c = pool.take();
      const mixed: Jet = { c, degree: top };
      taken.push(mixed);
      for (let p = 0, at = 0; p < points; p++, at += stride) {
        const from = mask[p] === 1 ? yes : no;
        for (let k = 0; k <= top; k++) c[at + k] = typeof from === 'number' ? (k === 0 ? from : 0) : from.c[at + k];
      }
      return mixed;
    },
  };
}
