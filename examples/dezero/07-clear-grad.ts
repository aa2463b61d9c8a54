// A grad that is there already is added to: forget it between two computations.
// Look at the output: 2, then 5 without clearGrad(), then 3 with it.
import { add, Variable } from 'gradlens';

const x = new Variable(3);
add(x, x).backward();
console.log(x.grad); // variable(2)

add(add(x, x), x).backward();
console.log(x.grad); // variable(5): 2 + 3

x.clearGrad();
add(add(x, x), x).backward();
console.log(x.grad); // variable(3)
