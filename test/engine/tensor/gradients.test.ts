/** @file Every function of arrays has the gradient that differences show, first order and again through createGraph. */

import {
  add,
  atan2,
  binaryCrossEntropy,
  broadcastTo,
  clamp,
  concat,
  cos,
  crossEntropy,
  div,
  exp,
  getItem,
  hypot,
  linear,
  logSoftmax,
  matmul,
  max,
  mean,
  meanSquaredError,
  min,
  mul,
  neg,
  pow,
  primitiveFunctions,
  primitiveNames,
  primitives,
  rem,
  reshape,
  sigmoid,
  sin,
  softmax,
  square,
  stack,
  sub,
  sum,
  sumTo,
  take,
  tanh,
  transpose,
  where,
} from '../../../src/engine';
import { checkFirstOrder, checkSecondOrder, type Example } from './differences';

const x23 = [
  [0.3, -1.2, 2.1],
  [1.7, 0.45, -0.6],
];
const y23 = [
  [1.1, 0.7, -0.4],
  [0.9, -1.5, 2.2],
];
const positive = [
  [0.3, 1.2, 2.1],
  [1.7, 0.45, 0.6],
];
const row = [0.5, 1.5, -0.75];
const column = [[0.8], [-1.3]];
const cube = [
  [
    [0.1, 0.9],
    [-0.4, 1.3],
    [2.2, -0.7],
  ],
  [
    [1.4, -0.2],
    [0.6, 0.35],
    [-1.1, 0.5],
  ],
];

const examples: { [title: string]: Example } = {
  'add, equal shapes': { f: add, at: [x23, y23] },
  'add, a row along the rows': { f: add, at: [x23, row] },
  'add, a column against a row': { f: add, at: [column, row] },
  'add, a number': { f: add, at: [x23, 0.5] },
  'sub, a row from a column': { f: sub, at: [column, row] },
  'mul, equal shapes': { f: mul, at: [x23, y23] },
  'mul, a row': { f: mul, at: [row, x23] },
  'mul, a number and an array': { f: mul, at: [1.3, x23] },
  'mul, shapes with an inner 1': { f: mul, at: [cube, [[[0.4, 1.2]], [[-0.9, 0.7]]]] },
  'mul, an array with itself': { f: (x) => mul(x, x), at: [x23] },
  'div, equal shapes': { f: div, at: [x23, y23] },
  'div, by a column': { f: div, at: [x23, column] },
  'div, a number by an array': { f: div, at: [2.5, x23] },
  rem: { f: rem, at: [x23, row] },
  'pow, a number as exponent': { f: (x) => pow(x, 3), at: [x23] },
  'pow, square': { f: (x) => pow(x, 2), at: [x23] },
  'pow, a fraction': { f: (x) => pow(x, 1.5), at: [positive] },
  'pow, both vary': { f: pow, at: [positive, y23] },
  'pow, a constant base': { f: (x) => pow(2, x), at: [x23] },
  neg: { f: neg, at: [x23] },
  atan2: { f: atan2, at: [x23, row] },
  'hypot of three': { f: (a, b, c) => hypot(a, b, c), at: [x23, row, column] },
  'max of two, entry by entry': { f: (a, b) => max(a, b), at: [x23, y23] },
  'max of an array and a number': { f: (a) => max(a, 0.4), at: [x23] },
  'max of three': { f: (a, b, c) => max(a, b, c), at: [x23, row, column] },
  'min of two, entry by entry': { f: (a, b) => min(a, b), at: [x23, row] },
  clamp: { f: (x) => clamp(x, -0.5, 1), at: [x23] },
  'clamp, bounds vary': { f: clamp, at: [x23, [-0.7, 0.1, -1], 1.6] },
  'sum of all': { f: (x) => sum(square(x)), at: [x23] },
  'sum along axis 0': { f: (x) => square(sum(x, 0)), at: [x23] },
  'sum along the last axis, kept': { f: (x) => square(sum(x, { axis: -1, keepdims: true })), at: [cube] },
  'sum along two axes': { f: (x) => square(sum(x, [0, 2])), at: [cube] },
  'sum along the middle axis': { f: (x) => square(sum(x, 1)), at: [cube] },
  mean: { f: (x) => square(mean(x)), at: [x23] },
  'mean along an axis': { f: (x) => square(mean(x, 1)), at: [cube] },
  'max of all': { f: (x) => square(max(x)), at: [x23] },
  'max along an axis': { f: (x) => square(max(x, { axis: 1 })), at: [cube] },
  'min along axes, kept': { f: (x) => square(min(x, { axis: [0, 2], keepdims: true })), at: [cube] },
  reshape: { f: (x) => square(reshape(x, 3, -1)), at: [x23] },
  transpose: { f: (x) => square(transpose(x)), at: [x23] },
  'transpose, axes given': { f: (x) => square(transpose(x, 1, 2, 0)), at: [cube] },
  broadcastTo: { f: (x) => square(broadcastTo(x, 4, 2, 3)), at: [column] },
  sumTo: { f: (x) => square(sumTo(x, 3, 1)), at: [cube] },
  matmul: { f: matmul, at: [x23, cube[0]] },
  'matmul, vector and matrix': { f: matmul, at: [row, cube[0]] },
  'matmul, matrix and vector': { f: matmul, at: [x23, row] },
  'matmul, two vectors': { f: matmul, at: [row, row] },
  'matmul, stacks': { f: (a, b) => matmul(transpose(a, 0, 2, 1), b), at: [cube, cube] },
  'matmul, a stack and one matrix': { f: matmul, at: [cube, y23.map((r) => r.slice(0, 3)).slice(0, 2)] },
  'getItem, one row': { f: (x) => square(getItem(x, 1)), at: [x23] },
  'getItem, one entry': { f: (x) => square(getItem(x, -1, 0)), at: [x23] },
  'getItem, ranges and steps': { f: (x) => square(getItem(x, null, [null, null, -2])), at: [x23] },
  'take, with repeats': { f: (x) => square(take(x, [2, 0, 2], 1)), at: [x23] },
  concat: { f: (a, b) => square(concat([a, b], 1)), at: [x23, column] },
  stack: { f: (a, b) => square(stack([a, b], 1)), at: [x23, y23] },
  where: {
    f: (a, b) =>
      where(
        [
          [true, false, true],
          [false, false, true],
        ],
        square(a),
        exp(b),
      ),
    at: [x23, row],
  },
  softmax: { f: (x) => softmax(x), at: [x23] },
  'softmax along axis 0': { f: (x) => softmax(x, 0), at: [x23] },
  logSoftmax: { f: (x) => logSoftmax(x), at: [x23] },
  'crossEntropy with labels': { f: (x) => crossEntropy(x, [2, 0]), at: [x23] },
  'crossEntropy with probabilities': {
    f: (x) =>
      crossEntropy(x, [
        [0.2, 0.3, 0.5],
        [0.6, 0.4, 0],
      ]),
    at: [x23],
  },
  binaryCrossEntropy: {
    f: (x) =>
      binaryCrossEntropy(sigmoid(x), [
        [1, 0, 1],
        [0, 1, 0.5],
      ]),
    at: [x23],
  },
  meanSquaredError: { f: meanSquaredError, at: [x23, y23] },
  'meanSquaredError of numbers': { f: meanSquaredError, at: [0.4, 1.7] },
  linear: { f: (x, w, b) => tanh(linear(x, w, b)), at: [x23, cube[0], [0.3, -0.8]] },
  'a network': { f: (x, w, v) => meanSquaredError(linear(tanh(matmul(x, w)), v), column), at: [x23, cube[0], column] },
  'arrays and numbers mixed': { f: (a, x) => mul(exp(neg(mul(a, a))), sum(mul(sin(x), a))), at: [0.6, x23] },
  'one array by many ways': { f: (x) => add(mul(x, exp(x)), sub(div(x, add(square(x), 1)), cos(x))), at: [x23] },
  'a fan-out through reshape and slices': {
    f: (x) => add(sum(mul(reshape(x, 6), [1, 2, 3, 4, 5, 6])), sum(square(getItem(x, 0)))),
    at: [x23],
  },
};

/** Every row of the table of one operand, where it is smooth. */
const unaryAt = (name: string) =>
  ['acosh'].includes(name)
    ? [1.3, 2.5, 4]
    : ['log', 'log2', 'log10', 'sqrt', 'cbrt'].includes(name)
      ? [0.3, 1.7, 2.6]
      : [0.3, -0.45, 0.72];
for (const name of primitiveNames) {
  const { kind, arity } = primitives[name];
  if (arity === 1 && kind === 'elementwise' && name !== 'fround') {
    examples[`${name} of an array`] = { f: (x) => primitiveFunctions[name](x), at: [unaryAt(name)] };
  }
}

describe('functions of arrays', () => {
  for (const [title, example] of Object.entries(examples)) {
    it(`${title}: the gradient is what differences show`, () => checkFirstOrder(example));
    it(`${title}: its gradient can be differentiated again`, () => {
      checkSecondOrder(example, true);
      checkSecondOrder(example, false);
    });
  }
});
