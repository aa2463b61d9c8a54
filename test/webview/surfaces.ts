/** @file Functions of two inputs with known derivatives, and a stand-in for the host's answers about them. */
import {
  type DescentOutcome,
  descend,
  type DescentMethod as EngineMethod,
  type SurfacePoint,
} from '../../src/engine/descent';
import type { AnswerTo, DifferenceRecord } from '../../src/protocol/analysis';
import type { Evaluation } from '../../src/protocol/evaluation';
import type { DescentChoice, DescentMethod, DescentPath, SurfaceChoice } from '../../src/protocol/surface';
import { type Handle, Recording } from './builder';

export type Plane = (x: number, y: number) => SurfacePoint;

/** (1 − x)² + 100 (y − x²)² */
export const rosenbrock: Plane = (x, y) => ({
  value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
  hessian: [
    [2 - 400 * y + 1200 * x * x, -400 * x],
    [-400 * x, 200],
  ],
});

/** (x² + y − 11)² + (x + y² − 7)² */
export const himmelblau: Plane = (x, y) => {
  const [a, b] = [x * x + y - 11, x + y * y - 7];
  return {
    value: a * a + b * b,
    gradient: [4 * x * a + 2 * b, 2 * a + 4 * y * b],
    hessian: [
      [12 * x * x + 4 * y - 42, 4 * (x + y)],
      [4 * (x + y), 12 * y * y + 4 * x - 26],
    ],
  };
};

/** x² − y²: a saddle. */
export const saddle: Plane = (x, y) => ({
  value: x * x - y * y,
  gradient: [2 * x, -2 * y],
  hessian: [
    [2, 0],
    [0, -2],
  ],
});

export const planes: Record<string, Plane> = { valley: rosenbrock, himmelblau, saddle };

/** Rosenbrock's function over two numbers. */
export function valley(x0 = -1.2, y0 = 1, name = 'rosenbrock'): Evaluation {
  const t = new Recording(name, 'x, y', '/w/functions.ts');
  const [x, y] = [t.input('x', x0), t.input('y', y0)];
  const n = (op: string, a: Handle | number, b: Handle | number) => t.op(op, [a, b]);
  const steep = n('mul', 100, n('pow', n('sub', y, n('pow', x, 2)), 2));
  return t.evaluation(t.op('add', [n('pow', n('sub', 1, x), 2), steep], 'z'));
}

/** Himmelblau's function. */
export function himmelblauProgram(x0 = 0, y0 = 0): Evaluation {
  const t = new Recording('himmelblau', 'x, y', '/w/functions.ts');
  const [x, y] = [t.input('x', x0), t.input('y', y0)];
  const n = (op: string, a: Handle | number, b: Handle | number) => t.op(op, [a, b]);
  const a = n('sub', n('add', n('pow', x, 2), y), 11);
  const b = n('sub', n('add', x, n('pow', y, 2)), 7);
  return t.evaluation(t.op('add', [n('pow', a, 2), n('pow', b, 2)], 'z'));
}

export function surfaceAnswer(plane: Plane, choice: SurfaceChoice): AnswerTo<'surface'> {
  const along = (from: number, to: number, count: number) =>
    Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
  const inner = (from: number, to: number, count: number) =>
    Array.from({ length: count }, (_, i) => from + ((to - from) * (i + 0.5)) / count);
  const [x0, y0] = choice.from;
  const [x1, y1] = choice.to;
  const [xs, ys] = [along(x0, x1, choice.points[0]), along(y0, y1, choice.points[1])];
  const arrows = inner(y0, y1, choice.arrows[1]).flatMap((y) =>
    inner(x0, x1, choice.arrows[0]).map((x) => {
      const [dx, dy] = plane(x, y).gradient;
      return { x, y, dx, dy };
    }),
  );
  const values = ys.map((y) => xs.map((x) => plane(x, y).value));
  return { kind: 'surface', inputs: [], diagnostics: [], xs, ys, values, arrows };
}

const engineMethods: [DescentMethod, EngineMethod][] = [
  ['gradient descent', 'gradientDescent'],
  ['momentum', 'momentum'],
  ['Adam', 'adam'],
  ['Newton', 'newton'],
];

function outcomeOf(outcome: DescentOutcome): Pick<DescentPath, 'outcome' | 'found'> {
  if (outcome === 'stepLimit') return { outcome: 'limit' };
  if (outcome === 'diverged' || outcome === 'unbounded') return { outcome: 'diverged' };
  if (outcome === 'minimum' || outcome === 'maximum' || outcome === 'saddle')
    return { outcome: 'converged', found: outcome };
  return { outcome: 'stuck' };
}

export function descentAnswer(plane: Plane, choice: DescentChoice): AnswerTo<'descent'> {
  const [x, y] = choice.start;
  const { value, gradient, hessian } = plane(x, y);
  const paths = engineMethods.map(([name, method]): DescentPath => {
    const path = descend(plane, choice.start, { method, rate: choice.rates?.[name], maxSteps: choice.steps });
    return { method: name, rate: path.rate, points: path.points, steps: path.steps, ...outcomeOf(path.outcome) };
  });
  const start = {
    x,
    y,
    value,
    gradient: [...gradient] as [number, number],
    hessian: hessian as [[number, number], [number, number]],
  };
  return { kind: 'descent', inputs: [], diagnostics: [], start, paths };
}

const mi = (name: string) => `<mi>${name}</mi>`;
const math = (inside: string) => `<math xmlns="http://www.w3.org/1998/Math/MathML">${inside}</math>`;
const checked = (value: number, error: number): DifferenceRecord => ({
  value,
  error,
  truncation: error / 2,
  cancellation: error / 2,
  step: 0.1,
  difference: error / 3,
  agrees: true,
});

/** Rosenbrock's function at (−1.2, 1), its first derivative with a formula, the second without. */
export const valleyFormula: AnswerTo<'formula'> = {
  kind: 'formula',
  value: 24.2,
  branches: true,
  diagnostics: [],
  formula: {
    text: '(1 − x)² + 100·(y − x²)²',
    code: '(1 - x) ** 2 + 100 * (y - x ** 2) ** 2',
    mathml: math(
      `<mrow><msup><mrow><mo>(</mo><mrow><mn>1</mn><mo>−</mo>${mi('x')}</mrow><mo>)</mo></mrow><mn>2</mn></msup><mo>+</mo><mrow><mn>100</mn><mo>⋅</mo><msup><mrow><mo>(</mo><mrow>${mi('y')}<mo>−</mo><msup>${mi('x')}<mn>2</mn></msup></mrow><mo>)</mo></mrow><mn>2</mn></msup></mrow></mrow>`,
    ),
  },
  inputs: [
    {
      path: 'x',
      value: -1.2,
      formula: {
        text: '2·x − 2 + 400·x·(x² − y)',
        code: '2 * x - 2 + 400 * x * (x ** 2 - y)',
        mathml: math(
          `<mrow><mrow><mn>2</mn><mo>⋅</mo>${mi('x')}</mrow><mo>−</mo><mn>2</mn><mo>+</mo><mrow><mn>400</mn><mo>⋅</mo>${mi('x')}<mo>⋅</mo><mrow><mo>(</mo><mrow><msup>${mi('x')}<mn>2</mn></msup><mo>−</mo>${mi('y')}</mrow><mo>)</mo></mrow></mrow></mrow>`,
        ),
      },
      automatic: -215.6,
      numerical: checked(-215.60000000001, 3e-10),
    },
    { path: 'y', value: 1, formula: null, automatic: -88, numerical: { ...checked(-88, 1e-11), agrees: null } },
  ],
};

/** A loop of many rounds: exact numbers, no formulas. */
export const formulaless: AnswerTo<'formula'> = {
  ...valleyFormula,
  formula: null,
  inputs: valleyFormula.inputs.map((entry) => ({ ...entry, formula: null })),
};
