// A backward of your own is held against differences of its forward, without being asked.
// Look at Cube.backward: it forgets the square, and the message says by how much it is off.
import { exp, Function, gradientCheck, type NdArray, square, Variable } from 'gradlens';

class Cube extends Function {
  override forward(x: NdArray) {
    return x ** 3;
  }
  override backward(gy: Variable) {
    const [x] = this.inputs;
    return 3 * x * gy; // 3·x² is right
  }
}

const x = new Variable(2);
const y = new Cube().call(x);
y.backward();
console.log(x.grad); // variable(6), and 12 is right

console.log(gradientCheck((v) => exp(square(v)), 0.5).passed); // true
const wrong = gradientCheck((v) => new Cube().call(v), 2);
console.log(wrong.passed, wrong.message);
