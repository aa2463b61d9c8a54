/** @file Modules as functions: live bindings, cycles, both module systems, top-level await, what is left out. */
import assert from 'node:assert/strict';
import { instrument } from '../../src/snippet/instrument';
import { differentiate, plainValue, prepared } from '../realm/fixture';

const value = async (files: Record<string, string>, args: unknown[] = [2]): Promise<number> =>
  (await differentiate({ files, call: 'f', args })).value;

describe('modules', () => {
  it('read imports live', async () => {
    assert.equal(
      await value({
        'main.mjs':
          'import { n, bump as up, default as d } from "./a"; import * as all from "./a"; export function f(x) { up(); up(); return n * x + all.n + d(x); }',
        'a.mjs': 'export let n = 1; export const bump = () => { n++; }; export default (x) => x * 10;',
      }),
      6 + 3 + 20,
    );
  });
  it('call imported functions without a receiver', async () => {
    assert.equal(
      await value({
        'main.mjs': 'import { g } from "./a"; export const f = (x) => g() ? x : -1;',
        'a.mjs': 'export function g() { return this === undefined; }',
      }),
      2,
    );
  });
  it('follow cycles, with functions hoisted', async () => {
    assert.equal(
      await value({
        'main.mjs':
          'import { b } from "./b"; export function a(n) { return n < 1 ? 1 : n * b(n - 1); } export const f = (x) => a(3) * x;',
        'b.mjs':
          'import { a } from "./main"; export const early = typeof a; export function b(n) { return a(n) + early.length * 0; }',
      }),
      12,
    );
  });
  it('throw on a binding that is not there yet', async () => {
    await assert.rejects(
      value({
        'main.mjs': 'import "./b"; export const k = 1; export const f = (x) => x;',
        'b.mjs': 'import { k } from "./main"; k + 1;',
      }),
      /before initialization/,
    );
  });
  it('re-export names, everything and namespaces', async () => {
    assert.equal(
      await value({
        'main.mjs':
          'import { one, two, ns, three as drei } from "./index"; export const f = (x) => x * one + two + ns.two + drei;',
        'index.mjs':
          'export { one } from "./a"; export * from "./b"; export * as ns from "./b"; import { three } from "./a"; export { three };',
        'a.mjs': 'export const one = 1, three = 3;',
        'b.mjs': 'export const two = 2; export default 9;',
      }),
      9,
    );
  });
  it('mix with CommonJS both ways', async () => {
    const files = {
      'main.mjs':
        'import whole, { part } from "./c"; import flagged, * as all from "./flagged"; export function f(x) { return whole.part * x + part + flagged + all.other; }',
      'c.cjs':
        'const esm = require("./e"); exports.part = esm.default + esm.k; exports.name = __filename; module.exports.self = module.exports === this;',
      'flagged.cjs':
        'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = 5; exports.other = 6;',
      'e.mjs': 'export default 1; export const k = 2;',
    };
    assert.equal(await value(files), 3 * 2 + 3 + 5 + 6);
  });
  it('read JSON, and cache what require loads', async () => {
    assert.equal(
      await value({
        'main.cjs':
          'const a = require("./data.json"); function f(x) { return a.k * x + (require("./m") === require("./m") ? 1 : 0) + require("./m").n; }',
        'data.json': '{"k": 4}',
        'm.cjs': 'module.exports = { n: 7 };',
      }),
      16,
    );
  });
  it('wait for top-level await, also of what they import', async () => {
    assert.equal(
      await value({
        'main.mjs': 'import { k } from "./a"; const z = await Promise.resolve(3); export const f = (x) => x * k + z;',
        'a.mjs': 'await null; export const k = await new Promise((done) => setTimeout(() => done(5), 20));',
      }),
      13,
    );
  });
  it('import() while running', async () => {
    assert.equal(
      await value({
        'main.mjs': 'export async function f(x) { const { k } = await import("./a"); return k * x; }',
        'a.mjs': 'export const k = 5;',
      }),
      10,
    );
  });
  it('say which specifier was met only while running, also when the program caught the error', async () => {
    for (const body of ['return require("late" + "r");', 'try { return require("la" + "ter"); } catch { return x; }']) {
      await assert.rejects(
        value({ 'main.cjs': `function f(x) { ${body} }` }),
        (error: { result?: { status: string; missing: unknown } }) => {
          assert.equal(error.result?.status, 'unresolved');
          assert.deepEqual(error.result?.missing, [{ specifier: 'later', importer: 'main.cjs' }]);
          return true;
        },
      );
    }
  });
  it('let a stub be mentioned and taken apart, and refuse a call', async () => {
    const source =
      'import fs, { join as j } from "fs"; const { a: { b } } = fs; class A extends fs.Stream {} export function f(x) { return x > 1 ? x : fs.readFileSync("a") + j(); } export const g = () => new A(b);';
    for (const [call, fails] of [
      ['f', false],
      ['g', true],
    ] as const) {
      const test = { files: { 'main.mjs': source }, call, args: [2], dependencies: { 'main.mjs': { fs: 'stub:fs' } } };
      const { realm, plan } = prepared(test);
      realm.control.define('stub:fs', 'stub', 'fs is not available', '{}');
      realm.control.start(plan([2], 'traced'));
      assert.equal((JSON.parse(realm.control.result()) as { status: string }).status, fails ? 'failed' : 'done');
    }
  });
  it('start anew at every run, so that state of one run does not reach the next', async () => {
    const { realm, plan } = prepared({
      files: {
        'main.mjs':
          'let n = 0; const seen = []; export function f(x) { n++; seen.push(x); return x * n + seen.length; }',
      },
      call: 'f',
      args: [2],
    });
    for (const mode of ['traced', 'plain', 'traced', 'plain'] as const) {
      realm.control.start(plan([2], mode));
      assert.equal((JSON.parse(realm.control.result()) as { leaves: { value: number }[] }).leaves[0].value, 3);
    }
  });
  it('keep the names of default exports', async () => {
    assert.equal(
      await value({
        'main.mjs':
          'import a from "./a"; import b from "./b"; import c from "./c"; export const f = (x) => x + (a.name + b.name + c.name === "defaultdefaultnamed" ? 1 : 0);',
        'a.mjs': 'export default function () {}',
        'b.mjs': 'export default class {}',
        'c.mjs': 'export default function named() {}',
      }),
      3,
    );
  });
  it('leave out statements that are not kept, and imports that only those need', () => {
    const source =
      'import { a } from "a"; import { b } from "b"; import "effect"; const k = a(1); b.listen(); export function f(x) { return x * k; }';
    const span = (text: string): { start: number; end: number } => ({
      start: source.indexOf(text),
      end: source.indexOf(text) + text.length,
    });
    const made = instrument(source, {
      fileName: 'm.js',
      format: 'registry',
      keep: [span('const k = a(1);'), span('export function f(x) { return x * k; }')],
    });
    assert.deepEqual(
      made.imports.map((one) => one.specifier),
      ['a'],
    );
    assert.doesNotMatch(made.code.replace(/\$gl\.source\(.*?\);(?=const|let|\$)/, ''), /listen/);
  });
  it('list every import with its place and kind', () => {
    const source = 'import a from "a"; export * from "b"; const c = require("c"); import("d"); export const z = a + c;';
    const { imports, esm } = instrument(source, { fileName: 'm.mjs' });
    assert.ok(esm);
    assert.deepEqual(
      imports.map(({ specifier, kind }) => [specifier, kind]),
      [
        ['a', 'import'],
        ['b', 'export-from'],
        ['c', 'require'],
        ['d', 'dynamic'],
      ],
    );
    assert.equal(source.slice(imports[0].start, imports[0].end), 'import a from "a";');
  });
  it("keep the module's own syntax in the format 'same'", () => {
    const { code } = instrument('import { a } from "a";\nexport const b = a * 2;\nexport default b;', {
      fileName: 'm.mjs',
      sources: false,
    });
    assert.match(code, /import \{ a \} from "a";/);
    assert.match(code, /export const b = /);
    assert.match(code, /export default b;/);
  });
  it('give plain runs the same value', async () => {
    assert.equal(
      await plainValue({ files: { 'main.mjs': 'export const f = (x) => x ** 2;' }, call: 'f', args: [3] }, [4]),
      16,
    );
  });
});
