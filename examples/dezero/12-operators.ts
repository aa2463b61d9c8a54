// Operators on Variables: write the formula, call backward(), read the gradients.
// Look at c: y = a·b + c, so its gradient is 1 whatever the numbers are.
import { Variable } from 'gradlens';

const a = new Variable(3, 'a');
const b = new Variable(2, 'b');
const c = new Variable(1, 'c');

const y = a * b + c;
y.backward();

console.log(y); // variable(7)
console.log(a.grad, b.grad, c.grad); // variable(2) variable(3) variable(1)
