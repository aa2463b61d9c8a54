/** @file Gradients of functions of arrays against central differences, first order and again through createGraph. */
import assert from 'node:assert/strict';
import {
  add,
  array,
  asArray,
  type Config,
  mul,
  type NdArray,
  type Nested,
  rand,
  sum,
  usingConfig,
  Variable,
} from '../../../src/engine';

export type Example = { f: (...x: Variable[]) => Variable; at: Nested[]; step?: number };

/** Σ f(x)·w with fixed irregular weights, so that no error cancels. */
function weighted(y: Variable, seed: number): Variable {
  return sum(mul(y, y.shape.length === 0 ? 0.7 + seed : weights(y.shape, seed)));
}

function weights(shape: readonly number[], seed: number): NdArray {
  const values = rand(shape, 17 + seed).toTypedArray();
  return array(Array.from(values, (x) => 0.5 + x)).reshape(shape);
}

function leaves(at: Nested[]): Variable[] {
  return at.map((x) => new Variable(x));
}

function entriesOf(x: Variable): number[] {
  return Array.from(asArray(x.data as number | NdArray).reshape(-1).values);
}

/** The gradient of each input by backward. */
function gradients(example: Example, at: Nested[], createGraph = false): (Variable | null)[] {
  const x = leaves(at);
  weighted(example.f(...x), 0).backward({ createGraph });
  return x.map((v) => v.grad);
}

/** ∂value/∂entry for every entry of every input, by central differences. */
function differences(value: (at: Nested[]) => number, at: Nested[], h: number): number[][] {
  return at.map((x, i) => {
    const flat = array(x).reshape(-1);
    const shape = array(x).shape;
    return Array.from(flat.values, (entry, k) => {
      const moved = (by: number) => {
        const copy = flat.copy();
        copy.set(entry + by, k);
        return value(at.map((own, j) => (j === i ? (copy.reshape(shape).toArray() as Nested) : own)));
      };
      return (moved(h) - moved(-h)) / (2 * h);
    });
  });
}

export function assertClose(
  found: readonly number[],
  expected: readonly number[],
  tolerance: number,
  what: string,
): void {
  assert.equal(found.length, expected.length, `${what}: number of entries`);
  found.forEach((x, k) => {
    const scale = Math.max(1, Math.abs(expected[k]));
    assert.ok(
      Math.abs(x - expected[k]) <= tolerance * scale,
      `${what}, entry ${k}: ${x}, by differences ${expected[k]}`,
    );
  });
}

export function checkFirstOrder(example: Example): void {
  const h = example.step ?? 1e-5;
  const value = (at: Nested[]) => weighted(example.f(...leaves(at)), 0).data as number;
  const expected = differences(value, example.at, h);
  gradients(example, example.at).forEach((grad, i) => {
    assert.deepEqual(grad?.shape, new Variable(example.at[i]).shape, `shape of gradient ${i}`);
    assertClose(entriesOf(grad as Variable), expected[i], 1e-7, `gradient ${i}`);
  });
}

/** The same gradient recorded, and its own gradient against differences of the first. */
export function checkSecondOrder(example: Example, simplify: Config['simplify']): void {
  usingConfig('simplify', simplify, () => {
    const h = example.step ?? 1e-5;
    const first = gradients(example, example.at).map((g) => entriesOf(g as Variable));
    const x = leaves(example.at);
    weighted(example.f(...x), 0).backward({ createGraph: true });
    const grads = x.map((v) => v.grad as Variable);
    grads.forEach((g, i) => {
      assertClose(entriesOf(g), first[i], 1e-12, `recorded gradient ${i}`);
      assert.deepEqual(g.shape, x[i].shape);
    });
    // Σ over inputs of Σ grad·w, differentiated again
    let total: Variable | null = null;
    grads.forEach((g, i) => {
      const part = weighted(g, i + 1);
      total = total === null ? part : add(total, part);
    });
    for (const v of x) v.clearGrad();
    (total as unknown as Variable).backward();
    const combined = (at: Nested[]) => {
      let value = 0;
      gradients(example, at).forEach((g, i) => {
        value += weighted(g as Variable, i + 1).data as number;
      });
      return value;
    };
    const expected = differences(combined, example.at, h);
    x.forEach((v, i) => {
      const found = v.grad === null ? expected[i].map(() => 0) : entriesOf(v.grad);
      assertClose(found, expected[i], 1e-6, `second gradient ${i}`);
    });
  });
}
