// Arrays, and operators on them: `x.data -= lr * x.grad.data` is one step of gradient descent.
// Look at x: its data is a plain array, and assigning it makes x a fresh leaf.
import { allclose, array, asArray, asVariable, linspace, ones, rand, sum, Variable, zeros } from 'gradlens';

const x = new Variable(array([1, 2, 3]), 'x');
const lr = 0.1;
const loss = sum(x ** 2);
loss.backward();
x.data -= lr * x.grad.data;
console.log(x); // variable([0.8 1.6 2.4])

console.log(asVariable([3]) + x, asVariable(x) === x, asArray(2).shape);
console.log(linspace(0, 1, 5), zeros(2) + ones(2) / 4);
console.log(allclose(rand([2, 2], 7), rand([2, 2], 7))); // the same seed, the same numbers: true
