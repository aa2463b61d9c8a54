/** @file Which functions of a file are offered. */
import assert from 'node:assert/strict';
import { listTargets } from '../../../src/snippet/target';

function listed(source: string, fileName = '/p/a.ts'): string[] {
  return listTargets(source, fileName).map(
    ({ name, signature, exported, numeric, line }) =>
      `${line} ${name}(${signature})${exported ? ' exported' : ''}${numeric ? ' numeric' : ''}`,
  );
}

describe('the functions of a file', () => {
  it('are listed with export, numbers and line', () => {
    const source = `export function f(x: number) { return x; }
function g(x: number) { return x; }
export const h = (a: number[], b = 2) => a[0] * b;
export function text(s: string) { return s; }
export function test(x: number): boolean { return x > 0; }
export default function (x: number) { return x; }
export class Vec { constructor(readonly x: number) {} norm() { return this.x; } static of(x: number) { return new Vec(x); } #hidden(x: number) { return x; } set y(v: number) {} }
const api = { area(r: number) { return r * r; } };
function late(p: { x: number }) { const inner = (x: number) => x; return inner(p.x); }
export { late, api };`;
    assert.deepEqual(listed(source), [
      '0 f(x) exported numeric',
      '1 g(x) numeric',
      '2 h(a, b) exported numeric',
      '3 text(s) exported',
      '4 test(x) exported',
      '5 default(x) exported numeric',
      '6 Vec.norm() exported numeric',
      '6 Vec.of(x) exported numeric',
      '7 api.area(r) exported numeric',
      '8 late(p) exported numeric',
    ]);
  });

  it('are known in CommonJS and plain JavaScript', () => {
    const source =
      'exports.f = function (x) { return x * 2; };\nfunction g(x) { return x * 3; }\nfunction h(s) { return s; }\nmodule.exports.g = g;';
    assert.deepEqual(listed(source, '/p/a.js').slice(0, 2), ['0 f(x) exported numeric', '1 g(x) exported numeric']);
  });

  it('are none while the text cannot be parsed', () => {
    assert.deepEqual(listed('function f( {'), []);
  });
});
