/** @file Generations of a tape's rows, and the orders in which functions are visited backward. */
import { arityOf, isPooled } from './numbers';
import { Op } from './opcodes';
import type { Tape } from './tape';

/** The longest path from a leaf to each row, in functions; leaves are 0. */
export function generations(tape: Tape): Int32Array {
  const { op, a, b, pool, length } = tape;
  const found = new Int32Array(length);
  for (let id = 1; id < length; id++) {
    const code = op[id];
    if (code === Op.leaf) continue;
    let highest = 0;
    if (isPooled(code)) {
      for (let k = a[id]; k < a[id] + b[id]; k++) if (found[pool[k]] > highest) highest = found[pool[k]];
    } else {
      highest = Math.max(found[a[id]], arityOf(code) === 2 ? found[b[id]] : 0);
    }
    found[id] = highest + 1;
  }
  return found;
}

/** Calls `each` with the id of every operand of a row that is a variable, in operand order. */
export function eachOperand(tape: Tape, id: number, each: (operand: number) => void): void {
  const code = tape.op[id];
  const a = tape.a[id];
  const b = tape.b[id];
  if (isPooled(code)) {
    for (let k = a; k < a + b; k++) if (tape.pool[k] !== 0) each(tape.pool[k]);
    return;
  }
  const arity = arityOf(code);
  if (arity > 0 && a !== 0) each(a);
  if (arity > 1 && b !== 0) each(b);
}

/**
 * The functions in the order in which `backward()` from the output pops them: highest generation first; among
 * equal generations the one added last. An id names a function by the variable it produced, `functionOf` gives it
 * where functions have several outputs.
 */
export function backwardOrder(
  tape: Tape,
  outputId: number,
  generation = generations(tape),
  functionOf: (id: number) => number = (id) => id,
): Int32Array {
  const { op } = tape;
  if (outputId <= 0 || op[outputId] === Op.leaf) return new Int32Array(0);
  // One stack per generation pops in the same order as a heap of (generation, time added).
  const top = generation[outputId];
  const head = new Int32Array(top + 1).fill(0);
  const below = new Int32Array(outputId + 1);
  const seen = new Uint8Array(outputId + 1);
  const order = new Int32Array(outputId);
  let length = 0;
  const add = (output: number) => {
    const id = functionOf(output);
    if (seen[id] === 1 || op[id] === Op.leaf) return;
    seen[id] = 1;
    below[id] = head[generation[id]];
    head[generation[id]] = id;
  };
  add(outputId);
  for (let level = top; level > 0; level--) {
    while (head[level] !== 0) {
      const id = head[level];
      head[level] = below[id];
      order[length++] = id;
      eachOperand(tape, id, add);
    }
  }
  return order.slice(0, length);
}

/** 1 for each row on which the output depends, itself included. */
export function reachable(tape: Tape, outputId: number): Uint8Array {
  const found = new Uint8Array(tape.length);
  found[outputId] = 1;
  const mark = (id: number) => {
    found[id] = 1;
  };
  for (let id = outputId; id > 0; id--) if (found[id] === 1) eachOperand(tape, id, mark);
  return found;
}
