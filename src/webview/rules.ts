/** @file The local derivative of each primitive as a formula in its operands' names, for ledger and inspector. */
import { superscript } from '../protocol/number-text';

/**
 * Per operand, in JavaScript with `a`, `b` for the operands and `y` for the result; written out for reading by
 * `ruleText`. Tests evaluate every formula against central differences.
 */
export const rules: Readonly<Record<string, readonly string[]>> = {
  add: ['1', '1'],
  sub: ['1', '-1'],
  mul: ['b', 'a'],
  div: ['1 / b', '-a / b**2'],
  rem: ['1', '-trunc(a / b)'],
  pow: ['b * a**(b - 1)', 'y * log(a)'],
  neg: ['-1'],
  abs: ['sign(a)'],
  acos: ['-1 / sqrt(1 - a**2)'],
  acosh: ['1 / sqrt(a**2 - 1)'],
  asin: ['1 / sqrt(1 - a**2)'],
  asinh: ['1 / sqrt(a**2 + 1)'],
  atan: ['1 / (1 + a**2)'],
  atanh: ['1 / (1 - a**2)'],
  cbrt: ['1 / (3 * y**2)'],
  ceil: ['0'],
  cos: ['-sin(a)'],
  cosh: ['sinh(a)'],
  exp: ['y'],
  expm1: ['y + 1'],
  floor: ['0'],
  fround: ['1'],
  log: ['1 / a'],
  log10: ['1 / (a * log(10))'],
  log1p: ['1 / (1 + a)'],
  log2: ['1 / (a * log(2))'],
  round: ['0'],
  sign: ['0'],
  sin: ['cos(a)'],
  sinh: ['cosh(a)'],
  sqrt: ['1 / (2 * y)'],
  tan: ['1 + y**2'],
  tanh: ['1 - y**2'],
  trunc: ['0'],
  atan2: ['b / (a**2 + b**2)', '-a / (a**2 + b**2)'],
  square: ['2 * a'],
  sigmoid: ['y * (1 - y)'],
  softplus: ['1 / (1 + exp(-a))'],
  identity: ['1'],
};

/** `2a`, `1 − y²`, `−a / b²` with the names put in; null where the primitive has no single formula. */
export function ruleText(op: string, operand: number, names: { a: string; b: string; y: string }): string | null {
  const rule = op === 'pow' && operand === 0 ? powerRule(names.b) : rules[op]?.[operand];
  if (rule === undefined) return null;
  const plain = (name: string) => (/^[\p{L}_$][\p{L}\p{N}_$.[\]]*$|^[\d.]+$/u.test(name) ? name : `(${name})`);
  return rule
    .replace(/\*\*(\d)/g, (_whole, power: string) => superscript(Number(power)))
    .replace(/\*\*/g, '^')
    .replace(/-/g, '−')
    .replace(/\b([aby])\b/g, (_whole, which: 'a' | 'b' | 'y') => plain(names[which]))
    .replace(/(\d) \* ([\p{L}_$][\p{L}\p{N}_$]?)(?![\p{L}\p{N}_$])/gu, '$1$2')
    .replace(/ \* /g, ' · ');
}

/** b·aᵇ⁻¹, worked out where the exponent is a small whole number. */
function powerRule(exponent: string): string {
  const b = Number(exponent);
  if (!Number.isInteger(b) || b < 2 || b > 9) return rules.pow[0];
  return b === 2 ? '2 * a' : `${b} * a**${b - 1}`;
}
