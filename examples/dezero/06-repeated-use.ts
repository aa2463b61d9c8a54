// A Variable that is used several times gets the sum of what comes back.
// Look at x in the second line: three uses, gradient 3.
import { add, Variable } from 'gradlens';

const x = new Variable(3);
const y = add(x, x);
y.backward();
console.log(y, x.grad); // variable(6) variable(2)

x.clearGrad();
const z = add(add(x, x), x);
z.backward();
console.log(z, x.grad); // variable(9) variable(3)
