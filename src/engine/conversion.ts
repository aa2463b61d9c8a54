/** @file Turning what people pass into Variables. */
import { type ArrayLikeValue, array } from './tensor/array';
import { NdArray } from './tensor/ndarray';
import { Variable } from './variable';

/** A Variable as it is; a number, list or array as a new leaf. */
export function asVariable(value: Variable | ArrayLikeValue): Variable {
  return value instanceof Variable ? value : new Variable(value);
}

/** Numbers, nested lists and typed arrays become arrays; an array passes through. @throws TypeError for anything else. */
export function asArray(value: ArrayLikeValue): NdArray {
  return value instanceof NdArray ? value : array(value);
}
