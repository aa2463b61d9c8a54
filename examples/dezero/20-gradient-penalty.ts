// A critic whose slope is kept near 1, as WGAN-GP does: the loss contains a gradient, so training differentiates twice.
// Look at the series: the penalty falls while it trains.
import { Adam, linear, mean, rand, sum, tanh, Variable } from 'gradlens';

const W = new Variable(rand([2, 8], 1) - 0.5, 'W');
const v = new Variable(rand([8, 1], 2) - 0.5, 'v');
const optimizer = new Adam([W, v], 0.02);
const real = new Variable(rand([16, 2], 3) + 1);
const fake = new Variable(rand([16, 2], 4) - 1);

function critic(x: Variable): Variable {
  return linear(tanh(linear(x, W)), v);
}

let slope = 0;
for (let step = 0; step < 200; step++) {
  const between = new Variable(real.data * 0.5 + fake.data * 0.5);
  sum(critic(between)).backward({ createGraph: true });
  const gradient = between.grad;
  const norm = sum(gradient ** 2, 1) ** 0.5;
  const penalty = mean((norm - 1) ** 2);
  const loss = mean(critic(fake)) - mean(critic(real)) + 10 * penalty;
  optimizer.clearGrads();
  loss.backward();
  optimizer.update();
  slope = mean(norm).data;
}
console.log(slope); // near 1
