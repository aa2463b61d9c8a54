/** @file Stacks of the person's program in the lines of the source. */
import assert from 'node:assert/strict';
import { lineSpan, userFailure, userFrames } from '../../src/sandbox/user-error';

const text = 'export function f(x: number) {\n  if (x > 0) {\n    throw new Error("no");  \n  }\n}\n';
const stack = [
  'Error: no',
  '    at g (gradlens:prelude:1:200)',
  '    at Object.f (/w/a.ts:3:11)',
  '    at new Thing (/w/b.ts:7:5)',
  '    at /w/a.ts:1:1',
  '    at async wait [as then] (/w/a.ts:2:3)',
  '    at node:vm:117:12',
].join('\n');

describe('user errors', () => {
  it('keeps the frames of source files, innermost first, with plain names', () => {
    const frames = userFrames(stack, (fileName) => fileName.startsWith('/w/'));
    assert.deepEqual(
      frames.map(({ name, line }) => [name, line]),
      [
        ['f', 3],
        ['new Thing', 7],
        ['', 1],
        ['wait', 2],
      ],
    );
  });

  it('points to the line that threw, without its indentation', () => {
    const failed = userFailure(
      { name: 'Error', message: 'no', stack },
      [{ fileName: '/w/a.ts', text }],
      {},
      'x = 1',
    ).failure;
    assert.equal(text.slice(failed.start, failed.end), 'throw new Error("no");');
    assert.match(failed.message, /^Error: no \(thrown at line 3 of a\.ts\).*x = 1/);
  });

  it('falls back to the target where no frame is known, and takes any text for a stack', () => {
    for (const odd of ['', 'x'.repeat(50_000), `at ${'('.repeat(20_000)}:1:1`, '\n    at (:1:1)']) {
      const failed = userFailure(
        { name: '', message: '', stack: odd },
        [],
        { fileName: '/w/a.ts', start: 1, end: 2 },
        '',
      ).failure;
      assert.deepEqual([failed.fileName, failed.start, failed.end], ['/w/a.ts', 1, 2]);
    }
  });

  it('gives an empty span beyond the last line', () => {
    assert.deepEqual(lineSpan('a\nb', 9), { start: 3, end: 3 });
    assert.deepEqual(lineSpan('a\n  b \nc', 2), { start: 4, end: 5 });
  });
});
