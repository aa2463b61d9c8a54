/** @file Sharing equal operations while a backward computation is recorded (hash-consing). */
import { isPooled } from './numbers';
import { Op } from './opcodes';
import type { Segment } from './segment';
import type { Variable } from './variable';

/** Variables by what they were computed from. */
export type Sharing = Map<string, Variable>;

/** @param a, b serial numbers of the operands, 0 for the constant. */
export function sharedKey(op: Op, a: number, b: number, constant: number): string {
  const number = Object.is(constant, -0) ? '-0' : constant;
  const swap = (op === Op.add || op === Op.mul) && a > b;
  return swap ? `${op} ${b} ${a} ${number}` : `${op} ${a} ${b} ${number}`;
}

/** Adds a Variable with a creator, so that it is found instead of computed again. */
export function share(sharing: Sharing, variable: Variable): void {
  const { home, row } = variable;
  const { tape, serials } = home as Segment;
  const op = tape.op[row];
  if (isPooled(op)) return;
  const key = sharedKey(op, serials[tape.a[row]], serials[tape.b[row]], tape.constant[row]);
  if (!sharing.has(key)) sharing.set(key, variable);
}
