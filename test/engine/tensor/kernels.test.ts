/** @file The loops over arrays say what the primitive table says, at every edge of the language. */
import assert from 'node:assert/strict';
import { array, type NdArray } from '../../../src/engine';
import { numberAlgebra } from '../../../src/engine/numbers';
import { primitiveNames, primitives } from '../../../src/engine/primitives';
import { contribution } from '../../../src/engine/tensor/contribution';
import { elementwise } from '../../../src/engine/tensor/elementwise';
import type { Value } from '../../../src/engine/tensor/ndarray';
import { edgeValues, relativeError, smoothSamples } from '../samples';

function tuples(count: number): number[][] {
  if (count === 1) return edgeValues.map((x) => [x]);
  const pairs = edgeValues.flatMap((x) => edgeValues.map((y) => [x, y]));
  return count === 2 ? pairs : pairs.flatMap((pair) => [-1, 0, 2].map((z) => [...pair, z]));
}

describe('kernels over arrays', () => {
  for (const name of primitiveNames) {
    const row = primitives[name];
    const count = row.arity === 'any' ? 3 : row.arity;

    it(`${name}: values and gradients are the table's, entry by entry`, () => {
      const samples = [...tuples(count), ...smoothSamples(name).slice(0, 40)];
      const operands = Array.from({ length: count }, (_, k) => array(samples.map((x) => x[k])));
      const y = elementwise(name, operands) as NdArray;
      const grad = array(samples.map((_, i) => [1, -2.5, 0, 3][i % 4]));
      samples.forEach((x, i) => {
        assert.ok(relativeError(y.values[i], row.forward(...x)) < 1e-15, `${name}(${x}) = ${y.values[i]}`);
      });
      for (let k = 0; k < count; k++) {
        const found = contribution(name, grad, y, operands, k) as NdArray | null;
        if (row.kind === 'stepwise') {
          assert.equal(found, null);
          continue;
        }
        samples.forEach((x, i) => {
          // a zero that can be told from one that was computed
          const zero = null as unknown as number;
          const partial = row.partial({ ...numberAlgebra, zero }, () => y.values[i], x, k);
          const expected = partial === zero ? 0 : (grad.values[i] as number) * partial;
          const given = (found as NdArray).values[i];
          assert.ok(
            relativeError(given, expected) < 1e-14,
            `∂${name}(${x})/∂${k}: ${given}, the table says ${expected}`,
          );
        });
      }
    });

    it(`${name}: is the same for uniform, stretched and single operands`, () => {
      const at = smoothSamples(name)[0];
      const expected = row.forward(...at);
      const uniform = at.map((x) => array([[x]]));
      const spread: Value[] = at.map((x, k) => (k === 0 ? array([[x], [x]]) : array([x, x, x])));
      assert.equal((elementwise(name, uniform) as NdArray).item(), expected);
      const wide = elementwise(name, spread) as NdArray;
      assert.ok(wide.values.every((value) => value === expected));
      assert.equal(elementwise(name, at), expected);
      const mixed = elementwise(
        name,
        at.map((x, k) => (k === 0 ? array([x, x]) : x)),
      ) as NdArray;
      assert.ok(mixed.values.every((value) => value === expected));
    });
  }
});
