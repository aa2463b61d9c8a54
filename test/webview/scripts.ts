/** @file A script of Variables as an evaluation tells of it: losses, backward calls, arrays, checks. */
import type { Evaluation } from '../../src/protocol/evaluation';
import type { ScriptVariable, SeriesProgress, TensorRecord } from '../../src/protocol/script';
import { diamond } from './programs';

/** Row by row. */
export function tensor(shape: number[], entry: (place: number) => number, dtype = 'float64'): TensorRecord {
  const data = Array.from({ length: shape.reduce((all, one) => all * one, 1) }, (_, place) => entry(place));
  const finite = data.filter(Number.isFinite);
  return {
    shape,
    dtype,
    data,
    stride: 1,
    min: Math.min(...finite),
    mean: finite.reduce((a, b) => a + b, 0) / finite.length,
    max: Math.max(...finite),
    nonFinite: data.length - finite.length,
  };
}

const range = { fileName: '/w/diamond.ts', start: 60, end: 70 };

function variable(name: string, more: Partial<ScriptVariable>): ScriptVariable {
  const common = { data: null, grad: null, dropped: false, generation: 0, creator: null, range };
  return { name, text: `variable(${name})`, ...common, ...more };
}

/** A loss that falls from 4. */
export function losses(from: number, to: number): SeriesProgress['points'] {
  return Array.from({ length: to - from }, (_, i) => ({
    step: from + i,
    value: 4 * Math.exp(-(from + i) / 60) + 0.02,
  }));
}

export function training(): Evaluation {
  const evaluation = diamond();
  const calls = [0, 1, 2, 198, 199];
  return {
    ...evaluation,
    target: { ...evaluation.target, name: 'train.ts', kind: 'script', signature: '' },
    printed: [
      { level: 'log', text: 'variable(2.0)' },
      { level: 'warn', text: 'step 199: loss 0.1623' },
    ],
    script: {
      backwards: calls.map((index) => ({ index, root: 'loss', value: 4 / (index + 1), functions: 9, range })),
      backwardCount: 200,
      shown: 199,
      variables: [
        variable('W', {
          data: tensor([6, 10], (i) => Math.sin(i / 3)),
          grad: tensor([6, 10], (i) => (i === 13 ? Number.NaN : Math.cos(i / 5) / 4)),
        }),
        variable('b', { data: tensor([3], (i) => i - 1), grad: tensor([3], () => 0) }),
        variable('images', { data: tensor([4, 8, 8], (i) => i % 64, 'float32') }),
        variable('y', { data: 2, dropped: true, generation: 3, creator: 'Add' }),
      ],
      series: [{ name: 'loss', range, steps: 200, points: losses(0, 200) }],
      checks: [
        { name: 'Square', range, passed: true, given: 4, expected: 4 },
        { name: 'Cube', range, passed: false, given: 12, expected: 27 },
      ],
    },
  };
}

/** A graph whose second variable is an array. */
export function arrays(): Evaluation {
  const evaluation = diamond();
  const data = tensor([4, 6], (i) => Math.sin(i));
  const grad = tensor([4, 6], (i) => i / 24);
  evaluation.variables[1].tensor = { data, grad };
  return evaluation;
}
