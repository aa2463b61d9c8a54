/** @file A person's own functions held against differences, automatically: is `backward` the derivative of `forward`? */
import { noGrad } from '../../../engine/config';
import type { FunctionNode } from '../../../engine/function';
import { array } from '../../../engine/tensor/array';
import { type Data, Variable } from '../../../engine/variable';
import type { ScriptCheck } from './run';

/** Entries of one function's inputs that are moved. */
const entriesChecked = 200;
/** Weights of outputs that no symmetry of a function cancels. */
const weight = (k: number) => 1 + ((k * 0.618_033_988_749_895) % 1);
const entriesOf = (data: Data): ArrayLike<number> => (typeof data === 'number' ? [data] : data.values);

function shaped(entries: Float64Array, like: Data): Data {
  return typeof like === 'number' ? entries[0] : array(entries).reshape(like.shape);
}

/**
 * Central differences at two steps and one-sided ones at the smaller: where they contradict each other (a kink, a
 * step, rounding) they say nothing.
 */
function slope(at: (step: number) => number, scale: number): number | null {
  const h = 1e-4 * Math.max(1, Math.abs(scale));
  const small = h / 8;
  const middle = at(0);
  const [up, down] = [at(small), at(-small)];
  const wide = (at(h) - at(-h)) / (2 * h);
  const near = (up - down) / (2 * small);
  const right = (up - middle) / small;
  const left = (middle - down) / small;
  const size = 1 + Math.abs(near);
  if (!(Math.abs(wide - near) <= 1e-3 * size && Math.abs(right - left) <= 1e-2 * size)) return null;
  return near;
}

/** The worst entry of one call; the call's inputs, outputs and grads stay as they are. */
export function checkCall(node: FunctionNode): ScriptCheck {
  const inputs = node.inputs.map((x) => x.data as Data);
  const grads = node.outputs.map((y, k) => {
    const data = y.data as Data;
    return new Variable(
      typeof data === 'number'
        ? weight(k)
        : shaped(
            Float64Array.from(entriesOf(data), (_, i) => weight(k + i)),
            data,
          ),
    );
  });
  const total = (at: Data[]): number => {
    const made = noGrad(() => node.forward(...at));
    const outputs = Array.isArray(made) ? made : [made];
    let sum = 0;
    outputs.forEach((y, k) => {
      const weights = entriesOf(grads[k].data as Data);
      const entries = entriesOf(y);
      for (let i = 0; i < entries.length; i++) sum += entries[i] * weights[i];
    });
    return sum;
  };
  const given = noGrad(() => node.backward(...grads));
  const found = Array.isArray(given) ? given : [given];
  const worst: ScriptCheck = { name: node.name, passed: null, given: Number.NaN, expected: Number.NaN, where: '' };
  let off = -1;
  let looked = 0;
  inputs.forEach((data, k) => {
    const gx = found[k];
    // null is said on purpose: no gradient for this input
    if (gx === null || gx === undefined) return;
    const entries = Float64Array.from(entriesOf(data));
    const slopes = entriesOf(gx.data as Data);
    const stride = Math.max(1, Math.ceil(entries.length / entriesChecked));
    for (let i = 0; i < entries.length; i += stride) {
      const expected = slope((step) => {
        const moved = entries.slice();
        moved[i] += step;
        return total(inputs.map((x, other) => (other === k ? shaped(moved, x) : x)));
      }, entries[i]);
      if (expected === null) continue;
      looked++;
      const own = slopes[i];
      const apart = Math.abs(own - expected);
      const relative = own === expected ? 0 : apart / (1 + Math.abs(expected));
      if (relative <= off && relative === relative) continue;
      off = relative === relative ? relative : Number.POSITIVE_INFINITY;
      worst.given = own;
      worst.expected = expected;
      worst.where = `${node.inputs[k].name ?? `input ${k + 1}`}${typeof data === 'number' ? '' : `, entry ${i}`}`;
    }
  });
  // forward may have kept something for backward
  noGrad(() => node.forward(...inputs));
  if (looked > 0) worst.passed = off <= 1e-3;
  return worst;
}

/** One verdict a class, from several of its calls: the first that fails, else the first that says something. */
export function checkClasses(calls: Map<unknown, FunctionNode[]>): ScriptCheck[] {
  const verdicts: ScriptCheck[] = [];
  for (const nodes of calls.values()) {
    let verdict: ScriptCheck | null = null;
    for (const node of nodes) {
      let found: ScriptCheck;
      try {
        found = checkCall(node);
      } catch {
        // a function that cannot be run again says nothing about its derivative
        found = { name: node.name, passed: null, given: Number.NaN, expected: Number.NaN, where: '' };
      }
      if (verdict === null || found.passed === false || (verdict.passed === null && found.passed !== null))
        verdict = found;
      if (verdict.passed === false) break;
    }
    if (verdict !== null) verdicts[verdicts.length] = verdict;
  }
  return verdicts;
}
