// Linear regression: y = x·W + b, trained by gradient descent on a toy data set.
// Look at the series: the mean squared error over the steps, while it runs.
import { matmul, meanSquaredError, rand, Variable } from 'gradlens';

const x = new Variable(rand([100, 1], 0), 'x');
const t = new Variable(5 + 2 * x.data + rand([100, 1], 1), 't');
const W = new Variable([[0]], 'W');
const b = new Variable([0], 'b');
const lr = 0.1;

let loss = 0;
for (let i = 0; i < 100; i++) {
  const y = matmul(x, W) + b;
  loss = meanSquaredError(y, t);
  W.clearGrad();
  b.clearGrad();
  loss.backward();
  W.data -= lr * W.grad.data;
  b.data -= lr * b.grad.data;
}
console.log(W, b, loss);
