/** @file Functions of packages from npm, as a person calls them: the same value, and the gradient of differences. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Headless from '../../src/headless';
import { cases, doubtful } from './cases';
import { gradient, type Numbers } from './differences';

const bundle = resolve(process.env.GL_DIST ?? 'dist', 'headless.cjs');
const { differentiate } = require(bundle) as typeof Headless;

type Plain = (...inputs: Numbers[]) => number;
/** Any of these would say that the gradient is not to be trusted, which is not true of these functions. */
const doubts = ['derivativeDisagrees', 'valueDisagrees', 'unreachedInput', 'zeroGradient', 'noRule'];

describe('functions of npm packages', function () {
  this.timeout(60_000);
  for (const [program, listed] of Object.entries(cases)) {
    describe(program, () => {
      const fileName = resolve('test/packages/programs', `${program}.mjs`);
      let plain: Record<string, Plain> = {};
      before(async () => {
        plain = (await import(pathToFileURL(fileName).href)) as Record<string, Plain>;
      });
      for (const [target, promise, inputs] of listed) {
        it(promise, async () => {
          const made = await differentiate({ fileName, target, inputs, timeoutMs: 30_000 });
          const value = plain[target](...structuredClone(inputs));
          assert.ok(Object.is(made.output.value, value), `${made.output.value} instead of ${value}`);
          const given = made.inputs.flatMap(({ grad }) => [grad].flat(9)) as number[];
          const expected = gradient(plain[target], inputs);
          assert.equal(given.length, expected.length);
          expected.forEach(({ slope, error }, k) => {
            const off = Math.abs(given[k] - slope);
            const allowed = 10 * error + 1e-6 * Math.abs(slope) + 1e-9;
            assert.ok(error <= 1e-4 * Math.max(1e-2, Math.abs(slope)), `difference ${k} is too rough: ±${error}`);
            assert.ok(off <= allowed, `gradient ${k}: ${given[k]}, differences give ${slope} ± ${error}`);
          });
          const said = made.diagnostics.map(({ code }) => code).filter((code) => doubts.includes(code));
          assert.deepEqual(said, []);
        });
      }
    });
  }

  describe('whose derivative gets lost, which is said', () => {
    for (const [program, listed] of Object.entries(doubtful)) {
      for (const [target, promise, inputs, code] of listed) {
        it(promise, async () => {
          const fileName = resolve('test/packages/programs', `${program}.mjs`);
          const plain = (await import(pathToFileURL(fileName).href)) as Record<string, Plain>;
          const made = await differentiate({ fileName, target, inputs, timeoutMs: 30_000 });
          assert.ok(Object.is(made.output.value, plain[target](...structuredClone(inputs))));
          const said = made.diagnostics.find((diagnostic) => diagnostic.code === code);
          assert.ok(said, `only ${made.diagnostics.map((diagnostic) => diagnostic.code).join(', ')} was said`);
          assert.notEqual(said.fileName, '');
        });
      }
    }
  });
});
