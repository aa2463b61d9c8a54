/** @file `using` and `await using`: run on any engine, in the order of the language, with gradients. */
import assert from 'node:assert/strict';
import { differentiate, gradientError } from './fixture';

const resource = `const log = [];
  const open = (name, x) => ({ x, [Symbol.dispose]() { log.push(name); } });
  const openLater = (name, x) => ({ x, async [Symbol.asyncDispose]() { await null; log.push(name); } });
  const told = (text, y) => { if (log.join('') !== text) throw new Error(log.join('')); return y; };`;

const programs: Record<string, string> = {
  'given back in reverse order, before the caller goes on': `${resource}
    function g(x) { using a = open('a', x), b = open('b', x * x); { using c = open('c', 1); log.push('-'); } return a.x * b.x; }
    function f(x) { return told('-cba', g(x)); }`,
  'in loops, with continue, break and labels': `${resource}
    function f(x) {
      let s = 0;
      outer: for (using r = open('r', x); s < 100;) { for (using e of [open('1', x), open('2', x * x), open('3', 7)]) { s += e.x * r.x; if (e.x === 7) continue outer; if (s > 50) break outer; } }
      if (!log.includes('r')) throw new Error('kept');
      return s;
    }`,
  'in async functions, generators, static blocks and as nothing at all': `${resource}
    class C { static { using a = open('s', 1); log.push('.'); } }
    function* g(x) { using a = open('g', x); yield a.x; yield a.x * 2; }
    async function f(x) {
      let s = 0;
      { await using a = openLater('a', x); using b = open('b', x); await using c = null; using d = undefined; s += a.x * b.x; }
      for await (await using r of [openLater('r', x)]) s += r.x;
      for (const v of g(x)) { s += v; break; }
      return told('.sbarg', s);
    }`,
  'when errors meet': `${resource}
    const bad = (m) => ({ [Symbol.dispose]() { throw new Error(m); } });
    function f(x) {
      let s = 0;
      try { using a = bad('1'); using b = bad('2'); throw new Error('3'); } catch (e) { s += e.name === 'SuppressedError' && e instanceof SuppressedError && e.error.message === '1' && e.suppressed.error.message === '2' && e.suppressed.suppressed.message === '3' ? x * x : NaN; }
      try { using a = bad('4'); return NaN; } catch (e) { s *= e.message === '4' ? x : NaN; }
      try { using a = x; return NaN; } catch (e) { s *= e instanceof TypeError ? x : NaN; }
      return s;
    }`,
};

describe('resources are', () => {
  for (const [title, source] of Object.entries(programs))
    it(title, async () => {
      const error = await gradientError({ files: { 'a.js': source }, call: 'f', args: [1.5] });
      assert.ok(error < 1e-6, String(error));
    });

  it('given back at the end of a module, whose exports stay', async () => {
    const source = `${resource} using k = open('k', 3); export const two = 2; export function f(x) { return told('k', x * x * k.x * two); }`;
    const { gradient } = await differentiate({ files: { 'a.mjs': source }, call: 'f', args: [2] });
    assert.deepEqual(gradient, [24]);
  });
});
