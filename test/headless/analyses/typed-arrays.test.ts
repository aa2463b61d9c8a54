/** @file Jacobians and Hessians of functions that take typed arrays apart in patterns. */
import assert from 'node:assert/strict';
import { headless, near, of } from '../fixture';

/** x = (a, b) = (1.5, 2) */
const inputs = { t: [1.5, 2] };
const sources: Record<string, string> = {
  'as parameter':
    'const g = ({ 0: a, 1: b }: Float64Array, [, c]: Float64Array) => a * a * b + c; export function f(t: Float64Array) { const y = g(t, t); RESULT }',
  nested:
    'export function f(t: Float64Array) { const { p: { 0: a }, q: [{ 1: b }, [, c]] } = { p: t, q: [t, t] as const }; const y = a * a * b + c; RESULT }',
  'of a loop':
    'export function f(t: Float64Array) { let s = 0; for (const { 0: a, 1: b } of [t]) s += a * a * b; for (const [, b] of new Set([t])) s += b; const y = s; RESULT }',
  'of a parameter itself': 'export function f({ 0: a, 1: b }: Float64Array) { const y = a * a * b + b; RESULT }',
};
const given = (title: string) => (title === 'of a parameter itself' ? [[1.5, 2]] : inputs);

describe('patterns over typed arrays keep second derivatives', function () {
  this.timeout(60_000);
  for (const [title, source] of Object.entries(sources)) {
    it(title, async () => {
      const values = given(title);
      const scalar = source.replace('RESULT', 'return y;');
      const { value, gradient, matrix } = await headless.hessian(of(scalar, { inputs: values }));
      near(value, 6.5);
      for (const [k, expected] of [6, 3.25].entries()) near(gradient[k], expected);
      for (const [k, expected] of [4, 3, 3, 0].entries()) near(matrix[k >> 1][k & 1], expected);
      const listed = source.replace('RESULT', 'return [y, y * y];');
      const { matrix: rows } = await headless.jacobian(of(listed, { inputs: values }));
      for (const [k, expected] of [6, 3.25, 78, 42.25].entries()) near(rows[k >> 1][k & 1], expected);
      assert.equal(rows.length, 2);
    });
  }
});
