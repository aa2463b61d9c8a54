/** @file Rules that move parameters against their gradients. */
import { noGrad } from '../config';
import { Variable } from '../variable';
import { elementwise } from './elementwise';
import { NdArray, type Value } from './ndarray';
import { ShapeError, sameShape, shapeText } from './shape';
import { room } from './storage';

/** Moves each parameter that has a gradient; what it remembers of a parameter goes with the parameter. */
abstract class Optimizer {
  constructor(protected readonly parameters: readonly Variable[]) {
    for (const x of parameters) {
      if (!(x instanceof Variable)) throw new TypeError('An optimizer takes a list of Variables.');
    }
  }

  /** One step; each parameter becomes a fresh leaf with new data. */
  update(): void {
    noGrad(() => {
      for (const x of this.parameters) {
        if (x.grad === null || x.data === null) continue;
        const grad = x.grad.data as Value;
        if (!sameShape(x.grad.shape, x.shape)) {
          throw new ShapeError(
            `update: gradient of shape ${shapeText(x.grad.shape)} for a parameter of shape ${shapeText(x.shape)}.`,
          );
        }
        x.data = this.moved(x, x.data, grad);
      }
    });
  }

  /** Forgets the gradients, as one does before the next `backward()`. */
  clearGrads(): void {
    for (const x of this.parameters) x.clearGrad();
  }

  protected abstract moved(parameter: Variable, data: Value, grad: Value): Value;
}

/** Gradient descent, x − lr·g; with momentum the step v ← momentum·v − lr·g. */
export class SGD extends Optimizer {
  private readonly speeds = new WeakMap<Variable, Value>();

  constructor(
    parameters: readonly Variable[],
    readonly lr = 0.01,
    readonly momentum = 0,
  ) {
    super(parameters);
  }

  protected moved(parameter: Variable, data: Value, grad: Value): Value {
    const step = elementwise('mul', [this.lr, grad]);
    if (this.momentum === 0) return elementwise('sub', [data, step]);
    const old = this.speeds.get(parameter) ?? 0;
    const speed = elementwise('sub', [elementwise('mul', [this.momentum, old]), step]);
    this.speeds.set(parameter, speed);
    return elementwise('add', [data, speed]);
  }
}

/** Kingma and Ba's Adam with its bias corrections: x − lr·m̂/(√v̂ + ε). */
export class Adam extends Optimizer {
  private readonly moments = new WeakMap<Variable, { m: Float64Array; v: Float64Array; steps: number }>();

  constructor(
    parameters: readonly Variable[],
    readonly lr = 0.001,
    readonly beta1 = 0.9,
    readonly beta2 = 0.999,
    readonly epsilon = 1e-8,
  ) {
    super(parameters);
  }

  protected moved(parameter: Variable, data: Value, grad: Value): Value {
    const { lr, beta1, beta2, epsilon } = this;
    const size = typeof data === 'number' ? 1 : data.size;
    let own = this.moments.get(parameter);
    if (own === undefined || own.m.length !== size) {
      own = { m: new Float64Array(size), v: new Float64Array(size), steps: 0 };
      this.moments.set(parameter, own);
    }
    const { m, v } = own;
    const steps = ++own.steps;
    const correct1 = 1 - beta1 ** steps;
    const correct2 = 1 - beta2 ** steps;
    const x = typeof data === 'number' ? [data] : data.values;
    const g = typeof grad === 'number' ? [grad] : grad.values;
    const out = room(size);
    for (let k = 0; k < size; k++) {
      m[k] = beta1 * m[k] + (1 - beta1) * g[k];
      v[k] = beta2 * v[k] + (1 - beta2) * g[k] * g[k];
      out[k] = x[k] - (lr * (m[k] / correct1)) / (Math.sqrt(v[k] / correct2) + epsilon);
    }
    if (typeof data === 'number') return out[0];
    return data.dtype === 'float32'
      ? new NdArray(data.shape, Float32Array.from(out), 'float32')
      : new NdArray(data.shape, out);
  }
}
