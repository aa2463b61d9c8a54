/** @file The values of a program over a grid of two of its numbers, and gradients as arrows. */
import type { SurfaceAnswer } from '../../protocol/analysis';
import { failure } from '../../protocol/codes';
import type { SurfaceChoice } from '../../protocol/surface';
import { Field } from './field';
import type { Reading } from './reading';

const pointsAtMost = 256;
const arrowsAtMost = 32;
/** Points on each side from which the cost of more is estimated. */
const firstPoints = 17;
/** Of the time that is left, for a finer grid. */
const share = 0.6;

/** Where the time limit does not allow for as many points, there are fewer. @throws invalidRequest, noSuchInput, timeout */
export async function surfaceOf(reading: Reading, choice: SurfaceChoice): Promise<SurfaceAnswer> {
  const { across, up, from, to, points, arrows } = choice;
  validate(choice);
  const field = new Field(reading, across, up);
  const limit = reading.request.limits.timeoutMs;
  const places = (count: number, axis: 0 | 1) => spaced(from[axis], to[axis], count);
  /** null where less than `spare` milliseconds are left on the way. */
  const gridOf = async (columns: number, rows: number, spare: number) => {
    const [xs, ys] = [places(columns, 0), places(rows, 1)];
    const values: number[][] = [];
    for (const y of ys) {
      const row: number[] = [];
      for (const x of xs) {
        if (field.remaining < spare) return null;
        row.push(await field.value(x, y));
      }
      values.push(row);
    }
    return { xs, ys, values };
  };

  const began = performance.now();
  const [columns, rows] = points.map((count) => Math.min(count, firstPoints));
  const first = await gridOf(columns, rows, Number.NEGATIVE_INFINITY);
  const spent = performance.now() - began;
  const recorded = field.runMs;
  const often = field.runs > (columns * rows) / 4;
  const found: SurfaceAnswer['arrows'] = [];
  for (const y of centres(from[1], to[1], arrows[1])) {
    for (const x of centres(from[0], to[0], arrows[0])) {
      const at = await field.point(x, y);
      if (at) found.push({ x, y, dx: at.gradient[0], dy: at.gradient[1] });
    }
  }
  let finer: typeof first = null;
  if (columns < points[0] || rows < points[1]) {
    const [wide, high] = affordable(points, (count) => {
      const ratio = (count[0] * count[1]) / (columns * rows);
      // branches change along lines, of which a finer grid meets more only in proportion to its side
      const more = Math.max(0, spent - recorded) * ratio + recorded * (often ? ratio : Math.sqrt(ratio));
      return more <= share * field.remaining;
    });
    if (wide > columns || high > rows) finer = await gridOf(wide, high, limit / 20);
  }
  const grid = (finer ?? first) as NonNullable<typeof first>;
  const { inputs, output } = reading;
  return { kind: 'surface', inputs, ...grid, arrows: found, diagnostics: reading.findingsFor(output.id) };
}

/** The wanted size, or the largest of its shape that fits. */
function affordable(points: readonly [number, number], fits: (points: [number, number]) => boolean): [number, number] {
  for (let scale = 1; ; scale *= 0.8) {
    const [wide, high] = points.map((count) => Math.max(2, Math.round(count * scale)));
    if (fits([wide, high]) || (wide <= firstPoints && high <= firstPoints)) return [wide, high];
  }
}

/** Evenly spaced, both ends among them. */
function spaced(from: number, to: number, count: number): number[] {
  const places = Array.from({ length: count }, (_, k) => from + ((to - from) * k) / (count - 1));
  places[count - 1] = to;
  return places;
}

/** The middles of `count` equal parts. */
function centres(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => from + ((to - from) * (k + 0.5)) / count);
}

function validate({ from, to, points, arrows }: SurfaceChoice): void {
  const wrong = (detail: string) => failure('invalidRequest', { detail });
  const pair = (value: unknown, holds: (x: number) => boolean) =>
    Array.isArray(value) && value.length === 2 && value.every((x) => typeof x === 'number' && holds(x));
  if (!pair(from, Number.isFinite) || !pair(to, Number.isFinite) || !from.every((x, k) => x < to[k]))
    throw wrong('from and to must be two numbers each, from < to.');
  if (!pair(points, (n) => Number.isInteger(n) && n >= 2 && n <= pointsAtMost))
    throw wrong(`points must be two whole numbers from 2 to ${pointsAtMost}.`);
  if (!pair(arrows, (n) => Number.isInteger(n) && n >= 0 && n <= arrowsAtMost))
    throw wrong(`arrows must be two whole numbers from 0 to ${arrowsAtMost}.`);
}
