/** @file Rows of the primitive table: the operators of the language. */
import type { PrimitiveName } from '../opcodes';
import { Op } from '../opcodes';
import { elementwise, type Primitive, reals } from '../primitive';

type OperatorName = 'add' | 'sub' | 'mul' | 'div' | 'rem' | 'pow' | 'neg';

export const operators: { [N in OperatorName & PrimitiveName]: Primitive<N> } = {
  add: elementwise({
    op: Op.add,
    source: '+',
    label: '+',
    arity: 2,
    forward: (a, b) => a + b,
    partials: [({ one }) => one, ({ one }) => one],
    doc: 'Sum.',
  }),
  sub: elementwise({
    op: Op.sub,
    source: '-',
    label: '−',
    arity: 2,
    forward: (a, b) => a - b,
    partials: [({ one }) => one, ({ constant }) => constant(-1)],
    doc: 'Difference.',
  }),
  mul: elementwise({
    op: Op.mul,
    source: '*',
    label: '×',
    arity: 2,
    forward: (a, b) => a * b,
    partials: [(_g, _y, _a, b) => b, (_g, _y, a) => a],
    doc: 'Product.',
  }),
  div: elementwise({
    op: Op.div,
    source: '/',
    label: '÷',
    arity: 2,
    forward: (a, b) => a / b,
    // 1/b and −y/b: b² would overflow first
    partials: [({ div, one }, _y, _a, b) => div(one, b), ({ neg, div }, y, _a, b) => neg(div(y(), b))],
    doc: 'Quotient; as in the language, a division by zero is infinite or NaN.',
  }),
  rem: elementwise({
    op: Op.rem,
    source: '%',
    label: '%',
    arity: 2,
    forward: (a, b) => a % b,
    // −trunc(a/b) as the whole number (a − y)/b: a/b itself may round up to the next one
    partials: [({ one }) => one, ({ neg, call, div, sub }, y, a, b) => neg(call('round', div(sub(a, y()), b)))],
    kink: {
      where: 'a is a multiple of b',
      at: (y, a) => y === 0 && a !== 0,
      examples: [{ at: [6, 3], partials: [1, -2] }],
    },
    doc: 'Remainder with the sign of the dividend: y = a − trunc(a/b)·b; derivatives 1 and −trunc(a/b), also at the jumps.',
  }),
  pow: elementwise({
    op: Op.pow,
    source: '**',
    label: 'pow',
    arity: 2,
    forward: (a, b) => a ** b,
    partials: [
      // b·a^(b−1); exactly 0 for the exponent 0, where a^(−1) may be infinite
      (g, _y, a, b) => {
        const rule = () => g.mul(b, g.call('pow', a, g.sub(b, g.one)));
        return g.choose(
          b,
          '===',
          g.constant(0),
          () => (g.isConstant(b) ? g.zero : g.choose(a, '===', g.constant(0), () => g.zero, rule)),
          rule,
        );
      },
      // y·log a; 0 at a = 0 with b ≥ 0, where log a is infinite
      (g, y, a, b) => {
        const rule = () => g.mul(y(), g.call('log', a));
        const zero = g.constant(0);
        return g.choose(a, '===', zero, () => g.choose(zero, '<=', b, () => g.zero, rule), rule);
      },
    ],
    domain: [reals, reals],
    kink: {
      where: '0 ** 0, or 0 with an exponent below 1',
      at: (_y, a, b) => a === 0 && b >= 0 && b < 1,
      examples: [{ at: [0, 0], partials: [0, 0] }],
    },
    doc: 'Power. The exponent 0 has derivative exactly 0; a negative base has no derivative in a variable exponent (NaN), and takes no logarithm with a constant one.',
  }),
  neg: elementwise({
    op: Op.neg,
    source: '-x',
    label: '−',
    arity: 1,
    forward: (x) => -x,
    partials: [({ constant }) => constant(-1)],
    doc: 'Change of sign.',
  }),
};
