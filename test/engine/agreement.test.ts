/** @file Every way backward agrees with every other, over random programs, segments and assigned data. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { reverse, square, traceOf } from '../../src/engine';
import type { PrimitiveName } from '../../src/engine/opcodes';
import { primitiveNames, primitives } from '../../src/engine/primitives';
import { engineFunction, usingConfig, Variable } from './readings';

type Step = [which: number, p: number, q: number, kind: number];

/** Runs a program of steps; now and then a new segment begins, or the data of a Variable is assigned afterwards. */
function run(steps: readonly Step[], at: readonly number[]) {
  const leaves = at.map((value, k) => new Variable(value, `x${k}`));
  const made: Variable[] = [...leaves];
  const assigned: Variable[] = [];
  for (const [which, p, q, kind] of steps) {
    const name: PrimitiveName = primitiveNames[which % primitiveNames.length];
    const { arity } = primitives[name];
    const pick = (k: number) => made[k % made.length];
    const operands =
      arity === 1
        ? [pick(p)]
        : arity === 3
          ? [pick(p), -0.5, pick(q)]
          : kind % 4 === 0
            ? [pick(p), (q % 4) - 1]
            : kind % 4 === 1
              ? [(q % 3) + 0.5, pick(p)]
              : [pick(p), pick(q)];
    const y = engineFunction(name)(...operands);
    if (kind % 5 === 0) square(new Variable(1)).backward();
    if (kind % 7 === 0 && made.length > at.length) assigned.push(pick(at.length + (q % (made.length - at.length))));
    made.push(y);
  }
  const output = made[made.length - 1];
  for (const variable of assigned) if (variable !== output) variable.data = 1234;
  return { leaves, output };
}

const gradients = (leaves: readonly Variable[]) => leaves.map((x) => (x.grad?.data as number | undefined) ?? 0);
const same = (p: number, q: number) =>
  Object.is(p + 0, q + 0) ||
  (Number.isNaN(p) && Number.isNaN(q)) ||
  Math.abs(p - q) <= 1e-9 * Math.max(1, Math.abs(p), Math.abs(q));

describe('the ways backward', () => {
  const programs = fc.tuple(
    fc.array(fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000), fc.nat(100)), { minLength: 1, maxLength: 14 }),
    // 0 for the kinks, but nothing so small that 1/x drowns the rest of a sum
    fc.array(
      fc.double({ min: -2, max: 2, noNaN: true }).filter((x) => x === 0 || Math.abs(x) > 1e-3),
      { minLength: 2, maxLength: 2 },
    ),
  );

  it('over columns, through functions, with graphs, simplified and not, agree with the sweep of the traced tape', () => {
    fc.assert(
      fc.property(programs, ([steps, at]) => {
        const first = run(steps, at);
        const { tape, inputs, outputs } = traceOf([first.output], first.leaves);
        const adjoints = reverse(tape, outputs[0]);
        const expected = inputs.map((id) => adjoints[id]);
        // sums that overflow or meet infinities may differ by the order in which they are added
        if (expected.some((g) => !Number.isFinite(g) || Math.abs(g) > 1e12)) return;
        if ([...adjoints].some((g) => !Number.isFinite(g) || Math.abs(g) > 1e12)) return;
        const check = (way: string, found: number[]) => {
          found.forEach((g, k) => {
            assert.ok(same(g, expected[k]), `${way}: ${found}, not ${expected}`);
          });
        };
        first.output.backward();
        check('columns', gradients(first.leaves));
        const second = run(steps, at);
        second.output.grad = new Variable(1);
        second.output.backward({ retainGrad: true });
        check('functions', gradients(second.leaves));
        for (const simplify of [true, false]) {
          const third = run(steps, at);
          usingConfig('simplify', simplify, () => {
            third.output.backward({ createGraph: true });
          });
          check(`graph, simplify ${simplify}`, gradients(third.leaves));
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('give the same second derivatives, simplified and not', () => {
    fc.assert(
      fc.property(programs, ([steps, at]) => {
        const second = (simplify: boolean) =>
          usingConfig('simplify', simplify, () => {
            const { leaves, output } = run(steps, at);
            output.backward({ createGraph: true });
            const gx = leaves[0].grad;
            for (const x of leaves) x.clearGrad();
            gx?.backward();
            return [gx?.data as number, ...gradients(leaves)];
          });
        const plain = second(false);
        const simple = second(true);
        if (plain.some((g) => !Number.isFinite(g) || Math.abs(g) > 1e9)) return;
        if (plain[0] === undefined) return;
        simple.forEach((g, k) => {
          assert.ok(
            Math.abs(g - plain[k]) <= 1e-7 * Math.max(1, Math.abs(plain[k]), Math.abs(plain[0])),
            `${simple}, not ${plain}`,
          );
        });
      }),
      { numRuns: 1500 },
    );
  });
});
