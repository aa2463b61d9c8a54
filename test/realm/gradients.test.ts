/** @file Gradients survive what programs do with numbers: each construct against central differences. */
import assert from 'node:assert/strict';
import { type Case, differentiate, gradientError } from './fixture';

const cases: Record<string, [source: string, args: unknown[], as?: Case['as'], step?: number]> = {
  'loops and compound assignment': [
    'function f(x) { let s = 1; for (let i = 0; i < 5; i++) { s *= x; s += i; s -= x / 2; s /= 1.1; s **= 1.01; } return s; }',
    [1.3],
  ],
  'while, do-while and labelled loops': [
    'function f(x) { let s = 0; outer: for (let i = 0; ; i++) { let k = 0; do { s += x * k; if (k > 3) continue outer; if (i > 4) break outer; k++; } while (true); } return s; }',
    [0.7],
  ],
  'increments of variables, members and elements': [
    'function f(x) { let a = x; a++; ++a; const o = { p: x }; o.p++; const l = [x]; l[0]--; return a++ * o.p-- + --l[0] * a + o.p; }',
    [2.5],
  ],
  'branches and conditional expressions': [
    'function f(x, y) { if (x > y) { return x * y; } return x < 0 ? -x : x ? y * x : 0; }',
    [0.3, 0.9],
  ],
  'short circuits': [
    'function f(x, y) { const z = x || 3; const w = y && x * y; let v = null; v ??= x * x; let u = 0; u ||= y; return z * w + v * u; }',
    [1.2, -0.4],
  ],
  'arrays, spread, destructuring and defaults': [
    'function f([a, b = a * 2, ...rest], { p, q: { r } = { r: a } }) { const [c, d] = [b, a]; const l = [...rest, c, d]; return l.reduce((s, v) => s + v * v, 0) * p * r; }',
    [[1.1, 2.2, 3.3], { p: 0.5, q: { r: 1.5 } }],
  ],
  'array methods': [
    'function f(xs) { return xs.map((x) => x * x).filter((x) => x > 1).concat(xs).sort((a, b) => b - a).slice(0, 3).reduce((a, b) => a + b * a) + Math.max(...xs) + (xs.find((x) => x > 1) ?? 0); }',
    [[0.5, 1.5, 2.5, 0.1]],
  ],
  'objects, getters, setters and classes with private fields': [
    'class P { #x; static n = 2; constructor(x) { this.#x = x; } get square() { return this.#x ** 2; } set scale(k) { this.#x *= k; } plus(o) { return new P(this.#x + o.#x); } } class Q extends P { extra = 3; get square() { return super.square * this.extra; } } function f(a, b) { const q = new Q(a); q.scale = b; return q.square + q.plus(new P(b)).square * P.n; }',
    [1.2, 0.8],
  ],
  'closures and recursion': [
    'function f(x) { const add = (a) => (b) => a + b * x; const power = (n) => (n === 0 ? 1 : x * power(n - 1)); return add(x)(power(4)); }',
    [1.1],
  ],
  generators: [
    'function f(x) { function* g(n) { let s = x; while (n-- > 0) { s = s * x + n; yield s; } return s; } let t = 0; for (const v of g(4)) t += v; const it = g(1); it.next(); return t + it.next().value; }',
    [0.9],
  ],
  exceptions: [
    'function f(x) { try { throw { v: x * x }; } catch ({ v }) { return v * x; } finally { x = 0; } }',
    [1.4],
  ],
  'switch on a traced value': [
    'function f(x) { switch (Math.floor(x)) { case 0: return x; case 1: return x * x; default: return x ** 3; } }',
    [1.5],
  ],
  'Map and Set': [
    'function f(x, y) { const m = new Map([["a", x], [x, y], [3, x * y]]); const s = new Set([x, y, x]); let t = 0; for (const v of s) t += v * v; return t + m.get("a") * m.get(x) + m.get(3) * s.size; }',
    [1.5, 0.25],
  ],
  'tagged templates, optional chains and spread calls': [
    'function f(x, o) { const tag = (s, ...v) => v.reduce((a, b) => a * b, s.length); return tag`${x}-${o?.a?.b ?? 1}` + (o?.missing?.(x) ?? x) + Math.hypot(...[x, o.a.b]); }',
    [1.25, { a: { b: 0.75 } }],
  ],
  'Math taken apart and passed around': [
    'function f(x) { const { sin, cos: c, PI } = Math; const M = Math; return [sin, c, Math.exp].reduce((v, g) => g(v), x) + Math.max.apply(null, [x, 0.1]) + M.atan2(x, PI) + Math["tanh"](x) + [x].map(Math.sqrt)[0]; }',
    [0.6],
  ],
  'a local object named Math': ['function f(x) { const Math = { sin: (v) => v * 3 }; return Math.sin(x) * x; }', [0.6]],
  'all functions of Math': [
    'function f(x) { let s = 0; for (const n of ["abs","acos","acosh","asin","asinh","atan","atanh","cbrt","cos","cosh","exp","expm1","log","log10","log1p","log2","sin","sinh","sqrt","tan","tanh"]) s += Math[n](n === "acosh" ? x + 2 : x); return s + Math.pow(x, 2.5) + Math.pow(2.5, x) + Math.atan2(x, 2) + Math.hypot(x, 1, 2) + Math.min(x, 5) + Math.max(x, -5); }',
    [0.45],
  ],
  'number methods and conversions': [
    'function f(x) { return Number(x) * +x + parseFloat(x) + x.valueOf() + new Number(x) * 2 + Object(x); }',
    [1.75],
  ],
  'asking whether a value is an object': [
    'function f(x) { return Object(x) === x || x === Object(x) || new Object(x) === x ? 0 : x * x + Object(x); }',
    [1.75],
  ],
  'dispatch on typeof and Number.isFinite': [
    'function f(x) { if (typeof x !== "number" || !Number.isFinite(x) || isNaN(x) || typeof x === "object") return 0; switch (typeof x) { case "number": return x * x; } return 1; }',
    [1.75],
  ],
  'valueOf and Symbol.toPrimitive of the program': [
    'class V { constructor(v) { this.v = v; } valueOf() { return this.v; } } const W = { make: (v) => ({ [Symbol.toPrimitive]: () => v }) }; function f(x) { return new V(x) * new V(x) + W.make(x) / 2 - -new V(x) + (new V(x) > 0 ? x : 0); }',
    [1.3],
  ],
  'remainder and exponent': ['function f(x, y) { return (x % y) * x ** y + 2 ** x + x ** 2; }', [2.7, 1.1]],
  'native callbacks': [
    'function f(xs) { return Array.from(xs, (v, i) => v * i).flatMap((v) => [v, v * v]).some((v) => v > 100) ? 0 : Array.from({ length: 3 }, (_, i) => xs[i] ** 2).reduceRight((a, b) => a * b) + Object.entries({ a: xs[0] }).map(([, v]) => v)[0]; }',
    [[1.1, 1.2, 1.3]],
  ],
  'Float64Array, views and methods': [
    'function f(x, y) { const t = new Float64Array([x, y, 2]); t[2] = x * y; t[0] += t[1]; t[1]++; const v = new Float64Array(t.buffer, 8); v[0] *= 2; const u = t.map((a) => a * a); let s = 0; for (const e of u) s += e; t.forEach((e, i) => { s += e * i; }); return s + t.slice(1)[0] + [...t][2] + t.reduce((a, b) => a + b) + Float64Array.of(x, y)[1] + Float64Array.from([x], (e) => e * 3)[0] + t.at(-1) + t.subarray(1, 2)[0]; }',
    [1.2, 0.7],
  ],
  'Float32Array rounds and passes on': [
    'function f(x) { const t = new Float32Array(2); t[0] = x; t.set([x * x], 1); return t[0] * t[1]; }',
    [1.5],
    undefined,
    0.01,
  ],
  'typed arrays as arguments': [
    'function f(t) { let s = 0; for (let i = 0; i < t.length; i++) s += t[i] * t[t.length - 1 - i]; return s; }',
    [[1, 2, 4]],
    ['Float64Array'],
  ],
  'typed array fill, set, sort, reverse, copyWithin, with': [
    'function f(x, y) { const t = new Float64Array(4).fill(x, 1); t.set([y, y * x], 2); t.reverse(); t.copyWithin(0, 2); t.sort(); return t.reduce((s, v, i) => s + v * (i + 1), 0); }',
    [1.5, 0.4],
  ],
  'destructuring into elements': [
    'function f(x, y) { const t = new Float64Array(2); [t[0], t[1]] = [x, y]; const l = []; [l[0], ...l[1 - 0 ? "r" : "r"]] = [x * y, y]; for (t[0] of [x * 2]); return t[0] * t[1] + l[0] + l.r[0]; }',
    [1.5, 0.4],
  ],
  'words that pass through other arrays and buffers': [
    'function views() { const b = new Float64Array(1); return [b, new Uint32Array(b.buffer)]; } const [b, w] = views(), [c, v] = views(); function toWords(x) { b[0] = x; return [w[0], w[1]]; } function make(low, high) { v[0] = low; v[1] = high; return c[0]; } function ldexp(x, n) { const [low, high] = toWords(x); return make(low, (high & 0x800fffff) | ((((high >> 20) & 0x7ff) + n) << 20)); } function f(x) { const a = ldexp(x * x, 3), two = make(0, 1024 << 20), most = make(1, 0x3ff80000); return a * two * most + ldexp(-x, -2) + ldexp(5.25, 1) + most * x; }',
    [1.7],
  ],
  'elements of typed arrays assigned by ??=, ||= and &&=': [
    'function f(x, y) { const t = new Float64Array([x, y, 0, x * y]); const a = (t[1] ??= 3), b = (t[2] ||= x * x), c = (t[3] &&= y * y); const l = [x, undefined]; const d = (l[1] ??= y * 2), e = (l[0] ??= 9); return a * b + c * t[2] + t[1] * t[3] + d * e; }',
    [0.73, -0.41],
  ],
  'elements of typed arrays in object patterns and spreads': [
    'function f(x, y) { const t = new Float64Array([x, y, x * y]); const { 0: a, length, ...rest } = t; let b, c; const same = ({ 1: b, ["2"]: c = 1 } = t); const o = { ...t, p: x }; const g = Object.assign({}, t); return a * b * length + rest[2] * c + o[0] * o[1] * o.p + g[2] * g[0] + (same === t ? same[1] : 0); }',
    [0.73, -0.41],
    [],
  ],
  'lengths under another name of Array': [
    'function f(x, n) { const A = Array, r = Math.round(n); const xs = [x]; const l = new xs.constructor(r), m = new A(r), k = new (0, Array)(r); return xs[0] * x * (l.length + m.length + k.length + new xs.constructor(n, x)[1]); }',
    [0.73, 3],
    [],
  ],
  'words of a float': [
    'const b = new Float64Array(1); const w = new Uint32Array(b.buffer); function scale(v, n) { b[0] = v; const hi = w[1]; w[1] = (hi & 0x800fffff) | ((((hi >> 20) & 0x7ff) + n) << 20); return b[0]; } function f(x) { return scale(x * x, 3) * x; }',
    [1.5],
  ],
  DataView: [
    'function f(x) { const d = new DataView(new ArrayBuffer(16)); d.setFloat64(8, x * x); d.setFloat64(0, x, true); return d.getFloat64(8) * d.getFloat64(0, true); }',
    [1.5],
  ],
  'code made from text': [
    'const g = new Function("a", "b", "return a * b + Math.sin(a)"); const h = (0, eval)("(function (v) { return v * v; })"); function f(x) { return g(x, 2) + h(x) + eval("x * x * x"); }',
    [0.8],
  ],
  'async functions': [
    'async function f(x) { const wait = (v) => new Promise((done) => setTimeout(() => done(v), 10)); const [a, b] = await Promise.all([wait(x * 2), wait(x)]); let s = 0; for await (const v of (async function* () { yield a; yield b * b; })()) s += v; return s * x; }',
    [1.2],
  ],
  'Object.values, entries, assign, freeze and JSON free copies': [
    'function f(o) { const c = Object.assign({}, o, { z: o.x }); Object.freeze(c); return Object.values(c).reduce((a, b) => a + b * b, 0) + Object.entries({ ...o }).length * o.x; }',
    [{ x: 1.5, y: 2 }],
  ],
  'this of sloppy functions and call, apply, bind': [
    'function g(a, b) { return this.k * a + b; } function f(x) { return g.call({ k: x }, x, 1) + g.apply({ k: 2 }, [x, x]) + g.bind({ k: x }, x)(x); }',
    [1.1],
  ],
  'defaults of parameters that compute': [
    'function g(a, b = a * 2, { c = a * b, d } = { d: b + a }) { return a * b * c * d; } function f(x) { return g(x) + ((y, z = y * x) => z)(x); }',
    [1.1],
  ],
  'properties that a number does not keep': [
    'Object.defineProperty(Number.prototype, "kept", { set(v) { "use strict"; seen = this * v; }, configurable: true }); let seen = 0; function strict(x) { "use strict"; try { x.p = 1; return 0; } catch (e) { return e instanceof TypeError && x.p === undefined ? 1 : 0; } } function f(x) { x.p = 1; x.toFixed = 2; x.toJSON = 3; x["q"] = x; x.kept = 3; return x.p === undefined && x.q === undefined && typeof x.toFixed === "function" ? x * x * strict(x) * seen : 0; }',
    [1.1],
  ],
  'comma, void, in and instanceof': [
    'function f(x) { let t = (x * 2, x * 3); void (t += x); return "a" in { a: x } && !(x instanceof Object) && !(x instanceof Number) ? t : 0; }',
    [1.1],
  ],
  'prototype methods added to Number': [
    'Number.prototype.twice = function () { return this * 2; }; function f(x) { return x.twice() + (5).twice(); }',
    [1.1],
  ],
};

describe('gradients survive', () => {
  for (const [title, [source, args, as, step = 1e-6]] of Object.entries(cases)) {
    it(title, async () => {
      const error = await gradientError({ files: { 'main.js': source }, call: 'f', args, as }, step);
      assert.ok(error < (step > 1e-4 ? 1e-3 : 2e-6), `off by ${error}`);
    });
  }
});

describe('a value that leaves the tape is reported', () => {
  const leaving: Record<string, string> = {
    text: 'function f(x) { return Number(`${x}`) + x; }',
    toFixed: 'function f(x) { return Number(x.toFixed(2)) + x; }',
    JSON: 'function f(x) { return JSON.parse(JSON.stringify({ x })).x + x; }',
    'bit operations': 'function f(x) { return (x | 0) + x; }',
    'an integer array': 'function f(x) { const t = new Int32Array(1); t[0] = x; return t[0] + x; }',
    'a length': 'function f(x) { return new [].constructor(x).length - 2 + x; }',
    'a key': 'function f(x) { return [1, 2, 3][x] + x; }',
  };
  for (const [title, source] of Object.entries(leaving)) {
    it(title, async () => {
      const { result, gradient } = await differentiate({ files: { 'main.js': source }, call: 'f', args: [2] });
      assert.ok(
        result.events.some((event) => event.code === 'detached'),
        JSON.stringify(result.events),
      );
      assert.deepEqual(gradient, [1]);
    });
  }
});
