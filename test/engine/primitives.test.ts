/** @file Every row of the primitive table keeps its promises; one loop over the table. */
import assert from 'node:assert/strict';
import { localPartials } from '../../src/engine/numbers';
import type { PrimitiveName } from '../../src/engine/opcodes';
import { labelOf, primitiveNames, primitives } from '../../src/engine/primitives';
import { reverse } from '../../src/engine/sweep';
import { difference, edgeValues, recordOne, relativeError, smoothSamples } from './samples';

/** Values from tables and series, independent of the language's own functions. */
const known: { [N in PrimitiveName]: [operands: number[], value: number] } = {
  add: [[2, 3], 5],
  sub: [[2, 3], -1],
  mul: [[2, 3], 6],
  div: [[3, 4], 0.75],
  rem: [[-7, 3], -1],
  pow: [[2, 10], 1024],
  neg: [[4], -4],
  abs: [[-4], 4],
  acos: [[0.5], 1.0471975511965979],
  acosh: [[2], 1.3169578969248166],
  asin: [[0.5], 0.5235987755982989],
  asinh: [[1], 0.881373587019543],
  atan: [[1], 0.7853981633974483],
  atanh: [[0.5], 0.5493061443340548],
  cbrt: [[27], 3],
  ceil: [[1.2], 2],
  cos: [[1], 0.5403023058681398],
  cosh: [[1], 1.5430806348152437],
  exp: [[2], 7.38905609893065],
  expm1: [[1e-10], 1.00000000005e-10],
  floor: [[-1.2], -2],
  fround: [[0.1], 0.10000000149011612],
  log: [[3], 1.0986122886681098],
  log10: [[1000], 3],
  log1p: [[1e-10], 9.9999999995e-11],
  log2: [[8], 3],
  round: [[2.5], 3],
  sign: [[-3], -1],
  sin: [[1], 0.8414709848078965],
  sinh: [[1], 1.1752011936438014],
  sqrt: [[3], 1.7320508075688772],
  tan: [[1], 1.5574077246549023],
  tanh: [[1], 0.7615941559557649],
  trunc: [[-1.7], -1],
  atan2: [[1, -1], 2.356194490192345],
  hypot: [[2, 3, 6], 7],
  max: [[1, 5, 3], 5],
  min: [[1, 5, 3], 1],
  square: [[3], 9],
  relu: [[-3], 0],
  sigmoid: [[1], 0.7310585786300049],
  softplus: [[1], 1.3132616875182228],
  clamp: [[5, 0, 2], 2],
  identity: [[7], 7],
};

describe('each primitive', () => {
  for (const name of primitiveNames) {
    const row = primitives[name];
    it(`${name}: has its known value`, () => {
      const [x, y] = known[name];
      assert.ok(relativeError(row.forward(...x), y) < 1e-14, `${row.forward(...x)} is not ${y}`);
    });

    it(`${name}: its partials agree with central differences`, () => {
      let compared = 0;
      for (const x of smoothSamples(name)) {
        const { tape, id } = recordOne(name, x);
        const partials = localPartials(tape, id);
        const y = Math.abs(row.forward(...x));
        x.forEach((_, k) => {
          if (row.kind === 'stepwise') assert.equal(partials[k], 0);
          else if (name !== 'fround') {
            const expected = difference(row.forward, x, k);
            const scale = Math.max(Math.abs(expected), y * 1e-2, 1e-3);
            const error = Math.abs((partials[k] as number) - expected) / scale;
            assert.ok(error < 1e-8, `∂${name}(${x})/∂${k}: ${partials[k]}, differences give ${expected}`);
          }
          compared++;
        });
      }
      assert.ok(compared >= 3, 'too few samples');
    });

    it(`${name}: the sweep gives what the table says, also at the edges of the language`, () => {
      const arity = row.arity === 'any' ? 2 : row.arity;
      const tuples = [...smoothSamples(name)];
      for (const x of edgeValues) {
        if (arity === 1) tuples.push([x]);
        else for (const y of edgeValues) tuples.push(arity === 2 ? [x, y] : [x, y, 1]);
      }
      for (const x of tuples) {
        for (let pattern = 1; pattern < 2 ** x.length; pattern++) {
          const active = x.map((_, k) => (pattern & (1 << k)) !== 0);
          const { tape, leaves, id } = recordOne(name, x, active);
          const adjoints = reverse(tape, id);
          const partials = localPartials(tape, id);
          leaves.forEach((leaf, k) => {
            if (leaf === 0) {
              assert.equal(partials[k], null);
              return;
            }
            const expected = (partials[k] as number) + 0;
            const given = adjoints[leaf];
            assert.ok(
              Object.is(given, expected) || Math.abs(given - expected) <= 1e-15 * Math.abs(expected),
              `${name}(${x}) in ${k}: sweep ${given}, table ${expected}`,
            );
          });
          assert.equal(adjoints[0], 0);
        }
      }
    });

    if (row.kink !== null) {
      it(`${name}: at its kink (${row.kink.where}) the derivatives are those of the convention`, () => {
        for (const { at, partials } of row.kink!.examples) {
          assert.ok(row.kink!.at(row.forward(...at), ...at));
          const { tape, leaves, id } = recordOne(name, at);
          assert.deepEqual(
            localPartials(tape, id).map((p) => (p as number) + 0),
            partials,
          );
          const adjoints = reverse(tape, id);
          assert.deepEqual(
            leaves.map((leaf) => adjoints[leaf] + 0),
            partials,
          );
        }
      });
    }
  }

  it('is labelled as drawn; a power shows its constant exponent', () => {
    assert.equal(labelOf('mul'), '×');
    assert.equal(labelOf('pow', 2), 'x²');
    assert.equal(labelOf('pow', -13), 'x⁻¹³');
    assert.equal(labelOf('pow', 0.5), 'x^0.5');
    assert.equal(labelOf('pow'), 'pow');
  });
});

describe('conventions at singular points', () => {
  const partials = (name: PrimitiveName, x: number[], active?: boolean[]) => {
    const { tape, id } = recordOne(name, x, active);
    return localPartials(tape, id);
  };
  it('hold: sqrt and cbrt at 0 infinite, log below 0 NaN with its value, 0 as exponent exactly 0', () => {
    assert.deepEqual(partials('sqrt', [0]), [Infinity]);
    assert.deepEqual(partials('cbrt', [0]), [Infinity]);
    assert.deepEqual(partials('log', [-1]), [Number.NaN]);
    assert.deepEqual(partials('log', [0]), [Infinity]);
    for (const base of [0, -3, Infinity, Number.NaN, 5e-324]) {
      assert.equal(partials('pow', [base, 0], [true, false])[0], 0);
    }
  });
  it('hold: a negative base has no derivative in a variable exponent, and needs no logarithm with a constant one', () => {
    assert.deepEqual(partials('pow', [-2, 3]), [12, Number.NaN]);
    assert.deepEqual(partials('pow', [-2, 3], [true, false]), [12, null]);
  });
  it('hold: constants count among the ties of max', () => {
    assert.deepEqual(partials('max', [0, 0], [false, true]), [null, 0.5]);
  });
});
