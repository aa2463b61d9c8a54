// Double backprop: a gradient is used inside an expression that is differentiated again.
// Look at x.grad at the end: z = (2x)³ + x², so z′ = 24x² + 2x = 100 at 2.
import { Variable } from 'gradlens';

const x = new Variable(2);
const y = x ** 2;
y.backward({ createGraph: true });
const gx = x.grad;
x.clearGrad();

const z = gx ** 3 + y;
z.backward();
console.log(x.grad); // variable(100)
