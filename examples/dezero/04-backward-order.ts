// backward() goes from the highest generation down, each function once.
// Look at a: both of its contributions must be there before its square is visited. Play the backward pass to see it.
import { square, Variable } from 'gradlens';

const x = new Variable(2);
const a = square(x);
const b = square(a);
const c = square(a);
const y = b + c;
y.backward();
console.log(y, x.grad); // variable(32) variable(64)

const leaf = new Variable(5);
leaf.backward();
console.log(leaf.grad); // of itself: variable(1)
x.clearGrad();
y.backward({ retainGrad: true, queue: 'sort' });
console.log(y.grad, b.grad, c.grad, a.grad, x.grad); // 1 1 1 16 64
