// Three arms of a spiral told apart: a small network, softmax and cross-entropy, trained with Adam.
// Look at the series: the loss, and the accuracy that is printed.
import { Adam, argmax, crossEntropy, linear, noGrad, randn, tanh, Variable, zeros } from 'gradlens';

const points: number[][] = [];
const labels: number[] = [];
for (let arm = 0; arm < 3; arm++) {
  for (let k = 0; k < 40; k++) {
    const radius = k / 40;
    const angle = arm * 2.1 + 4 * radius;
    points.push([radius * Math.sin(angle), radius * Math.cos(angle)]);
    labels.push(arm);
  }
}
const x = new Variable(points, 'x');
const W1 = new Variable(randn([2, 16], 1) / Math.SQRT2, 'W1');
const b1 = new Variable(zeros(16), 'b1');
const W2 = new Variable(randn([16, 3], 2) / 4, 'W2');
const b2 = new Variable(zeros(3), 'b2');
const optimizer = new Adam([W1, b1, W2, b2], 0.02);

const model = (input: Variable) => linear(tanh(linear(input, W1, b1)), W2, b2);

for (let step = 0; step < 300; step++) {
  const loss = crossEntropy(model(x), labels);
  optimizer.clearGrads();
  loss.backward();
  optimizer.update();
}
const classes = noGrad(() => argmax(model(x), 1));
const hits = labels.filter((label, k) => classes.at(k) === label).length;
console.log(hits / labels.length);
