// Newton's method, with the second derivative by a second backward pass.
// Look at the numbers: from 2 to 1 in seven steps.
import { Variable } from 'gradlens';

function f(x: Variable): Variable {
  return x ** 4 - 2 * x ** 2;
}

const x = new Variable(2);
for (let i = 0; i < 10; i++) {
  console.log(i, x.data);
  const y = f(x);
  x.clearGrad();
  y.backward({ createGraph: true });
  const gx = x.grad;
  x.clearGrad();
  gx.backward();
  const gx2 = x.grad;
  x.data -= gx.data / gx2.data;
}
console.log(x);
