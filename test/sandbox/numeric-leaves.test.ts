/** @file Structured inputs, their rows and their gradients in step. */
import assert from 'node:assert/strict';
import { numericLeaves, shapedLike, withLeaves } from '../../src/sandbox/numeric-leaves';

const value = { p: [1, 2], name: 'a', deep: { q: 3, off: 4 } };
const ids = { p: [10, 11], name: null, deep: { q: 12, off: 0 } };

describe('numeric leaves', () => {
  it('finds the traced numbers and no others', () => {
    assert.deepEqual(
      numericLeaves(0, value, ids).map(({ path, id }) => [path.join('.'), id]),
      [
        ['p.0', 10],
        ['p.1', 11],
        ['deep.q', 12],
      ],
    );
    assert.deepEqual(numericLeaves(0, 5, 0), []);
  });

  it('varies copies, never the values given', () => {
    const leaves = [...numericLeaves(0, value, ids), ...numericLeaves(1, 7, 13)];
    const varied = withLeaves([value, 7], leaves, (leaf) => leaf.value + 100);
    assert.deepEqual(varied, [{ p: [101, 102], name: 'a', deep: { q: 103, off: 4 } }, 107]);
    assert.equal(value.p[0], 1);
  });

  it('shapes gradients like the value, with null where nothing was traced', () => {
    assert.deepEqual(
      shapedLike(value, ids, (id) => id * 2),
      { p: [20, 22], name: null, deep: { q: 24, off: null } },
    );
    assert.deepEqual(
      shapedLike(3, null, () => 1),
      null,
    );
  });

  it('takes no key of a value for one of a prototype', () => {
    const odd = JSON.parse('{"constructor": 1, "__proto__": 2}');
    assert.deepEqual(numericLeaves(0, odd, {}), []);
    assert.deepEqual(Object.keys(shapedLike(odd, {}, () => 1) as object), ['constructor', '__proto__']);
  });
});
