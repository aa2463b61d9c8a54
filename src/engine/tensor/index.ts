/** @file Arrays of the public engine. */

export { type ArrayLikeValue, array } from './array';
export { allclose } from './compare';
export { arange, eye, full, linspace, ones, onesLike, rand, randn, zeros, zerosLike } from './create';
export type { DType, TypedArray } from './dtype';
export { type Along, broadcastTo, matmul, mean, reshape, sum, sumTo, transpose } from './functions';
export {
  argmax,
  concat,
  equal,
  getItem,
  greater,
  greaterEqual,
  type Index,
  less,
  lessEqual,
  type Mask,
  notEqual,
  slice,
  stack,
  take,
  where,
} from './indexing';
export { binaryCrossEntropy, crossEntropy, linear, logSoftmax, meanSquaredError, softmax } from './losses';
export { NdArray, type Nested, type Value } from './ndarray';
export { isOperand, operate } from './operators';
export { Adam, SGD } from './optimizers';
export { type Axes, type Shape, ShapeError } from './shape';
