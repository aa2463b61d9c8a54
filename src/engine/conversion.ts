/** @file Turning what people pass into Variables. */
import { type Data, Variable } from './variable';

/** A Variable as it is; a number as a new leaf. */
export function asVariable(value: Variable | Data): Variable {
  return value instanceof Variable ? value : new Variable(value);
}

/** The data of a value: a number as it is. @throws TypeError for what is no number. */
export function asArray(value: Data): Data {
  return new Variable(value).data as Data;
}
