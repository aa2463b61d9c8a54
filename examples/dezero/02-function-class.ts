// A function of your own: forward works on data, backward on Variables.
// Look at Swap: two inputs and two outputs; call() gives one output bare, several as a list.
import { Function, type NdArray, Variable } from 'gradlens';

class Square extends Function {
  override forward(x: NdArray) {
    return x ** 2;
  }
  override backward(gy: Variable) {
    const [x] = this.inputs;
    return 2 * x * gy;
  }
}

class Swap extends Function {
  override forward(a: NdArray, b: NdArray) {
    return [b * 1, a * 1];
  }
  override backward(ga: Variable, gb: Variable) {
    return [gb, ga];
  }
}

class Forgetful extends Function {}

try {
  new Forgetful().call(new Variable(1));
} catch (error) {
  console.log(String(error)); // TypeError: Forgetful has no forward(…) …
}

const x = new Variable(10);
const y = new Square().call(x);
const [p, q] = new Swap().call(x, y);
const z = p * 3 + q;
z.backward();
console.log(y, z); // variable(100) variable(310)
console.log(x.grad); // 3·2x + 1: variable(61)
