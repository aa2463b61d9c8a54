/** @file Ways of descent from a point of a program of two numbers, with gradient and curvature where they begin. */
import { type DescentOutcome, descend, type DescentMethod as Method, type SurfacePoint } from '../../engine';
import type { DescentAnswer } from '../../protocol/analysis';
import { failure } from '../../protocol/codes';
import type { DescentChoice, DescentMethod, DescentPath } from '../../protocol/surface';
import { Field } from './field';
import type { Reading } from './reading';

const methods: Record<DescentMethod, Method> = {
  'gradient descent': 'gradientDescent',
  momentum: 'momentum',
  Adam: 'adam',
  Newton: 'newton',
};

const outcomes: Record<DescentOutcome, Pick<DescentPath, 'outcome' | 'found'>> = {
  minimum: { outcome: 'converged', found: 'minimum' },
  maximum: { outcome: 'converged', found: 'maximum' },
  saddle: { outcome: 'converged', found: 'saddle' },
  stationary: { outcome: 'converged', found: 'flat' },
  stalled: { outcome: 'stuck' },
  singular: { outcome: 'stuck' },
  undefined: { outcome: 'stuck' },
  unbounded: { outcome: 'diverged' },
  diverged: { outcome: 'diverged' },
  stepLimit: { outcome: 'limit' },
  cancelled: { outcome: 'limit' },
};

const stepsAtMost = 10_000;
const pointsKept = 2_000;

/** @throws invalidRequest, noSuchInput, timeout */
export async function descentOf(reading: Reading, choice: DescentChoice): Promise<DescentAnswer> {
  const { across, up, start, rates = {}, steps } = choice;
  validate(choice);
  const field = new Field(reading, across, up);
  const first = await field.point(...start);
  const paths: DescentPath[] = [];
  const names = Object.keys(methods) as DescentMethod[];
  for (const [k, name] of names.entries()) {
    await reading.stage('sweeping');
    const until = performance.now() + field.remaining / (names.length - k + 1);
    const path = await followed(field, (surface) =>
      descend(surface, start, {
        method: methods[name],
        ...(rates[name] === undefined ? {} : { rate: rates[name] }),
        maxSteps: steps,
        maxPoints: pointsKept,
        cancelled: () => performance.now() > until,
      }),
    );
    const { rate, points, steps: made, outcome } = path;
    paths.push({ method: name, rate, points, steps: made, ...outcomes[outcome] });
  }
  const { value = Number.NaN, gradient = [Number.NaN, Number.NaN], hessian } = first ?? {};
  const [[a, b], [c, d]] = hessian ?? [
    [Number.NaN, Number.NaN],
    [Number.NaN, Number.NaN],
  ];
  const [x, y] = start;
  return {
    kind: 'descent',
    inputs: reading.inputs,
    start: {
      x,
      y,
      value,
      gradient: [gradient[0], gradient[1]],
      hessian: [
        [a, b],
        [c, d],
      ],
    },
    paths,
    diagnostics: reading.findingsFor(reading.output.id),
  };
}

class Unknown {
  constructor(
    readonly x: number,
    readonly y: number,
  ) {}
}

/**
 * Runs `body` with a function that takes new branches only by waiting: it begins again after each, with what the
 * evaluations before gave.
 */
async function followed<T>(
  field: Field,
  body: (surface: (x: number, y: number) => SurfacePoint | null) => T,
): Promise<T> {
  const found: (SurfacePoint | null)[] = [];
  for (;;) {
    let k = 0;
    try {
      return body((x, y) => {
        if (k < found.length) return found[k++];
        const point = field.knownPoint(x, y);
        if (point === null) throw new Unknown(x, y);
        found.push(point);
        k++;
        return point;
      });
    } catch (unknown) {
      if (!(unknown instanceof Unknown)) throw unknown;
      found.push(await field.point(unknown.x, unknown.y));
    }
  }
}

function validate({ start, rates = {}, steps }: DescentChoice): void {
  const wrong = (detail: string) => failure('invalidRequest', { detail });
  if (!Array.isArray(start) || start.length !== 2 || !start.every(Number.isFinite))
    throw wrong('start must be two numbers.');
  if (!Number.isInteger(steps) || steps < 1 || steps > stepsAtMost)
    throw wrong(`steps must be a whole number from 1 to ${stepsAtMost}.`);
  for (const [name, rate] of Object.entries(rates)) {
    if (!Object.hasOwn(methods, name))
      throw wrong(`rates has no ${name}. It can have ${Object.keys(methods).join(', ')}.`);
    if (rate !== undefined && !(rate > 0 && Number.isFinite(rate)))
      throw wrong(`rates.${name} must be a positive number.`);
  }
}
