/** @file Formulas in a normal form: sums of like terms, products of powers, functions. Building one simplifies it. */

export type Expression = Constant | Name | Sum | Product | Application;

interface Common {
  /** Equal formulas have equal keys. */
  readonly key: string;
  /** Symbols and signs when written out. */
  readonly size: number;
}
export interface Constant extends Common {
  readonly kind: 'constant';
  readonly value: number;
}
export interface Name extends Common {
  readonly kind: 'name';
  readonly name: string;
}
/** constant + Σ factor·term; a term is no sum and has no factor of its own. */
export interface Sum extends Common {
  readonly kind: 'sum';
  readonly constant: number;
  readonly terms: readonly (readonly [factor: number, term: Expression])[];
}
/** factor·Π base^exponent; a base is no product, and no constant unless its exponent varies. */
export interface Product extends Common {
  readonly kind: 'product';
  readonly factor: number;
  readonly powers: readonly (readonly [base: Expression, exponent: Expression])[];
}
export interface Application extends Common {
  readonly kind: 'application';
  readonly name: string;
  readonly operands: readonly Expression[];
}

export function constant(value: number): Constant {
  return { kind: 'constant', value, key: Object.is(value, -0) ? '0' : String(value), size: 1 };
}
export const zero = constant(0);
export const one = constant(1);

export function name(text: string): Name {
  return { kind: 'name', name: text, key: `'${text}'`, size: 1 };
}

/** A function's value; √ and the like know what their squares are. */
export function application(fn: string, operands: readonly Expression[]): Expression {
  if (fn === 'hypot') return application('sqrt', [sum(operands.map((x) => power(x, constant(2))))]);
  const key = `${fn}(${operands.map((x) => x.key).join(',')})`;
  return { kind: 'application', name: fn, operands, key, size: 1 + operands.reduce((n, x) => n + x.size, 0) };
}

/** Splits off the number that a formula is multiplied by. */
function scaled(x: Expression): [factor: number, rest: Expression] {
  if (x.kind === 'product' && x.factor !== 1) return [x.factor, product([x], 1 / x.factor)];
  return [1, x];
}

/** Σ factors[k]·terms[k]; factors are 1 where left out. */
export function sum(terms: readonly Expression[], factors: readonly number[] = terms.map(() => 1)): Expression {
  let total = 0;
  const like = new Map<string, [number, Expression]>();
  const collect = (factor: number, term: Expression) => {
    const known = like.get(term.key);
    if (known === undefined) like.set(term.key, [factor, term]);
    else known[0] += factor;
  };
  terms.forEach((x, k) => {
    const c = factors[k];
    if (x.kind === 'constant') total += c * x.value;
    else {
      // numbers meet numbers: c·(u + v) counts as c·u + c·v
      const [factor, rest] = scaled(x);
      if (rest.kind === 'sum') {
        total += c * factor * rest.constant;
        for (const [inner, term] of rest.terms) collect(c * factor * inner, term);
      } else {
        collect(c * factor, rest);
      }
    }
  });
  total += pythagoras(like);
  const left = [...like.values()].filter(([factor]) => factor !== 0);
  if (left.length === 0) return constant(total);
  if (left.length === 1 && total === 0) return product([left[0][1]], left[0][0]);
  const size = left.reduce(
    (n, [factor, term]) => n + term.size + (Math.abs(factor) === 1 ? 1 : 2),
    total === 0 ? -1 : 1,
  );
  const key = `(${left
    .map(([factor, term]) => `${factor}*${term.key}`)
    .sort()
    .join('+')}+${total})`;
  return { kind: 'sum', constant: total, terms: left, key, size };
}

/** c·sin²u + c·cos²u → c, taken out of `like`. */
function pythagoras(like: Map<string, [number, Expression]>): number {
  let found = 0;
  for (const [key, [factor, term]] of like) {
    if (!key.startsWith('1*sin(') || term.kind !== 'product' || !key.endsWith(')^2')) continue;
    const partner = like.get(key.replace('1*sin(', '1*cos('));
    if (partner === undefined || partner[0] !== factor || term.powers.length !== 1) continue;
    found += factor;
    partner[0] = 0;
    (like.get(key) as [number, Expression])[0] = 0;
  }
  return found;
}

/** factor·Π factors */
export function product(factors: readonly Expression[], factor = 1): Expression {
  let c = factor;
  const powers = new Map<string, [Expression, Expression]>();
  const collect = (base: Expression, exponent: Expression) => {
    const known = powers.get(base.key);
    if (known === undefined) powers.set(base.key, [base, exponent]);
    else known[1] = sum([known[1], exponent]);
  };
  for (const x of factors) {
    if (x.kind === 'constant') c *= x.value;
    else if (x.kind === 'product') {
      c *= x.factor;
      for (const [base, exponent] of x.powers) collect(base, exponent);
    } else collect(x, one);
  }
  if (c === 0) return zero;
  binomial(powers);
  const left = [...powers.values()].filter(([, exponent]) => exponent.kind !== 'constant' || exponent.value !== 0);
  // √u·√u → u
  const roots = left.findIndex(
    ([base, e]) =>
      base.kind === 'application' && base.name === 'sqrt' && e.kind === 'constant' && Math.abs(e.value) >= 2,
  );
  if (roots >= 0) {
    const [base, exponent] = left[roots] as [Application, Constant];
    const whole = Math.trunc(exponent.value / 2);
    left[roots] = [base, constant(exponent.value - 2 * whole)];
    const rest = left.map(([b, e]) => power(b, e));
    return product([...rest, power(base.operands[0], constant(whole))], c);
  }
  if (left.length === 0) return constant(c);
  if (left.length === 1 && c === 1 && isOne(left[0][1])) return left[0][0];
  // −(u − v) → v − u
  if (left.length === 1 && c === -1 && isOne(left[0][1]) && left[0][0].kind === 'sum') return sum([left[0][0]], [-1]);
  const size = left.reduce((n, [base, e]) => n + base.size + (isOne(e) ? 1 : e.size + 1), c === 1 ? -1 : 0);
  const key = `${c}*${left
    .map(([base, e]) => (isOne(e) ? base.key : `${base.key}^${e.key}`))
    .sort()
    .join('*')}`;
  return { kind: 'product', factor: c, powers: left, key, size };
}

function isOne(x: Expression): boolean {
  return x.kind === 'constant' && x.value === 1;
}

/** (c + u)(c − u) → c² − u² */
function binomial(powers: Map<string, [Expression, Expression]>): void {
  const entries = [...powers];
  for (const [key, [base, e]] of entries) {
    if (base.kind !== 'sum' || base.terms.length !== 1 || !isOne(e)) continue;
    for (const [otherKey, [other, f]] of entries) {
      if (otherKey <= key || other.kind !== 'sum' || other.terms.length !== 1 || !isOne(f)) continue;
      const [[p, u]] = base.terms;
      const [[q, v]] = other.terms;
      if (u.key !== v.key || p !== -q || base.constant !== other.constant) continue;
      powers.delete(key);
      powers.delete(otherKey);
      const made = sum([constant(base.constant ** 2), power(u, constant(2))], [1, p * q]);
      powers.set(made.key, [made, one]);
      return;
    }
  }
}

export function power(base: Expression, exponent: Expression): Expression {
  if (exponent.kind === 'constant') {
    const n = exponent.value;
    if (n === 0) return one;
    if (n === 1) return base;
    if (base.kind === 'constant') return constant(base.value ** n);
    if (base.kind === 'product' && Number.isInteger(n)) {
      const parts = base.powers.map(([b, e]) => power(b, product([e, exponent])));
      return product(parts, base.factor ** n);
    }
  }
  const key = `1*${base.key}^${exponent.key}`;
  const made: Product = {
    kind: 'product',
    factor: 1,
    powers: [[base, exponent]],
    key,
    size: base.size + exponent.size + 1,
  };
  // (√u)² → u is done where products are made
  const isRoot = base.kind === 'application' && base.name === 'sqrt';
  return isRoot && exponent.kind === 'constant' && Math.abs(exponent.value) >= 2 ? product([made]) : made;
}
