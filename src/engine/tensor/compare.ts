/** @file Whether two arrays are equal within tolerances. */
import { asTerm, type Operand } from '../functions';
import { valueOfTerm } from './apply';
import { cells, eachEntry, shapeOfValue } from './elementwise';
import { broadcastShapes } from './shape';

/** |a − b| ≤ atol + rtol·|b| everywhere, as numpy says it: infinities are close to themselves, NaN to nothing. */
export function allclose(a: Operand, b: Operand, rtol = 1e-5, atol = 1e-8): boolean {
  const values = [a, b].map((x) => valueOfTerm(asTerm(x)));
  let close = true;
  eachEntry(broadcastShapes('allclose', values.map(shapeOfValue)), values.map(cells), ([x, y]) => {
    if (x !== y && !(Number.isFinite(y) && Math.abs(x - y) <= atol + rtol * Math.abs(y))) close = false;
  });
  return close;
}
