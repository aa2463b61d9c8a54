/** @file Generations, the order of a backward pass, and the orders that are wrong. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Op } from '../../src/engine/opcodes';
import { backwardOrder, eachOperand, generations } from '../../src/engine/order';
import { functionQueue } from '../../src/engine/queue';
import { reverse } from '../../src/engine/sweep';
import { Tape } from '../../src/engine/tape';
import { backwardVariant } from '../../src/engine/variants';
import { pushOperation } from './samples';

/** x = 2, a = x², b = a², c = a², y = b + c. */
function diamond() {
  const tape = new Tape();
  const x = tape.leaf(2, 0);
  const a = pushOperation(tape, 'square', [x], [2]);
  const b = pushOperation(tape, 'square', [a], [4]);
  const c = pushOperation(tape, 'square', [a], [4]);
  const y = pushOperation(tape, 'add', [b, c], [16, 16]);
  return { tape, x, a, b, c, y };
}

/** a = 1, b = a + a, c = b + b. */
function doubling() {
  const tape = new Tape();
  const a = tape.leaf(1, 0);
  const b = pushOperation(tape, 'add', [a, a], [1, 1]);
  const c = pushOperation(tape, 'add', [b, b], [2, 2]);
  return { tape, a, b, c };
}

describe('the order of a backward pass', () => {
  it('goes by generation, and among equal ones takes the one added last', () => {
    const { tape, x, a, b, c, y } = diamond();
    assert.deepEqual([...generations(tape)], [0, 0, 1, 2, 2, 3]);
    assert.deepEqual([...backwardOrder(tape, y)], [y, c, b, a]);
    const adjoints = reverse(tape, y);
    assert.deepEqual([adjoints[y], adjoints[b], adjoints[c], adjoints[a], adjoints[x]], [1, 1, 1, 16, 64]);
  });

  it('is not simply the reversed tape', () => {
    const tape = new Tape();
    const x = tape.leaf(1, 0);
    const a = pushOperation(tape, 'square', [x], [1]);
    const b = pushOperation(tape, 'square', [a], [1]);
    const d = pushOperation(tape, 'exp', [x], [1]);
    const y = pushOperation(tape, 'add', [b, d], [1, Math.E]);
    // a (added last) and d are both of generation 1
    assert.deepEqual([...backwardOrder(tape, y)], [y, b, a, d]);
  });

  it('is empty for a leaf', () => {
    const tape = new Tape();
    assert.deepEqual([...backwardOrder(tape, tape.leaf(1, 0))], []);
  });

  it('is the same with a heap, with a list that is sorted, and with one stack per generation', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { minLength: 1, maxLength: 60 }), (choices) => {
        const tape = new Tape();
        tape.leaf(0.5, 0);
        for (const [p, q] of choices) {
          const ids = [1 + (p % (tape.length - 1)), 1 + (q % (tape.length - 1))];
          pushOperation(
            tape,
            p % 3 === 0 ? 'mul' : 'add',
            ids,
            ids.map((id) => tape.value[id]),
          );
        }
        const output = tape.length - 1;
        const expected = [...backwardOrder(tape, output)];
        for (const kind of ['heap', 'sort'] as const) {
          const generation = generations(tape);
          const queue = functionQueue<number>(kind);
          const seen = new Set<number>([output]);
          const order: number[] = [];
          queue.push(output, generation[output]);
          while (queue.size > 0) {
            const id = queue.pop() as number;
            order.push(id);
            eachOperand(tape, id, (x) => {
              if (tape.op[x] === Op.leaf || seen.has(x)) return;
              seen.add(x);
              queue.push(x, generation[x]);
            });
          }
          assert.deepEqual(order, expected);
          assert.deepEqual(backwardVariant(tape, output, { queue: kind }).order, expected);
        }
      }),
    );
  });
});

describe('the ways that came before', () => {
  it('assigning instead of adding loses a contribution, and says where', () => {
    const tape = new Tape();
    const x = tape.leaf(3, 0);
    const y = pushOperation(tape, 'add', [x, x], [3, 3]);
    const found = backwardVariant(tape, y, { accumulate: 'assign' });
    assert.equal(found.adjoints[x], 1);
    assert.equal(found.expected[x], 2);
    assert.deepEqual(found.firstWrong, {
      step: 1,
      function: y,
      variable: x,
      reason: 'overwritten',
      given: 1,
      expected: 2,
    });
  });

  it('the naive order passes gradients on twice, from the second visit', () => {
    const first = doubling();
    const found = backwardVariant(first.tape, first.c, { order: 'naive' });
    assert.equal(found.adjoints[first.a], 8);
    assert.equal(found.expected[first.a], 4);
    const second = diamond();
    const wrong = backwardVariant(second.tape, second.y, { order: 'naive' });
    assert.equal(wrong.adjoints[second.x], 96);
    assert.equal(wrong.adjoints[second.a], 16);
    assert.deepEqual(wrong.wrong, [second.x]);
    assert.deepEqual(wrong.order, [second.y, second.c, second.a, second.b, second.a]);
    assert.equal(wrong.firstWrong?.step, 5);
    assert.equal(wrong.firstWrong?.function, second.a);
    assert.equal(wrong.firstWrong?.reason, 'revisited');
  });

  it('the naive order with a seen set visits a function too early', () => {
    const first = doubling();
    const found = backwardVariant(first.tape, first.c, { order: 'naiveSeen' });
    assert.equal(found.adjoints[first.a], 4);
    assert.equal(found.firstWrong, null);
    const second = diamond();
    const wrong = backwardVariant(second.tape, second.y, { order: 'naiveSeen' });
    assert.equal(wrong.adjoints[second.x], 32);
    assert.deepEqual(wrong.firstWrong, {
      step: 3,
      function: second.a,
      variable: second.a,
      reason: 'early',
      given: 8,
      expected: 16,
    });
  });

  it('the right way has nothing wrong; without retainGrad intermediates are dropped', () => {
    const { tape, x, a, b, c, y } = diamond();
    const found = backwardVariant(tape, y);
    assert.deepEqual([found.firstWrong, found.wrong, found.stopped], [null, [], false]);
    assert.deepEqual(found.dropped, [a, b, c, y]);
    assert.deepEqual(backwardVariant(tape, y, { retainGrad: true }).dropped, []);
    assert.equal(found.adjoints[x], 64);
  });

  it('the naive order is given up when it takes exponentially many visits', () => {
    const tape = new Tape();
    let id = tape.leaf(1, 0);
    for (let k = 0; k < 40; k++) id = pushOperation(tape, 'add', [id, id], [1, 1]);
    const found = backwardVariant(tape, id, { order: 'naive' }, 10_000);
    assert.equal(found.stopped, true);
    assert.equal(found.order.length, 10_000);
  });
});
