// Derivatives of any order: differentiate the gradient again and again.
// Look at the output: sin, cos, −sin, −cos, sin, …
import { sin, tanh, Variable } from 'gradlens';

const x = new Variable(1);
const values = [sin(x)];
values[0].backward({ createGraph: true });
for (let order = 1; order <= 4; order++) {
  const gx = x.grad;
  values.push(gx);
  x.clearGrad();
  gx.backward({ createGraph: true });
}
console.log(values.map((value) => value.data));

const t = new Variable(1);
const y = tanh(t);
y.backward({ createGraph: true });
const gt = t.grad;
t.clearGrad();
gt.backward({ createGraph: true });
console.log(y, gt, t.grad);
