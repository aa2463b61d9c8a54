/** @file The bundle under test, and functions of two numbers whose minima are known. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type * as Headless from '../../../src/headless';

export const headless = require(resolve(process.env.GL_DIST ?? 'dist', 'headless.cjs')) as typeof Headless;

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
