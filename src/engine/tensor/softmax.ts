/** @file Softmax and its logarithm along axes, without overflow. */
import { elementwise } from './elementwise';
import { extremeAlong } from './kernels/reduce';
import { applyLinear } from './linear';
import { NdArray, type Value } from './ndarray';
import type { ArrayRule } from './rules';
import { reducedShape } from './shape';

/** x less its greatest entry along the axes. */
function shifted(x: NdArray, axes: readonly number[]): Value {
  const top = new NdArray(reducedShape(x.shape, axes, true), extremeAlong(x.doubles, x.shape, axes, false));
  return elementwise('sub', [x, x.dtype === 'float32' ? top.astype('float32') : top]);
}

export function softmaxRule(axes: readonly number[]): ArrayRule {
  return {
    kind: 'nonlinear',
    name: 'softmax',
    label: 'softmax',
    forward: ([x]) => {
      if (typeof x === 'number') return 1;
      const e = elementwise('exp', [shifted(x, axes)]);
      return elementwise('div', [e, applyLinear({ name: 'sum', axes, keepdims: true }, e)]);
    },
    // y·(ȳ − Σ ȳ·y)
    adjoint: (g, grad, y) => {
      const weighted = g.elementwise('mul', grad, y());
      const total = g.linear({ name: 'sum', axes, keepdims: true }, weighted);
      return g.elementwise('sub', weighted, g.elementwise('mul', y(), total));
    },
  };
}

export function logSoftmaxRule(axes: readonly number[]): ArrayRule {
  return {
    kind: 'nonlinear',
    name: 'logSoftmax',
    label: 'log softmax',
    forward: ([x]) => {
      if (typeof x === 'number') return 0;
      const z = shifted(x, axes);
      const total = applyLinear({ name: 'sum', axes, keepdims: true }, elementwise('exp', [z]));
      return elementwise('sub', [z, elementwise('log', [total])]);
    },
    // ȳ − e^y·Σ ȳ
    adjoint: (g, grad, y) => {
      const total = g.linear({ name: 'sum', axes, keepdims: true }, grad);
      return g.elementwise('sub', grad, g.elementwise('mul', g.elementwise('exp', y()), total));
    },
  };
}
