/** @file Filled contours and gradient arrows of a surface, as shapes on the screen. */
import { contours, geoPath, geoTransform } from 'd3';
import type { Surface } from '../../protocol/surface';
import { shape } from '../dom';
import { type Levels, levelsOf } from './levels';
import { inside, type Space, toX, toY } from './space';

export interface Bands {
  scale: Levels;
  /** Lowest and highest finite value. */
  low: number;
  high: number;
  /** A line around everything above each level, in places of the grid. */
  outlines: ReturnType<ReturnType<typeof contours>>;
}

/** Worked out once for an answer; drawing it anew after a drag only moves it. */
export function bandsOf({ xs, ys, values }: Surface): Bands {
  const all = values.flat();
  const finite = all.filter(Number.isFinite);
  const scale = levelsOf(all);
  const low = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const outlines = contours().size([xs.length, ys.length]).thresholds(scale.levels)(
    all.map((value) => (Number.isFinite(value) ? value : Number.NaN)),
  );
  return { scale, low, high, outlines };
}

/** 0 for what lies beneath the lowest level, 1 for what lies above the highest. */
export function bandShare(index: number, count: number): number {
  return count === 0 ? 0.5 : index / count;
}

/** The floor, then each band over the one beneath it; their edges are the contour lines. */
export function contourShapes(surface: Surface, { scale, outlines }: Bands, space: Space): SVGGElement {
  const { xs, ys } = surface;
  const place = (grid: number[], at: number) =>
    grid[0] + ((at - 0.5) * (grid[grid.length - 1] - grid[0])) / (grid.length - 1);
  const onScreen = geoTransform({
    point(x, y) {
      this.stream.point(toX(space, place(xs, x)), toY(space, place(ys, y)));
    },
  });
  const path = geoPath(onScreen).digits(1);
  const count = scale.levels.length;
  const group = shape('g', { class: 'bands' });
  const floor = shape('rect', {
    class: 'band',
    x: toX(space, xs[0]),
    y: toY(space, ys[ys.length - 1]),
    width: Math.max(0, toX(space, xs[xs.length - 1]) - toX(space, xs[0])),
    height: Math.max(0, toY(space, ys[0]) - toY(space, ys[ys.length - 1])),
  });
  floor.style.setProperty('--share', '0');
  group.append(floor);
  for (const [index, outline] of outlines.entries()) {
    const band = shape('path', { class: 'band', d: path(outline) ?? '' });
    band.style.setProperty('--share', bandShare(index + 1, count).toFixed(3));
    group.append(band);
  }
  return group;
}

/** Arrows uphill, at right angles to the contours as they are seen; longer where it is steeper, by magnitude. */
export function arrowShapes({ arrows }: Surface, space: Space): SVGGElement {
  const group = shape('g', { class: 'arrows' });
  const unitX = toX(space, space.across[0] + 1) - toX(space, space.across[0]);
  const unitY = toY(space, space.up[0]) - toY(space, space.up[0] + 1);
  const seen = arrows
    .filter((arrow) => inside(space, [arrow.x, arrow.y]))
    .map(({ x, y, dx, dy }) => ({
      x,
      y,
      right: dx / unitX,
      above: dy / unitY,
      size: Math.hypot(dx / unitX, dy / unitY),
    }))
    .filter(({ size }) => Number.isFinite(size) && size > 0);
  const sizes = seen.map(({ size }) => size).sort((a, b) => a - b);
  const [least, most] = [sizes[Math.floor(sizes.length * 0.1)] ?? 1, sizes[Math.floor(sizes.length * 0.98)] ?? 1];
  const across = new Set(seen.map(({ x }) => x)).size;
  const longest = Math.max(8, Math.min(26, ((space.width - 72) / Math.max(1, across)) * 0.7));
  for (const { x, y, right, above, size } of seen) {
    const share = most > least ? Math.log(Math.max(1, size / least)) / Math.log(most / least) : 1;
    const length = longest * (0.35 + 0.65 * Math.min(1, share));
    const [px, py] = [(right / size) * length, (-above / size) * length];
    const [left, top] = [toX(space, x) - px / 2, toY(space, y) - py / 2];
    const head = (turn: number) => {
      const [c, s] = [Math.cos(turn), Math.sin(turn)];
      const barb = Math.min(5, length * 0.4) / length;
      return `l${(-(px * c - py * s) * barb).toFixed(1)},${(-(px * s + py * c) * barb).toFixed(1)}`;
    };
    const tip = `${(left + px).toFixed(1)},${(top + py).toFixed(1)}`;
    const d = `M${left.toFixed(1)},${top.toFixed(1)}L${tip}${head(0.5)}M${tip}${head(-0.5)}`;
    group.append(shape('path', { class: 'arrow', d }));
  }
  return group;
}

/** Between the four places of the grid around it; null outside and beside a gap. */
export function surfaceValueAt({ xs, ys, values }: Surface, x: number, y: number): number | null {
  const place = (grid: number[], at: number) =>
    ((at - grid[0]) / (grid[grid.length - 1] - grid[0])) * (grid.length - 1);
  const [column, row] = [place(xs, x), place(ys, y)];
  if (!(column >= 0 && row >= 0 && column <= xs.length - 1 && row <= ys.length - 1)) return null;
  const [i, j] = [Math.min(xs.length - 2, Math.floor(column)), Math.min(ys.length - 2, Math.floor(row))];
  const [p, q] = [column - i, row - j];
  const mixed = (a: number, b: number, share: number) => a + (b - a) * share;
  const value = mixed(mixed(values[j][i], values[j][i + 1], p), mixed(values[j + 1][i], values[j + 1][i + 1], p), q);
  return Number.isFinite(value) ? value : null;
}
