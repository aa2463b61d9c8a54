/** @file What takes an idle sandbox once through its own code, so that the first evaluation finds it compiled. */
import type { PreparedRequest } from '../protocol/border';
import { defaultLimits } from '../protocol/request';
import type { Instrument } from './module-cache';

/** Syntax as packages have it, for parser, analysis and emitter to learn on. */
const sample = `
'use strict';
const { a: first, ...others } = require('./others');
var __defaults = { tolerance: 1e-6, limit: 100, names: ['x', 'y'], nested: { deep: [1, 2, [3]] } };
function solve(f, x0, options = {}) {
  const { tolerance = 1e-6, limit } = { ...__defaults, ...options };
  let x = x0, best = Infinity;
  for (let i = 0; i < limit; i++) {
    const h = 1e-4 * (Math.abs(x) + 1), slope = (f(x + h) - f(x - h)) / (2 * h);
    if (!isFinite(slope) || slope === 0) break;
    const next = x - f(x) / slope;
    if (Math.abs(next - x) < tolerance) return { x: next, steps: i, done: true };
    best = Math.min(best, (x = next) ** 2);
  }
  return { x, steps: limit, done: best < tolerance };
}
class Matrix extends Array {
  static of(rows, columns) { return new Matrix(rows).fill(0).map(() => new Float64Array(columns)); }
  get rows() { return this.length; }
  times(other) {
    const out = Matrix.of(this.rows, other[0].length);
    this.forEach((row, i) => { for (const j in other[0]) for (var k = 0; k < row.length; ++k) out[i][j] += row[k] * other[k][j]; });
    return out;
  }
  *[Symbol.iterator]() { let i = 0; while (i < this.length) yield this[i++]; }
}
exports.quantile = function quantile(values, p, valueof) {
  if (!(n = (values = Float64Array.from(values, valueof)).length) || isNaN(p = +p)) return;
  var n, i = (n - 1) * p, i0 = Math.floor(i), value0 = values[i0], value1 = values[i0 + 1];
  return value0 + (value1 - value0) * (i - i0);
};
exports.parse = (text) => {
  const found = /^(\\d+)-(\\w+)$/.exec(text), counts = {};
  switch (typeof text) { case 'string': break; case 'number': text = \`\${text | 0}px\`; break; default: throw new TypeError('no ' + typeof text); }
  try { label: do { counts[text] = (counts[text] || 0) + 1; if (found?.[1] == null) break label; } while (counts[text] < 3); }
  catch ({ message }) { delete counts.x; void message; }
  return [...Object.keys(counts), ...others.list ?? [], (found, -first, !found, ~~first)];
};
exports.solve = solve, exports.Matrix = Matrix;
`;

const rounds = 40;

/** A function of a line, as it would be asked for. */
export const smallRequest: PreparedRequest = {
  fileName: '/warm.ts',
  source: 'export const f = (x: number = 2) => Math.sin(x) * x;',
  sourceHash: 'warm',
  target: 'f',
  limits: defaultLimits,
  siteFloor: 0,
};

/** Each step is short. */
export function transformSteps(instrument: Instrument): (() => void)[] {
  const step = (): void =>
    void instrument(sample, { fileName: '/warm.js', sourceType: 'commonjs', format: 'registry' });
  return Array.from({ length: rounds }, () => step);
}
