/** @file The backward pass over a graph with arrays and a person's own functions, seen from outside: no grad changes. */
import { noGrad } from '../../../engine/config';
import { ArrayNode } from '../../../engine/function';
import { localPartials, operands } from '../../../engine/numbers';
import { Op } from '../../../engine/opcodes';
import type { Tape } from '../../../engine/tape';
import { valueAlgebra } from '../../../engine/tensor/algebra';
import { oneLike, zeroLike } from '../../../engine/tensor/create';
import { elementwise } from '../../../engine/tensor/elementwise';
import { either, everywhere, type Masked, maskedAlgebra } from '../../../engine/tensor/masked';
import { NdArray, type Value } from '../../../engine/tensor/ndarray';
import { type Data, Variable } from '../../../engine/variable';
import type { Call, ScriptGraph } from './graph';
import type { CustomPass, CustomRow } from './run';
import { entriesShown, meanOf, tensorRecord } from './tensors';

/** Entries of all arrays of one graph that are shown; more arrays get less each. */
const entriesInAll = 600_000;

/** What one call passes to its operands, from the gradients of its outputs. */
function passed(
  { node, rows }: Call,
  grads: readonly (Masked | undefined)[],
  outputs: readonly Value[],
  masked: boolean,
): (Masked | null)[] {
  if (node instanceof ArrayNode) {
    const grad = grads[0] ?? everywhere(zeroLike(outputs[0]));
    return rows.map((row, k) => {
      if (row === 0) return null;
      if (masked) {
        const found = node.rule.adjoint(
          maskedAlgebra,
          grad,
          () => everywhere(outputs[0]),
          node.values.map(everywhere),
          k,
        );
        return found === null || found.reached === 0 ? null : found;
      }
      const found = node.rule.adjoint(valueAlgebra, grad.value, () => outputs[0], node.values, k);
      return found === null ? null : everywhere(found);
    });
  }
  const given = noGrad(() =>
    node.backward(...node.outputs.map((y, k) => new Variable(grads[k]?.value ?? zeroLike(y.data as Data)))),
  );
  const found = Array.isArray(given) ? given : [given];
  return rows.map((row, k) => {
    const value = row === 0 ? null : (found[k]?.data ?? null);
    return value === null ? null : everywhere(value);
  });
}

/**
 * Gradients of all rows, and what each function passes to each operand. If a NaN comes out, entries that no gradient
 * reaches by rule may have met an infinity: then once more, with what is reached, as `backward()` does it.
 */
export function customPass(graph: ScriptGraph, tape: Tape, root: number, seed: Value | null): CustomPass {
  const found = swept(graph, tape, root, seed, false);
  return found.adjoints.some((x) => x !== x) ? swept(graph, tape, root, seed, true) : found;
}

function swept(graph: ScriptGraph, tape: Tape, root: number, seed: Value | null, masked: boolean): CustomPass {
  const grads = new Map<number, Masked>();
  const customs: CustomRow[] = [];
  const rootValue = graph.data.get(root) ?? tape.value[root];
  grads.set(root, everywhere(seed ?? oneLike(rootValue)));
  const give = (row: number, more: Masked): void => {
    const known = grads.get(row);
    const sum = known && {
      value: elementwise('add', [known.value, more.value]),
      reached: either(known.reached, more.reached),
    };
    grads.set(row, sum ?? more);
  };
  const fed = new Map(graph.feeds.map((feed) => [feed.row, feed.from]));
  const done = new Set<Call>();
  for (let row = root; row > 0; row--) {
    const op = tape.op[row];
    if (op === Op.leaf) continue;
    const grad = grads.get(row);
    const call = graph.calls.get(row);
    if (call !== undefined) {
      const outputs = call.outputs.filter((output) => output > 0);
      // of several outputs the first was recorded first, so all gradients have arrived
      if (done.has(call) || outputs.some((output) => output < row)) continue;
      done.add(call);
      const reached = outputs.some((output) => grads.has(output));
      const values = outputs.map((output) => graph.data.get(output) ?? tape.value[output]);
      const found = reached
        ? passed(
            call,
            Array.from(call.outputs, (output) => grads.get(output)),
            values,
            masked,
          )
        : call.rows.map(() => null);
      call.rows.forEach((to, k) => {
        const value = found[k];
        if (to > 0 && value !== null) give(to, value);
        else if (to > 0 && reached && !grads.has(to)) {
          const none = zeroLike(graph.data.get(to) ?? tape.value[to]);
          grads.set(to, { value: none, reached: none });
        }
      });
      const scalar =
        values.length === 1 && typeof values[0] === 'number' && !call.rows.some((to) => graph.data.has(to));
      customs[customs.length] = {
        row: outputs[0],
        op: call.node.name,
        label: call.node.label,
        outputs,
        contributions: call.rows.map((to, k) => {
          if (to === 0 || !reached) return null;
          const value = found[k];
          return value === null ? 0 : meanOf(value.value);
        }),
        scalar,
      };
      continue;
    }
    const from = fed.get(row);
    if (from !== undefined) {
      const entries = grad === undefined ? null : typeof grad.value === 'number' ? [grad.value] : grad.value.values;
      const contributions: (number | null)[] = [];
      for (let k = 0; k < from.length; k++) {
        contributions[k] = entries === null || from[k] === 0 ? null : entries[k];
        if (entries !== null && from[k] > 0) give(from[k], everywhere(entries[k]));
      }
      customs[customs.length] = { row, op: 'array', label: 'array', outputs: [row], contributions, scalar: false };
      continue;
    }
    if (grad === undefined) continue;
    const { ids } = operands(tape, row);
    const partials = localPartials(tape, row);
    const none = grad.reached === 0;
    for (let k = 0; k < ids.length; k++) {
      const partial = partials[k];
      if (ids[k] === 0 || partial === null) continue;
      // what a rule cuts off is not multiplied
      const value = none || partial === 0 ? 0 : (grad.value as number) * partial;
      give(ids[k], { value, reached: none || partial === 0 ? 0 : null });
    }
  }
  const rows: number[] = [];
  const adjoints: number[] = [];
  for (const [row, grad] of grads) {
    rows[rows.length] = row;
    adjoints[adjoints.length] = meanOf(grad.value);
  }
  const each = Math.max(64, Math.min(entriesShown, Math.floor(entriesInAll / Math.max(1, 2 * graph.data.size))));
  const tensors: CustomPass['tensors'] = [];
  for (const [row, data] of graph.data) {
    if (!(data instanceof NdArray)) continue;
    const grad = grads.get(row)?.value;
    tensors[tensors.length] = {
      row,
      data: tensorRecord(data, each),
      grad: grad instanceof NdArray ? tensorRecord(grad, each) : null,
    };
  }
  return { rows, adjoints, customs, tensors };
}
