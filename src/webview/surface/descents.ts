/** @file Paths of descent: lines with a mark of their own at the end, drawn as the steps are taken. */
import type { Descent, DescentMethod, DescentPath } from '../../protocol/surface';
import { shape } from '../dom';
import { type Space, toX, toY } from './space';

export const methods: DescentMethod[] = ['gradient descent', 'momentum', 'Adam', 'Newton'];

/** A mark for each method, around (0, 0), so that colour is not alone. */
const marks: Record<DescentMethod, string> = {
  'gradient descent': 'M-4,0a4,4 0 1 0 8,0a4,4 0 1 0 -8,0z',
  momentum: 'M-4,-4h8v8h-8z',
  Adam: 'M0,-5L5,4H-5z',
  Newton: 'M0,-5.500L5.500,0L0,5.500L-5.500,0z',
};

export function methodClass(method: DescentMethod): string {
  return `descent-${methods.indexOf(method)}`;
}

export function methodMark(method: DescentMethod, x: number, y: number): SVGPathElement {
  const transform = `translate(${x.toFixed(1)} ${y.toFixed(1)})`;
  return shape('path', { class: `descent-mark ${methodClass(method)}`, d: marks[method], transform });
}

/** The paths as far as `step`; all of each where it is infinite. */
export function descentShapes(
  { paths }: Descent,
  hidden: ReadonlySet<DescentMethod>,
  space: Space,
  step: number,
): SVGGElement {
  const group = shape('g', { class: 'descents' });
  const ends: Element[] = [];
  for (const path of paths) {
    if (hidden.has(path.method)) continue;
    const points = path.points.filter((point) => point.step <= step && Number.isFinite(point.x + point.y));
    const last = points[points.length - 1];
    if (!last) continue;
    const d = points.map(
      (point, i) => `${i === 0 ? 'M' : 'L'}${onScreen(toX(space, point.x))},${onScreen(toY(space, point.y))}`,
    );
    const line = { d: d.join(''), fill: 'none' };
    group.append(
      shape('path', { class: 'descent-halo', ...line }),
      shape('path', { class: `descent ${methodClass(path.method)}`, ...line }),
    );
    ends.push(methodMark(path.method, Number(onScreen(toX(space, last.x))), Number(onScreen(toY(space, last.y)))));
  }
  group.append(...ends);
  return group;
}

/** Far outside is as good as farther outside, and quicker to draw. */
function onScreen(at: number): string {
  return Math.min(1e5, Math.max(-1e5, at)).toFixed(1);
}

/**
 * How many steps are taken after a share of the time: few at first, so that the quick methods are seen to arrive
 * before the slow ones.
 */
export function stepsAfter(paths: DescentPath[], share: number): number {
  if (share >= 1) return Number.POSITIVE_INFINITY;
  const most = Math.max(1, ...paths.map((path) => path.steps));
  return (most + 1) ** share - 1;
}
