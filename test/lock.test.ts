/** @file The lock file is one that `npm ci` takes on every platform, and says nothing of this machine. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { missingFromLock } from '../scripts/lock.mjs';

describe('package-lock.json', () => {
  const text = readFileSync('package-lock.json', 'utf8');

  it('locks the packages of every platform (else: node scripts/lock.mjs)', () => {
    assert.deepEqual(
      missingFromLock(JSON.parse(text)).map(({ name }) => name),
      [],
    );
  });

  it('names no registry', () => {
    assert.doesNotMatch(text, /"resolved": "http/);
  });
});
