/** @file The operators of the language where an array or a Variable stands on a side. */

import { asTerm, type Operand, primitiveFunctions } from '../functions';
import type { PrimitiveName } from '../opcodes';
import { Variable } from '../variable';
import { elementwise } from './elementwise';
import { NdArray, type Value } from './ndarray';

/** Whether a value makes operators work entry by entry. A list alone does not: in the language it is text. */
export function isOperand(value: unknown): value is Variable | NdArray {
  return value instanceof Variable || value instanceof NdArray;
}

/**
 * A primitive on operands of which at least one is a Variable or an array: among plain arrays and numbers the
 * result is plain, else a Variable.
 */
export function operate(name: PrimitiveName, ...operands: Operand[]): Variable | Value {
  if (operands.some((x) => x instanceof Variable)) {
    return primitiveFunctions[name](...operands);
  }
  return elementwise(name, operands.map(asTerm) as Value[]);
}
