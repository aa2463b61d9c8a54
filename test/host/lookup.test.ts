/** @file A place of the source finds the smallest range that knows something of it. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { merged, PlaceIndex } from '../../src/host/lookup';
import { diamond, fileName, once, rangeOf, source } from './sample';

const index = new PlaceIndex(diamond());
const at = (text: string, into = 0, occurrence = 1) => index.at(fileName, rangeOf(text, occurrence).start + into);

describe('PlaceIndex', () => {
  it('finds a name where it is declared', () => {
    const found = at('const a', 6);
    assert.equal(found?.kind, 'name');
    assert.equal(found?.name, 'a');
    assert.equal(found?.statistics.value.last, 4);
    assert.equal(found?.statistics.grad?.last, 16);
    assert.deepEqual(found?.sites, [2]);
  });

  it('finds a name where it is read', () => {
    const found = at('b + c', 4);
    assert.equal(found?.name, 'c');
    assert.equal(found?.statistics.order?.[0], 3);
  });

  it('finds an expression by its operator and by its constant', () => {
    for (const into of [1, 2, 5]) {
      const found = at('x ** 2', into);
      assert.equal(found?.kind, 'expression');
      assert.deepEqual([found?.start, found?.end], Object.values(rangeOf('x ** 2')));
    }
  });

  it('knows nothing of keywords, of other files and of what lies behind the end', () => {
    assert.equal(at('const a'), null);
    assert.equal(at('return'), null);
    assert.equal(index.at('/project/other.ts', rangeOf('x ** 2').start), null);
    assert.equal(index.at(fileName, source.length + 5), null);
  });

  it('takes the character under the pointer, not the one before', () => {
    const tight = rangeOf('x ** 2');
    assert.equal(index.at(fileName, tight.end), null);
    assert.equal(index.at(fileName, tight.end, true)?.kind, 'expression');
  });

  it('takes the name that a cursor stands behind', () => {
    const { start } = rangeOf('a ** 2');
    assert.equal(index.at(fileName, start + 1)?.kind, 'expression');
    assert.equal(index.at(fileName, start + 1, true)?.name, 'a');
    assert.equal(index.at(fileName, start + 2, true)?.kind, 'expression');
  });

  it('joins a parameter to its input', () => {
    assert.equal(at('(x)', 1)?.input?.name, 'x');
    assert.equal(at('= x', 2)?.input?.name, 'x');
    assert.equal(at('const a', 6)?.input, null);
  });

  it('finds the smallest range around a selection', () => {
    const { start, end } = rangeOf('b + c');
    assert.deepEqual(index.around(fileName, start, end)?.sites, [5]);
    assert.equal(index.around(fileName, 0, end), null);
  });

  it('counts the functions of the backward order', () => assert.equal(index.lastOrder, 4));

  it('gives a name assigned in several places the value of each place', () => {
    const evaluation = diamond();
    const text = 'let s = x * 2; s = s * 3;';
    const range = (part: string, nth = 1) => rangeOf(part, nth, text);
    evaluation.sites = [
      { ...evaluation.sites[1], id: 1, ...range('x * 2'), name: 's', operands: [], statistics: once(4, 3, 1, 2) },
      { ...evaluation.sites[1], id: 2, ...range('s * 3'), name: 's', operands: [], statistics: once(12, 1, 2, 1) },
    ];
    evaluation.bindings = [
      { fileName, name: 's', references: [range('s', 1), range('s', 2), range('s', 3)], sites: [1, 2] },
    ];
    const both = new PlaceIndex(evaluation);
    assert.equal(both.at(fileName, range('s', 1).start)?.statistics.value.last, 4);
    assert.equal(both.at(fileName, range('s', 2).start)?.statistics.value.last, 12);
  });

  it('never gives a range that does not contain the position, nor one that is not the smallest', () => {
    const all = new PlaceIndex(diamond());
    fc.assert(
      fc.property(fc.nat(source.length), (position) => {
        const found = all.at(fileName, position);
        for (const site of all.evaluation.sites) {
          if (site.start <= position && position < site.end) {
            assert.ok(found !== null && found.end - found.start <= site.end - site.start);
          }
        }
        if (found) assert.ok(found.start <= position && position < found.end);
      }),
    );
  });
});

describe('merged', () => {
  it('adds counts, spans ranges, weighs means', () => {
    const many = { ...once(1, 2, 1, 5), count: 3 };
    const sum = merged([many, once(9, -2, 4, 1)]);
    assert.equal(sum.count, 4);
    assert.deepEqual(sum.value, { min: 1, mean: 3, max: 9, last: 9 });
    assert.deepEqual(sum.grad, { min: -2, mean: 1, max: 2, last: -2 });
    assert.deepEqual(sum.generation, [1, 4]);
    assert.deepEqual(sum.order, [1, 5]);
  });

  it('has a gradient where any of the sites has one', () => {
    assert.equal(merged([once(1, null, 0, null), once(2, 7, 0, null)]).grad?.last, 7);
    assert.equal(merged([once(1, null, 0, null), once(2, null, 0, null)]).grad, null);
  });
});
