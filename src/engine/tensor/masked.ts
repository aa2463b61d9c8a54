/**
 * @file Array rules read with values that know which of their entries a gradient reaches by rule. An entry that it
 * does not reach multiplies nothing behind it, so that 0 · ∞ never arises from a branch that was not taken.
 */
import type { PrimitiveName } from '../opcodes';
import { cells, eachEntry, elementwise, finished, resultTypeOf, shapeOfValue } from './elementwise';
import { entryPartial } from './kernels/partials';
import { applyLinear, type Linear } from './linear';
import { NdArray, type Value } from './ndarray';
import { type ArrayAlgebra, matmulValue } from './rules';
import { sizeOf } from './shape';
import { room } from './storage';

/** `reached` is 1 where a gradient comes by, else 0; null is everywhere. Values are 0 where it does not. */
export interface Masked {
  value: Value;
  reached: Value | null;
}

export const everywhere = (value: Value): Masked => ({ value, reached: null });

function onesOf(x: Masked): Value {
  return x.reached ?? (typeof x.value === 'number' ? 1 : NdArray.uniform(x.value.shape, 1));
}

/** 1 where a sum of zeros and ones is not 0. */
const marked = (counts: Value): Value => elementwise('sign', [counts]);

/** Reached by either. */
export function either(p: Value | null, q: Value | null): Value | null {
  return p === null || q === null ? null : marked(elementwise('add', [p, q]));
}

/** Values, with 0 where they are not reached. */
function cleared(value: Value, reached: Value | null): Masked {
  if (reached === null) return everywhere(value);
  const full = applyLinear({ name: 'broadcastTo', shape: shapeOfValue(value) }, reached);
  if (typeof full === 'number') return { value: full === 0 ? 0 : value, reached: full };
  return { value: applyLinear({ name: 'keep', mask: full }, value), reached: full };
}

/** What a linear function reaches of its result; null is all. Some leave places where nothing arrives. */
export function reachedThrough(f: Linear, x: Masked): Value | null {
  const leavesPlaces = f.name === 'embed' || f.name === 'scatter' || f.name === 'keep';
  return x.reached === null && !leavesPlaces ? null : marked(applyLinear(f, onesOf(x)));
}

export const maskedAlgebra: ArrayAlgebra<Masked> = {
  shape: (x) => shapeOfValue(x.value),
  value: (x) => x.value,
  constant: everywhere,
  elementwise: (name, ...operands) => {
    const value = elementwise(
      name,
      operands.map((x) => x.value),
    );
    const all = operands.map((x) => x.reached);
    const sums = name === 'add' || name === 'sub';
    // a sum is reached through either part, a product through all
    const reached = sums
      ? all.reduce(either)
      : all.reduce((p, q) => (p === null ? q : q === null ? p : elementwise('mul', [p, q])));
    return cleared(value, reached);
  },
  linear: (f, x) => ({ value: applyLinear(f, x.value), reached: reachedThrough(f, x) }),
  matmul: (a, b, transposeA, transposeB) => {
    const value = matmulValue(a.value, b.value, transposeA, transposeB);
    if (a.reached === null && b.reached === null) return everywhere(value);
    return cleared(value, marked(matmulValue(onesOf(a), onesOf(b), transposeA, transposeB)));
  },
  contribution: byEntry,
};

/** ȳ·∂y/∂(operand k) by the table at the entries that are reached. */
function byEntry(
  name: PrimitiveName,
  grad: Masked,
  y: () => Masked,
  operands: readonly Masked[],
  k: number,
): Masked | null {
  const partial = entryPartial(name, k);
  const values = [y().value, ...operands.map((x) => x.value)];
  const shape = shapeOfValue(values[0]);
  const out = room(sizeOf(shape));
  const reached = room(sizeOf(shape));
  let any = false;
  const x = new Array<number>(operands.length);
  eachEntry(shape, [grad.value, grad.reached ?? 1, ...values].map(cells), (entries, place) => {
    for (let i = 0; i < x.length; i++) x[i] = entries[i + 3];
    const found = entries[1] === 0 ? null : partial(entries[0], entries[2], x);
    out[place] = found ?? 0;
    reached[place] = found === null ? 0 : 1;
    if (found !== null) any = true;
  });
  if (!any) return null;
  const dtype = resultTypeOf([grad.value, ...values]);
  return { value: finished(shape, out, dtype), reached: finished(shape, reached, 'float64') };
}
