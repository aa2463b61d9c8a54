// A network of two layers learns a sine.
// Look at the tensors in the picture: W1 and W2 as heat maps, with their gradients.
import { linear, meanSquaredError, rand, randn, SGD, sigmoid, sin, Variable, zeros } from 'gradlens';

const x = new Variable(rand([100, 1], 0), 'x');
const t = new Variable(sin(2 * Math.PI * x.data).data + rand([100, 1], 1), 't');
const W1 = new Variable(0.01 * randn([1, 10], 2), 'W1');
const b1 = new Variable(zeros(10), 'b1');
const W2 = new Variable(0.01 * randn([10, 1], 3), 'W2');
const b2 = new Variable(zeros(1), 'b2');
const optimizer = new SGD([W1, b1, W2, b2], 0.2);

function predict(input: Variable): Variable {
  const hidden = sigmoid(linear(input, W1, b1));
  return linear(hidden, W2, b2);
}

let loss = 0;
for (let i = 0; i < 2000; i++) {
  loss = meanSquaredError(predict(x), t);
  optimizer.clearGrads();
  loss.backward();
  optimizer.update();
}
console.log(loss);
