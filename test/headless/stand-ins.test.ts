/** @file Node's own modules: those that only compute do it, the others refuse where they are used. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type * as Headless from '../../src/headless';

const { differentiate } = require(resolve(process.env.GL_DIST ?? 'dist', 'headless.cjs')) as typeof Headless;

const run = (source: string, inputs: Record<string, number>) =>
  differentiate({ fileName: resolve('test/headless/stand-in.mjs'), source, target: 'f', inputs, timeoutMs: 20_000 });

describe('modules of Node', function () {
  this.timeout(60_000);

  it('let values through that only compute: assertions, events, formats, paths', async () => {
    const { output, inputs, diagnostics } = await run(
      `import assert, { deepStrictEqual } from 'node:assert';
import { EventEmitter } from 'events';
import util from 'util';
import { join, basename } from 'path';
class Meter extends EventEmitter {}
export function f(x) {
  assert(x > 0, 'positive');
  deepStrictEqual([x, { y: 1 }], [x, { y: 1 }]);
  const meter = new Meter();
  let sum = 0;
  meter.on('value', (value) => { sum += value * value; });
  meter.emit('value', x);
  meter.emit('value', 2 * x);
  return sum + util.format('%s', 'abc').length + basename(join('a', '..', 'bc')).length;
}`,
      { x: 3 },
    );
    assert.equal(output.value, 50);
    assert.equal(inputs[0].grad, 30);
    assert.deepEqual(diagnostics, []);
  });

  it('give seeded chance, text encodings and a clock that stands still', async () => {
    const source = `import { randomBytes } from 'crypto';
import { performance } from 'perf_hooks';
export function f(x) {
  const seed = randomBytes(4).readUInt32BE(0) / 2 ** 32;
  return x * seed + performance.now() + atob(btoa('hé')).length + new TextDecoder().decode(new TextEncoder().encode('é€')).length;
}`;
    const [first, second] = [await run(source, { x: 2 }), await run(source, { x: 2 })];
    assert.equal(first.output.value, second.output.value);
    assert.ok(first.diagnostics.some(({ code }) => code === 'seededRandom'));
  });

  it('fail as the program does', async () => {
    const source = "import assert from 'assert'; export function f(x) { assert.equal(x, 3, 'not three'); return x; }";
    await assert.rejects(run(source, { x: 2 }), { code: 'userError', message: /AssertionError: not three/ });
  });

  it('refuse where they are used, by whatever name they were imported', async () => {
    for (const body of [
      'readFileSync("a").length',
      'fs.readFileSync("a").length',
      'all.readFileSync("a").length',
      'createHash("md5").length',
    ]) {
      const source = `import { readFileSync } from 'fs';
import fs from 'node:fs';
import * as all from 'fs';
import { createHash } from 'crypto';
export function f(x) { return x * (x > 0 ? ${body} : readFileSync.length); }`;
      await assert.rejects(run(source, { x: 1 }), (error: { code: string; start: number }) => {
        assert.equal(error.code, 'moduleRefused');
        assert.ok(error.start >= source.indexOf('export'));
        return true;
      });
    }
  });
});
