/** @file Programs that try to get out of the sandbox, or to break it: nothing is to be had, and the next evaluation is right. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type * as Headless from '../../src/headless';

const { differentiate } = require(resolve(process.env.GL_DIST ?? 'dist', 'headless.cjs')) as typeof Headless;

/** What a global object, or a function that makes code, has to offer beyond the language. */
const prelude = `
const told = [];
const tell = (what) => { if (!told.includes(what)) told[told.length] = what; };
function powers(g, how) {
  if (g !== globalThis) tell(how + ': another realm');
  for (const name of ['fetch', 'WebSocket', 'Worker', 'Buffer', 'MessageChannel', 'BroadcastChannel', 'gc']) {
    if (typeof g[name] === 'function') tell(how + ' ' + name);
  }
  const p = g.process;
  for (const name of ['binding', '_linkedBinding', 'dlopen', 'mainModule', 'getBuiltinModule', 'kill', 'send', 'report', 'chdir']) {
    try { if (p && p[name] !== undefined && p[name] !== null) tell(how + ' process.' + name); } catch (e) {}
  }
  try { if (p && p.env && Object.keys(p.env).length > 0) tell(how + ' process.env ' + Object.keys(p.env)); } catch (e) {}
}
const ours = new Set([Object.prototype, Object.getPrototypeOf(Object.getPrototypeOf(globalThis)) ?? Object.prototype]);
function foreign(value) {
  let o = value, n = 0;
  try { while (o !== null && n++ < 20) { const next = Object.getPrototypeOf(o); if (next === null) return !ours.has(o) && n > 1 && Object.hasOwn(o, 'hasOwnProperty'); o = next; } } catch (e) {}
  return false;
}
function through(value, how) {
  if (value !== null && (typeof value === 'object' || typeof value === 'function') && foreign(value)) tell(how + ' is foreign');
  let F;
  try { F = value.constructor.constructor; } catch (e) { return; }
  if (typeof F !== 'function') return;
  for (const text of ['return globalThis', 'return this']) {
    try { powers(F(text)(), how); } catch (e) {}
  }
  for (const name of ['fs', 'child_process', 'net']) {
    try { const m = F('return process')().getBuiltinModule(name); if (m) tell(how + ' builtin ' + name); } catch (e) {}
    try { const m = F('return process')().mainModule.require(name); if (m) tell(how + ' main ' + name); } catch (e) {}
  }
}
`;

const attempts: Record<string, string> = {
  'the global object and its constructors':
    "powers(globalThis, 'global'); through(globalThis, 'globalThis'); through({}, 'object'); through([], 'array'); through(function () {}, 'function'); through(async () => {}, 'async'); through(function* () {}, 'generator'); through(x, 'input');",
  'functions that the runtime gives':
    "for (const f of [Math.sin, console.log, setTimeout, Function, Promise, Number.isFinite, Array.prototype.map, isNaN, Date, Float64Array]) { through(f, String(f.name)); through(f.prototype, 'prototype of ' + f.name); }",
  'what instrumented code calls':
    "try { const g = (0, eval)('$gl'); for (const k of Object.keys(g)) { through(g[k], '$gl.' + k); try { if (typeof g[k] === 'function') { const r = g[k]({}, {}, {}); through(r, 'result of $gl.' + k); } } catch (e) { through(e, 'error of $gl.' + k); } } if (g.take && g.take()) tell('control'); } catch (e) {} try { const e = (0, eval)('$glEnter'); through(e, 'enter'); if (e.prepare) tell('prepare'); through(e(), 'entered'); } catch (e) {}",
  'errors of the runtime':
    "try { null.x; } catch (e) { through(e, 'TypeError'); } try { (function r() { r(); })(); } catch (e) { through(e, 'overflow'); } try { new Array(-1); } catch (e) { through(e, 'RangeError'); } try { Function('('); } catch (e) { through(e, 'SyntaxError'); } try { new WebAssembly.Module(new Uint8Array(8)); } catch (e) { through(e, 'WebAssembly'); } try { require('fs').readFileSync('/etc/hosts'); tell('read'); } catch (e) { through(e, 'require'); }",
  'dynamic imports, also in made code':
    "for (const make of [() => import('fs'), () => eval(\"import('fs')\"), () => Function(\"return import('fs')\")(), () => (0, eval)(\"import('node:child_process')\")]) { try { const p = make(); through(p, 'promise'); await p.then((m) => { if (m && m.readFileSync) { let ok = true; try { m.readFileSync('/etc/hosts'); } catch (e) { ok = false; } if (ok) tell('import'); } }, (e) => through(e, 'import error')); } catch (e) { through(e, 'import thrown'); } }",
  'stack hooks':
    "let seen; Error.prepareStackTrace = (e, t) => { seen = t; return ''; }; try { null.x; } catch (e) { e.stack; } new Error('x').stack; const frames = (function deep(n) { return n ? deep(n - 1) : new Error('y').stack; })(5); if (seen) { through(seen, 'frames'); for (const c of seen) { through(c, 'call site'); for (const k of ['getThis', 'getFunction', 'getEvalOrigin', 'getTypeName']) { try { through(c[k](), 'call site ' + k); } catch (e) {} } } } Error.stackTraceLimit = Infinity; try { Error.captureStackTrace({}, told.push); } catch (e) {}",
  'callers of functions':
    "function sloppy() { let c = sloppy.caller, n = 0; while (c && n++ < 50) { through(c, 'caller'); try { through(c.arguments, 'arguments'); for (const a of c.arguments || []) through(a, 'argument'); } catch (e) {} try { c = c.caller; } catch (e) { c = null; } } } sloppy(); ({ get y() { sloppy(); return 1; } }).y; [3, 1, 2].sort((a, b) => { sloppy(); return a - b; });",
  'thenables and promise hooks':
    "await { then(done, failed) { through(done, 'resolve'); through(failed, 'reject'); done(1); } }; class P extends Promise { constructor(f) { super((a, b) => { through(a, 'a'); through(b, 'b'); f(a, b); }); } } await new P((a) => a(1)).then(() => 2); const then = Promise.prototype.then; Promise.prototype.then = function (...a) { for (const f of a) through(f, 'then argument'); return then.apply(this, a); };",
  'poisoned prototypes':
    "for (const [o, k] of [[Object.prototype, 'get'], [Object.prototype, 'then'], [Object.prototype, 'toJSON'], [Object.prototype, 'id'], [Object.prototype, 'path'], [Object.prototype, 'length'], [Array.prototype, '0'], [Array.prototype, 'toJSON'], [Object.prototype, 'timeout'], [Object.prototype, 'fileName']]) Object.defineProperty(o, k, { configurable: true, get() { through(this, 'getter ' + k); return undefined; }, set(v) { through(v, 'setter ' + k); through(this, 'set on ' + k); Object.defineProperty(this, k, { value: v, writable: true, configurable: true, enumerable: true }); } });",
  'replaced built-ins':
    "for (const [o, k] of [[Array.prototype, 'push'], [Array.prototype, 'map'], [Array.prototype, Symbol.iterator], [Function.prototype, 'call'], [Function.prototype, 'apply'], [Function.prototype, 'bind'], [JSON, 'stringify'], [JSON, 'parse'], [Object, 'keys'], [Object, 'defineProperty'], [Reflect, 'apply'], [Map.prototype, 'get'], [Map.prototype, 'set'], [String.prototype, 'slice'], [Number.prototype, 'toString'], [Promise, 'resolve']]) { const old = o[k]; try { o[k] = function (...a) { for (let i = 0; i < a.length; i++) through(a[i], 'argument of ' + String(k)); through(this, 'this of ' + String(k)); return Reflect.apply(old, this, a); }; } catch (e) {} }",
  'timers and jobs that outlive the run':
    "for (const f of [(g) => setTimeout(g, 0), (g) => setInterval(g, 0), (g) => queueMicrotask(g), (g) => Promise.resolve().then(g)]) { try { through(f(() => { through(globalThis, 'later'); }), 'timer'); } catch (e) {} } new FinalizationRegistry(() => through(globalThis, 'finaliser')).register({}, 1);",
  'symbols and shared tables':
    "for (const s of [Symbol.for('nodejs.util.inspect.custom'), Symbol.for('nodejs.dispose'), Symbol.for('node:something')]) through(Object.prototype[s], 'symbol'); const o = { [Symbol.for('nodejs.util.inspect.custom')](d, opts, inspect) { through(opts, 'inspect options'); through(inspect, 'inspect'); return 'x'; } }; console.log(o, new Proxy({}, { get(t, k, r) { through(r, 'logged'); return undefined; } }));",
};

const hostileResults: Record<string, string> = {
  'a getter that tells its caller': '({ get y() { through(new Error(), "e"); return x * 2; } })',
  'a proxy of everything':
    'new Proxy({}, new Proxy({}, { get(t, k) { return (...a) => { for (const v of a) through(v, String(k)); return Reflect[k](...a); }; } }))',
  'a thenable that never answers': '({ then() {} })',
  'a thenable that answers with itself': '(() => { const t = { then(done) { done(t); } }; return t; })()',
  'a cyclic object': '(() => { const o = { x }; o.o = o; return o; })()',
  'an object as deep as the stack': '(() => { let o = { x }; for (let i = 0; i < 50000; i++) o = { o }; return o; })()',
  'an object with a getter that does not end': '({ get y() { for (;;); } })',
  'an array of a million numbers': 'Array.from({ length: 1e6 }, (_, i) => i)',
  'an array that lies about its length': 'Object.defineProperty([], "length", { value: 4294967295 })',
  'an iterator without end': '(function* () { for (;;) yield x; })()',
  'names with markup and marks':
    '({ "<img src=x onerror=alert(1)>": x, "\\u0001NaN": x, __proto__: { z: 1 }, ["__proto__"]: x, constructor: x })',
};

const hostileErrors: Record<string, string> = {
  nothing: 'undefined',
  null: 'null',
  'a symbol': 'Symbol("x")',
  'a revoked proxy': '(() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy; })()',
  'an error whose message does not end': '({ get message() { for (;;); }, name: "x" })',
  'an error whose stack is an object':
    'Object.assign(new Error("x"), { stack: { toString() { throw 1; } }, name: [] })',
  'an error with a message of many megabytes': 'new Error("x".repeat(3e7))',
  'an error that claims a code of ours':
    'Object.assign(new Error("x"), { code: "internal", fileName: "/etc/hosts", status: "done" })',
};

const hogs: Record<string, [string, string[]]> = {
  'arrays without end': ['const all = []; for (;;) all.push(new Array(1e5).fill(1));', ['memoryLimit']],
  'typed arrays without end': [
    'const all = []; for (;;) all.push(new Float64Array(1e7).fill(1));',
    ['memoryLimit', 'userError'],
  ],
  'a string without end': ['let s = "x"; for (;;) s += s;', ['memoryLimit', 'userError']],
  'a regular expression without end': ['/(a+)+$/.test("a".repeat(50) + "b");', ['timeout']],
  'a wait without end': ['Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0);', ['timeout', 'userError']],
  'a sort without end': ['for (;;) [3, 2, 1].sort(() => 0);', ['timeout']],
  'a big number without end': ['let n = 3n; for (;;) n = n * n;', ['timeout', 'userError', 'memoryLimit']],
  'a chain of jobs without end': ['const f = () => Promise.resolve().then(f); await f();', ['timeout', 'memoryLimit']],
  'a timer without end': [
    'const f = () => setTimeout(f, 0); f(); await new Promise(() => {});',
    ['timeout', 'neverSettles'],
  ],
  'printing without end': ['for (;;) console.log("x".repeat(1000));', ['timeout', 'outputLimit', 'memoryLimit']],
};

const ask = (body: string, rest: object = {}) =>
  differentiate({
    fileName: '/w/escape.js',
    source: `${prelude}\n/** @param {number} x */
export async function f(x) { ${body}\n}`,
    target: 'f',
    inputs: [3],
    output: 'sum',
    timeoutMs: 1_000,
    ...rest,
  });

async function stillRight(): Promise<void> {
  const { inputs, output } = await differentiate({
    fileName: '/w/a.ts',
    source: 'const f = (x: number) => x ** 3;',
    target: 'f',
    inputs: [2],
  });
  assert.deepEqual([output.value, inputs[0].grad], [8, 12]);
}

describe('escapes', function () {
  this.timeout(60_000);
  for (const [name, body] of Object.entries(attempts)) {
    it(`finds nothing through ${name}`, async () => {
      const made = await ask(`${body}\nconsole.log('told: ' + told.join('; ')); return x * 2;`).catch(
        (error: Error & { code: string }) => error,
      );
      if (made instanceof Error) {
        // a program that breaks its own realm may fail, but only as a program
        assert.ok(['userError', 'sandboxCrashed', 'timeout'].includes(made.code), `${made.code} ${made.message}`);
      } else
        assert.equal(
          made.printed
            .filter(({ text }) => text.startsWith('told: '))
            .map(({ text }) => text)
            .join(),
          'told: ',
        );
      await stillRight();
    });
  }

  for (const [name, value] of Object.entries(hostileResults)) {
    it(`survives a result that is ${name}`, async () => {
      const made = await ask(`const r = ${value}; r; if (told.length) throw new Error('told: ' + told); return r;`, {
        timeoutMs: 500,
      }).catch((error: Error & { code: string }) => error);
      if (made instanceof Error)
        assert.ok(
          ['timeout', 'neverSettles', 'outputNotScalar', 'noSuchOutput', 'userError', 'outputLimit'].includes(
            made.code,
          ),
          `${made.code} ${made.message}`,
        );
      await stillRight();
    });
  }

  for (const [name, value] of Object.entries(hostileErrors)) {
    it(`survives throwing ${name}`, async () => {
      const error = await ask(`throw ${value};`, { timeoutMs: 500 }).then(
        () => assert.fail('no failure'),
        (thrown: Error & { code: string; fileName?: string }) => thrown,
      );
      assert.ok(['userError', 'timeout'].includes(error.code), `${error.code} ${error.message.slice(0, 200)}`);
      assert.ok(error.message.length < 20_000);
      assert.notEqual(error.fileName, '/etc/hosts');
      await stillRight();
    });
  }

  for (const [name, [body, codes]] of Object.entries(hogs)) {
    it(`stops ${name}`, async () => {
      const error = await ask(body, {
        limits: { memoryMb: 300 },
        ...(codes[0] === 'memoryLimit' ? { timeoutMs: 30_000 } : {}),
      }).then(
        () => assert.fail('no failure'),
        (thrown: Error & { code: string }) => thrown,
      );
      assert.ok(codes.includes(error.code), `${error.code} ${error.message.slice(0, 200)}`);
      await stillRight();
    });
  }
});
