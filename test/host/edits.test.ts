/** @file A range follows its text through edits. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shifted, type TextEdit } from '../../src/host/edits';

const range = { start: 10, end: 20 };
const edit = (offset: number, length: number, inserted: number): TextEdit => ({ offset, length, inserted });

describe('shifted', () => {
  it('moves with text that is typed or deleted before it', () => {
    assert.deepEqual(shifted(range, [edit(0, 0, 3)]), { start: 13, end: 23 });
    assert.deepEqual(shifted(range, [edit(2, 4, 0)]), { start: 6, end: 16 });
  });

  it('stays where text changes behind it', () => {
    assert.deepEqual(shifted(range, [edit(20, 0, 5)]), range);
    assert.deepEqual(shifted(range, [edit(30, 5, 0)]), range);
  });

  it('grows and shrinks with text inside it', () => {
    assert.deepEqual(shifted(range, [edit(15, 0, 5)]), { start: 10, end: 25 });
    assert.deepEqual(shifted(range, [edit(12, 3, 1)]), { start: 10, end: 18 });
  });

  it('leaves out what is typed at its start', () => {
    assert.deepEqual(shifted(range, [edit(10, 0, 2)]), { start: 12, end: 22 });
  });

  it('keeps what is left of it where an edit cuts across a border', () => {
    assert.deepEqual(shifted(range, [edit(5, 10, 2)]), { start: 7, end: 12 });
    assert.deepEqual(shifted(range, [edit(15, 10, 2)]), { start: 10, end: 15 });
  });

  it('takes what replaced it as a whole', () => {
    assert.deepEqual(shifted(range, [edit(10, 10, 4)]), { start: 10, end: 14 });
    assert.deepEqual(shifted(range, [edit(5, 30, 0)]), { start: 5, end: 5 });
  });

  it('follows several edits at once, in any order', () => {
    const edits = [edit(0, 0, 1), edit(15, 1, 3), edit(25, 0, 9)];
    assert.deepEqual(shifted(range, edits), { start: 11, end: 23 });
    assert.deepEqual(shifted(range, [...edits].reverse()), { start: 11, end: 23 });
  });

  it('keeps the same text, whatever is typed elsewhere', () => {
    const parts = fc.tuple(fc.string(), fc.string({ minLength: 1 }), fc.string(), fc.string(), fc.boolean(), fc.nat());
    fc.assert(
      fc.property(parts, ([before, inside, behind, typed, first, place]) => {
        const text = before + inside + behind;
        const target = { start: before.length, end: before.length + inside.length };
        const offset = first ? place % (before.length + 1) : target.end + (place % (behind.length + 1));
        const after = text.slice(0, offset) + typed + text.slice(offset);
        const moved = shifted(target, [edit(offset, 0, typed.length)]);
        assert.equal(after.slice(moved.start, moved.end), inside);
      }),
    );
  });
});
