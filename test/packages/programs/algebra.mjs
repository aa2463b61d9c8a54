/** @file Decompositions and solvers of ml-matrix. */
import { CholeskyDecomposition, determinant, EVD, inverse, Matrix, QrDecomposition, SVD, solve } from 'ml-matrix';

const general = (a, b) =>
  new Matrix([
    [a, b, 1],
    [2, a, b],
    [b, 1, 3],
  ]);
const symmetric = (a, b) =>
  new Matrix([
    [a, b],
    [b, 3],
  ]);

export const determinantLu = (a, b) => determinant(general(a, b));
export const inverseEntry = (a, b) => inverse(general(a, b)).get(0, 1);
export const solution = (a, b) => solve(general(a, b), Matrix.columnVector([1, b, a])).get(2, 0);
export const singularValue = (a, b) => new SVD(general(a, b)).diagonal[1];
export const eigenvalue = (a, b) => new EVD(symmetric(a, b)).realEigenvalues[1];
export const choleskyFactor = (a, b) => new CholeskyDecomposition(symmetric(a, b)).lowerTriangularMatrix.get(1, 1);
export const orthogonalFactor = (a, b) => new QrDecomposition(general(a, b)).orthogonalMatrix.get(2, 0);
export const product = (rows) => new Matrix(rows).mmul(new Matrix(rows).transpose()).sum();
export const frobenius = (rows) =>
  new Matrix(rows)
    .sub(
      new Matrix([
        [1, 2],
        [3, 4],
      ]),
    )
    .norm();
export const kroneckerTrace = (rows) => new Matrix(rows).kroneckerProduct(new Matrix(rows)).trace();
