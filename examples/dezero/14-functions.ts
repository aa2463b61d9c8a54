// The functions of the engine; each backward is written with functions of the engine, so it can be differentiated again.
// Look at any of them in the picture: the edge shows the local derivative.
import { cos, exp, log, sin, tanh, Variable } from 'gradlens';

const x = new Variable(2);
const y = -x - 1 / x + x ** 3 - exp(-x) + sin(x) * cos(x) + tanh(x) + log(x) + Math.sqrt(x);
y.backward();
console.log(y, x.grad);
