// Gradients of intermediates are dropped once they have been passed on; the picture still shows them, as dropped.
// Look at t: null for the program, 1 with retainGrad.
import { Variable } from 'gradlens';

const x0 = new Variable(1);
const x1 = new Variable(1);
const t = x0 + x1;
const y = x0 + t;

y.backward({ retainGrad: true });
console.log(y.grad, t.grad); // variable(1) variable(1)

x0.clearGrad();
x1.clearGrad();
const u = x0 + x1;
const z = x0 + u;
z.backward();
console.log(z.grad, u.grad, x0.grad, x1.grad); // null null variable(2) variable(1)
