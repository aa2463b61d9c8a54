/** @file Kinks and singular points: the convention's gradient, and a diagnostic when a program stands exactly there. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type * as Headless from '../../src/headless';

const { differentiate, hessian, derivatives } = require(
  resolve(process.env.GL_DIST ?? 'dist', 'headless.cjs'),
) as typeof Headless;

interface Edge {
  source: string;
  value: number;
  grads: number[];
  /** Second derivatives, row by row. */
  second?: number[];
  /** The code that says so, and the text it stands at. */
  code: string | null;
  at?: string;
  /** What its message must say. */
  says?: RegExp;
}

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const half = 0.5;
const third = 1 / 3;
const edges: Record<string, Edge> = {
  'abs at 0': {
    source: 'const f = (x = 0) => Math.abs(x);',
    value: 0,
    grads: [0],
    second: [0],
    code: 'kink',
    at: 'Math.abs(x)',
    says: /x = 0/,
  },
  'relu, written with a branch, at 0': {
    source: 'const f = (x = 0) => (x > 0 ? x : 0 * x);',
    value: 0,
    grads: [0],
    second: [0],
    code: 'boundary',
    at: 'x > 0',
    says: /both sides are 0/,
  },
  'max of a number and a constant that tie': {
    source: 'const f = (x = 0) => Math.max(0, x);',
    value: 0,
    grads: [half],
    second: [0],
    code: 'kink',
    at: 'Math.max(0, x)',
    says: /tie/,
  },
  'max of three that tie': {
    source: 'const f = (x = 2, y = 2, z = 2) => Math.max(x, y, z, 1);',
    value: 2,
    grads: [third, third, third],
    code: 'kink',
    says: /tie/,
  },
  'min of two that tie': {
    source: 'const f = (x = 3, y = 3) => Math.min(x, y, 7);',
    value: 3,
    grads: [half, half],
    second: [0, 0, 0, 0],
    code: 'kink',
    says: /tie/,
  },
  'a clamp of min and max at its bound': {
    source: 'const f = (x = 1) => Math.min(1, Math.max(-1, x));',
    value: 1,
    grads: [half],
    code: 'kink',
    says: /tie/,
  },
  '0 ** 0': {
    source: 'const f = (x = 0, y = 0) => x ** y;',
    value: 1,
    grads: [0, 0],
    second: [0, 0, 0, 0],
    code: 'kink',
    at: 'x ** y',
    says: /0 \*\* 0/,
  },
  'sqrt at 0': {
    source: 'const f = (x = 0) => Math.sqrt(x);',
    value: 0,
    grads: [infinity],
    second: [-infinity],
    code: 'nonFiniteGradient',
    at: 'Math.sqrt(x)',
    says: /Infinity/,
  },
  'log at −1': {
    source: 'const f = (x = -1) => Math.log(x);',
    value: nan,
    grads: [nan],
    second: [nan],
    code: 'nonFiniteValue',
    at: 'Math.log(x)',
    says: /NaN \(Math\.log of -1\)/,
  },
  'log at 0': {
    source: 'const f = (x = 0) => 1 + Math.log(x);',
    value: -infinity,
    grads: [infinity],
    code: 'nonFiniteValue',
    at: 'Math.log(x)',
    says: /-Infinity/,
  },
  'hypot(0, 0)': {
    source: 'const f = (x = 0, y = 0) => Math.hypot(x, y);',
    value: 0,
    grads: [0, 0],
    second: [0, 0, 0, 0],
    code: 'kink',
    says: /hypot\(0, 0\)/,
  },
  'atan2(0, 0)': {
    source: 'const f = (y = 0, x = 0) => Math.atan2(y, x);',
    value: 0,
    grads: [0, 0],
    second: [0, 0, 0, 0],
    code: 'kink',
    says: /atan2\(0, 0\)/,
  },
  ...Object.fromEntries(
    (['floor', 'ceil', 'round', 'trunc', 'sign'] as const).map((name): [string, Edge] => [
      name,
      {
        source: `const f = (x = 1.25) => Math.${name}(x) * 2;`,
        value: Math[name](1.25) * 2,
        grads: [0],
        second: [0],
        code: 'stepwise',
        at: `Math.${name}(x)`,
        says: new RegExp(`Math\\.${name} is piecewise constant`),
      },
    ]),
  ),
  'x % y': {
    source: 'const f = (x = 7.5, y = 2) => x % y;',
    value: 1.5,
    grads: [1, -3],
    second: [0, 0, 0, 0],
    code: null,
  },
  'x % y of a negative x: the quotient is truncated': {
    source: 'const f = (x = -7.5, y = 2) => x % y;',
    value: -1.5,
    grads: [1, 3],
    code: null,
  },
  'x % y at a jump': {
    source: 'const f = (x = 6, y = 3) => x % y;',
    value: 0,
    grads: [1, -2],
    code: 'kink',
    at: 'x % y',
    says: /multiple/,
  },
  'a negative base with a variable exponent': {
    source: 'const f = (x = -2, n = 3) => x ** n;',
    value: -8,
    grads: [12, nan],
    code: 'nonFiniteGradient',
    at: 'x ** n',
    says: /NaN/,
  },
  'a negative base with a constant exponent: no logarithm': {
    source: 'const f = (x = -2) => x ** 3;',
    value: -8,
    grads: [12],
    second: [-12],
    code: null,
  },
  'the exponent 0': { source: 'const f = (x = -2) => x ** 0;', value: 1, grads: [0], second: [0], code: null },
  'an infinity behind an operand that was not chosen': {
    source: 'const f = (x = 0) => Math.max(Math.sqrt(x) - 1, x);',
    value: 0,
    grads: [1],
    second: [0],
    code: null,
  },
  'the first operation that gave NaN, not those after it': {
    source: 'const f = (x = 2) => Math.exp(Math.sqrt(1 - x) + 1) * 3;',
    value: nan,
    grads: [nan],
    code: 'nonFiniteValue',
    at: 'Math.sqrt(1 - x)',
    says: /NaN \(Math\.sqrt of -1\)/,
  },
  'the first operation that gave an infinity': {
    source: 'const f = (x = 0) => Math.atan(1 / x);',
    value: Math.PI / 2,
    grads: [nan],
    code: 'nonFiniteValue',
    at: '1 / x',
    says: /Infinity \(\/ of 1, 0\)/,
  },
};

/** Equal up to rounding, with −0 as 0. */
function same(found: number, expected: number): boolean {
  return Object.is(found + 0, expected + 0) || Math.abs(found - expected) <= 1e-12 * Math.abs(expected);
}
const all = (found: number[], expected: number[], what: string) => {
  const equal = found.length === expected.length && found.every((x, k) => same(x, expected[k]));
  assert.ok(equal, `${what}: ${found}, expected ${expected}`);
};
/** What says that the program stands on an edge. */
const edgeCodes = ['kink', 'boundary', 'stepwise', 'nonFiniteValue', 'nonFiniteGradient'];

describe('edges', function () {
  this.timeout(30_000);
  for (const [name, { source, value, grads, second, code, at, says }] of Object.entries(edges)) {
    it(name, async () => {
      const request = { fileName: '/w/a.ts', source, target: 'f' };
      const { output, inputs, diagnostics } = await differentiate(request);
      all([output.value], [value], 'value');
      all(
        inputs.map(({ grad }) => grad as number),
        grads,
        'gradient',
      );
      const found = diagnostics.filter((one) => edgeCodes.includes(one.code));
      if (code === null) assert.deepEqual(found, []);
      else {
        const told = found.find((one) => one.code === code);
        assert.ok(told, `no ${code} in ${diagnostics.map((one) => one.code)}`);
        if (at) assert.equal(source.slice(told.start, told.end), at);
        if (says) assert.match(told.message, says);
      }
      // a convention is no mistake
      assert.ok(diagnostics.every((one) => one.code !== 'derivativeDisagrees' && one.severity !== 'error'));
      if (second) all((await hessian(request)).matrix.flat(), second, 'second derivatives');
      if (second?.length === 1 && inputs.length === 1) {
        const x = inputs[0].value as number;
        const jet = await derivatives({ ...request, input: inputs[0].name, from: x, to: x, points: 1, order: 2 });
        all(
          jet.orders.map(([first]) => first),
          [value, grads[0], second[0]],
          'jet',
        );
      }
    });
  }
});
