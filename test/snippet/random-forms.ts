/** @file What random programs do with collections, typed arrays, classes, generators and closures. */

/** What a form is made of. */
export interface Parts {
  /** A number. */
  e(): string;
  pick(n: number): number;
  of<T>(list: readonly T[]): T;
  /** A name that is not used yet. */
  fresh(prefix: string): string;
  /** A block of statements. */
  block(): string;
  numbers: readonly string[];
  typed: readonly string[];
}

/** A typed array: one that is there, or a new one. */
function array({ e, of, typed, pick }: Parts): string {
  return typed.length > 0 && pick(3) > 0 ? of(typed) : `new Float64Array([${e()}, ${e()}, ${e()}])`;
}

const expressions: ((p: Parts) => string)[] = [
  (p) => `(({ 0: a, 1: b, length }) => a - b * length)(${array(p)})`,
  (p) => `(([a, ...r]) => a + r[1])(${array(p)})`,
  (p) => `(([{ 0: a, ...r }, [b]]) => a - r[2] * 0.5 + b)([${array(p)}, ${array(p)}])`,
  (p) => `((k, { 0: a } = k, { [1]: b } = k) => a * 0.25 + b)(${array(p)})`,
  (p) => `(({ v: { 2: a }, w: [b] }) => tame(a * b))({ v: ${array(p)}, w: ${array(p)} })`,
  (p) => `${array(p)}.map((v, i) => tame(v * ${p.e()} + i)).reduce((a, b) => a + b)`,
  (p) => `${array(p)}.slice().fill(${p.e()}, 1, 2)[${p.pick(3)}]`,
  (p) => `${array(p)}.slice().sort()[${p.pick(3)}]`,
  (p) => `Math.max(...${array(p)}, ${p.e()})`,
  (p) => `(${array(p)}.subarray(${p.pick(2)})?.[0] ?? ${p.e()})`,
  (p) => `Array.from(${array(p)}, (v) => v * 0.5)[${p.pick(3)}]`,
  (p) => `[...${array(p)}.entries()][${p.pick(3)}][1]`,
  (p) => `Object.values({ ...${array(p)} })[${p.pick(3)}]`,
  (p) => `({ ...${array(p)} })[${p.pick(3)}]`,
  (p) => `through(${p.e()})`,
  (p) => `scaled(${p.e()}, ${p.of(['1', '-2', '3'])})`,
  (p) => `new Cell(${p.e()}).put(${p.e()}).twice`,
  (p) => `Cell.sum(new Cell(${p.e()}), new Cell(${p.e()}))`,
  (p) => `new (class extends Cell { get twice() { return super.twice - ${p.e()}; } })(${p.e()}).put(1).twice`,
  (p) => `((it) => (it.next(), it.next(${p.e()}), it.next(${p.e()}).value))(running(${p.e()}))`,
  (p) => `[...relay(${p.e()}, ${p.e()})].reduce((a, b) => tame(a - b))`,
  (p) => `new Map([["a", ${p.e()}], ["b", ${p.e()}]]).get(${p.of(['"a"', '"b"', 'key("b") + ""'])})`,
  (p) => `[...new Set([${p.e()}, ${p.e()}])].reduce((a, b) => a + b)`,
  (p) => `List.from([${p.e()}, ${p.e()}]).map((v) => v * 0.5).total()`,
  (p) => `((n) => { let s = 0; for (const g of made(n, 3)) s += g(${p.e()}); return tame(s); })(${p.e()})`,
  (p) => `((o) => tame((o.a += ${p.e()}) * (o.b ?? ${p.e()})))({ a: ${p.e()}, get b() { return this.a; } })`,
  (p) => `((...a) => a.at(-1) - (a[1] ?? 0) * a.length)(${p.e()}, ...[${p.e()}])`,
];

const statements: ((p: Parts, name: string) => string)[] = [
  (p, n) => `let ${n} = 0; for (const { 0: a, 2: b } of [${array(p)}, ${array(p)}]) ${n} += a * 0.5 - b;`,
  (p, n) => `let ${n} = 0; for (const [i, [a, b]] of [${array(p)}, ${array(p)}].entries()) ${n} += a * i - b;`,
  (p, n) => `let ${n}; try { throw ${array(p)}; } catch ({ 1: a }) { ${n} = a - ${p.e()}; }`,
  (p, n) => `let ${n}, ${n}b; ({ 0: ${n}, 1: ${n}b = 2 } = ${array(p)}); ${n} -= ${n}b;`,
  (p, n) =>
    `const ${n}m = new Map(); ${n}m.set("p", ${p.e()}).set("q", ${p.e()}); let ${n} = 1; for (const [k, v] of ${n}m) ${n} = tame(${n} + (k === "p" ? v : -v)); ${n} += ${n}m.get("q");`,
  (p, n) =>
    `const ${n}f = []; for (let i = 0; i < 3; i++) ${n}f.push((v) => tame(v * i + ${p.of(p.numbers)})); let ${n} = ${n}f.reduce((v, f) => f(v), ${p.e()});`,
  (p, n) =>
    `function ${n}r(v, k) { if (k <= 0) return v; return tame(${n}r(v * 0.5, k - 1) + ${p.of(p.numbers)}); } let ${n} = ${n}r(${p.e()}, ${1 + p.pick(4)});`,
  (p, n) =>
    `class ${n}C extends Cell { #w = ${p.e()}; static k = 0.5; constructor(v) { super(v); this.#w *= ${n}C.k; } get w() { return this.#w + this.twice; } } let ${n} = new ${n}C(${p.e()}).w;`,
  (p, n) =>
    `let ${n} = ${p.e()}; const ${n}o = { get v() { return ${n}; }, set v(w) { ${n} = tame(w); } }; ${n}o.v += ${p.e()}; ${n}o.v--; ${n}o["v"] *= 0.5;`,
  (p, n) => `let ${n} = ${p.e()}; { const ${n} = ${p.e()}; ${p.block()} }`,
  (p, n) =>
    `const ${n}t = new Float64Array(4); ${n}t.set(${array(p)}, 1); ${n}t[0] = ${n}t[1] - ${n}t[3]; ${n}t.reverse(); let ${n} = ${n}t.at(-1) + ${n}t[1];`,
];

export function expressionForm(parts: Parts): string {
  return expressions[parts.pick(expressions.length)](parts);
}

/** A statement that declares a number under the name. */
export function statementForm(parts: Parts, name: string): string {
  return statements[parts.pick(statements.length)](parts, name);
}

export const formHelpers = `
const bits = new Float64Array(1), words = new Uint32Array(bits.buffer), apart = new DataView(new ArrayBuffer(16));
const through = (v) => { apart.setFloat64(8, v); const [c] = new Float64Array(Uint8Array.from({ length: 8 }, (_, i) => apart.getUint8(15 - i)).buffer); return c; };
const scaled = (v, n) => { bits[0] = v; const e = (words[1] >>> 20) & 2047; if (e + n <= 0 || e === 0) return v; words[1] = (words[1] & 0x800fffff) | ((e + n) << 20); return tame(bits[0]); };
class Cell { #v; put = (w) => { this.#v = tame(this.#v + w); return this; }; constructor(v) { this.#v = v; } get twice() { return this.#v * 2; } static sum(...cells) { let s = 0; for (const c of cells) s += #v in c ? c.#v : 0; return s; } }
class List extends Array { total() { return this.reduce((a, b) => a + b, 0); } }
function* running(v) { let s = v; for (;;) s = tame(s + (yield s) * 0.5); }
function* relay(a, b) { const r = yield* (function* () { yield a; return b; })(); yield r; yield* [a, b]; }
function made(n, k) { const fs = []; for (var j = 0; j < k; j++) { const c = n + j; fs.push((v) => c * 0.5 - v + j); } return fs; }
`;
