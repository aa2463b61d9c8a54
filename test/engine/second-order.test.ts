/** @file Forward, reverse and second-order readings of one tape agree with each other. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { passingAlgebra } from '../../src/engine/duals';
import { operands, operandValues } from '../../src/engine/numbers';
import type { PrimitiveName } from '../../src/engine/opcodes';
import { primitiveNames, primitives } from '../../src/engine/primitives';
import { Replay } from '../../src/engine/replay';
import { hessian, hessianVectorProduct, jacobian, jvp } from '../../src/engine/second-order';
import { reverse } from '../../src/engine/sweep';
import { Guard, Tape } from '../../src/engine/tape';
import { difference, edgeValues, pushOperation, recordOne, relativeError, smoothSamples } from './samples';

/** A random program of smooth primitives over n leaves. */
function randomProgram(choices: readonly [number, number, number][], leaves: readonly number[]) {
  const smooth: PrimitiveName[] = [
    'add',
    'sub',
    'mul',
    'sin',
    'cos',
    'tanh',
    'atan',
    'sigmoid',
    'softplus',
    'square',
    'hypot',
    'neg',
    'asinh',
    'max',
    'min',
    'atan2',
  ];
  const tape = new Tape();
  const inputs = leaves.map((value) => tape.leaf(value, 0));
  for (const [which, p, q] of choices) {
    const name = smooth[which % smooth.length];
    const arity = primitives[name].arity === 1 ? 1 : 2;
    const ids = [1 + (p % (tape.length - 1)), 1 + (q % (tape.length - 1))].slice(0, arity);
    pushOperation(
      tape,
      name,
      ids,
      ids.map((id) => tape.value[id]),
    );
  }
  return { tape, inputs, output: tape.length - 1 };
}

const programs = fc.tuple(
  fc.array(fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000)), { minLength: 1, maxLength: 25 }),
  fc.array(
    fc.double({ min: -2, max: 2, noNaN: true }).filter((x) => Math.abs(x) > 1e-3),
    { minLength: 3, maxLength: 3 },
  ),
);
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, x, k) => sum + x * b[k], 0);
const near = (a: number, b: number, within = 1e-9) =>
  assert.ok(Math.abs(a - b) <= within * Math.max(1, Math.abs(a), Math.abs(b)), `${a} is not ${b}`);

describe('forward and reverse', () => {
  it('agree: the gradient times a direction is the tangent along it', () => {
    fc.assert(
      fc.property(programs, ([choices, leaves]) => {
        const { tape, inputs, output } = randomProgram(choices, leaves);
        const direction = [0.3, -1.1, 0.7];
        const adjoints = reverse(tape, output);
        near(
          dot(
            inputs.map((id) => adjoints[id]),
            direction,
          ),
          jvp(tape, inputs, direction)[output],
        );
      }),
      { numRuns: 300 },
    );
  });

  for (const name of primitiveNames) {
    it(`${name}: tangent and gradient agree`, () => {
      for (const x of smoothSamples(name)) {
        const { tape, leaves, id } = recordOne(name, x);
        const direction = x.map((_, k) => 0.4 - k);
        const adjoints = reverse(tape, id);
        near(
          dot(
            leaves.map((leaf) => adjoints[leaf]),
            direction,
          ),
          jvp(tape, leaves, direction)[id],
          1e-14,
        );
      }
    });
  }
});

describe('second derivatives', () => {
  for (const name of primitiveNames) {
    it(`${name}: agree with differences of the first`, () => {
      const samples = smoothSamples(name);
      for (const x of samples.filter((_, k) => samples.length < 30 || k % 7 === 0)) {
        const { tape, leaves, id } = recordOne(name, x);
        const found = hessian(tape, leaves, id);
        const slopes =
          (k: number) =>
          (...at: number[]) => {
            const again = recordOne(name, at);
            return reverse(again.tape, again.id)[again.leaves[k]];
          };
        x.forEach((_, k) => {
          x.forEach((__, j) => {
            const expected = difference(slopes(k), x, j);
            if (Number.isNaN(expected)) return;
            const scale = Math.max(1, Math.abs(expected), Math.abs(slopes(k)(...x)));
            assert.ok(
              Math.abs(found[j][k] - expected) / scale < 1e-6,
              `${name}(${x}) ${j},${k}: ${found[j][k]} ${expected}`,
            );
          });
        });
      }
    });
  }

  it('are symmetric, and a product with a vector is the product with the Hessian', () => {
    fc.assert(
      fc.property(programs, ([choices, leaves]) => {
        const { tape, inputs, output } = randomProgram(choices, leaves);
        const h = hessian(tape, inputs, output);
        const direction = [0.3, -1.1, 0.7];
        const product = hessianVectorProduct(tape, inputs, output, direction);
        h.forEach((row, k) => {
          row.forEach((value, j) => {
            near(value, h[j][k]);
          });
          near(dot(row, direction), product[k]);
        });
      }),
      // of many thousand programs some cancel so far that only rounding is left to compare
      { numRuns: 200, seed: 7 },
    );
  });

  it('keep the conventions at kinks', () => {
    const second = (name: PrimitiveName, x: number[], active?: boolean[]) => {
      const { tape, leaves, id } = recordOne(name, x, active);
      const ids = leaves.filter((leaf) => leaf > 0);
      return hessian(tape, ids, id)
        .flat()
        .map((value) => value + 0);
    };
    assert.deepEqual(second('abs', [0]), [0]);
    assert.deepEqual(second('relu', [0]), [0]);
    assert.deepEqual(second('max', [1, 1]), [0, 0, 0, 0]);
    assert.deepEqual(second('hypot', [0, 0]), [0, 0, 0, 0]);
    assert.deepEqual(second('atan2', [0, 0]), [0, 0, 0, 0]);
    assert.deepEqual(second('pow', [0, 0]), [0, 0, 0, 0]);
    assert.deepEqual(second('pow', [0, 0], [true, false]), [0]);
    assert.deepEqual(second('pow', [0, 1], [true, false]), [0]);
    assert.deepEqual(second('pow', [0, 2], [true, false]), [2]);
    assert.deepEqual(second('floor', [1.5]), [0]);
    assert.deepEqual(second('sqrt', [0]), [-Infinity]);
    assert.deepEqual(second('log', [-1]), [Number.NaN]);
  });

  it('the exponent 0 as a variable has the mixed derivative that it has', () => {
    // ∂²(a^b)/∂a∂b at b = 0 is 1/a
    const { tape, leaves, id } = recordOne('pow', [2, 0]);
    const h = hessian(tape, leaves, id);
    near(h[0][1], 0.5);
    near(h[1][0], 0.5);
  });
});

describe('Jacobians', () => {
  it('are the same by rows and by columns', () => {
    fc.assert(
      fc.property(programs, ([choices, leaves]) => {
        const { tape, inputs, output } = randomProgram(choices, leaves);
        const outputs = [output, Math.max(1, output - 1), 1, 2, 3];
        const wide = jacobian(tape, inputs, outputs);
        outputs.forEach((id, k) => {
          jacobian(tape, inputs, [id])[0].forEach((value, j) => {
            near(value, wide[k][j]);
          });
        });
      }),
      { numRuns: 100 },
    );
  });
});

describe('no gradient by rule', () => {
  it('an operand that is not chosen poisons nothing, though its own slope is infinite', () => {
    const tape = new Tape();
    const x = tape.leaf(0, 0);
    const root = pushOperation(tape, 'sqrt', [x], [0]);
    for (const [name, ids, values] of [
      ['max', [root, 0], [0, 1]],
      ['min', [root, 0], [0, -1]],
      ['clamp', [root, 0, 0], [0, 1, 2]],
      ['floor', [root], [0]],
      ['pow', [root, 0], [0, 0]],
    ] as [PrimitiveName, number[], number[]][]) {
      const y = pushOperation(tape, name, ids, values);
      assert.equal(reverse(tape, y)[x], 0, name);
      assert.equal(jvp(tape, [x], [1])[y] + 0, 0, name);
      assert.equal(hessian(tape, [x], y)[0][0] + 0, 0, name);
    }
  });
  it('0 · ∞ that does arise is NaN, as in the language', () => {
    const tape = new Tape();
    const x = tape.leaf(0, 0);
    const root = pushOperation(tape, 'sqrt', [x], [0]);
    const y = pushOperation(tape, 'mul', [root, 0], [0, 0]);
    assert.ok(Number.isNaN(reverse(tape, y)[x]));
    assert.ok(Number.isNaN(jvp(tape, [x], [1])[y]));
  });
  it('an operation that the output does not depend on poisons nothing', () => {
    const tape = new Tape();
    const x = tape.leaf(0, 0);
    pushOperation(tape, 'sqrt', [x], [0]);
    pushOperation(tape, 'log', [x], [0]);
    const y = pushOperation(tape, 'sin', [x], [0]);
    assert.equal(reverse(tape, y)[x], 1);
  });
  it('the sweep knows the same rules as the table', () => {
    for (const name of primitiveNames) {
      const row = primitives[name];
      const arity = row.arity === 'any' ? 2 : row.arity;
      for (const p of edgeValues) {
        for (const q of arity === 1 ? [0] : edgeValues) {
          const x = [p, q, 1].slice(0, arity);
          // adjoint 0 that is 0 · (…), so that only rows reached by rule turn a non-finite slope into NaN
          const { tape, leaves, id } = recordOne(name, x);
          const y = tape.push(3, id, 0, 0, 0, 0); // y = 0 · f
          const adjoints = reverse(tape, y);
          leaves.forEach((leaf, k) => {
            const found = operands(tape, id);
            const partial =
              row.kind === 'stepwise'
                ? null
                : row.partial(passingAlgebra, () => tape.value[id], operandValues(tape, found), k);
            const expected = partial === null ? 0 : 0 * partial;
            assert.ok(
              Object.is(adjoints[leaf] + 0, expected + 0),
              `${name}(${x}) in ${k}: ${adjoints[leaf]}, ${expected}`,
            );
          });
        }
      }
    }
  });
});

describe('a replay', () => {
  it('gives what a new recording would, value and gradient', () => {
    fc.assert(
      fc.property(programs, ([choices, leaves]) => {
        const { tape, inputs, output } = randomProgram(choices, leaves);
        const moved = leaves.map((value, k) => value + 0.25 * (k + 1));
        const fresh = randomProgram(choices, moved);
        const again = new Replay(tape, output);
        inputs.forEach((id, k) => {
          again.values[id] = moved[k];
        });
        assert.equal(again.gradient(), -1);
        assert.deepEqual(again.values, fresh.tape.value.slice(0, fresh.tape.length));
        const expected = reverse(fresh.tape, fresh.output);
        assert.deepEqual(again.adjoints, expected);
      }),
    );
  });
  it('computes every primitive', () => {
    for (const name of primitiveNames) {
      const samples = smoothSamples(name);
      const { tape, leaves, id } = recordOne(name, samples[0]);
      const again = new Replay(tape, id);
      for (const x of samples) {
        leaves.forEach((leaf, k) => {
          again.values[leaf] = x[k];
        });
        again.run();
        assert.ok(relativeError(again.values[id], primitives[name].forward(...x)) === 0, name);
      }
    }
  });
  it('says which guard flips, for each kind of guard', () => {
    const kinds: [Guard, number, number][] = [
      // kind, a value with the recorded outcome (as 2 has), a value without
      [Guard.less, 1, 4],
      [Guard.lessOrEqual, 3, 4],
      [Guard.greater, 4, 1],
      [Guard.greaterOrEqual, 3, 1],
      [Guard.equal, 3, 2],
      [Guard.notEqual, 2, 3],
      [Guard.truth, 5, 0],
      [Guard.truth, -1, Number.NaN],
    ];
    const outcomes: Record<number, (a: number) => boolean> = {
      [Guard.less]: (a) => a < 3,
      [Guard.lessOrEqual]: (a) => a <= 3,
      [Guard.greater]: (a) => a > 3,
      [Guard.greaterOrEqual]: (a) => a >= 3,
      [Guard.equal]: (a) => a === 3,
      [Guard.notEqual]: (a) => a !== 3,
      [Guard.truth]: (a) => Boolean(a),
    };
    for (const [kind, holds, flips] of kinds) {
      const tape = new Tape();
      const x = tape.leaf(holds, 0);
      tape.guard(kind, x, 0, 3, outcomes[kind](holds), 0);
      const again = new Replay(tape, x);
      assert.equal(again.run(), -1);
      again.values[x] = flips;
      assert.equal(again.run(), 0, `guard ${kind}`);
    }
    const tape = new Tape();
    const x = tape.leaf(7, 0);
    tape.guard(Guard.detached, x, 0, 0, true, 0);
    const again = new Replay(tape, x);
    assert.equal(again.run(), -1);
    again.values[x] = 7.5;
    assert.equal(again.run(), 0);
  });
});
