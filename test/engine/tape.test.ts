/** @file The tape keeps what it is given, in little room, up to its limit. */
import assert from 'node:assert/strict';
import { operands, operandValues } from '../../src/engine/numbers';
import { Op } from '../../src/engine/opcodes';
import { reverse } from '../../src/engine/sweep';
import { Guard, Tape, TapeLimitError } from '../../src/engine/tape';

describe('a tape', () => {
  it('numbers rows from 1 and keeps operands, constants, values and sites while it grows', () => {
    const tape = new Tape(2);
    let id = tape.leaf(1, 7);
    assert.equal(id, 1);
    for (let k = 2; k < 200_000; k++) id = tape.push(Op.add, id, 0, 0.5, tape.value[id] + 0.5, k);
    assert.equal(tape.length, 200_000);
    assert.deepEqual(
      [tape.op[150_000], tape.a[150_000], tape.constant[150_000], tape.site[150_000]],
      [Op.add, 149_999, 0.5, 150_000],
    );
    assert.equal(tape.value[199_999], 1 + 0.5 * 199_998);
    assert.equal(reverse(tape, id)[1], 1);
  });

  it('takes at most 48 bytes a row, adjoint included, on average over its sizes', () => {
    let bytes = 0;
    let rows = 0;
    for (let size = 80_000; size < 1_000_000; size = Math.round(size * 1.13)) {
      const tape = new Tape();
      for (let k = 0; k < size; k++) tape.push(Op.leaf, 0, 0, 0, 0, 0);
      const { op, a, b, constant, value, site } = tape.columns();
      bytes += [op, a, b, constant, value, site].reduce((sum, column) => sum + column.byteLength, 0) + 8 * size;
      rows += size;
    }
    assert.ok(bytes / rows <= 48, `${bytes / rows}`);
  });

  it('ends at its limit, however small', () => {
    for (const limit of [1, 10, 5_000]) {
      const tape = new Tape(1024, limit);
      for (let k = 0; k < limit; k++) tape.leaf(k, 0);
      assert.throws(() => tape.leaf(0, 0), TapeLimitError);
      assert.equal(tape.length - 1, limit);
    }
  });

  it('keeps any number of operands, numbers among them', () => {
    const tape = new Tape();
    const ids = Array.from({ length: 100 }, (_, k) => (k % 3 === 0 ? 0 : tape.leaf(k, 0)));
    const constants = ids.map((id, k) => (id === 0 ? k : 0));
    const y = tape.pushMany(Op.max, ids, constants, 99, 0);
    assert.deepEqual(operands(tape, y).ids, ids);
    assert.deepEqual(
      operandValues(tape, operands(tape, y)),
      ids.map((_, k) => k),
    );
  });

  it('can be rebuilt over its columns', () => {
    const tape = new Tape();
    const x = tape.leaf(3, 1);
    for (let k = 0; k < 100; k++) tape.guard(Guard.less, x, 0, k, 3 < k, k);
    const y = tape.pushMany(Op.hypot, [x, 0], [0, 4], 5, 2);
    const copy = Tape.over(structuredClone(tape.columns()));
    assert.equal(copy.length, tape.length);
    assert.deepEqual([...reverse(copy, y)], [...reverse(tape, y)]);
    assert.deepEqual([...copy.guardOutcome], [...tape.guardOutcome]);
    assert.equal(copy.guards, 100);
  });
});
