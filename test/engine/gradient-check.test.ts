/** @file The gradient check finds wrong backwards, and passes right ones. */
import assert from 'node:assert/strict';
import * as engine from '../../src/engine';
import { add, array, exp, gradientCheck, mul, numericalGrad, sin, square, sub, sum, Variable } from '../../src/engine';

class Cube extends engine.Function {
  override forward(x: number) {
    return x ** 3;
  }
  override backward(gy: Variable) {
    return mul(mul(3, square(this.inputs[0])), gy);
  }
}
class WrongCube extends Cube {
  override backward(gy: Variable) {
    return mul(mul(2, square(this.inputs[0])), gy);
  }
}
class Swapped extends engine.Function {
  override forward(a: number, b: number) {
    return [a * b, a + b];
  }
  override backward(p: Variable, q: Variable) {
    const [a, b] = this.inputs;
    return [add(mul(p, a), q), add(mul(p, b), q)];
  }
}

describe('numericalGrad', () => {
  it('is the central difference', () => {
    assert.ok(Math.abs((numericalGrad((x) => square(x), 2) as number) - 4) < 1e-7);
    const found = numericalGrad((x) => mul(x, x), array([1, 2, 3])) as engine.NdArray;
    assert.ok(engine.allclose(found, array([2, 4, 6])));
  });
});

describe('gradientCheck', () => {
  it('passes what is right', () => {
    assert.deepEqual(gradientCheck((x) => exp(sin(x)), 0.7).message, '');
    assert.ok(gradientCheck((x, y) => sub(mul(x, y), exp(x)), [new Variable(1), new Variable(2)]).passed);
    assert.ok(
      gradientCheck(
        (x) => sum(square(x)),
        array([
          [1, 2],
          [3, 4],
        ]),
      ).passed,
    );
    assert.ok(gradientCheck((x) => new Cube().call(x), 1.5).passed);
  });
  it('finds a planted wrong backward, and says by how much', () => {
    const found = gradientCheck((x) => new WrongCube().call(x), new Variable(2, 'x'));
    assert.equal(found.passed, false);
    assert.equal(found.inputs[0].given, 8);
    assert.ok(Math.abs((found.inputs[0].expected as number) - 12) < 1e-6);
    assert.ok(Math.abs(found.inputs[0].difference - 4) < 1e-6);
    assert.match(found.message, /backward gives 8 for x; differences give 12\.?/);
  });
  it('finds gradients given to the wrong inputs', () => {
    const found = gradientCheck((a, b) => new Swapped().call(a, b), [new Variable(2), new Variable(5)]);
    assert.deepEqual(
      found.inputs.map((input) => input.passed),
      [false, false],
    );
  });
  it('leaves the grads of the inputs alone', () => {
    const x = new Variable(2);
    x.grad = new Variable(7);
    gradientCheck((v) => square(v), x);
    assert.equal(x.grad?.data, 7);
  });
});

describe("a person's own Functions", () => {
  it('are checked where they were called', () => {
    const x = new Variable(2, 'x');
    const y = add(new Cube().call(exp(x)) as Variable, new WrongCube().call(x) as Variable);
    const failures = engine.checkFunctionsBehind(y);
    assert.equal(failures.length, 1);
    assert.equal(failures[0].node.name, 'WrongCube');
    assert.match(failures[0].check.message, /WrongCube\.backward gives 8 for x; differences give 1[12]/);
  });
  it('keep working after the check', () => {
    class Kept extends engine.Function {
      private seen = 0;
      override forward(x: number) {
        this.seen = x;
        return x * x;
      }
      override backward(gy: Variable) {
        return mul(2 * this.seen, gy);
      }
    }
    const x = new Variable(3);
    const y = new Kept().call(x) as Variable;
    assert.deepEqual(engine.checkFunctionsBehind(y), []);
    y.backward();
    assert.equal(x.grad?.data, 6);
  });
});
