// Each call links output → creator → inputs, but only while recording is on.
// Look at y and quiet: the same numbers, and only y remembers where it came from.
import { exp, noGrad, square, Variable } from 'gradlens';

const x = new Variable(0.5);
const a = square(x);
const b = exp(a);
const y = square(b);
console.log(y.creator.label, y.creator.inputs[0] === b, b.creator.inputs[0] === a, a.creator.inputs[0] === x);

const quiet = noGrad(() => square(exp(square(x))));
console.log(quiet.creator, quiet.generation, y.generation); // null 0 3

y.backward();
console.log(x.grad); // variable(3.297442541400256)
