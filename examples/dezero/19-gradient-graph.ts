// The graph of a gradient: what computes gx1, gx2, gx3 of tanh.
// Look at the picture: every order is a graph on top of the last one. Change `orders` to see it grow.
import { functionsBehind, tanh, Variable } from 'gradlens';

const orders = 3;
const x = new Variable(1, 'x');
const y = tanh(x);
y.name = 'y';
y.backward({ createGraph: true });
for (let order = 1; order < orders; order++) {
  const gx = x.grad;
  gx.name = `gx${order}`;
  console.log(gx.name, gx.data, functionsBehind(gx).length);
  x.clearGrad();
  gx.backward({ createGraph: true });
}
const gx = x.grad;
gx.name = `gx${orders}`;
console.log(gx.name, gx.data, functionsBehind(gx).length);
gx.backward();
