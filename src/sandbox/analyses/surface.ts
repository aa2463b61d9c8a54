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
/** Of the time limit, for the grid. */
const share = 0.6;

/** Where the time limit does not allow for as many points, there are fewer. @throws invalidRequest, noSuchInput, timeout */
export async function surfaceOf(reading: Reading, choice: SurfaceChoice): Promise<SurfaceAnswer> {
  const { across, up, from, to, points, arrows } = choice;
  validate(choice);
  const field = new Field(reading, across, up);
  const budget = reading.request.limits.timeoutMs * share;
  const places = (count: number, axis: 0 | 1) => spaced(from[axis], to[axis], count);
  const gridOf = async (columns: number, rows: number) => {
    const [xs, ys] = [places(columns, 0), places(rows, 1)];
    const values: number[][] = [];
    for (const y of ys) {
      const row: number[] = [];
      for (const x of xs) row.push(await field.value(x, y));
      values.push(row);
    }
    return { xs, ys, values };
  };

  const began = performance.now();
  const [columns, rows] = points.map((count) => Math.min(count, firstPoints));
  let grid = await gridOf(columns, rows);
  if (columns < points[0] || rows < points[1]) {
    const spent = performance.now() - began;
    const replayed = Math.max(0, spent - field.runMs);
    const often = field.runs > (columns * rows) / 4;
    const [wide, high] = affordable(points, (count) => {
      const ratio = (count[0] * count[1]) / (columns * rows);
      // branches change along lines, of which a finer grid meets more only in proportion to its side
      return replayed * ratio + field.runMs * (often ? ratio : Math.sqrt(ratio)) <= budget;
    });
    if (wide > columns || high > rows) grid = await gridOf(wide, high);
  }
  const found: SurfaceAnswer['arrows'] = [];
  for (const y of centres(from[1], to[1], arrows[1])) {
    for (const x of centres(from[0], to[0], arrows[0])) {
      const at = await field.point(x, y);
      if (at) found.push({ x, y, dx: at.gradient[0], dy: at.gradient[1] });
    }
  }
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
