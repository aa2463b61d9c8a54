// The sine by its Taylor series, written as a loop.
// Look at the graph: one turn of the loop per term, as many as the threshold asks for.
import { Variable } from 'gradlens';

function mySin(x: Variable, threshold: number): Variable {
  let y = 0;
  let factorial = 1;
  for (let i = 0; i < 100_000; i++) {
    if (i > 0) factorial *= 2 * i * (2 * i + 1);
    const term = ((-1) ** i / factorial) * x ** (2 * i + 1);
    y = y + term;
    if (Math.abs(term.data) < threshold) break;
  }
  return y;
}

const fine = new Variable(Math.PI / 4);
const exact = mySin(fine, 1e-150);
exact.backward();
console.log(exact.data, fine.grad.data);

const x = new Variable(Math.PI / 4);
const y = mySin(x, 1e-4);
y.backward();
console.log(y.data, x.grad.data); // 0.7071064695751781 0.7071032148228457
