// A Variable is a box for data: a number, nested lists of numbers, or nothing yet.
// Look at the last line: what is no number is refused, and the message says what was given.
import { Variable } from 'gradlens';

const x = new Variable(1);
console.log(x.data); // 1
x.data = 2;
console.log(x.data, x.ndim); // 2 0

const matrix = new Variable([
  [1, 2, 3],
  [4, 5, 6],
]);
console.log(matrix.shape); // [2, 3]
console.log(new Variable(null)); // variable(null)

try {
  new Variable('1' as unknown as number);
} catch (error) {
  console.log(String(error)); // TypeError: … a string was given.
}
