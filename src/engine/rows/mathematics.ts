/** @file Rows of the primitive table: the smooth functions of `Math`. */
import { Op } from '../opcodes';
import { elementwise, nonNegative, type Primitive, positive, reals, symmetric, unit } from '../primitive';

type SmoothName =
  | 'acos'
  | 'acosh'
  | 'asin'
  | 'asinh'
  | 'atan'
  | 'atanh'
  | 'cbrt'
  | 'cos'
  | 'cosh'
  | 'exp'
  | 'expm1'
  | 'fround'
  | 'log'
  | 'log10'
  | 'log1p'
  | 'log2'
  | 'sin'
  | 'sinh'
  | 'sqrt'
  | 'tan'
  | 'tanh'
  | 'atan2'
  | 'hypot';

export const mathematics: { [N in SmoothName]: Primitive<N> } = {
  acos: elementwise({
    op: Op.acos,
    source: 'Math.acos',
    label: 'acos',
    arity: 1,
    forward: Math.acos,
    // −1/√((1 − x)(1 + x)): exact near ±1, NaN outside
    partials: [
      ({ constant, div, call, mul, sub, add, one }, _y, x) =>
        div(constant(-1), call('sqrt', mul(sub(one, x), add(one, x)))),
    ],
    domain: [unit],
    doc: 'Inverse cosine; infinite slope at −1 and 1.',
  }),
  acosh: elementwise({
    op: Op.acosh,
    source: 'Math.acosh',
    label: 'acosh',
    arity: 1,
    forward: Math.acosh,
    // 1/(√(x − 1)·√(x + 1)): NaN below 1, no overflow
    partials: [
      ({ div, call, mul, sub, add, one }, _y, x) => div(one, mul(call('sqrt', sub(x, one)), call('sqrt', add(x, one)))),
    ],
    domain: [{ from: 1, to: Infinity }],
    doc: 'Inverse hyperbolic cosine; infinite slope at 1.',
  }),
  asin: elementwise({
    op: Op.asin,
    source: 'Math.asin',
    label: 'asin',
    arity: 1,
    forward: Math.asin,
    // 1/√((1 − x)(1 + x))
    partials: [({ div, call, mul, sub, add, one }, _y, x) => div(one, call('sqrt', mul(sub(one, x), add(one, x))))],
    domain: [unit],
    doc: 'Inverse sine; infinite slope at −1 and 1.',
  }),
  asinh: elementwise({
    op: Op.asinh,
    source: 'Math.asinh',
    label: 'asinh',
    arity: 1,
    forward: Math.asinh,
    // 1/√(x² + 1), by hypot so that x² cannot overflow
    partials: [({ div, call, one }, _y, x) => div(one, call('hypot', x, one))],
    doc: 'Inverse hyperbolic sine.',
  }),
  atan: elementwise({
    op: Op.atan,
    source: 'Math.atan',
    label: 'atan',
    arity: 1,
    forward: Math.atan,
    // 1/(1 + x²)
    partials: [({ div, add, call, one }, _y, x) => div(one, add(one, call('square', x)))],
    doc: 'Inverse tangent.',
  }),
  atanh: elementwise({
    op: Op.atanh,
    source: 'Math.atanh',
    label: 'atanh',
    arity: 1,
    forward: Math.atanh,
    // 1/((1 − x)(1 + x)); NaN where |x| > 1, as y is
    partials: [
      ({ choose, div, call, mul, sub, add, one }, y, x) =>
        choose(one, '<', call('abs', x), y, () => div(one, mul(sub(one, x), add(one, x)))),
    ],
    domain: [unit],
    doc: 'Inverse hyperbolic tangent; infinite at −1 and 1.',
  }),
  cbrt: elementwise({
    op: Op.cbrt,
    source: 'Math.cbrt',
    label: '∛',
    arity: 1,
    forward: Math.cbrt,
    // 1/(3y²)
    partials: [({ div, one, mul, constant, call }, y) => div(one, mul(constant(3), call('square', y())))],
    doc: 'Cube root; infinite slope at 0.',
  }),
  cos: elementwise({
    op: Op.cos,
    source: 'Math.cos',
    label: 'cos',
    arity: 1,
    forward: Math.cos,
    partials: [({ neg, call }, _y, x) => neg(call('sin', x))],
    doc: 'Cosine.',
  }),
  cosh: elementwise({
    op: Op.cosh,
    source: 'Math.cosh',
    label: 'cosh',
    arity: 1,
    forward: Math.cosh,
    partials: [({ call }, _y, x) => call('sinh', x)],
    doc: 'Hyperbolic cosine.',
  }),
  exp: elementwise({
    op: Op.exp,
    source: 'Math.exp',
    label: 'exp',
    arity: 1,
    forward: Math.exp,
    partials: [(_g, y) => y()],
    doc: 'Exponential function, its own derivative.',
  }),
  expm1: elementwise({
    op: Op.expm1,
    source: 'Math.expm1',
    label: 'expm1',
    arity: 1,
    forward: Math.expm1,
    // eˣ; y + 1 would cancel far below 0
    partials: [({ call }, _y, x) => call('exp', x)],
    doc: 'eˣ − 1, exact near 0.',
  }),
  fround: elementwise({
    op: Op.fround,
    source: 'Math.fround',
    label: 'fround',
    arity: 1,
    forward: Math.fround,
    partials: [({ one }) => one],
    doc: 'Rounding to 32 bits, taken as the number it stands for: derivative 1.',
  }),
  log: elementwise({
    op: Op.log,
    source: 'Math.log',
    label: 'log',
    arity: 1,
    forward: Math.log,
    // 1/x; below 0 NaN, as y is
    partials: [({ choose, constant, div, one }, y, x) => choose(x, '<', constant(0), y, () => div(one, x))],
    domain: [positive],
    doc: 'Natural logarithm; NaN, with its derivative, below 0.',
  }),
  log10: elementwise({
    op: Op.log10,
    source: 'Math.log10',
    label: 'log₁₀',
    arity: 1,
    forward: Math.log10,
    // (log₁₀ e)/x
    partials: [
      ({ choose, constant, div }, y, x) => choose(x, '<', constant(0), y, () => div(constant(Math.LOG10E), x)),
    ],
    domain: [positive],
    doc: 'Logarithm to base 10.',
  }),
  log1p: elementwise({
    op: Op.log1p,
    source: 'Math.log1p',
    label: 'log1p',
    arity: 1,
    forward: Math.log1p,
    // 1/(1 + x); below −1 NaN, as y is
    partials: [
      ({ choose, constant, div, add, one }, y, x) => choose(x, '<', constant(-1), y, () => div(one, add(one, x))),
    ],
    domain: [{ from: -1, to: Infinity, openFrom: true }],
    doc: 'log(1 + x), exact near 0.',
  }),
  log2: elementwise({
    op: Op.log2,
    source: 'Math.log2',
    label: 'log₂',
    arity: 1,
    forward: Math.log2,
    // (log₂ e)/x
    partials: [({ choose, constant, div }, y, x) => choose(x, '<', constant(0), y, () => div(constant(Math.LOG2E), x))],
    domain: [positive],
    doc: 'Logarithm to base 2.',
  }),
  sin: elementwise({
    op: Op.sin,
    source: 'Math.sin',
    label: 'sin',
    arity: 1,
    forward: Math.sin,
    partials: [({ call }, _y, x) => call('cos', x)],
    doc: 'Sine.',
  }),
  sinh: elementwise({
    op: Op.sinh,
    source: 'Math.sinh',
    label: 'sinh',
    arity: 1,
    forward: Math.sinh,
    partials: [({ call }, _y, x) => call('cosh', x)],
    doc: 'Hyperbolic sine.',
  }),
  sqrt: elementwise({
    op: Op.sqrt,
    source: 'Math.sqrt',
    label: '√',
    arity: 1,
    forward: Math.sqrt,
    // 1/(2y)
    partials: [({ div, constant }, y) => div(constant(0.5), y())],
    domain: [nonNegative],
    doc: 'Square root; infinite slope at 0.',
  }),
  tan: elementwise({
    op: Op.tan,
    source: 'Math.tan',
    label: 'tan',
    arity: 1,
    forward: Math.tan,
    // 1 + y²
    partials: [({ add, one, call }, y) => add(one, call('square', y()))],
    doc: 'Tangent.',
  }),
  tanh: elementwise({
    op: Op.tanh,
    source: 'Math.tanh',
    label: 'tanh',
    arity: 1,
    forward: Math.tanh,
    // 1 − y·y
    partials: [({ sub, mul, one }, y) => sub(one, mul(y(), y()))],
    doc: 'Hyperbolic tangent; range (−1, 1).',
  }),
  atan2: elementwise({
    op: Op.atan2,
    source: 'Math.atan2',
    label: 'atan2',
    arity: 2,
    forward: Math.atan2,
    // b/(a² + b²) and −a/(a² + b²) as (b/r)/r, so that squares cannot overflow; 0 at the origin
    partials: [
      ({ choose, constant, call, div, zero }, _y, a, b) => {
        const r = call('hypot', a, b);
        return choose(
          r,
          '===',
          constant(0),
          () => zero,
          () => div(div(b, r), r),
        );
      },
      ({ choose, constant, call, div, neg, zero }, _y, a, b) => {
        const r = call('hypot', a, b);
        return choose(
          r,
          '===',
          constant(0),
          () => zero,
          () => neg(div(div(a, r), r)),
        );
      },
    ],
    domain: [reals, reals],
    kink: { where: 'atan2(0, 0)', at: (_y, a, b) => a === 0 && b === 0, examples: [{ at: [0, 0], partials: [0, 0] }] },
    doc: 'Angle of the point (b, a); derivatives 0 at the origin.',
  }),
  hypot: symmetric({
    op: Op.hypot,
    source: 'Math.hypot',
    label: 'hypot',
    arity: 'any',
    forward: Math.hypot,
    // xₖ/y; 0 at the origin
    partial: ({ choose, constant, div, zero }, y, operands, k) =>
      choose(
        y(),
        '===',
        constant(0),
        () => zero,
        () => div(operands[k], y()),
      ),
    kink: { where: 'hypot(0, 0)', at: (y) => y === 0, examples: [{ at: [0, 0], partials: [0, 0] }] },
    doc: 'Root of the sum of squares; derivatives 0 at the origin.',
  }),
};
