// Arrays in one expression: broadcasting, matrix product, sums along an axis.
// Look at b: it was repeated for each row, so its gradient is the sum over the rows.
import { clamp, concat, getItem, matmul, max, mean, reshape, softmax, sum, transpose, Variable, where } from 'gradlens';

const x = new Variable([
  [1, 2, 3],
  [4, 5, 6],
]);
const W = new Variable([
  [0.1, 0.2],
  [0.3, 0.4],
  [0.5, 0.6],
]);
const b = new Variable([0.5, -0.5]);
const y = matmul(x, W) + b;
console.log(y, y.shape, transpose(y).shape, reshape(y, -1).shape);
console.log(mean(y, 0), max(y, { axis: 1 }), getItem(y, 0), concat([y, y], 1).shape);

const loss = sum(where([[true, false]], softmax(y), clamp(y, 0, 3)) ** 2);
loss.backward();
console.log(loss, b.grad, W.grad, x.grad);

try {
  matmul(x, x);
} catch (error) {
  console.log(String(error)); // both shapes and the operation
}
