/** @file Functions of learning: layers, activations along an axis, losses. */
import { add, asTerm, clamp, div, log, mul, neg, type Operand, square, sub } from '../functions';
import type { Variable } from '../variable';
import { applyRule, valueOfTerm } from './apply';
import { type ArrayLikeValue, asArray } from './array';
import { leafOf, matmul, mean, reshape, shapeOf, sum } from './functions';
import { take } from './indexing';
import { type Axes, checkedAxes, ShapeError, sameShape, shapeText } from './shape';
import { logSoftmaxRule, softmaxRule } from './softmax';

/** eˣ over its sum along an axis (the last by default), without overflow. */
export function softmax(x: Operand, axis: Axes = -1): Variable {
  return applyRule(softmaxRule(checkedAxes('softmax', axis, shapeOf(x))), [leafOf(x)]);
}

/** log softmax(x), exact also where softmax is 0 in doubles. */
export function logSoftmax(x: Operand, axis: Axes = -1): Variable {
  return applyRule(logSoftmaxRule(checkedAxes('logSoftmax', axis, shapeOf(x))), [leafOf(x)]);
}

/** x·W + b. */
export function linear(x: Operand, w: Operand, b: Operand | null = null): Variable {
  const product = matmul(x, w);
  return b === null ? product : add(product, b);
}

/** Σ (a − b)² over the number of rows, as DeZero counts; of numbers the square of the difference. */
export function meanSquaredError(a: Operand, b: Operand): Variable {
  const [p, q] = [shapeOf(a), shapeOf(b)];
  // a column against a row would broadcast to a matrix and train on nonsense
  if (!sameShape(p, q)) {
    throw new ShapeError(
      `meanSquaredError: shapes ${shapeText(p)} and ${shapeText(q)} differ. Reshape one to the other.`,
    );
  }
  const total = sum(square(sub(a, b)));
  return p.length === 0 ? total : div(total, p[0]);
}

/**
 * Mean of −log softmax(logits)[row, label] over the rows.
 * @param labels for each row the number of its class; or the probabilities of all classes, in the logits' shape.
 */
export function crossEntropy(logits: Operand, labels: ArrayLikeValue | Variable): Variable {
  const shape = shapeOf(logits);
  if (shape.length !== 2) {
    throw new ShapeError(
      `crossEntropy: logits are rows of classes, shape (rows, classes); ${shapeText(shape)} was given.`,
    );
  }
  const [rows, classes] = shape;
  const chosen = asArray(valueOfTerm(asTerm(labels)));
  const logs = logSoftmax(logits);
  if (sameShape(chosen.shape, shape)) return neg(div(sum(mul(logs, asTerm(labels))), rows));
  if (chosen.shape.length !== 1 || chosen.shape[0] !== rows) {
    throw new ShapeError(
      `crossEntropy: logits of shape ${shapeText(shape)} take ${rows} labels or probabilities of the same shape; ${shapeText(chosen.shape)} was given.`,
    );
  }
  const places = Array.from(chosen.values, (label, row) => {
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new RangeError(`crossEntropy: labels are whole numbers from 0 to ${classes - 1}; row ${row} has ${label}.`);
    }
    return row * classes + label;
  });
  return neg(mean(take(reshape(logs, -1), places)));
}

/** Mean of −(t·log p + (1 − t)·log(1 − p)), probabilities kept 1e-15 away from 0 and 1. */
export function binaryCrossEntropy(p: Operand, t: Operand): Variable {
  const kept = clamp(p, 1e-15, 1 - 1e-15);
  const hit = mul(t, log(kept));
  const miss = mul(sub(1, t), log(sub(1, kept)));
  return neg(mean(add(hit, miss)));
}
