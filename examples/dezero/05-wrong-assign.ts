// The first way a backward pass goes wrong: the second contribution replaces the first.
// Look at x: it is used twice, so its gradient is 2; the panel shows where the 1 comes from.
import { add, Variable } from 'gradlens';

const x = new Variable(3);
const y = add(x, x);
y.backward({ accumulate: 'assign' });
console.log(x.grad); // variable(1), which is wrong
