// Functions on which optimisers are tried. Look at the gradients; the panel's surface shows the valleys.
import { Variable } from 'gradlens';

const sphere = (x: Variable, y: Variable) => x ** 2 + y ** 2;
const matyas = (x: Variable, y: Variable) => 0.26 * (x ** 2 + y ** 2) - 0.48 * x * y;
const rosenbrock = (x: Variable, y: Variable) => 100 * (y - x ** 2) ** 2 + (x - 1) ** 2;
const goldsteinPrice = (x: Variable, y: Variable) =>
  (1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x ** 2 - 14 * y + 6 * x * y + 3 * y ** 2)) *
  (30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x ** 2 + 48 * y - 36 * x * y + 27 * y ** 2));

for (const f of [sphere, matyas, goldsteinPrice]) {
  const x = new Variable(1);
  const y = new Variable(1);
  f(x, y).backward();
  console.log(x.grad, y.grad);
}
const x0 = new Variable(0);
const x1 = new Variable(2);
const z = rosenbrock(x0, x1);
z.backward();
console.log(x0.grad, x1.grad); // variable(-2) variable(400)
