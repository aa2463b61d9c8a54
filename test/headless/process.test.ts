/** @file Many evaluations at once, idle processes, and the parts that need no sandbox. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import vm from 'node:vm';
import { ask, bundle, failing, grads, headless } from './fixture';

const { instrument, runtimePrelude, engine } = headless;

describe('headless', function () {
  this.timeout(30_000);
  describe('many at once', () => {
    it('answers a hundred at once, each with its own', async () => {
      const all = await Promise.all(
        Array.from({ length: 100 }, (_, k) =>
          ask(`const f = (x: number) => ${k} * x * x;`, { target: 'f', inputs: [1] }),
        ),
      );
      assert.deepEqual(
        all.map((made) => grads(made)[0]),
        Array.from({ length: 100 }, (_, k) => 2 * k),
      );
    });
    it('goes on after each of many endless loops', async () => {
      const loop = failing(ask('function f(x: number) { for (;;); return x; }', { target: 'f', timeoutMs: 50 }));
      const next = ask('const f = (x: number) => 3 * x;', { target: 'f' });
      assert.equal((await loop).code, 'timeout');
      assert.deepEqual(grads(await next), [3]);
    });
  });

  describe('instrument and runtimePrelude', () => {
    const realm = () => {
      const context = vm.createContext({});
      vm.runInContext(runtimePrelude(), context);
      return (code: string) => vm.runInContext(code, context) as unknown;
    };
    it('gives text that means the same in any realm, with its sites', () => {
      const source = 'var f = (a, b) => a * b + 1; f(2, 3)';
      const { code, sites } = instrument(source);
      assert.equal(realm()(code), 7);
      assert.ok(sites.some(({ start, end }) => source.slice(start, end) === 'a * b'));
    });
    it('takes a script for plain sloppy JavaScript', () => {
      const source = 'with ({ p: 5 }) { var q = p * 2 } delete globalThis.nothing; q + 010';
      assert.equal(realm()(instrument(source, { fileName: 'x.js', sourceType: 'script' }).code), 18);
    });
    it('keeps import and export of a module', () => {
      assert.match(
        instrument('export const f = (x: number) => x * 2;', { fileName: 'a.ts', sourceType: 'module' }).code,
        /export/,
      );
    });
    it('works in a worker thread', () => {
      const script = `const { Worker } = require('node:worker_threads');
        const text = "const { instrument, runtimePrelude } = require(" + ${JSON.stringify(JSON.stringify(bundle))} + ");" +
          "require('node:worker_threads').parentPort.postMessage(require('node:vm').runInNewContext(runtimePrelude() + ';' + instrument('var x = 3; x * x').code))";
        new Worker(text, { eval: true }).on('message', (value) => console.log(value));`;
      assert.equal(
        spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', timeout: 20_000 }).stdout.trim(),
        '9',
      );
    });
  });

  it('gives the engine', () => {
    assert.equal(typeof engine.reverse, 'function');
    assert.equal(typeof engine.Variable, 'function');
  });

  it('does not keep Node alive when idle, and leaves no process behind', () => {
    const script = `const { differentiate } = require(${JSON.stringify(bundle)});
      differentiate({ fileName: '/w/a.ts', source: 'const f = (x: number) => x * x;', target: 'f', inputs: [3] })
        .then(({ inputs }) => console.log(inputs[0].grad));`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    assert.deepEqual([status, stdout.trim(), stderr], [0, '6', '']);
  });
});
