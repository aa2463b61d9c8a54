/** @file Arrays of the public engine. */
export { allclose } from './compare';
export { arange, eye, full, linspace, ones, onesLike, rand, randn, zeros, zerosLike } from './create';
export type { DType, TypedArray } from './dtype';
export {
  type Along,
  argmax,
  broadcastTo,
  concat,
  equal,
  getItem,
  greater,
  greaterEqual,
  type Index,
  less,
  lessEqual,
  type Mask,
  matmul,
  mean,
  notEqual,
  reshape,
  slice,
  stack,
  sum,
  sumTo,
  take,
  transpose,
  where,
} from './functions';
export { binaryCrossEntropy, crossEntropy, linear, logSoftmax, meanSquaredError, softmax } from './losses';
export { type ArrayLikeValue, array, NdArray, type Nested, type Value } from './ndarray';
export { isOperand, operate } from './operators';
export { Adam, SGD } from './optimizers';
export { type Axes, type Shape, ShapeError } from './shape';
