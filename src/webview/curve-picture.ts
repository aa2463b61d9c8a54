/** @file Draws curves: grid, lines, Taylor polynomial, marks of what stands out, and the place that is read. */
import { scaleLinear, scaleSymlog } from 'd3';
import { numberText } from '../protocol/number-text';
import type { DerivativesAnswer } from '../protocol/panel';
import { linesOf, nearestOf, quantileRange, ticksOf, valueAt } from './curve-data';
import type { Differences } from './curve-differences';
import { type Feature, featuresOf, taylor } from './curve-features';
import { shape } from './dom';

/** Around the plot, for the labels of its axes. */
export const margin = { left: 52, right: 28, top: 10, bottom: 24 };

/** At either end of the axis, for the field with the bound. */
export const endRoom = 34;

export interface CurveScene {
  width: number;
  height: number;
  answer: DerivativesAnswer;
  domain: [number, number];
  symlog: boolean;
  hidden: ReadonlySet<number>;
  /** Degree of the polynomial at the current input; null for none. */
  taylor: number | null;
  /** Points of f′ by differences, to lay over the curve. */
  differences: Differences | null;
  /** The input's name and where it stands. */
  label: string;
  at: number;
  /** Where the pointer is; null for the current input. */
  crosshair: number | null;
}

export interface CurveReading {
  x: number;
  features: Feature[];
}

/** Replaces what `plot` shows; returns the place that is read out and what stands out on f. */
export function drawCurves(plot: SVGSVGElement, scene: CurveScene): CurveReading {
  const { width, height, answer, domain, symlog, hidden, at } = scene;
  const { xs, orders, breaks } = answer;
  plot.setAttribute('viewBox', `0 0 ${width} ${height}`);
  const shown = orders.map((_, order) => order).filter((order) => !hidden.has(order));
  const x = scaleLinear(domain, [margin.left, width - margin.right]);
  const range = quantileRange(
    shown.map((order) => orders[order]),
    symlog,
  );
  const y = (symlog ? scaleSymlog().constant(1) : scaleLinear())
    .domain(range)
    .range([height - margin.bottom, margin.top]);
  // Reading where a point was computed: every digit that is shown is true.
  const reading = scene.crosshair === null ? at : nearestOf(xs, scene.crosshair);
  const inside = reading >= domain[0] && reading <= domain[1];
  const upright = (cssClass: string, place: number, over = 0) =>
    shape('line', { class: cssClass, x1: place, x2: place, y1: margin.top, y2: height - margin.bottom + over });

  const grid = ticksOf(y, symlog, range, height).flatMap((tick) => [
    shape('line', {
      class: tick === 0 ? 'grid zero' : 'grid',
      x1: margin.left,
      x2: width - margin.right,
      y1: y(tick),
      y2: y(tick),
    }),
    shape('text', { class: 'tick end', x: margin.left - 10, y: y(tick) + 4 }, numberText(tick, 4)),
  ]);
  const here = Math.min(width - margin.right - endRoom - 20, Math.max(margin.left + endRoom + 20, x(reading)));
  const labels = x
    .ticks(Math.max(2, Math.floor(width / 110)))
    // The label at the current x takes its neighbours' room.
    .filter((tick) => !inside || Math.abs(x(tick) - here) >= 60)
    .filter((tick) => x(tick) - margin.left >= endRoom && width - margin.right - x(tick) >= endRoom)
    .map((tick) => shape('text', { class: 'tick middle', x: x(tick), y: height - 7 }, numberText(tick, 4)));

  const features = featuresOf(xs, orders, breaks);
  const lines = shape('g', { 'clip-path': 'url(#plot-clip)' });
  for (const order of [...shown].reverse())
    lines.append(
      shape('path', {
        class: `curve order-${order % 8}${order === 0 ? ' f' : ''}`,
        d: linesOf(xs, orders[order], breaks, x, y),
      }),
    );
  const middle = xs.indexOf(at);
  if (scene.taylor !== null && middle >= 0) {
    const derivatives = orders.map((values) => values[middle]);
    const polynomial = taylor(derivatives, at, scene.taylor);
    lines.append(shape('path', { class: 'curve taylor', d: linesOf(xs, xs.map(polynomial), [], x, y) }));
  }
  if (scene.differences) {
    // A mark every dozen pixels: between them the exact curve shows through.
    let free = Number.NEGATIVE_INFINITY;
    for (const point of scene.differences.points) {
      if (x(point.x) < free || point.x < domain[0] || point.x > domain[1]) continue;
      free = x(point.x) + 12;
      lines.append(shape('circle', { class: 'difference order-1', cx: x(point.x), cy: y(point.y), r: 2.75 }));
    }
  }
  if (!hidden.has(0))
    for (const feature of features)
      if (feature.kind !== 'inflection')
        lines.append(shape('circle', { class: 'feature', cx: x(feature.x), cy: y(feature.y), r: 3 }));
  for (const place of breaks) if (place > domain[0] && place < domain[1]) lines.append(upright('break', x(place)));

  const marks: Element[] = [];
  if (scene.crosshair !== null && at >= domain[0] && at <= domain[1]) marks.push(upright('current faint', x(at)));
  if (inside) {
    const dots = shape('g', { 'clip-path': 'url(#plot-clip)' });
    for (const order of [...shown].reverse()) {
      const value = valueAt(xs, orders[order], breaks, reading);
      if (value !== null && Number.isFinite(value))
        dots.append(shape('circle', { class: `dot order-${order % 8}`, cx: x(reading), cy: y(value), r: 4.5 }));
    }
    const name = scene.label.length > 8 ? '' : `${scene.label} = `;
    const words = `${name}${numberText(reading, 4)}`;
    marks.push(
      upright('current', x(reading), 6),
      shape('text', { class: 'tick middle here', x: here, y: height - 7 }, words),
      dots,
    );
  }
  const clip = shape(
    'clipPath',
    { id: 'plot-clip' },
    shape('rect', {
      x: margin.left,
      y: margin.top - 4,
      width: Math.max(0, width - margin.left - margin.right),
      height: Math.max(0, height - margin.top - margin.bottom + 8),
    }),
  );
  plot.replaceChildren(shape('defs', {}, clip), ...grid, ...labels, lines, ...marks);
  return { x: reading, features };
}
