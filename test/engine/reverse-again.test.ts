/** @file Every primitive through createGraph: first and second derivatives of the public functions. */
import assert from 'node:assert/strict';
import type { PrimitiveName } from '../../src/engine/opcodes';
import { primitiveNames, primitives } from '../../src/engine/primitives';
import { hessian } from '../../src/engine/second-order';
import { engineFunction, usingConfig, Variable } from './readings';
import { difference, recordOne, relativeError, smoothSamples } from './samples';

/** ∂y/∂(operand k) and ∂²y/∂(operand k)∂(operand j) by backward twice. */
function twice(name: PrimitiveName, x: number[], k: number): { first: number; second: number[] } {
  const inputs = x.map((value) => new Variable(value));
  const y = engineFunction(name)(...inputs);
  y.backward({ createGraph: true });
  const first = inputs[k].grad as Variable;
  for (const input of inputs) input.clearGrad();
  first.backward();
  return { first: first.data as number, second: inputs.map((input) => (input.grad?.data as number | undefined) ?? 0) };
}

describe('through createGraph', () => {
  for (const name of primitiveNames) {
    it(`${name}: gradients can be differentiated again`, () => {
      const row = primitives[name];
      for (const simplify of [true, false]) {
        usingConfig('simplify', simplify, () => {
          const samples = smoothSamples(name);
          for (const x of samples.filter((_, i) => samples.length < 30 || i % 11 === 0)) {
            const { tape, leaves, id } = recordOne(name, x);
            const expected = hessian(tape, leaves, id);
            x.forEach((_, k) => {
              const { first, second } = twice(name, x, k);
              if (name !== 'fround' && !Number.isNaN(first)) {
                const slope = row.kind === 'stepwise' ? 0 : difference(row.forward, x, k);
                const scale = Math.max(Math.abs(slope), Math.abs(row.forward(...x)) * 1e-2, 1e-3);
                assert.ok(Math.abs(first - slope) / scale < 1e-8, `∂${name}(${x})/∂${k} = ${first}, not ${slope}`);
              }
              second.forEach((value, j) => {
                if (Number.isNaN(expected[j][k])) return;
                assert.ok(
                  relativeError(value, expected[j][k]) < 1e-10,
                  `${name}(${x}) ${k},${j}: ${value}, ${expected[j][k]}`,
                );
              });
            });
          }
        });
      }
    });
  }

  it('the conventions at kinks hold in first and second derivatives', () => {
    const cases: [PrimitiveName, number[], number[], number[]][] = [
      ['abs', [0], [0], [0]],
      ['relu', [0], [0], [0]],
      ['max', [1, 1], [0.5, 0.5], [0, 0]],
      ['min', [1, 1], [0.5, 0.5], [0, 0]],
      ['clamp', [1, 1, 2], [1, 0, 0], [0, 0, 0]],
      ['clamp', [2, 1, 2], [1, 0, 0], [0, 0, 0]],
      ['hypot', [0, 0], [0, 0], [0, 0]],
      ['atan2', [0, 0], [0, 0], [0, 0]],
      ['pow', [0, 0], [0, 0], [0, 0]],
      ['sqrt', [0], [Infinity], [-Infinity]],
      ['log', [-1], [Number.NaN], [Number.NaN]],
      ['floor', [2.5], [0], [0]],
      ['round', [2.5], [0], [0]],
      ['sign', [0], [0], [0]],
      ['rem', [7, 3], [1, -2], [0, 0]],
    ];
    for (const simplify of [true, false]) {
      usingConfig('simplify', simplify, () => {
        for (const [name, x, first, second] of cases) {
          x.forEach((_, k) => {
            const found = twice(name, x, k);
            assert.equal(found.first + 0, first[k], `${name}(${x}) in ${k}`);
            assert.deepEqual(found.second[k] + 0, second[k], `${name}(${x}) twice in ${k}`);
          });
        }
      });
    }
  });
});
