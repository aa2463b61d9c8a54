/** @file Gradients survive typed arrays, whichever way their elements are read and stored; what leaves them is reported. */
import assert from 'node:assert/strict';
import { type Case, differentiate, gradientError } from './fixture';

type Example = [source: string, args: unknown[], as?: Case['as'], step?: number];
const T: Case['as'] = ['Float64Array'];
const pair = [1.5, 2];

const patterns: Record<string, Example> = {
  'an array pattern as parameter': ['function f([a, b]) { return a * b + a; }', [pair], T],
  'an object pattern as parameter': ['function f({ 0: a, 1: b, length: n }) { return a * b + n; }', [pair], T],
  'patterns among other parameters, with defaults that read them': [
    'const g = (p, { 0: a } = p, [b = a, c] = [a], k = a * b) => a * b * k * (c ?? 1); function f(t) { return (g(t, undefined, t) + g(t)) * (g.length === 1 ? 1 : NaN); }',
    [pair],
    T,
  ],
  'patterns before a rest parameter, and the rest parameter as pattern': [
    'function g({ 0: a }, ...[{ 1: b }, ...r]) { return a * b * r.length * r[1]; } const h = ({ 0: a }, ...r) => a * r[0][1]; function f(t) { return g(t, t, 1, t[0]) + h(t, t); }',
    [pair],
    T,
  ],
  'parameters of arrows, callbacks, methods, constructors, setters and generators': [
    'const g = ({ 0: a, 1: b }) => a * b; class C { constructor({ 0: a }) { this.a = a; } m({ 1: b }) { return b; } set s({ 0: a }) { this.z = a * a; } *w({ 0: a, ...r }) { yield a; yield r[1]; } } function f(t) { const c = new C(t); c.s = t; let s = 0; for (const v of c.w(t)) s += v * v; return g(t) + [t, t].map(({ 0: a, 1: b }) => a * b)[1] + c.a * c.m(t) + c.z + s; }',
    [pair],
    T,
  ],
  'patterns of generators that have a rest parameter too': [
    'function* g({ 0: a }, k = 2, ...r) { yield a * k; yield r[0] * r.length; } class C { async *m({ 0: a }, ...[{ 1: b }]) { yield a * b; } } async function f(t) { let s = 0; for (const v of g(t, undefined, t[1], 5)) s += v * v; for await (const v of new C().m(t, t)) s += v; return s * (g.length === 1 ? 1 : NaN); }',
    [pair],
    T,
  ],
  'elements that are inherited, or passed on by a proxy': [
    'function f(t) { const o = Object.create(t); const p = new Proxy(t, {}); const q = Proxy.revocable(o, { has: () => true }).proxy; class F {} F.prototype = t; const own = Object.create(t); Object.defineProperty(own, 0, { value: 3 }); let s = 0; for (let i = 0; i < 2; i++) s += o[i] * p[i] * q[i]; return s * own[0] * Object.setPrototypeOf({}, o)["1"]; }',
    [pair],
    T,
  ],
  'patterns inside of patterns': [
    'function f(t) { const [[a, b], { 1: c }] = [t, t]; const { x: { 0: d }, y: [{ 1: e }] } = { x: t, y: [t] }; let g; [{ 0: g }] = [t]; return a * b * c + d * e * g; }',
    [pair],
    T,
  ],
  'patterns inside of frozen objects, and defaults of patterns': [
    'function f(t) { const { x: { 0: a } } = Object.freeze({ x: t }); const { y: { 0: b } = t, z: [{ 1: c } = t] = [] } = {}; return a * b * c; }',
    [pair],
    T,
  ],
  'patterns of loops': [
    'function f(t) { let s = 0, p; for (const [a, b] of [t, t]) s += a * b; for (const { 0: a, 1: b } of new Set([t])) s *= a + b; for ({ 0: p } of [t]) s *= p; for (const { 1: [q] } of [[1, t]]) s += q; return s; }',
    [pair],
    T,
  ],
  'patterns of loops over rows that are made on the way': [
    'function* rows(x) { for (let i = 1; i < 4; i++) { const r = new Float64Array(2); r[0] = x ** i; r[1] = x * i; yield r; } } function f(x) { let s = 0; for (const { 0: a, ...r } of rows(x)) s += a * r[1]; return s; }',
    [1.3],
  ],
  'patterns of asynchronous loops': [
    'async function* rows(t) { yield t; yield t.map((v) => v * v); } async function f(t) { let s = 0; for await (const { 0: a, 1: b } of rows(t)) s += a * b; for await (const { 1: b } of [Promise.resolve(t)]) s *= b; return s; }',
    [pair],
    T,
  ],
  'patterns of catch clauses': [
    'function f(t) { try { throw t; } catch ({ 0: a, 1: b }) { try { throw { t }; } catch ({ t: { 0: c } }) { return a * b * c; } } }',
    [pair],
    T,
  ],
  'computed keys and rests': [
    'function f(t) { const k = 1; const { [k]: a, [0]: b, ...none } = t; const [c, ...r] = t; return a * b * c * r[0] + Object.keys(none).length; }',
    [pair],
    T,
  ],
};

const reads: Record<string, Example> = {
  'optional chains': [
    'function f(t) { const o = { t, g() { return this.t; } }; return o?.t?.[0] * o.t?.[1] * o?.g()[1] * (o.u?.t[0] ?? 2) * (o.u?.[0] ?? t?.at?.(0)); }',
    [pair],
    T,
  ],
  'methods of numbers on elements': [
    'Number.prototype.twice = function () { return this * 2; }; function f(t) { return t[0].valueOf() * t[1].twice(); }',
    [pair],
    T,
  ],
  reflection: [
    'function f(t) { const d = Object.getOwnPropertyDescriptors(t); return Reflect.get(t, 0) * Object.getOwnPropertyDescriptor(t, 1).value * Reflect.getOwnPropertyDescriptor(t, "1").value * d[0].value; }',
    [pair],
    T,
  ],
  'values, entries, assign, fromEntries, Map and Set': [
    'function f(t) { const m = new Map(t.entries()); let s = 0; for (const v of new Set(t)) s += v; return Object.values(t)[1] * Object.entries(t)[0][1] + Object.assign([], t)[1] * Object.fromEntries(t.entries())[0] + m.get(0) * m.get(1) * s; }',
    [pair],
    T,
  ],
  'methods of Array that read': [
    'function f(t) { const A = Array.prototype; return A.map.call(t, (v) => v * v)[0] + A.reduce.call(t, (a, b) => a * b) + A.slice.call(t, 1)[0] + A.at.call(t, -1) + A.indexOf.call(t, 2) * A.find.call(t, (v) => v > 1) + A.findLast.call(t, (v) => v) + A.toReversed.call(t)[0] * A.with.call(t, 0, t[1])[0] + [t[0], ...t].flat()[1]; }',
    [pair],
    T,
  ],
  'methods of Array that change it': [
    'function f(t) { const A = Array.prototype, u = t.slice(); A.fill.call(u, t[0] * 2, 0, 1); A.copyWithin.call(u, 1, 0, 1); A.sort.call(u, (a, b) => a - b); A.reverse.call(u); return u[0] * u[1] * t[1]; }',
    [pair],
    T,
  ],
  'stores by reflection and Object.assign': [
    'function f(x) { const t = new Float64Array(3); Object.defineProperty(t, 0, { value: x * x, writable: true, enumerable: true, configurable: true }); Reflect.set(t, 1, x); Object.assign(t, { 2: x * 3 }); return t[0] * t[1] * t[2]; }',
    [1.5],
  ],
  'subclasses, their species and their constructors': [
    'class V extends Float64Array { norm() { let s = 0; for (const v of this) s += v * v; return Math.sqrt(s); } get x() { return this[0]; } } class W extends Float64Array { static get [Symbol.species]() { return Float64Array; } constructor(x, y) { super([x, y]); } } function f(x) { const v = new V([x, 2 * x, 3]); return v.map((a) => a * x).norm() + v.filter((a) => a > 1).norm() + v.slice(1).norm() + V.of(x, 2).norm() * V.from([x]).x + v.subarray(1).norm() + new W(x, x * x).map((a) => a * 2)[1]; }',
    [1.2],
  ],
  'DataViews that take floats apart into words': [
    'function f(x) { const d = new DataView(new ArrayBuffer(16)); d.setFloat64(0, x * 3); const hi = d.getUint32(0); const e = ((hi >>> 20) & 2047) - 1022; d.setUint32(8, (hi & 0x800fffff) | (1022 << 20)); d.setUint32(12, d.getUint32(4)); return d.getFloat64(8) * x * 2 ** e; }',
    [1.7],
  ],
  'bytes that are copied': [
    'function f(t) { const b = new Uint8Array(t.buffer); const c = new Float64Array(new Uint8Array(b).buffer); const d = new Uint8Array(16); d.set(b); const e = new Float64Array(d.buffer); const g = new Uint8Array(16); for (let i = 0; i < 16; i++) g[i] = b[i]; return c[0] * e[1] * new Float64Array(b.slice(8).buffer)[0] * new Float64Array(g.buffer)[0]; }',
    [pair],
    T,
  ],
  'bits of a float as a BigInt': [
    'function f(x) { const d = new Float64Array(1), w = new BigUint64Array(d.buffer); d[0] = x; w[0] &= 0x7fffffffffffffffn; return d[0] * x; }',
    [-1.7],
  ],
};

describe('gradients survive typed arrays', () => {
  for (const [title, [source, args, as, step = 1e-6]] of Object.entries({ ...patterns, ...reads })) {
    it(title, async () => {
      const test = { files: { 'main.js': source }, call: 'f', args, as, options: { typedArrays: true } };
      const error = await gradientError(test, step);
      assert.ok(error < 2e-6, `off by ${error}`);
      const { result } = await differentiate(test);
      assert.deepEqual(result.events, [], 'nothing left the tape');
    });
  }
});

describe('a typed array that leaves the tape is reported', () => {
  const leaving: Record<string, string> = {
    join: 'function f(t) { return Number(t.join("")); }',
    'join of Array': 'function f(t) { return Number(Array.prototype.join.call(t, "")); }',
    String: 'function f(t) { return Number(String(t)); }',
    'a template': 'function f(t) { return Number(`${t}`); }',
    JSON: 'function f(t) { return JSON.parse(JSON.stringify(t))[0]; }',
    'JSON of an object that holds it': 'function f(t) { return JSON.parse(JSON.stringify({ a: [{ t }] })).a[0].t[0]; }',
    'toFixed of an element': 'function f(t) { return +t[0].toFixed(1); }',
    'another byte order':
      'function f(t) { const d = new DataView(t.buffer); return d.getFloat64(0, false) === 0 ? 1 : 2; }',
  };
  for (const [title, source] of Object.entries(leaving)) {
    it(title, async () => {
      const { result } = await differentiate({ files: { 'main.js': source }, call: 'f', args: [[1.7]], as: T });
      assert.ok(
        result.events.some((event) => event.code === 'detached'),
        JSON.stringify(result.events),
      );
    });
  }

  it('a float whose low word is cleared has not left: nothing is said', async () => {
    const source =
      'const b = new Float64Array(1), u = new Uint32Array(b.buffer); function f(x) { b[0] = x; u[0] = 0; const h = b[0]; return h * h; }';
    const { result, gradient } = await differentiate({ files: { 'main.js': source }, call: 'f', args: [1.7] });
    assert.deepEqual(result.events, []);
    assert.ok(Math.abs((gradient[0] as number) - 3.4) < 1e-5);
  });
});
