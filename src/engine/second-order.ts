/** @file Forward derivatives, Jacobians, Hessians and Hessian–vector products of a recorded tape. */
import { type Dual, type DualTerm, dualAlgebra, passingAlgebra } from './duals';
import { operands } from './numbers';
import { Op } from './opcodes';
import { primitiveOf } from './primitives';
import { reverse } from './sweep';
import type { Tape } from './tape';

/**
 * The tangent of every row when the leaves move by `direction` (a number per leaf id, 0 elsewhere): one forward
 * pass, O(rows). The tangent of an output is its directional derivative.
 * @param values the rows' values, if other than the recorded ones (a replay); so too below.
 */
export function jvp(
  tape: Tape,
  inputIds: readonly number[],
  direction: ArrayLike<number>,
  values: Float64Array = tape.value,
): Float64Array {
  const tangents = new Float64Array(tape.length);
  const varies = new Uint8Array(tape.length);
  inputIds.forEach((id, k) => {
    tangents[id] = direction[k];
    varies[id] = 1;
  });
  for (let id = 1; id < tape.length; id++) {
    const row = primitiveOf(tape.op[id]);
    if (row === undefined || varies[id] === 1) continue;
    const found = operands(tape, id);
    if (!found.ids.some((x) => varies[x] === 1)) continue;
    varies[id] = 1;
    if (row.kind === 'stepwise') continue;
    const x = found.ids.map((operand, k) => (operand === 0 ? found.constants[k] : values[operand]));
    const y = () => values[id];
    let tangent = 0;
    found.ids.forEach((operand, k) => {
      if (varies[operand] === 0) return;
      const partial = row.partial(passingAlgebra, y, x, k);
      if (partial !== null) tangent += partial * tangents[operand];
    });
    tangents[id] = tangent;
  }
  return tangents;
}

/** ∂outputs/∂inputs, a row per output; by sweeps over whichever there are fewer of. */
export function jacobian(tape: Tape, inputIds: readonly number[], outputIds: readonly number[]): number[][] {
  if (outputIds.length <= inputIds.length) {
    return outputIds.map((output) => {
      const adjoints = reverse(tape, output);
      return inputIds.map((id) => adjoints[id]);
    });
  }
  const columns = inputIds.map((id) => jvp(tape, [id], [1]));
  return outputIds.map((output) => columns.map((tangents) => (output === 0 ? 0 : tangents[output])));
}

/** H·v for the Hessian H of one output in the inputs: a forward and a reverse pass with dual numbers. */
export function hessianVectorProduct(
  tape: Tape,
  inputIds: readonly number[],
  outputId: number,
  direction: ArrayLike<number>,
  values: Float64Array = tape.value,
): Float64Array {
  const tangents = jvp(tape, inputIds, direction, values);
  const adjoints = new Float64Array(tape.length);
  const turned = new Float64Array(tape.length);
  const reached = new Uint8Array(tape.length);
  // 1 where `turned` is more than a 0 that nothing was added to, which no infinite slope may multiply
  const bent = new Uint8Array(tape.length);
  adjoints[outputId] = 1;
  reached[outputId] = 1;
  for (let id = outputId; id > 0; id--) {
    const row = primitiveOf(tape.op[id]);
    if (reached[id] === 0 || tape.op[id] === Op.leaf || row === undefined || row.kind === 'stepwise') continue;
    const found = operands(tape, id);
    const x = found.ids.map(
      (operand, k): DualTerm =>
        operand === 0 ? found.constants[k] : { value: values[operand], tangent: tangents[operand] },
    );
    const own: Dual = { value: values[id], tangent: tangents[id] };
    const g = adjoints[id];
    const h = turned[id];
    found.ids.forEach((operand, k) => {
      if (operand === 0) return;
      const partial = row.partial<DualTerm>(dualAlgebra, () => own, x, k);
      if (partial === null) return;
      const { value, tangent } = typeof partial === 'number' ? { value: partial, tangent: 0 } : partial;
      reached[operand] = 1;
      adjoints[operand] += g * value;
      if (bent[id] === 1) turned[operand] += h * value;
      if (typeof partial !== 'number') turned[operand] += g * tangent;
      if (bent[id] === 1 || typeof partial !== 'number') bent[operand] = 1;
    });
  }
  return Float64Array.from(inputIds, (id) => turned[id]);
}

/** Second derivatives of one output, symmetric; a Hessian–vector product per input. */
export function hessian(
  tape: Tape,
  inputIds: readonly number[],
  outputId: number,
  values: Float64Array = tape.value,
): number[][] {
  const direction = new Float64Array(inputIds.length);
  return inputIds.map((_, k) => {
    direction.fill(0);
    direction[k] = 1;
    return Array.from(hessianVectorProduct(tape, inputIds, outputId, direction, values));
  });
}
