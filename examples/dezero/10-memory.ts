// In Python a Variable and its creator point at each other: a cycle, which counting references never frees, so DeZero
// makes one of the pointers weak. JavaScript's collector starts from what the program still holds and frees the rest,
// cycles included: a graph goes when nothing refers to its result any more.
// Look at the run: a thousand graphs of a 100 × 100 array, one after another, and the memory of one.
import { mean, square, Variable, zeros } from 'gradlens';

let last = 0;
for (let k = 0; k < 1000; k++) {
  const x = new Variable(zeros(100, 100) + k);
  const y = mean(square(square(x)));
  y.backward();
  last = x.grad.data.at(0, 0);
}
console.log(last); // 4·999³ over 10,000 entries
