// With createGraph the gradients are computed by functions that are recorded too, so they can be differentiated again.
// In the book's core_simple a grad was a bare array; here, as in its core, it is a Variable with a graph behind it.
// Look at x.grad: 24 after the first pass; without clearGrad() the second adds 44 to it.
import { Variable } from 'gradlens';

function f(x: Variable): Variable {
  return x ** 4 - 2 * x ** 2;
}

const x = new Variable(2);
const y = f(x);
y.backward({ createGraph: true });
const gx = x.grad;
console.log(gx); // variable(24)

gx.backward();
console.log(x.grad); // variable(68): 24 + 44

const u = new Variable(2);
f(u).backward({ createGraph: true });
const gu = u.grad;
u.clearGrad();
gu.backward();
console.log(u.grad); // variable(44)
