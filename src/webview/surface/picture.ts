/** @file Draws the surface: bands, arrows, axes, curvature at the start, descents, the current inputs, the crosshair. */
import { scaleLinear } from 'd3';
import { numberText } from '../../protocol/number-text';
import type { Descent, DescentMethod, Surface } from '../../protocol/surface';
import { shape } from '../dom';
import { arrowShapes, type Bands, contourShapes } from './contours';
import { type Curvature, semiAxes } from './curvature';
import { descentShapes } from './descents';
import { inside, margin, type Space, toX, toY } from './space';

export interface SurfaceScene {
  surface: Surface;
  bands: Bands;
  names: [string, string];
  arrows: boolean;
  /** The inputs as they stand. */
  current: [number, number];
  start: [number, number];
  curvature: Curvature | null;
  descent: Descent | null;
  hidden: ReadonlySet<DescentMethod>;
  /** Steps of the descents that are drawn. */
  step: number;
  crosshair: [number, number] | null;
}

export function drawSurface(plot: SVGSVGElement, scene: SurfaceScene, space: Space): void {
  const { width, height } = space;
  plot.setAttribute('viewBox', `0 0 ${width} ${height}`);
  const frame = {
    x: margin.left,
    y: margin.top,
    width: Math.max(0, width - margin.left - margin.right),
    height: Math.max(0, height - margin.top - margin.bottom),
  };
  const clip = shape('clipPath', { id: 'surface-clip' }, shape('rect', frame));
  const view = shape('g', { 'clip-path': 'url(#surface-clip)' });
  view.append(contourShapes(scene.surface, scene.bands, space));
  if (scene.arrows) view.append(arrowShapes(scene.surface, space));
  if (scene.curvature && scene.descent) {
    const { x, y } = scene.descent.start;
    view.append(...curvatureShapes(scene.curvature, [x, y], space));
  }
  if (scene.descent) view.append(descentShapes(scene.descent, scene.hidden, space, scene.step));
  view.append(cross('start', scene.start, space), currentMark(scene.current, space));
  if (scene.crosshair) view.append(...crosshair(scene.crosshair, space));
  plot.replaceChildren(
    shape('defs', {}, clip),
    view,
    shape('rect', { class: 'surface-frame', ...frame }),
    ...axes(scene, space),
  );
}

/** Ticks below and to the left; the label at the crosshair takes its neighbours' room. */
function axes({ names, crosshair: read, current }: SurfaceScene, space: Space): Element[] {
  const { width, height, across, up } = space;
  const parts: Element[] = [];
  const [x, y] = read ?? current;
  const atX = inside(space, [x, y]) ? toX(space, x) : Number.NaN;
  const atY = inside(space, [x, y]) ? toY(space, y) : Number.NaN;
  const base = height - margin.bottom;
  for (const tick of scaleLinear(across, [0, 1]).ticks(Math.max(2, Math.floor(width / 110)))) {
    const place = toX(space, tick);
    parts.push(shape('line', { class: 'grid', x1: place, x2: place, y1: base, y2: base + 4 }));
    const free = Math.min(place - margin.left, width - margin.right - place) >= 34;
    if (free && !(Math.abs(place - atX) < 40))
      parts.push(shape('text', { class: 'tick middle', x: place, y: base + 17 }, numberText(tick, 4)));
  }
  for (const tick of scaleLinear(up, [0, 1]).ticks(Math.max(2, Math.floor(height / 48)))) {
    const place = toY(space, tick);
    parts.push(shape('line', { class: 'grid', x1: margin.left - 4, x2: margin.left, y1: place, y2: place }));
    const free = Math.min(place - margin.top, base - place) >= 18;
    if (free && !(Math.abs(place - atY) < 14))
      parts.push(shape('text', { class: 'tick end', x: margin.left - 8, y: place + 4 }, numberText(tick, 4)));
  }
  if (Number.isFinite(atX)) {
    const kept = Math.min(width - margin.right - 54, Math.max(margin.left + 54, atX));
    parts.push(shape('text', { class: 'tick middle here', x: kept, y: base + 17 }, numberText(x, 4)));
    parts.push(
      shape(
        'text',
        { class: 'tick end here', x: margin.left - 8, y: Math.min(base - 18, Math.max(margin.top + 26, atY + 4)) },
        numberText(y, 4),
      ),
    );
  }
  parts.push(
    shape('text', { class: 'axis-name end', x: width - margin.right - 8, y: base - 8 }, names[0]),
    shape('text', { class: 'axis-name', x: margin.left + 8, y: margin.top + 18 }, names[1]),
  );
  return parts;
}

/** The ellipse on which the quadratic part changes f equally, with its axes; a falling axis is dashed. */
function curvatureShapes(curvature: Curvature, [x, y]: [number, number], space: Space): Element[] {
  // A fifth of the picture at most, along each axis.
  const longest = curvature.vectors.map(([p, q]) => {
    const [across, up] = [space.across[1] - space.across[0], space.up[1] - space.up[0]];
    return 0.2 / Math.max(Math.abs(p) / across, Math.abs(q) / up);
  }) as [number, number];
  const lengths = semiAxes(curvature, longest);
  const at = (first: number, second: number) => {
    const [[a, b], [c, d]] = curvature.vectors;
    const [u, v] = [first * lengths[0], second * lengths[1]];
    return `${toX(space, x + a * u + c * v).toFixed(1)},${toY(space, y + b * u + d * v).toFixed(1)}`;
  };
  const around = Array.from({ length: 73 }, (_, i) => {
    const turn = (i / 36) * Math.PI;
    return at(Math.cos(turn), Math.sin(turn));
  });
  const axis = (sign: number, d: string) =>
    shape('path', { class: sign < 0 ? 'curvature-axis falling' : 'curvature-axis', d });
  return [
    shape('path', { class: 'curvature', d: `M${around.join('L')}z` }),
    axis(curvature.values[0], `M${at(-1, 0)}L${at(1, 0)}`),
    axis(curvature.values[1], `M${at(0, -1)}L${at(0, 1)}`),
  ];
}

function cross(name: string, [x, y]: [number, number], space: Space): SVGGElement {
  const [left, top] = [toX(space, x), toY(space, y)];
  const d = `M${left - 6},${top}h12M${left},${top - 6}v12`;
  return shape('g', { class: name }, shape('path', { class: 'halo', d }), shape('path', { d }));
}

function currentMark(at: [number, number], space: Space): SVGGElement {
  const place = { cx: toX(space, at[0]), cy: toY(space, at[1]) };
  return shape(
    'g',
    { class: 'current-inputs' },
    shape('circle', { class: 'halo', ...place, r: 6.5 }),
    shape('circle', { ...place, r: 6.5 }),
    shape('circle', { class: 'centre', ...place, r: 2 }),
  );
}

function crosshair([x, y]: [number, number], space: Space): Element[] {
  const [left, top] = [toX(space, x), toY(space, y)];
  return [
    shape('line', { class: 'current', x1: left, x2: left, y1: margin.top, y2: space.height - margin.bottom }),
    shape('line', { class: 'current', x1: margin.left, x2: space.width - margin.right, y1: top, y2: top }),
  ];
}
