/** @file A traced value is a number wherever the language tells objects from primitives. */
import assert from 'node:assert/strict';
import { differentiate } from './fixture';

const cases: Record<string, string> = {
  'it is no key of a WeakMap or WeakSet':
    'function f(x) { const w = new WeakMap(); if (w.has(x) || w.get(x) || w.delete(x)) return 0; let n = 0; for (const add of [() => w.set(x, 1), () => new WeakSet().add(x)]) try { add(); } catch (e) { if (e instanceof TypeError) n++; } return n === 2 ? x * x : 0; }',
  'it is frozen, and nothing else happens to it':
    'function f(x) { return Object.isFrozen(x) && Object.isSealed(x) && !Object.isExtensible(x) && Object.freeze(x) === x && Object.seal(x) * 1 === x && Object.preventExtensions(x) === x ? Object.freeze(x) * x : 0; }',
  'its prototype is that of numbers, and stays':
    'function f(x) { return Object.getPrototypeOf(x) === Number.prototype && x.__proto__ === Number.prototype && Object.setPrototypeOf(x, null) === x && x.constructor === Number ? x * x : 0; }',
  'it is no target of Reflect and no prototype':
    'function f(x) { let n = 0; for (const act of [() => Reflect.ownKeys(x), () => Reflect.has(x, "a"), () => Reflect.getPrototypeOf(x), () => Object.create(x), () => Object.defineProperty(x, "a", {}), () => Object.defineProperties(x, {})]) try { act(); } catch (e) { if (e instanceof TypeError) n++; } return n === 6 ? x * x : 0; }',
  'a constructor that returns it gives its object':
    'class C { constructor(x) { this.v = x; return x; } } class D extends C { constructor(x) { super(x); const g = () => { return x; }; this.w = g(); return x; } } function f(x) { try { new D(x); return 0; } catch (e) { return e instanceof TypeError ? new C(x).v * x : 0; } }',
  'it is no target or handler of a proxy, and nothing refers to it weakly':
    'function f(x) { let n = 0; class R extends WeakRef {} for (const act of [() => new Proxy(x, {}), () => new Proxy({}, x), () => Proxy.revocable(x, {}), () => new WeakRef(x), () => new R(x), () => new FinalizationRegistry(() => {}).register(x)]) try { act(); } catch (e) { if (e instanceof TypeError) n++; } const o = { x }; return n === 6 && new R(o) instanceof R && new R(o).deref() === o && WeakRef.prototype.constructor === WeakRef && String(Proxy) === "function Proxy() { [native code] }" ? new Proxy(o, {}).x * new WeakRef(o).deref().x : 0; }',
  'a function that returns it gives its object to new':
    'function F(x) { this.v = x; return x * 2; } const G = function (x) { return x; }; function k(x) { return x; } function f(x) { const g = () => { const h = function () { return new.target === undefined ? x : NaN; }; return h(); }; return typeof new G(x) === "object" && typeof new k(x) === "object" && Reflect.construct(F, [x]).v === x && G(x) === x ? new F(x).v * k(g()) : 0; }',
  'it is no iterator and no result of one':
    'function f(x) { let n = 0; const of = (next) => ({ [Symbol.iterator]: () => next }); for (const act of [() => { for (const v of of(x)) return; }, () => [...of({ next: () => x })], () => { const [a] = of({ next: () => x }); }, () => { for (const v of of({ next: () => x })) return; }, () => Array.from(of({ next: () => x })), () => new Map(of({ next: () => x })), () => Math.max(...of(x))]) try { act(); } catch (e) { if (e instanceof TypeError) n++; } return n === 7 && x.done === undefined && !("done" in Object(x)) ? x * x : n; }',
  'it has no properties of its own':
    'function f(x) { for (const k in x) return 0; return Object.keys(x).length + Object.getOwnPropertyNames(x).length + Object.entries({ ...x }).length === 0 ? x * x : 0; }',
  'one argument of a subclass of Array is its length':
    'class V extends Array {} class W extends V { } class P extends Array { constructor(...xs) { super(...xs); } } function f(x, n) { const r = Math.round(n); class Q { Made = Array; make() { return new this.Made(r); } } return new V(r).length === 3 && new W(r).length === 3 && new P(x, x)[0] === x && new Q().make().length === 3 ? x * new V(x, 1)[0] : 0; }',
  'species of subclasses of Array keep it':
    'class V extends Array { norm() { return Math.sqrt(this.reduce((a, b) => a + b * b, 0)); } } function f(x) { const v = V.from([x, 0]); return v.map((a) => a * x).norm() + v.filter((a) => a > 9).norm() + (v.slice(1) instanceof V ? 0 : 1) + v.concat([0]).norm() - x; }',
};

describe('a traced value is a number', () => {
  for (const [title, source] of Object.entries(cases)) {
    it(title, async () => {
      const { value, gradient } = await differentiate({ files: { 'main.js': source }, call: 'f', args: [1.5, 3] });
      assert.ok(Math.abs(value - 2.25) < 1e-12, `f is ${value}`);
      assert.ok(Math.abs((gradient[0] as number) - 3) < 1e-12, `its derivative is ${gradient[0]}`);
    });
  }

  it('asking whether it is NaN is no branch that it decides', async () => {
    const source = 'function f(x) { return x !== x || x != x || !(x === x) ? 0 : x * x; }';
    const { tape, gradient } = await differentiate({ files: { 'main.js': source }, call: 'f', args: [1.5] });
    assert.equal(tape.guards, 0);
    assert.deepEqual(gradient, [3]);
  });
});
