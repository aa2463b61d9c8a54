// Numerical, automatic and symbolic differentiation side by side.
// Look at f in the panel: hover x for the formula; the three agree to the last digits that differences give.
import { exp, numericalGrad, square, Variable } from 'gradlens';

function f(x: Variable): Variable {
  return square(exp(square(x)));
}
const symbolic = (x: number) => 4 * x * Math.exp(2 * x * x);

const x = new Variable(0.5);
const y = f(x);
y.backward();
console.log(numericalGrad(f, 0.5), x.grad.data, symbolic(0.5));
