/** @file Rows of the primitive table: functions with kinks, steps, and the engine's own functions. */
import type { Algebra } from '../algebra';
import { Op } from '../opcodes';
import { elementwise, type Primitive, stepwise, symmetric } from '../primitive';

type SelectionName =
  | 'abs'
  | 'max'
  | 'min'
  | 'ceil'
  | 'floor'
  | 'round'
  | 'sign'
  | 'trunc'
  | 'square'
  | 'relu'
  | 'sigmoid'
  | 'softplus'
  | 'clamp'
  | 'identity';

/** 1/(number of operands equal to y) for those that are; a NaN comes from the operands that are NaN. */
function share<T>({ choose, constant, add, div, one, zero }: Algebra<T>, y: T, operands: readonly T[], k: number): T {
  const among = (member: (x: T, then: () => T, otherwise: () => T) => T) =>
    member(
      operands[k],
      () => {
        let count = constant(0);
        for (const x of operands)
          count = add(
            count,
            member(
              x,
              () => one,
              () => constant(0),
            ),
          );
        return div(one, count);
      },
      () => zero,
    );
  return choose(
    y,
    '===',
    y,
    () => among((x, then, otherwise) => choose(x, '===', y, then, otherwise)),
    () => among((x, then, otherwise) => choose(x, '===', x, otherwise, then)),
  );
}

const ties = (y: number, ...operands: number[]) => operands.filter((x) => x === y).length > 1;

export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

export const selections: { [N in SelectionName]: Primitive<N> } = {
  abs: elementwise({
    op: Op.abs,
    source: 'Math.abs',
    label: '|x|',
    arity: 1,
    forward: Math.abs,
    partials: [
      ({ choose, constant, call, zero }, _y, x) =>
        choose(
          x,
          '===',
          constant(0),
          () => zero,
          () => call('sign', x),
        ),
    ],
    kink: { where: 'x = 0', at: (_y, x) => x === 0, examples: [{ at: [0], partials: [0] }] },
    doc: 'Absolute value; derivative 0 at 0.',
  }),
  max: symmetric({
    op: Op.max,
    source: 'Math.max',
    label: 'max',
    arity: 'any',
    forward: Math.max,
    partial: (g, y, operands, k) => share(g, y(), operands, k),
    kink: {
      where: 'a tie',
      at: ties,
      examples: [
        { at: [2, 2], partials: [0.5, 0.5] },
        { at: [1, 3, 3, 3], partials: [0, 1 / 3, 1 / 3, 1 / 3] },
      ],
    },
    doc: 'Greatest operand; k tied operands, constants counted, get 1/k each.',
  }),
  min: symmetric({
    op: Op.min,
    source: 'Math.min',
    label: 'min',
    arity: 'any',
    forward: Math.min,
    partial: (g, y, operands, k) => share(g, y(), operands, k),
    kink: {
      where: 'a tie',
      at: ties,
      examples: [
        { at: [2, 2], partials: [0.5, 0.5] },
        { at: [5, 3, 3, 3], partials: [0, 1 / 3, 1 / 3, 1 / 3] },
      ],
    },
    doc: 'Least operand; k tied operands, constants counted, get 1/k each.',
  }),
  ceil: stepwise({
    op: Op.ceil,
    source: 'Math.ceil',
    label: '⌈x⌉',
    arity: 1,
    forward: Math.ceil,
    doc: 'Least whole number not below x; piecewise constant.',
  }),
  floor: stepwise({
    op: Op.floor,
    source: 'Math.floor',
    label: '⌊x⌋',
    arity: 1,
    forward: Math.floor,
    doc: 'Greatest whole number not above x; piecewise constant.',
  }),
  round: stepwise({
    op: Op.round,
    source: 'Math.round',
    label: 'round',
    arity: 1,
    forward: Math.round,
    doc: 'Nearest whole number, halves upward; piecewise constant.',
  }),
  sign: stepwise({
    op: Op.sign,
    source: 'Math.sign',
    label: 'sign',
    arity: 1,
    forward: Math.sign,
    doc: 'Sign; piecewise constant.',
  }),
  trunc: stepwise({
    op: Op.trunc,
    source: 'Math.trunc',
    label: 'trunc',
    arity: 1,
    forward: Math.trunc,
    doc: 'Whole part; piecewise constant.',
  }),
  square: elementwise({
    op: Op.square,
    source: 'square',
    label: 'x²',
    arity: 1,
    forward: (x) => x * x,
    partials: [({ mul, constant }, _y, x) => mul(constant(2), x)],
    doc: 'Square.',
  }),
  relu: elementwise({
    op: Op.relu,
    source: 'relu',
    label: 'relu',
    arity: 1,
    forward: (x) => Math.max(x, 0),
    partials: [
      ({ choose, constant, one, zero }, _y, x) =>
        choose(
          x,
          '<=',
          constant(0),
          () => zero,
          () => one,
        ),
    ],
    kink: { where: 'x = 0', at: (_y, x) => x === 0, examples: [{ at: [0], partials: [0] }] },
    doc: 'x above 0, else 0; derivative 0 at 0.',
  }),
  sigmoid: elementwise({
    op: Op.sigmoid,
    source: 'sigmoid',
    label: 'σ',
    arity: 1,
    forward: sigmoid,
    // y(1 − y)
    partials: [({ mul, sub, one }, y) => mul(y(), sub(one, y()))],
    doc: 'Logistic function 1/(1 + e⁻ˣ).',
  }),
  softplus: elementwise({
    op: Op.softplus,
    source: 'softplus',
    label: 'softplus',
    arity: 1,
    forward: softplus,
    partials: [({ call }, _y, x) => call('sigmoid', x)],
    doc: 'log(1 + eˣ), without overflow.',
  }),
  clamp: elementwise({
    op: Op.clamp,
    source: 'clamp',
    label: 'clamp',
    arity: 3,
    forward: (x, low, high) => Math.min(Math.max(x, low), high),
    partials: [
      ({ choose, one, zero }, _y, x, low, high) =>
        choose(
          x,
          '<',
          low,
          () => zero,
          () =>
            choose(
              high,
              '<',
              x,
              () => zero,
              () =>
                choose(
                  high,
                  '<',
                  low,
                  () => zero,
                  () => one,
                ),
            ),
        ),
      ({ choose, one, zero }, _y, x, low, high) =>
        choose(
          x,
          '<',
          low,
          () =>
            choose(
              low,
              '<=',
              high,
              () => one,
              () => zero,
            ),
          () => zero,
        ),
      ({ choose, one, zero }, _y, x, low, high) =>
        choose(
          high,
          '<',
          x,
          () => one,
          () =>
            choose(
              high,
              '<',
              low,
              () => one,
              () => zero,
            ),
        ),
    ],
    kink: {
      where: 'x at a bound',
      at: (_y, x, low, high) => x === low || x === high,
      examples: [
        { at: [1, 1, 4], partials: [1, 0, 0] },
        { at: [4, 1, 4], partials: [1, 0, 0] },
      ],
    },
    doc: 'x kept between two bounds; at a bound the derivative is that of x.',
  }),
  identity: elementwise({
    op: Op.identity,
    source: 'identity',
    label: '=',
    arity: 1,
    forward: (x) => x,
    partials: [({ one }) => one],
    doc: 'x itself, as a variable of its own.',
  }),
};
