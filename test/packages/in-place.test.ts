/** @file Functions of packages, selected where they stand in node_modules: found, given inputs, and held against differences. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type * as Headless from '../../src/headless';
import { gradient, type Numbers } from './differences';

const { differentiate } = require(resolve(process.env.GL_DIST ?? 'dist', 'headless.cjs')) as typeof Headless;

// biome-ignore lint/suspicious/noExplicitAny: what a package gives, by whatever types it has
type Module = any;

interface Place {
  file: string;
  target: string;
  /** By position; only what `call` takes. */
  inputs: Numbers[];
  /** The same by the package itself. */
  call: (module: Module, ...inputs: Module[]) => number;
  output?: string;
}

const places: Record<string, Place> = {
  'an internal rate of a compiled loop over an iterator': {
    file: 'financial/dist/financial.cjs.development.js',
    target: 'mirr',
    inputs: [[-100, 39, 59, 55, 20], 0.1, 0.12],
    call: (m, values, finance, reinvest) => m.mirr(values, finance, reinvest),
  },
  'a payment with parameters that have defaults': {
    file: 'financial/dist/financial.cjs.development.js',
    target: 'pmt',
    inputs: [0.05, 10.5, 15_000],
    call: (m, rate, periods, value) => m.pmt(rate, periods, value),
  },
  'a function that module.exports holds': {
    file: 'gamma/index.js',
    target: 'default',
    inputs: [2.7],
    call: (m, z) => m(z),
  },
  'functions that call one another in a wrapped module': {
    file: 'bessel/bessel.js',
    target: 'besselj',
    inputs: [1.7, 2],
    call: (m, x, n) => m.besselj(x, n),
  },
  'a method of a compiled class, with instances as arguments': {
    file: 'quaternion/dist/quaternion.js',
    target: 'Quaternion.dot',
    inputs: [0.1, 0.2, 0.3, 0.4, 1.5, 0.5, 2.5, 0.7],
    call: (Q, a, b, c, d, w, x, y, z) => new Q(w, x, y, z).dot(a, b, c, d),
  },
  'a derivative of a curve, by a table of points': {
    file: 'bezier-js/src/utils.js',
    target: 'lli8',
    inputs: [0, 0, 2.5, 3, 0.5, 3, 3, 0.2],
    call: (m, ...at) => m.utils.lli8(...at).x,
    output: 'x',
  },
};

describe('functions of npm packages where they stand', function () {
  this.timeout(60_000);
  for (const [promise, { file, target, inputs, call, output }] of Object.entries(places)) {
    it(promise, async () => {
      const fileName = resolve('node_modules', file);
      const module: Module = require(fileName);
      const made = await differentiate({ fileName, target, inputs, ...(output ? { output } : {}), timeoutMs: 30_000 });
      assert.equal(made.output.value, call(module, ...(structuredClone(inputs) as never[])));
      const given = made.inputs.filter(({ origin }) => origin === 'given').flatMap(({ grad }) => [grad].flat(9));
      const expected = gradient((...at) => call(module, ...(at as never[])), inputs);
      assert.equal(given.length, expected.length);
      expected.forEach(({ slope, error }, k) => {
        if (Number.isNaN(slope)) return;
        const off = Math.abs((given[k] as number) - slope);
        assert.ok(
          off <= 10 * error + 1e-6 * Math.abs(slope) + 1e-9,
          `${k}: ${given[k]} instead of ${slope} ± ${error}`,
        );
      });
    });
  }
});
