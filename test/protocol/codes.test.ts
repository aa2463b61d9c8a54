/** @file The list of codes: every message is complete, and every code is triggered by some test. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { asFailure, type Code, failure, type GradlensError, message, messages } from '../../src/protocol/codes';

const codes = Object.keys(messages) as Code[];
/** Shown in Restricted Mode by words, which test/e2e/restricted.test.ts reads. */
const byWords: ReadonlySet<string> = new Set(['untrusted']);

describe('codes', () => {
  it('fills every placeholder of every message', () => {
    for (const code of codes) {
      const names = [...messages[code].matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const text = message(code, Object.fromEntries(names.map((name) => [name, `<${name}>`])) as never);
      assert.ok(!/\{\w+\}/.test(text), text);
      for (const name of names) assert.ok(text.includes(`<${name}>`));
    }
  });

  it('fills a placeholder literally, whatever it is filled with', () => {
    assert.match(message('noSuchInput', { name: '$& {known}', known: 'x' }), /\$& \{known\}\. The inputs are: x/);
  });

  it('names the setting with every limit', () => {
    for (const code of [
      'timeout',
      'operationLimit',
      'memoryLimit',
      'outputLimit',
      'moduleLimit',
      'sourceLimit',
    ] as const) {
      assert.match(messages[code], /gradlens\.limits\.\w+/);
    }
  });

  it('has a test for every code', () => {
    const texts = readdirSync('test', { recursive: true })
      .map(String)
      .filter((file) => file.endsWith('.test.ts') && !file.endsWith('codes.test.ts'))
      .map((file) => readFileSync(`test/${file}`, 'utf8'));
    const untested = codes.filter(
      (code) => !byWords.has(code) && !texts.some((text) => new RegExp(`['"]${code}['"]`).test(text)),
    );
    assert.deepEqual(untested, []);
  });

  it('makes one error of a failure, and a failure of any error', () => {
    const error = failure('noSuchInput', { name: 'x', known: 'y' }, { fileName: '/a.ts', start: 1, end: 2 });
    assert.ok(error instanceof Error);
    const { code, fileName } = error as GradlensError & { fileName: string };
    assert.deepEqual([code, fileName], ['noSuchInput', '/a.ts']);
    assert.equal(asFailure(error), error.failure);
    assert.equal(asFailure(new TypeError('odd')).code, 'internal');
    assert.match(asFailure('text').message, /^internal: /);
  });
});
