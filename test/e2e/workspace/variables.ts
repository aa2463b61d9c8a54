import { Variable } from 'gradlens';

const a = new Variable(3);
const b = new Variable(2);
const c = new Variable(1);
const y = a * b + c;
y.backward();
console.log(a.grad, b.grad);
