// Gradient descent on Rosenbrock's valley: quickly down to its floor, then slowly along it.
// Look at the series: ten thousand steps, and the loss still falls.
import { Variable } from 'gradlens';

const x0 = new Variable(0);
const x1 = new Variable(2);
const lr = 0.001;
for (let i = 0; i < 10_000; i++) {
  const y = 100 * (x1 - x0 ** 2) ** 2 + (x0 - 1) ** 2;
  x0.clearGrad();
  x1.clearGrad();
  y.backward();
  x0.data -= lr * x0.grad.data;
  x1.data -= lr * x1.grad.data;
}
console.log(x0, x1); // near (1, 1)
