/** @file Without traced values an instrumented program means what it meant: one test per rule of the transform. */
import assert from 'node:assert/strict';
import vm from 'node:vm';
import { makeRealm, run } from '../realm/fixture';

/** What a script gives or throws, as text, natively and instrumented. */
function outcome(evaluate: () => unknown): string {
  try {
    const value = evaluate();
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

const log = 'var out = []; var note = (n, v) => { out.push(n); return v; };';
const rules: Record<string, string[]> = {
  'operands are evaluated left fully before right, and converted afterwards': [
    `${log} var o = (n, v) => note(n, { valueOf() { return note(n + 'v', v); } }); o('a', 1) + o('b', 2) * o('c', 3) - o('d', 4) ** o('e', 2) % o('f', 3); o('g', 1) < o('h', 2); o('i', 1) > o('j', 2); out.join();`,
    'var x = 1; x + (x = 5) * x - x++ + x;',
    '(function () { var x = 1; function set() { x = 10; return 1; } return x + set() + x; })()',
  ],
  'BigInt, text, symbols and mixtures keep their results and errors': [
    'String(2n ** 70n + -3n * 5n / 2n % 7n)',
    '1n + 1',
    '-Symbol()',
    '"3" * "4" + true - null',
    '"a" + 1 + {} + [1, 2] + null',
    'var b = 5n; b++; String(b--) + b',
    '+5n',
    '1n < 2 && 2n == 2 && !(2n === 2)',
  ],
  'compound assignment evaluates object and key once, and converts the key once': [
    `${log} var o = { k: 2 }; note('o', o)[note('k', 'k')] += note('v', 3); out.join() + o.k;`,
    `${log} var n = null; try { n[note('k', { toString() { note('s'); } })] += note('v', 1); } catch (e) { out.push(e.name); } out.join();`,
    'var o = { get p() { return 1; }, set p(v) { this.q = v; } }; o.p += 4; o.p++; o.q',
    'class A { get x() { return 2; } set x(v) { this.y = v; } } class B extends A { f() { super.x += 3; super["x"]++; return this.y; } } new B().f()',
    'class P { #a = 1; #b() { return this; } f() { this.#b().#a **= 3; this.#a++; return this.#a; } } new P().f()',
    '"use strict"; Object.freeze({ a: 1 }).a += 1',
    '"use strict"; undeclared += 1',
    'const k = 1; k += 1',
    'const k = 1; k++',
  ],
  'increments give the old or the new value, and are values of scripts': [
    'var x = "5"; [x++, x, ++x, x--]',
    'var x = 1; x++',
    'var o = { n: 1 }; o.n++ + ++o.n + o["n"]--',
    'var a = [1]; var i = 0; a[i++] += 5; [a, i]',
    '"use strict"; let u; [u++, u]',
  ],
  'typeof of unbound names is silent, and a getter of the global object runs once': [
    'typeof nowhere',
    `${log} Object.defineProperty(globalThis, 'g', { get() { return note('g', {}); }, configurable: true }); typeof g + out.length`,
    'let r; try { typeof tdz; let tdz; } catch (e) { r = e.name; } r',
    '(function () { return typeof this; }).call(5)',
    '(function () { "use strict"; return typeof this; }).call(5)',
  ],
  'equality and switch': [
    '[null == undefined, null == 0, NaN === NaN, "1" == 1, [1] == 1, ({}) === ({}), 0 === -0]',
    'var o = { valueOf() { return 2; } }; [o == 2, 2 == o, o === 2, o != 2]',
    'switch ("1") { case 1: "n"; break; case "1": "s" }',
    'switch (3) { case 1: default: "d"; case 2: "t" }',
  ],
  'truth of all kinds of values': [
    '[0, NaN, "", null, undefined, 0n, [], {}, "0", -1].map((v) => (v ? 1 : 0) + (!v ? 10 : 0) + (v && 1 ? 100 : 0)).join()',
    'var n = 0; while (n < 3 && n) n++; do n++; while (n < 2); for (; n; n--); n',
    '[0 || "a", 1 && 0, null ?? 2, "" && x, [] || 1].length',
  ],
  'logical assignment assigns only where it must, and names functions': [
    'var a = 0, b = 1, c; a ||= 5; b &&= 6; c ??= 7; [a, b, c]',
    'var f; f ||= () => {}; var g = 1; g &&= function () {}; f.name + g.name',
    '"use strict"; var o = Object.freeze({ a: 1 }); o.a ||= 2; o.a',
  ],
  'functions keep names, lengths and text': [
    'var f = function (a, b = a * 2) { return a * b; }; let g = (x) => x * 2; [f.name, f.length, g.name, g.length]',
    '(function add(a, b) { /* sum */ return a + b; }).toString()',
    'class A { static  m(x) { return x * 2; } get p() { return this.x + 1; } } A.m.toString() + A + Object.getOwnPropertyDescriptor(A.prototype, "p").get',
    'String((a) => a * 2) + [].map + Math.sin + Number + Float64Array + Function',
    'new Function("a", "b", "return a * b").toString()',
    'Function("a", "return a++")(4)',
    'new Function("a", "return (")',
    'new Function("/*", "*/){")',
  ],
  'code in strings': [
    'var y = 2; eval("var x = y * 3; x + y")',
    '(function () { var a = 1; eval("a += 4; var b = a * 2;"); return a + b; })()',
    '"use strict"; eval("var q = 5; q * 2") + typeof q',
    '(0, eval)("this === globalThis && 6 * 7")',
    'eval("let z = 1; z++; z")',
    'eval("1 +")',
    'eval(5) * 2',
    'var e = eval; e("var viaAlias = 3 * 3"); viaAlias',
  ],
  'with statements': [
    'var o = { x: 2 }, x = 1; with (o) { x += 3; x++; } [o.x, x]',
    'with ({ valueOf: null, a: 2 }) { a *= 2; a }',
  ],
  'parameters and class fields compute without a body': [
    '((a, b = a * 2, { c = b ** 2 } = {}) => a + b + c)(3)',
    'class A { x = 2 * 3; y = this.x ** 2; static z = A.name.length * 2; [`k${1 + 1}`] = 1; static { this.w = this.z * 2; } } var a = new A(); [a.x, a.y, A.z, a.k2, A.w]',
  ],
  'destructuring in all places': [
    'var a, b, o = {}, l = []; [a, o.p = a * 2, ...l] = [1, undefined, 3, 4]; ({ x: b = a + 1, ...o.rest } = { y: 2 }); [a, b, o, l]',
    'for (var [k, v = k * 2] of [[1], [2, 3]]); [k, v]',
    'var o = {}; for (o.p in { a: 1 }); for ([o.q] of [[5]]); o',
    '(({ a: { b } = { b: 2 } }) => b * 2)({})',
  ],
  'generators and async functions keep their state': [
    'function* g(x) { const y = (yield x * 2) + (yield x + 1); return y * (yield* [y]); } var it = g(2); [it.next(), it.next(3), it.next(4), it.next(5)].map((r) => r.value)',
    '[...(function* () { for (let i = 0; i < 3; i++) yield i ** 2; })()]',
  ],
  'loops with labels, closures per iteration and completion values': [
    'var s = 0; a: for (var i = 0; i < 4; i++) { for (var j = 0; ; j++) { if (j > i) continue a; if (i + j > 4) break a; s += i * j; } } s',
    'var fs = []; for (let i = 0; i < 3; i++) { fs.push(() => i); i += 0; } fs.map((f) => f())',
    '1; do { 2 * 3; } while (false)',
    'var x = 2; if (x > 1) { x * 5 }',
    'var x = 3; { let x = 4; x * 2 }',
  ],
  'optional chains, tagged templates and spread': [
    'var o = { a: { f() { return this.k; }, k: 3 } }; [o?.a.f(), o.b?.c.d, o.a?.["k"] * 2, (o?.a).f(), delete o?.a.k, o.x?.[y]]',
    'var t = (s, ...v) => s.raw.join("|") + v; t`a${1 + 1}\\n${2 * 3}`',
    'Math.max(...[1, 2], 5, ...new Set([7])) + [...[1, 2 * 2]].length',
    'String.raw`a${2 ** 3}`',
  ],
  'statements that automatic semicolons ended': [
    'var a = 1\nvar b = a\n;(a + b)',
    'var x = 1\nx++\nvar y = x * 2\n;[x, y].join()',
    'var f = () => 1\nvar n = 2\n-n',
  ],
  'keywords before operators without blanks': [
    '(function () { var x = 2; return-x })()',
    '(function () { var x = 2; return!x })()',
    'var x = 1; switch (1) { case+x: "hit" }',
    'var r = []; for (var k of[1, 2]) r.push(k*2); r',
    'var o = { a: 1 }; "a"in o && o instanceof Object',
  ],
  'errors are thrown where and as before': [
    'null.x * 2',
    'undefined()',
    'x * 2',
    '(() => { let a = a1 * 2; let a1; })()',
    'new (class A { constructor() { this.x; } })().y.z + 1',
    '({}).f() * 2',
    'Symbol() + ""',
    '1 in 5',
    '({}) instanceof 5',
  ],
  'arrays of a computed length, and properties of numbers': [
    'new Array(3).length + Array(2, 3).length',
    'new Array(-1)',
    '(5).toFixed(1) + 5..constructor.name + (255).toString(16)',
  ],
  'typed arrays': [
    'var t = new Float64Array([1, 2]); t[0] += 5; t[1]++; [++t[0], t[1]--, t[5], t["1"], t.foo]',
    'var u = new Uint8Array(1); [(u[0] = 300), u[0], ++u[0], u[0] += 300, u[0]]',
    '[Float64Array.name, Float64Array.length, new (class extends Float64Array {})(2).length]',
    'Float64Array(2)',
    'Array.from(new Int8Array([1, 300]).map((v) => v * 2))',
    'var { 0: a, length } = new Float32Array([0.5]); [a, length]',
    'Object.prototype.toString.call(new Float64Array(1)) + (new Float64Array(2) instanceof Float64Array) + Object.keys(new Float64Array(2))',
    'Object.isFrozen(Object.freeze([1]))',
  ],
  'replaced built-ins look as they did': [
    '[Math.sin.name, Math.max.length, Object.keys(Math).length, Number.MAX_SAFE_INTEGER, Number("0x10"), new Number(5) + 1, Boolean([]), new Boolean(false) ? 1 : 2]',
    'JSON.stringify(Object.getOwnPropertyDescriptor(Math, "sin")) + ("prototype" in Math.sin)',
    'try { new Math.sin(1); } catch (e) { e.name }',
    'Date.length + typeof Date() + (new Date(0) instanceof Date) + Date.UTC(2000, 1)',
    '[1, 2, 3].filter(Boolean).length + [3, 1].sort().join() + [NaN].includes(NaN) + [NaN].indexOf(NaN)',
  ],
};

describe('with plain numbers a program means what it meant', () => {
  for (const [rule, sources] of Object.entries(rules)) {
    it(rule, () => {
      for (const source of sources) {
        const native = outcome(() => vm.runInContext(source, vm.createContext({})));
        assert.equal(
          outcome(() => run(source)),
          native,
          source,
        );
      }
    });
  }

  it('scripts share their globals and leave no other names', () => {
    const realm = makeRealm();
    run('var a = 2; let b = 3; function f() { return a * b; }', realm);
    assert.equal(run('a += 1; f() * b', realm), 27);
    // what a context has of itself depends on the flags of the process
    const own = new Set<string>(vm.runInContext('Object.keys(globalThis)', vm.createContext({})));
    const names: string[] = Array.from(vm.runInContext('Object.keys(globalThis)', realm.context));
    assert.deepEqual(names.filter((name) => !own.has(name)).sort(), ['a', 'f']);
  });

  it('an object as key of a compound assignment is converted once', () => {
    assert.equal(
      run(
        'var n = 0; var o = { k: 2 }; var key = { toString() { n++; return "k"; } }; o[key] += 1; o[key]++; ++o[key]; n * 10 + o.k',
      ),
      35,
    );
  });
});
