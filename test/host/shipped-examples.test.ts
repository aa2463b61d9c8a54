/** @file Every example that is shipped says in one sentence what it is. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { headOf } from '../../src/host/example-head';

const examples = ['examples', 'examples/dezero'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.[jt]s$/.test(name))
    .map((name) => join(folder, name)),
);

describe('heads of the examples', () => {
  it('are the first sentence of the comment', () => {
    assert.equal(headOf('// One. Look at: two.\nconst x = 1;\n'), 'One.');
    assert.equal(
      headOf('// The chain rule: each step\n// has one. Next.\n//\n// Look.\n'),
      'The chain rule: each step has one.',
    );
    assert.equal(headOf('const x = 1;\n'), '');
  });

  for (const file of examples) {
    it(`${file} has one that fits a line`, () => {
      const head = headOf(readFileSync(file, 'utf8'));
      assert.ok(head.length >= 8 && head.length <= 200, head);
    });
  }
});
