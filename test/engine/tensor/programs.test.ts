/** @file Random programs on arrays have the values and gradients of the same programs written with single numbers. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  add,
  asArray,
  broadcastTo,
  concat,
  getItem,
  matmul,
  max,
  min,
  mul,
  type NdArray,
  type Nested,
  primitiveFunctions,
  reshape,
  sub,
  sum,
  sumTo,
  take,
  transpose,
  Variable,
  where,
} from '../../../src/engine';
import { broadcastShape, sizeOf, stridesOf } from '../../../src/engine/tensor/shape';

/** The same values as single numbers. */
interface Numbers {
  shape: readonly number[];
  entries: Variable[];
}

/** A value in both forms. */
interface Both {
  whole: Variable;
  single: Numbers;
}

type Step =
  | { kind: 'unary'; name: 'sin' | 'tanh' | 'square' | 'relu' | 'abs' | 'sigmoid' | 'neg'; of: number }
  | { kind: 'binary'; name: 'add' | 'sub' | 'mul' | 'max' | 'min' | 'hypot'; of: number; with: number }
  | { kind: 'sum'; of: number; axis: number }
  | { kind: 'extreme'; of: number; axis: number }
  | { kind: 'transpose' | 'flatten' | 'reverse' | 'rows' | 'join' | 'sumTo' | 'where' | 'product'; of: number };

const places = fc.nat(7);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('unary' as const),
    name: fc.constantFrom('sin' as const, 'tanh', 'square', 'relu', 'abs', 'sigmoid', 'neg'),
    of: places,
  }),
  fc.record({
    kind: fc.constant('binary' as const),
    name: fc.constantFrom('add' as const, 'sub', 'mul', 'max', 'min', 'hypot'),
    of: places,
    with: places,
  }),
  fc.record({ kind: fc.constant('sum' as const), of: places, axis: fc.nat(2) }),
  fc.record({ kind: fc.constant('extreme' as const), of: places, axis: fc.nat(2) }),
  fc.record({
    kind: fc.constantFrom('transpose' as const, 'flatten', 'reverse', 'rows', 'join', 'sumTo', 'where', 'product'),
    of: places,
  }),
);

function at(x: Numbers, index: readonly number[]): Variable {
  const strides = stridesOf(x.shape);
  const extra = index.length - x.shape.length;
  let offset = 0;
  x.shape.forEach((extent, k) => {
    offset += (extent === 1 ? 0 : index[k + extra]) * strides[k];
  });
  return x.entries[offset];
}

function indices(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (found, extent) => found.flatMap((index) => Array.from({ length: extent }, (_, k) => [...index, k])),
    [[]],
  );
}

function built(shape: readonly number[], entry: (index: number[]) => Variable): Numbers {
  return { shape, entries: indices(shape).map(entry) };
}

const total = (entries: Variable[]) => entries.reduce((p, q) => add(p, q));

function taken(step: Step, values: Both[]): Both {
  const x = values[step.of % values.length];
  const { whole, single } = x;
  const { shape } = single;
  switch (step.kind) {
    case 'unary': {
      const f = primitiveFunctions[step.name];
      return { whole: f(whole), single: built(shape, (index) => f(at(single, index))) };
    }
    case 'binary': {
      const other = values[step.with % values.length];
      const f = primitiveFunctions[step.name];
      let wide: readonly number[];
      try {
        wide = broadcastShape('test', shape, other.single.shape);
      } catch {
        return x;
      }
      const made =
        step.name === 'max'
          ? max(whole, other.whole)
          : step.name === 'min'
            ? min(whole, other.whole)
            : f(whole, other.whole);
      return { whole: made, single: built(wide, (index) => f(at(single, index), at(other.single, index))) };
    }
    case 'sum':
    case 'extreme': {
      if (shape.length === 0) return x;
      const axis = step.axis % shape.length;
      const rest = shape.filter((_, k) => k !== axis);
      const group = (index: number[]) =>
        Array.from({ length: shape[axis] }, (_, k) => at(single, [...index.slice(0, axis), k, ...index.slice(axis)]));
      return step.kind === 'sum'
        ? { whole: sum(whole, axis), single: built(rest, (index) => total(group(index))) }
        : { whole: max(whole, { axis }), single: built(rest, (index) => primitiveFunctions.max(...group(index))) };
    }
    case 'transpose': {
      const turned = [...shape].reverse();
      return { whole: transpose(whole), single: built(turned, (index) => at(single, [...index].reverse())) };
    }
    case 'flatten':
      return { whole: reshape(whole, -1), single: { shape: [sizeOf(shape)], entries: single.entries } };
    case 'reverse': {
      if (shape.length === 0) return x;
      const flipped = built(shape, ([first, ...rest]) => at(single, [shape[0] - 1 - first, ...rest]));
      return { whole: getItem(whole, [null, null, -1]), single: flipped };
    }
    case 'rows': {
      if (shape.length === 0) return x;
      const wanted = [shape[0] - 1, 0, shape[0] - 1];
      const picked = built([3, ...shape.slice(1)], ([first, ...rest]) => at(single, [wanted[first], ...rest]));
      return { whole: take(whole, wanted), single: picked };
    }
    case 'join': {
      if (shape.length === 0) return x;
      const [extent, ...rest] = shape;
      const joined = built([2 * extent, ...rest], ([first, ...tail]) => at(single, [first % extent, ...tail]));
      return { whole: concat([whole, whole]), single: joined };
    }
    case 'sumTo': {
      if (shape.length === 0) return x;
      const [, ...rest] = shape;
      const column = (index: number[]) =>
        Array.from({ length: shape[0] }, (_, k) => at(single, [k, ...index.slice(1)]));
      return {
        whole: broadcastTo(sumTo(whole, 1, ...rest), shape),
        single: built(shape, (index) => total(column(index))),
      };
    }
    case 'where': {
      const mask = single.entries.map((_, k) => k % 2);
      const negative = sub(0, whole);
      return {
        whole: where(asArray(mask).reshape(shape.length === 0 ? [] : shape), whole, negative),
        single: { shape, entries: single.entries.map((v, k) => (mask[k] === 1 ? v : sub(0, v))) },
      };
    }
    case 'product': {
      if (shape.length !== 2) return x;
      const [m, k] = shape;
      const dot = (i: number, j: number) =>
        total(Array.from({ length: k }, (_, l) => mul(at(single, [i, l]), at(single, [j, l]))));
      return { whole: matmul(whole, transpose(whole)), single: built([m, m], ([i, j]) => dot(i, j)) };
    }
  }
}

function run(steps: Step[], inputs: Nested[]) {
  const leaves = inputs.map((data) => {
    const whole = new Variable(data);
    const entries = Array.from(asArray(data).reshape(-1).values, (value) => new Variable(value));
    return { whole, single: { shape: whole.shape, entries } };
  });
  const values: Both[] = [...leaves];
  for (const next of steps) {
    const made = taken(next, values);
    // keeps values and sizes small enough to compare
    if (sizeOf(made.single.shape) <= 60) values.push(made);
  }
  const last = values[values.length - 1];
  const flat = reshape(last.whole, -1);
  const weights = Array.from({ length: flat.size }, (_, k) => 0.5 + ((k * 0.618) % 1));
  return {
    leaves,
    whole: sum(mul(flat, weights)),
    single: total(last.single.entries.map((v, k) => mul(v, weights[k]))),
  };
}

function same(found: number, expected: number, what: string): void {
  if (Object.is(found, expected) || found === expected) return;
  const scale = Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(found - expected) <= 1e-8 * scale, `${what}: ${found}, with numbers ${expected}`);
}

function sameGradients(leaves: Both[], what: string): void {
  leaves.forEach(({ whole, single }, i) => {
    const found = whole.grad === null ? null : asArray(whole.grad.data as number | NdArray).reshape(-1).values;
    single.entries.forEach((v, k) => {
      same(
        found === null ? 0 : found[k],
        (v.grad?.data as number | undefined) ?? 0,
        `${what} of input ${i}, entry ${k}`,
      );
    });
  });
}

const inputs: Nested[] = [
  [
    [0.3, -0.8, 0.5],
    [-0.2, 0.9, 0.4],
  ],
  [0.7, -0.6, 0.1],
  [[0.25], [-0.45]],
  0.35,
];

describe('random programs on arrays', () => {
  it('have the values and gradients of single numbers', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 9 }), (steps) => {
        const { leaves, whole, single } = run(steps, inputs);
        fc.pre(Math.abs(single.data as number) < 1e6);
        same(whole.data as number, single.data as number, 'value');
        whole.backward();
        single.backward();
        sameGradients(leaves, 'gradient');
      }),
      { numRuns: 300 },
    );
  });

  it('have the second derivatives of single numbers', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), fc.boolean(), (steps, square) => {
        const { leaves, whole, single } = run(steps, inputs);
        fc.pre(Math.abs(single.data as number) < 1e3);
        const outputs = square ? [mul(whole, whole), mul(single, single)] : [whole, single];
        for (const output of outputs) output.backward({ createGraph: true });
        sameGradients(leaves, 'recorded gradient');
        const [p, q] = [leaves.map((x) => x.whole), leaves.flatMap((x) => x.single.entries)].map((variables) => {
          const grads = variables.map((v) => v.grad).filter((g) => g !== null);
          for (const v of variables) v.clearGrad();
          return grads.map((g) => sum(mul(g, g))).reduce<Variable>((a, b) => add(a, b), new Variable(0));
        });
        same(p.data as number, q.data as number, 'sum of squares');
        p.backward();
        q.backward();
        sameGradients(leaves, 'second gradient');
      }),
      { numRuns: 150 },
    );
  });
});
