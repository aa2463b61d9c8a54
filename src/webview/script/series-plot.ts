/** @file A loss over the steps of a training, also while it still runs. */
import { scaleLinear, scaleLog } from 'd3';
import { fullNumberText, numberText } from '../../protocol/number-text';
import type { SeriesProgress } from '../../protocol/script';
import { chooser } from '../curve-controls';
import { element, replaceContent, shape } from '../dom';
import { formatCount } from '../format';
import { text } from '../strings';

const margin = { left: 64, right: 12, top: 10, bottom: 24 };

export class SeriesPlot {
  readonly root = element('figure', { class: 'series' });
  private readonly plot = shape('svg', { class: 'plot', role: 'img', tabindex: 0 });
  private readonly head = element('figcaption', { class: 'series-head' });
  private all: SeriesProgress[] = [];
  private chosen: string | null = null;
  private logarithmic = false;
  private at: number | null = null;

  constructor() {
    this.root.hidden = true;
    this.root.append(this.head, element('div', { class: 'plot-host' }, this.plot));
    new ResizeObserver(() => this.draw()).observe(this.plot);
    this.plot.addEventListener('pointermove', (event) => {
      const bounds = this.plot.getBoundingClientRect();
      this.read((event.clientX - bounds.left) / bounds.width);
    });
    this.plot.addEventListener('pointerleave', () => this.read(null));
    this.plot.addEventListener('keydown', (event) => {
      const sign = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      const series = this.series;
      if (sign === 0 || !series) return;
      event.preventDefault();
      const last = series.points.length - 1;
      this.at = Math.min(last, Math.max(0, (this.at ?? (sign > 0 ? -1 : last + 1)) + sign));
      this.draw();
    });
  }

  show(all: SeriesProgress[]): void {
    this.all = all;
    this.root.hidden = all.length === 0;
    this.draw();
  }

  private get series(): SeriesProgress | null {
    return this.all.find((one) => one.name === this.chosen) ?? this.all[0] ?? null;
  }

  /** The step nearest to a share of the width. */
  private read(share: number | null): void {
    const { series } = this;
    if (share === null || !series || series.points.length === 0) this.at = null;
    else {
      const width = this.plot.clientWidth;
      const [first, last] = ends(series);
      const step = first + ((share * width - margin.left) / (width - margin.left - margin.right)) * (last - first);
      let best = 0;
      series.points.forEach((point, i) => {
        if (Math.abs(point.step - step) < Math.abs(series.points[best].step - step)) best = i;
      });
      this.at = best;
    }
    this.draw();
  }

  private draw(): void {
    const { series } = this;
    const { clientWidth: width, clientHeight: height } = this.plot;
    if (!series) return;
    const finite = series.points.filter((point) => Number.isFinite(point.value));
    const positive = finite.length > 0 && finite.every((point) => point.value > 0);
    this.drawHead(series, positive);
    if (finite.length === 0 || width < 100 || height < 60) {
      this.plot.replaceChildren();
      return;
    }
    const values = finite.map((point) => point.value);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const x = scaleLinear(ends(series), [margin.left, width - margin.right]);
    const log = this.logarithmic && positive;
    const air = (high - low || Math.abs(high) || 1) * 0.05;
    const y = (log ? scaleLog().domain([low / 1.2, high * 1.2]) : scaleLinear().domain([low - air, high + air])).range([
      height - margin.bottom,
      margin.top,
    ]);
    this.plot.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const parts: Element[] = [];
    for (const tick of log ? decades(low, high) : y.ticks(Math.max(2, Math.floor(height / 44)))) {
      parts.push(
        shape('line', { class: 'grid', x1: margin.left, x2: width - margin.right, y1: y(tick), y2: y(tick) }),
        shape('text', { class: 'tick end', x: margin.left - 8, y: y(tick) + 4 }, numberText(tick, 3)),
      );
    }
    for (const tick of x.ticks(Math.max(2, Math.floor(width / 110))).filter(Number.isInteger))
      parts.push(shape('text', { class: 'tick middle', x: x(tick), y: height - 6 }, formatCount(tick)));
    const line = finite
      .map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.step).toFixed(1)},${y(point.value).toFixed(1)}`)
      .join('');
    parts.push(shape('path', { class: 'curve series-line', d: line }));
    const read = this.at === null ? finite[finite.length - 1] : series.points[this.at];
    if (Number.isFinite(read.value)) {
      const place = x(read.step);
      if (this.at !== null)
        parts.push(
          shape('line', { class: 'current', x1: place, x2: place, y1: margin.top, y2: height - margin.bottom }),
        );
      parts.push(shape('circle', { class: 'dot', cx: place, cy: y(read.value), r: 4 }));
    }
    this.plot.replaceChildren(...parts);
    const summary = [series.name, formatCount(series.steps), values[0], values[values.length - 1], low];
    this.plot.setAttribute(
      'aria-label',
      text('script.series.summary', ...summary.map((one) => (typeof one === 'number' ? numberText(one) : one))),
    );
  }

  private drawHead(series: SeriesProgress, positive: boolean): void {
    const read = this.at === null ? series.points[series.points.length - 1] : series.points[this.at];
    replaceContent(
      this.head,
      this.all.length > 1
        ? chooser(
            text('script.series.choose'),
            this.all.map(({ name }) => ({ value: name, label: name })),
            series.name,
            (name) => {
              this.chosen = name;
              this.at = null;
              this.draw();
            },
            'series',
          )
        : element('span', { class: 'number' }, series.name),
      read &&
        element(
          'span',
          { class: 'number', title: fullNumberText(read.value) },
          element('span', { class: 'muted' }, `${text('script.series.at', formatCount(read.step))}  `),
          numberText(read.value),
        ),
      positive &&
        element(
          'button',
          {
            type: 'button',
            class: 'button boxed',
            'aria-pressed': String(this.logarithmic),
            'data-key': 'series-log',
            onclick: () => {
              this.logarithmic = !this.logarithmic;
              this.draw();
            },
          },
          text('script.series.log'),
        ),
    );
  }
}

function ends({ points }: SeriesProgress): [number, number] {
  const [first, last] = [points[0]?.step ?? 0, points[points.length - 1]?.step ?? 1];
  return first === last ? [first - 0.5, last + 0.5] : [first, last];
}

/** Powers of ten; where there are fewer than two, the ends. */
function decades(low: number, high: number): number[] {
  const found: number[] = [];
  for (let power = Math.ceil(Math.log10(low)); power <= Math.log10(high); power++) found.push(10 ** power);
  return found.length > 1 ? found.filter((_, i) => i % Math.ceil(found.length / 6) === 0) : [low, high];
}
