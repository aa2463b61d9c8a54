// Without recording nothing is kept for the way back: use it where only values count.
// Look at the end: the switch is on again, although the body threw.
import { config, mean, noGrad, ones, square, usingConfig, Variable } from 'gradlens';

const x = new Variable(ones(100, 100, 100));
const y = square(square(square(x)));
y.backward();
console.log(x.grad.data.at(0, 0, 0), x.grad.shape); // 8 everywhere

const still = new Variable(2);
noGrad(() => {
  const z = square(square(still));
  console.log(z, z.creator, still.grad); // variable(16) null null
});

try {
  usingConfig('enableBackprop', false, () => {
    throw new Error('stop');
  });
} catch {
  console.log(config.enableBackprop); // true
}

const loss = mean(square(still));
loss.backward();
console.log(still.grad); // variable(4)
