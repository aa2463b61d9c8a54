/** @file The primitive table: everything that is known about an operation is in its one row. */
import type { Op, PrimitiveName } from './opcodes';
import type { Primitive } from './primitive';
import { mathematics } from './rows/mathematics';
import { operators } from './rows/operators';
import { selections } from './rows/selections';

export type { Elementwise, Interval, Kink, Primitive, Stepwise } from './primitive';

/** A missing row, or a row under another's name, is a compile error. */
export const primitives: { readonly [N in PrimitiveName]: Primitive<N> } = {
  ...operators,
  ...mathematics,
  ...selections,
};

export const primitiveNames = Object.keys(primitives) as PrimitiveName[];

const byCode: PrimitiveName[] = [];
for (const name of primitiveNames) byCode[primitives[name].op] = name;

/** The row of an operation code; undefined for a leaf and for a person's own function. */
export function primitiveOf(op: Op): Primitive | undefined {
  return primitives[byCode[op]];
}

/** The name of an operation code; undefined for a leaf and for a person's own function. */
export function nameOf(op: Op): PrimitiveName | undefined {
  return byCode[op];
}

/** No gradient passes; drawn dashed. */
export function isStepwise(op: Op): boolean {
  return primitiveOf(op)?.kind === 'stepwise';
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** The sign drawn for a primitive; a power shows a constant exponent: `x²`, `x⁻¹`, `x^0.5`. */
export function labelOf(name: PrimitiveName, exponent?: number): string {
  if (name !== 'pow' || exponent === undefined) return primitives[name].label;
  if (!Number.isInteger(exponent) || Math.abs(exponent) > 999) return `x^${exponent}`;
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => superscripts[Number(digit)]);
  return `x${exponent < 0 ? '⁻' : ''}${digits}`;
}
