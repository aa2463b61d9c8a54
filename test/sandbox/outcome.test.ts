/** @file Which number of a result is the output. */
import assert from 'node:assert/strict';
import { reverse } from '../../src/engine';
import { Tape } from '../../src/engine/tape';
import type { GradlensError } from '../../src/protocol/codes';
import { chooseOutput, valueAt } from '../../src/sandbox/outcome';

function made() {
  const tape = new Tape();
  const leaves = [
    { path: 'pos.x', value: 2, id: tape.leaf(2, 1) },
    { path: 'pos.y', value: 3, id: 0 },
    { path: '[0]', value: 5, id: tape.leaf(5, 2) },
  ];
  return { tape, leaves };
}

const code = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return (error as GradlensError).code;
  }
  return 'nothing thrown';
};

describe('chooseOutput', () => {
  it('takes a bare number as it is', () => {
    const tape = new Tape();
    const leaves = [{ path: '', value: 7, id: tape.leaf(7, 1) }];
    assert.deepEqual(chooseOutput(tape, leaves, 'number', undefined, {}), {
      ...leaves[0],
      choices: [{ path: '', value: 7 }],
    });
  });

  it('finds a path as it is written, however it is written', () => {
    const { tape, leaves } = made();
    for (const path of ['pos.x', '.pos.x', 'pos["x"]', "['pos'].x"])
      assert.equal(chooseOutput(tape, leaves, 'object', path, {}).id, leaves[0].id);
    for (const path of ['[0]', '0']) assert.equal(chooseOutput(tape, leaves, 'object', path, {}).value, 5);
  });

  it('records the sum of all numbers, constants included', () => {
    const { tape, leaves } = made();
    const sum = chooseOutput(tape, leaves, 'object', 'sum', {});
    assert.equal(sum.value, 10);
    const adjoints = reverse(tape, sum.id);
    assert.deepEqual([adjoints[leaves[0].id], adjoints[leaves[2].id]], [1, 1]);
    assert.equal(valueAt(leaves, 'sum'), 10);
  });

  it('refuses to guess, and says what can be chosen', () => {
    const { tape, leaves } = made();
    assert.equal(
      code(() => chooseOutput(tape, leaves, 'object', undefined, {})),
      'outputNotScalar',
    );
    assert.equal(
      code(() => chooseOutput(tape, leaves, 'object', 'pos.z', {})),
      'noSuchOutput',
    );
    assert.equal(
      code(() => chooseOutput(tape, [], 'string', undefined, {})),
      'outputNotScalar',
    );
    assert.throws(() => chooseOutput(tape, leaves, 'object', undefined, {}), /pos\.x, pos\.y, \[0\], sum/);
  });
});
