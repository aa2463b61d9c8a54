/** @file The backward passes that came before the right one, over a recorded tape, to see why they are wrong. */
import { localPartials, operands } from './numbers';
import { Op } from './opcodes';
import { generations, reachable } from './order';
import { functionQueue } from './queue';
import { reverse } from './sweep';
import type { Tape } from './tape';

export interface BackwardOptions {
  /** add: contributions add up. assign: the last one replaces the others. */
  accumulate?: 'add' | 'assign';
  /**
   * generations: highest generation first, each function once. naive: a stack, each function as often as it is
   * met. naiveSeen: a stack, each function once.
   */
  order?: 'generations' | 'naive' | 'naiveSeen';
  /** How the order by generations is kept: both pop the same. */
  queue?: 'heap' | 'sort';
  /** Keep the gradients of intermediates; a script reads null where they are dropped. */
  retainGrad?: boolean;
}

/** Where a backward pass first did what makes its gradients wrong. */
export interface WrongTurn {
  /** Place in `order`, from 1. */
  step: number;
  /** The function being visited. */
  function: number;
  /** The variable whose gradient is wrong from here on. */
  variable: number;
  /**
   * overwritten: a second contribution replaced the first. revisited: the function was visited before, and passes on
   * again what it had passed on. early: visited before all contributions to its output had arrived.
   */
  reason: 'overwritten' | 'revisited' | 'early';
  /** The gradient that was there and the one that should have been. */
  given: number;
  expected: number;
}

export interface BackwardVariant {
  /** The gradients that this pass gives, per row. */
  adjoints: Float64Array;
  /** The right ones. */
  expected: Float64Array;
  /** The functions in the order of their visits; one can occur several times. */
  order: number[];
  /** Rows whose gradient is not the right one. */
  wrong: number[];
  firstWrong: WrongTurn | null;
  /** Rows whose gradient a script would read as null. */
  dropped: number[];
  /** Whether the pass was given up after `limit` visits: the naive order takes exponentially many. */
  stopped: boolean;
}

/** Runs one backward pass over a tape as the options say, and compares it with the right one. */
export function backwardVariant(
  tape: Tape,
  outputId: number,
  {
    accumulate = 'add',
    order: kind = 'generations',
    queue: queueKind = 'heap',
    retainGrad = false,
  }: BackwardOptions = {},
  limit = 200_000,
): BackwardVariant {
  const expected = reverse(tape, outputId);
  const generation = generations(tape);
  const adjoints = new Float64Array(tape.length);
  const filled = new Uint8Array(tape.length);
  const visited = new Uint8Array(tape.length);
  const added = new Uint8Array(tape.length);
  const order: number[] = [];
  const queue = functionQueue<number>(kind === 'generations' ? queueKind : 'stack');
  let turn: WrongTurn | null = null;
  const add = (id: number) => {
    if (tape.op[id] === Op.leaf || (added[id] === 1 && kind !== 'naive')) return;
    added[id] = 1;
    queue.push(id, generation[id]);
  };
  adjoints[outputId] = 1;
  add(outputId);
  while (queue.size > 0 && order.length < limit) {
    const id = queue.pop() as number;
    order.push(id);
    const g = adjoints[id];
    if (visited[id] === 1) {
      turn ??= {
        step: order.length,
        function: id,
        variable: id,
        reason: 'revisited',
        given: g,
        expected: expected[id],
      };
    } else if (kind === 'naiveSeen' && !same(g, expected[id])) {
      turn ??= { step: order.length, function: id, variable: id, reason: 'early', given: g, expected: expected[id] };
    }
    visited[id] = 1;
    const partials = localPartials(tape, id);
    operands(tape, id).ids.forEach((operand, k) => {
      const partial = partials[k];
      if (operand === 0 || partial === null) return;
      const gx = partial === 0 ? 0 : g * partial;
      if (accumulate === 'assign' && filled[operand] === 1) {
        turn ??= {
          step: order.length,
          function: id,
          variable: operand,
          reason: 'overwritten',
          given: gx,
          expected: adjoints[operand] + gx,
        };
        adjoints[operand] = gx;
      } else {
        adjoints[operand] = filled[operand] === 1 ? adjoints[operand] + gx : gx;
      }
      filled[operand] = 1;
      add(operand);
    });
  }
  const wrong: number[] = [];
  const dropped: number[] = [];
  const found = reachable(tape, outputId);
  for (let id = 1; id < tape.length; id++) {
    if (found[id] === 0) continue;
    if (!same(adjoints[id], expected[id])) wrong.push(id);
    if (!retainGrad && tape.op[id] !== Op.leaf) dropped.push(id);
  }
  return {
    adjoints,
    expected,
    order,
    wrong,
    firstWrong: wrong.length > 0 ? turn : null,
    dropped,
    stopped: queue.size > 0,
  };
}

/** Equal up to the rounding of sums taken in another order. */
function same(p: number, q: number): boolean {
  return Object.is(p, q) || p === q || Math.abs(p - q) <= 1e-9 * Math.max(Math.abs(p), Math.abs(q));
}
