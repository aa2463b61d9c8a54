/** @file The bundle under test, short ways to ask it, and functions whose minima are known. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type * as Headless from '../../src/headless';
import type { Evaluation } from '../../src/protocol/evaluation';

export const bundle = resolve(process.env.GL_DIST ?? 'dist', 'headless.cjs');
export const headless = require(bundle) as typeof Headless;

type Failed = Error & Headless.Failure;
export const failing = (promise: Promise<unknown>) =>
  promise.then(
    () => assert.fail('no failure'),
    (error: Failed) => error,
  );
export const ask = (source: string, rest: Partial<Headless.DifferentiateRequest> = {}) =>
  headless.differentiate({ fileName: '/w/a.ts', source, ...rest });
export const grads = ({ inputs }: Evaluation) => inputs.map(({ grad }) => grad);
export const codes = ({ diagnostics }: Evaluation) => diagnostics.map(({ code }) => code);

/** A folder for the tests around: names files in it, and writes them. */
export function temporaryFolder() {
  let folder = '';
  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'gradlens-headless-')));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const inFolder = (name: string) => join(folder, name);
  const put = (name: string, text: string): string => {
    const file = inFolder(name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  return { inFolder, put };
}

export const of = (source: string, rest: Partial<Headless.DifferentiateRequest> = {}) => ({
  fileName: '/w/a.ts',
  source,
  target: 'f',
  ...rest,
});

export function near(found: number, expected: number, tolerance = 1e-9): void {
  const off = Math.abs(found - expected);
  assert.ok(off <= tolerance * (1 + Math.abs(expected)), `${found} instead of ${expected}`);
}

export const rosenbrock = 'const f = (x = 0, y = 2) => 100 * (y - x ** 2) ** 2 + (1 - x) ** 2;';
export const himmelblau = 'const f = (x = 0, y = 0) => (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2;';
export const beale = `function f(x = 1, y = 1) {
  return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y ** 2) ** 2 + (2.625 - x + x * y ** 3) ** 2;
}`;
