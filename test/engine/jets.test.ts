/** @file Taylor coefficients agree with repeated reverse mode, with differences and with known series. */
import assert from 'node:assert/strict';
import { jets } from '../../src/engine/jets';
import type { PrimitiveName } from '../../src/engine/opcodes';
import { primitiveNames } from '../../src/engine/primitives';
import { Guard, Tape } from '../../src/engine/tape';
import { add, engineFunction, mul, tanh, Variable } from './readings';
import { pushOperation, smoothSamples } from './samples';

/** Operand k as x + s·t + q·t², recorded on a tape. */
function operandOnTape(tape: Tape, t: number, at: number, x: number, k: number, curved: boolean): number {
  const [s, q] = slopes(k);
  const linear = pushOperation(tape, 'mul', [0, t], [s, at]);
  const sum = pushOperation(tape, 'add', [linear, 0], [s * at, x]);
  if (!curved) return sum;
  const square = pushOperation(tape, 'square', [t], [at]);
  const scaled = pushOperation(tape, 'mul', [square, 0], [at * at, q]);
  return pushOperation(tape, 'add', [sum, scaled], [tape.value[sum], tape.value[scaled]]);
}

const slopes = (k: number): [number, number] => [[1, 0.7, -0.4, 0.9][k], [0.3, -0.2, 0.5, 0.1][k]];

/** f⁽ᵏ⁾(0)/k! of the same by repeated reverse mode. */
function byReverseMode(name: PrimitiveName, x: number[], orders: number, curved: boolean, active: boolean[]): number[] {
  const t = new Variable(0);
  const terms = x.map((value, k) => {
    if (!active[k]) return value;
    const [s, q] = slopes(k);
    const linear = add(mul(s, t), value);
    return curved ? add(linear, mul(mul(t, t), q)) : linear;
  });
  let f = engineFunction(name)(...terms);
  const found = [f.data as number];
  let factorial = 1;
  for (let order = 1; order <= orders; order++) {
    t.clearGrad();
    f.backward({ createGraph: true });
    f = t.grad as Variable;
    factorial *= order;
    found.push((f.data as number) / factorial);
  }
  return found;
}

function byJets(name: PrimitiveName, x: number[], orders: number, curved: boolean, active: boolean[]): number[] {
  const tape = new Tape();
  const t = tape.leaf(0, 0);
  const ids = x.map((value, k) => (active[k] ? operandOnTape(tape, t, 0, value, k, curved) : 0));
  const y = pushOperation(tape, name, ids, x);
  return jets(tape, t, y, [0], orders).coefficients.map((c) => c[0]);
}

const scaleOf = (values: number[]) => Math.max(...values.map((value) => Math.abs(value)), 1e-3);

describe('jets', () => {
  for (const name of primitiveNames) {
    it(`${name}: coefficients agree with repeated reverse mode`, () => {
      const samples = smoothSamples(name);
      for (const x of samples.filter((_, k) => samples.length < 30 || k % 9 === 0)) {
        const patterns = [x.map(() => true)];
        if (x.length === 2) patterns.push([true, false], [false, true]);
        for (const active of patterns) {
          for (const curved of [false, true]) {
            const given = byJets(name, x, 5, curved, active);
            const expected = byReverseMode(name, x, 5, curved, active);
            given.forEach((c, k) => {
              if (Number.isNaN(expected[k])) {
                assert.ok(Number.isNaN(c));
                return;
              }
              const error = Math.abs(c - expected[k]) / scaleOf(expected.slice(0, k + 1));
              assert.ok(error < 2e-11, `${name}(${x}) [${active}] order ${k}: ${c}, reverse mode ${expected[k]}`);
            });
          }
        }
      }
    });
  }

  it('keep the conventions at kinks in all orders', () => {
    const at = (name: PrimitiveName, x: number[], active = x.map(() => true)) => byJets(name, x, 3, false, active);
    assert.deepEqual(
      at('abs', [0]).map((c) => c + 0),
      [0, 0, 0, 0],
    );
    assert.deepEqual(
      at('relu', [0]).map((c) => c + 0),
      [0, 0, 0, 0],
    );
    assert.deepEqual(
      at('max', [0, 0], [true, false]).map((c) => c + 0),
      [0, 0.5, 0, 0],
    );
    assert.deepEqual(at('clamp', [1, 1, 2], [true, false, false]), [1, 1, 0, 0]);
    assert.deepEqual(at('pow', [0, 0]), [1, 0, 0, 0]);
    assert.deepEqual(at('pow', [0, 0], [true, false]), [1, 0, 0, 0]);
    assert.deepEqual(at('pow', [0, 2], [true, false]), [0, 0, 1, 0]);
    assert.deepEqual(at('pow', [0, 40], [true, false]), [0, 0, 0, 0]);
    assert.deepEqual(
      at('hypot', [0, 0]).map((c) => c + 0),
      [0, 0, 0, 0],
    );
    assert.deepEqual(
      at('atan2', [0, 0]).map((c) => c + 0),
      [0, 0, 0, 0],
    );
    assert.deepEqual(at('sqrt', [0]).slice(0, 3), [0, Infinity, -Infinity]);
    assert.deepEqual(at('cbrt', [0]).slice(0, 2), [0, Infinity]);
    assert.deepEqual(at('log', [-1]), [Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    assert.deepEqual(at('floor', [1.5]), [1, 0, 0, 0]);
    assert.deepEqual(at('sqrt', [0], [true]).slice(0, 1), [0]);
  });

  it('orders 0 to 8 of tanh on 200 points agree with repeated reverse mode within 3e-14 of the greatest', () => {
    const tape = new Tape();
    const x = tape.leaf(1, 0);
    const y = pushOperation(tape, 'tanh', [x], [1]);
    const xs = Float64Array.from({ length: 200 }, (_, k) => -7 + (14 * k) / 199);
    const found = jets(tape, x, y, xs, 8);
    let worst = 0;
    let greatest = 0;
    xs.forEach((at, p) => {
      const v = new Variable(at);
      let f = tanh(v);
      for (let order = 1; order <= 8; order++) {
        v.clearGrad();
        f.backward({ createGraph: true });
        f = v.grad as Variable;
      }
      const exact = eighth(at);
      greatest = Math.max(greatest, Math.abs(exact));
      worst = Math.max(worst, Math.abs(found.coefficients[8][p] * 40320 - exact), Math.abs((f.data as number) - exact));
    });
    assert.ok(worst / greatest < 3e-14, `${worst / greatest}`);
    assert.deepEqual([...found.held], xs.length === 200 ? Array(200).fill(1) : []);
  });

  it('say at which points a branch would change', () => {
    const tape = new Tape();
    const x = tape.leaf(2, 0);
    tape.guard(Guard.greater, x, 0, 1, true, 0);
    const y = pushOperation(tape, 'square', [x], [2]);
    const { held, coefficients } = jets(tape, x, y, [0.5, 1, 1.5, 3], 2);
    assert.deepEqual([...held], [0, 0, 1, 1]);
    assert.deepEqual([...coefficients[2]], [1, 1, 1, 1]);
  });

  it('go through long tapes in blocks of points', () => {
    const tape = new Tape();
    const x = tape.leaf(0.5, 0);
    let y = x;
    for (let k = 0; k < 3000; k++) {
      y = pushOperation(tape, 'sin', [y], [tape.value[y]]);
      y = pushOperation(tape, 'add', [y, x], [tape.value[y], tape.value[x]]);
    }
    const { coefficients } = jets(tape, x, y, [0.4, 0.5, 0.6], 3);
    assert.ok(Math.abs(coefficients[0][1] - tape.value[y]) < 1e-12);
    const slope = (coefficients[0][2] - coefficients[0][0]) / 0.2;
    assert.ok(Math.abs(coefficients[1][1] - slope) < 0.05 * Math.abs(slope) + 0.05);
  });

  it('of a constant are the constant', () => {
    const tape = new Tape();
    const x = tape.leaf(1, 0);
    const z = tape.leaf(5, 0);
    assert.deepEqual(
      jets(tape, x, z, [1, 2], 2).coefficients.map((c) => [...c]),
      [
        [5, 5],
        [0, 0],
        [0, 0],
      ],
    );
    assert.throws(() => jets(tape, x, z, [1], -1), RangeError);
  });
});

/** tanh⁽⁸⁾ as a polynomial in y = tanh x, from P ↦ P′·(1 − y²) in whole numbers. */
function eighth(x: number): number {
  let polynomial = [0, 1];
  for (let order = 0; order < 8; order++) {
    const next = new Array(polynomial.length + 1).fill(0);
    polynomial.forEach((c, k) => {
      if (k === 0) return;
      next[k - 1] += k * c;
      next[k + 1] -= k * c;
    });
    polynomial = next;
  }
  // f⁽⁸⁾ has the factor y(1 − y²), kept apart so that nothing cancels in the tails
  const y = Math.tanh(x);
  const quotient = new Array(polynomial.length).fill(0);
  const rest = [...polynomial];
  for (let k = rest.length - 1; k >= 2; k--) {
    quotient[k - 2] = -rest[k];
    rest[k - 2] += rest[k];
    rest[k] = 0;
  }
  assert.ok(rest.every((c) => c === 0));
  const value = quotient.reduceRight((sum, c) => sum * y + c, 0);
  return value / Math.cosh(x) ** 2;
}
