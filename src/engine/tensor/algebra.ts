/** @file Array rules read with plain values: the first-order backward pass. */
import { contribution } from './contribution';
import { elementwise, shapeOfValue } from './elementwise';
import { applyLinear } from './linear';
import type { Value } from './ndarray';
import { type ArrayAlgebra, matmulValue } from './rules';

export const valueAlgebra: ArrayAlgebra<Value> = {
  shape: shapeOfValue,
  elementwise: (name, ...operands) => elementwise(name, operands),
  linear: applyLinear,
  matmul: matmulValue,
  constant: (value) => value,
  value: (x) => x,
  contribution: (name, grad, y, operands, k) => contribution(name, grad, y(), operands, k),
};
