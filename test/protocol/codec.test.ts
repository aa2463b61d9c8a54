/** @file The codec gives back what it was given, also what JSON has no word for. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decode, encode } from '../../src/protocol/codec';

describe('codec', () => {
  it('gives back any plain data: NaN, infinities, −0, undefined, marked text', () => {
    const leaf = fc.oneof(
      fc.double(),
      fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, undefined, null, true, '\u0001', '\u0001u', '\\u0001', ''),
      fc.string({ unit: 'binary' }),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('tree')),
        fc.dictionary(fc.string(), tie('tree'), { noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(tree, (data) => {
        assert.deepStrictEqual(decode(encode(data)), data);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves what it is given as it was', () => {
    const data = { a: [1, Number.NaN, { b: -0 }], c: 'x' };
    const copy = structuredClone(data);
    encode(data);
    assert.deepStrictEqual(data, copy);
  });
});
