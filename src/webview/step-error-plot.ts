/** @file Under the checks: the error of differences against their step, on logarithmic axes. */
import { scaleLog } from 'd3';
import { numberText } from '../protocol/number-text';
import { element, replaceContent, shape } from './dom';
import { at, leavesOf, pathText } from './input-values';
import { type State, stepErrorRequests } from './state';
import { placesFor, type StepError, stepErrors } from './step-errors';
import type { Store } from './store';
import { text } from './strings';
import { onShow } from './tab-choice';

const margin = { left: 64, right: 16, top: 12, bottom: 32 };

export class StepErrorPlot {
  readonly root = element('figure', { class: 'step-errors' });
  private readonly plot = shape('svg', { class: 'plot', role: 'img' });
  private readonly caption = element('figcaption', { class: 'muted' });
  private asked = '';
  private request = stepErrorRequests;
  private x = 0;

  constructor(private readonly store: Store) {
    this.root.append(this.caption, this.plot);
    new ResizeObserver(() => this.draw(this.store.state)).observe(this.plot);
    store.attach((state, before) => {
      if (!onShow(state, 'checks')) return;
      const opened = !onShow(before, 'checks');
      if (opened || state.evaluation !== before.evaluation) this.ask(state);
      if (opened || state.stepErrors !== before.stepErrors) this.draw(state);
    });
  }

  private ask(state: State): void {
    const first = firstNumber(state);
    this.root.hidden = first === null;
    if (!first) return;
    const key = JSON.stringify([
      first,
      state.evaluation!.inputs.map((record) => record.value),
      state.evaluation!.sources,
    ]);
    if (key === this.asked) return;
    this.asked = key;
    this.x = first.value;
    const request = ++this.request;
    const curve = { request, input: first.label, from: first.value, to: first.value };
    this.store.dispatch({ type: 'stepErrors', curve });
    this.store.post({ type: 'derivatives', ...curve, points: 1, order: 1, at: placesFor(first.value) });
  }

  private draw(state: State): void {
    const { clientWidth: width, clientHeight: height } = this.plot;
    const answer = state.stepErrors;
    const errors = answer ? stepErrors(answer.answer, this.x) : [];
    this.root.hidden = errors.length < 3;
    if (errors.length < 3 || width < 100) return;
    this.plot.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const positive = errors.flatMap(({ central, forward }) => [central, forward]).filter((error) => error > 0);
    const [low, high] = [Math.min(...positive, 1e-6), Math.max(...positive, 1e-12)];
    const x = scaleLog([errors[errors.length - 1].h, errors[0].h], [margin.left, width - margin.right]);
    const y = scaleLog([low / 3, high * 3], [height - margin.bottom, margin.top]);
    const line = (of: (error: StepError) => number) =>
      errors
        .filter((one) => of(one) > 0)
        .map((one, i) => `${i === 0 ? 'M' : 'L'}${x(one.h).toFixed(1)},${y(of(one)).toFixed(1)}`)
        .join('');
    const best = errors.reduce((least, one) => (one.central < least.central ? one : least));
    const parts: Element[] = [];
    for (let power = Math.ceil(Math.log10(low / 3)); power <= Math.log10(high * 3); power += 4) {
      parts.push(
        shape('line', {
          class: 'grid',
          x1: margin.left,
          x2: width - margin.right,
          y1: y(10 ** power),
          y2: y(10 ** power),
        }),
      );
      parts.push(
        shape('text', { class: 'tick end', x: margin.left - 8, y: y(10 ** power) + 4 }, numberText(10 ** power, 1)),
      );
    }
    for (let power = -14; power <= 0; power += 2) {
      const place = x(10 ** power);
      if (place >= margin.left && place <= width - margin.right)
        parts.push(shape('text', { class: 'tick middle', x: place, y: height - 10 }, numberText(10 ** power, 1)));
    }
    parts.push(
      shape('path', { class: 'curve order-1', d: line((one) => one.forward) }),
      shape('path', { class: 'curve f', d: line((one) => one.central) }),
    );
    if (best.central > 0) parts.push(shape('circle', { class: 'feature', cx: x(best.h), cy: y(best.central), r: 4 }));
    this.plot.replaceChildren(...parts);
    const summary = text('checks.steps', answer!.request.input, numberText(best.h, 2), numberText(best.central, 2));
    this.plot.setAttribute('aria-label', summary);
    replaceContent(
      this.caption,
      summary,
      element('span', { class: 'key' }, key('f'), text('checks.steps.central')),
      element('span', { class: 'key' }, key('order-1'), text('checks.steps.forward')),
    );
  }
}

function key(name: string): SVGSVGElement {
  return shape(
    'svg',
    { width: 24, height: 8, 'aria-hidden': 'true' },
    shape('line', { class: `curve ${name}`, x1: 1, x2: 23, y1: 4, y2: 4 }),
  );
}

/** The first number that has a gradient. */
function firstNumber(state: State): { label: string; value: number } | null {
  for (const record of state.evaluation!.inputs) {
    for (const { path, value } of leavesOf(record.value)) {
      if (typeof value === 'number' && Number.isFinite(value) && typeof at(record.grad, path) === 'number')
        return { label: pathText(record.name, path), value };
    }
  }
  return null;
}
