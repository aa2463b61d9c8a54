// The second way: a stack without generations passes on gradients that are not complete, or passes them on twice.
// Look at x: 96 and 32 are both wrong. The panel says at which visit it went wrong.
import { square, Variable } from 'gradlens';

const p = new Variable(1);
const q = p + p;
const r = q + q;
r.backward({ order: 'naive' });
console.log(p.grad); // variable(8), and 4 is right
p.clearGrad();
r.backward({ order: 'naiveSeen' });
console.log(p.grad); // 4: each function was visited once

const x = new Variable(2);
const a = square(x);
const y = square(a) + square(a);
y.backward({ order: 'naiveSeen' });
console.log(x.grad); // 32: a's square was visited before all had arrived
x.clearGrad();
y.backward({ order: 'naive' });
console.log(x.grad); // 96: a's square was visited twice
