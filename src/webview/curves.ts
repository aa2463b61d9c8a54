/** @file f, f′, f″ … along one input: legend that reads out, crosshair, domain by fields, drag and wheel. */
import { scaleLinear, scaleSymlog } from 'd3';
import { fullNumberText, numberText } from '../protocol/number-text';
import { domainOf, linesOf, nearestOf, quantileRange, ticksOf, valueAt } from './curve-data';
import { type Feature, featuresOf, taylor } from './curve-features';
import { type Along, choicesOf, withEntry } from './curve-inputs';
import { element, iconButton, replaceContent, shape } from './dom';
import { derivativeName, parseNumber } from './format';
import type { State } from './state';
import type { Store } from './store';
import { text } from './strings';

const margin = { left: 56, right: 12, top: 16, bottom: 30 };
const points = 400;

export class Curves {
  readonly root = element('div', { class: 'curves' });
  private readonly controls = element('div', { class: 'curve-controls' });
  private readonly plot = shape('svg', { class: 'plot', role: 'img', tabindex: 0 });
  private readonly legend = element('ul', { class: 'curve-legend' });
  private readonly extras = element('div', { class: 'curve-extras' });
  private readonly note = element('p', { class: 'muted curve-note' });
  private along: Along | null = null;
  private domain: [number, number] = [-1, 1];
  private asked = '';
  private askedAt = Number.NaN;
  private request = 0;
  private crosshair: number | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly store: Store) {
    this.root.append(
      element(
        'div',
        { class: 'curve-body' },
        element('div', { class: 'plot-host' }, this.plot),
        element('div', { class: 'curve-side' }, this.legend, this.extras),
        this.note,
      ),
    );
    this.root.prepend(this.controls);
    new ResizeObserver(() => this.draw(this.store.state)).observe(this.plot);
    this.listen();
    store.attach((state, before) => {
      if (state.preferences.tab !== 'curves' || state.phase !== 'ready' || !state.evaluation) return;
      const opened = before.preferences.tab !== 'curves' || before.phase !== 'ready';
      if (state.evaluation !== before.evaluation || opened) this.follow(state);
      if (state.preferences.curveOrder !== before.preferences.curveOrder) this.ask(true);
      if (
        state.evaluation !== before.evaluation ||
        state.derivatives !== before.derivatives ||
        state.preferences !== before.preferences ||
        state.derivativesFailure !== before.derivativesFailure ||
        opened
      ) {
        this.drawControls(state);
        this.draw(state);
      }
    });
  }

  /** Keeps to the input chosen before; asks anew when anything that the curves depend on has changed. */
  private follow(state: State): void {
    const choices = choicesOf(state);
    const kept = choices.find((choice) => choice.label === this.along?.label);
    const next = kept ?? choices[0] ?? null;
    if (!next) {
      this.along = null;
      return;
    }
    if (!kept || next.value < this.domain[0] || next.value > this.domain[1]) this.domain = domainOf(next.value);
    this.along = next;
    this.ask(false);
  }

  private ask(force: boolean): void {
    const { along, store } = this;
    if (!along || !store.state.evaluation) return;
    const { evaluation, preferences } = store.state;
    // Along its own input a curve stays what it is: only the exact read-out waits for the drag to rest.
    const held = JSON.stringify(
      evaluation.inputs.map((record) =>
        record.name === along.record.name ? withEntry(record.value, along.path, 0) : record.value,
      ),
    );
    const key = [
      along.label,
      ...this.domain,
      preferences.curveOrder,
      evaluation.output.path,
      evaluation.target.name,
      JSON.stringify(evaluation.sources),
      held,
    ].join('\n');
    if (!force && key === this.asked) {
      if (this.askedAt === along.value) return;
      if (this.timer !== null) clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(true), 150);
      return;
    }
    this.asked = key;
    this.askedAt = along.value;
    const [from, to] = this.domain;
    const request = ++this.request;
    store.dispatch({ type: 'curve', curve: { request, input: along.label, from, to } });
    store.post({
      type: 'derivatives',
      request,
      input: along.label,
      from,
      to,
      points,
      order: store.state.preferences.curveOrder,
      at: [along.value],
    });
  }

  /** While the range is dragged or wheeled the old curves move along; new ones are asked for at rest. */
  private changeDomain(from: number, to: number): void {
    if (!(to - from > 1e-12 * Math.max(1, Math.abs(from))) || !Number.isFinite(to - from)) return;
    this.domain = [from, to];
    this.drawControls(this.store.state);
    this.draw(this.store.state);
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(false), 80);
  }

  private drawControls(state: State): void {
    const choices = choicesOf(state);
    if (!this.along) {
      replaceContent(this.controls, element('span', { class: 'muted' }, text('curves.none')));
      return;
    }
    const choose = element(
      'select',
      {
        class: 'chooser boxed',
        'aria-label': text('curves.along'),
        'data-key': 'along',
        onchange: () => {
          this.along = choicesOf(this.store.state)[choose.selectedIndex];
          this.domain = domainOf(this.along.value);
          this.ask(false);
          this.drawControls(this.store.state);
        },
      },
      ...choices.map((choice) => element('option', { selected: choice.label === this.along?.label }, choice.label)),
    );
    const bound = (which: 0 | 1) => {
      const field = element('input', {
        type: 'text',
        class: 'field number',
        size: 7,
        value: numberText(this.domain[which], 6),
        'aria-label': text(which === 0 ? 'curves.from' : 'curves.to'),
        'data-key': `bound-${which}`,
        onchange: () => {
          const value = parseNumber(field.value);
          const next: [number, number] = [...this.domain];
          if (value !== null) next[which] = value;
          if (value === null || !(next[0] < next[1])) field.setAttribute('aria-invalid', 'true');
          else this.changeDomain(...next);
        },
      });
      return field;
    };
    const orders = element(
      'select',
      {
        class: 'chooser boxed',
        'aria-label': text('curves.orders'),
        'data-key': 'orders',
        onchange: () => this.store.dispatch({ type: 'prefer', preferences: { curveOrder: orders.selectedIndex } }),
      },
      ...Array.from({ length: 13 }, (_, order) =>
        element('option', { selected: order === state.preferences.curveOrder }, String(order)),
      ),
    );
    const scale = element(
      'select',
      {
        class: 'chooser boxed',
        'aria-label': text('curves.scale'),
        'data-key': 'scale',
        onchange: () =>
          this.store.dispatch({ type: 'prefer', preferences: { curveScale: scale.value as 'linear' | 'symlog' } }),
      },
      ...(['linear', 'symlog'] as const).map((one) =>
        element('option', { value: one, selected: one === state.preferences.curveScale }, text(`curves.scale.${one}`)),
      ),
    );
    replaceContent(
      this.controls,
      element('span', { class: 'muted' }, text('curves.along')),
      choose,
      element('span', { class: 'muted' }, '∈ ['),
      bound(0),
      element('span', { class: 'muted' }, ','),
      bound(1),
      element('span', { class: 'muted' }, ']'),
      element('span', { class: 'muted' }, text('curves.orders')),
      orders,
      scale,
      iconButton(
        'reset',
        text('curves.reset'),
        () => {
          this.changeDomain(...domainOf(this.along!.value));
        },
        'curve-reset',
      ),
    );
  }

  private draw(state: State): void {
    const box = { width: this.plot.clientWidth, height: this.plot.clientHeight };
    if (box.width < 40 || box.height < 40 || !state.evaluation) return;
    this.plot.setAttribute('viewBox', `0 0 ${box.width} ${box.height}`);
    const { along } = this;
    const drawn = state.derivatives?.request.input === along?.label ? state.derivatives : null;
    this.note.textContent = state.derivativesFailure
      ? state.derivativesFailure.message || text('curves.unavailable')
      : drawn || !along
        ? ''
        : text('curves.loading');
    if (!along || !drawn) {
      this.plot.replaceChildren();
      this.legend.replaceChildren();
      this.extras.replaceChildren();
      return;
    }
    const { xs, orders, breaks } = drawn.answer;
    const hidden = new Set(state.preferences.hiddenOrders);
    const shown = orders.map((_, order) => order).filter((order) => !hidden.has(order));
    const x = scaleLinear(this.domain, [margin.left, box.width - margin.right]);
    const symlog = state.preferences.curveScale === 'symlog';
    const range = quantileRange(
      shown.map((order) => orders[order]),
      symlog,
    );
    const y = (symlog ? scaleSymlog().constant(1) : scaleLinear())
      .domain(range)
      .range([box.height - margin.bottom, margin.top]);
    if (!symlog) y.nice(5);
    const at0 = along.value;
    // Reading where a point was computed: every digit that is shown is true.
    const reading = this.crosshair === null ? at0 : nearestOf(xs, this.crosshair);
    const clip = shape(
      'clipPath',
      { id: 'plot-clip' },
      shape('rect', {
        x: margin.left,
        y: margin.top - 4,
        width: Math.max(0, box.width - margin.left - margin.right),
        height: Math.max(0, box.height - margin.top - margin.bottom + 8),
      }),
    );
    const parts: Element[] = [shape('defs', {}, clip)];

    for (const tick of ticksOf(y, symlog, range, box.height)) {
      const level = y(tick);
      parts.push(
        shape('line', {
          class: tick === 0 ? 'grid zero' : 'grid',
          x1: margin.left,
          x2: box.width - margin.right,
          y1: level,
          y2: level,
        }),
      );
      parts.push(shape('text', { class: 'tick end', x: margin.left - 10, y: level + 4 }, numberText(tick, 4)));
    }
    const inside = reading >= this.domain[0] && reading <= this.domain[1];
    for (const tick of x.ticks(Math.max(2, Math.floor(box.width / 110)))) {
      // The label at the current x takes its neighbours' room.
      if (inside && Math.abs(x(tick) - x(reading)) < 56) continue;
      parts.push(shape('text', { class: 'tick middle', x: x(tick), y: box.height - 8 }, numberText(tick, 4)));
    }
    const lines = shape('g', { 'clip-path': 'url(#plot-clip)' });
    for (const order of [...shown].reverse()) {
      lines.append(
        shape('path', {
          class: `curve order-${order % 8}${order === 0 ? ' f' : ''}`,
          d: linesOf(xs, orders[order], breaks, x, y),
        }),
      );
    }
    const degree = state.preferences.taylor;
    const here = xs.indexOf(at0);
    if (degree !== null && here >= 0) {
      const polynomial = taylor(
        orders.map((values) => values[here]),
        at0,
        degree,
      );
      lines.append(shape('path', { class: 'curve taylor', d: linesOf(xs, xs.map(polynomial), [], x, y) }));
    }
    const features = featuresOf(xs, orders, breaks);
    if (!hidden.has(0)) {
      for (const feature of features) {
        if (feature.kind === 'inflection') continue;
        lines.append(shape('circle', { class: 'feature', cx: x(feature.x), cy: y(feature.y), r: 3 }));
      }
    }
    for (const place of breaks)
      if (place > this.domain[0] && place < this.domain[1])
        lines.append(
          shape('line', { class: 'break', x1: x(place), x2: x(place), y1: margin.top, y2: box.height - margin.bottom }),
        );
    parts.push(lines);
    if (this.crosshair !== null && at0 >= this.domain[0] && at0 <= this.domain[1])
      parts.push(
        shape('line', {
          class: 'current faint',
          x1: x(at0),
          x2: x(at0),
          y1: margin.top,
          y2: box.height - margin.bottom,
        }),
      );
    if (inside) {
      parts.push(
        shape('line', {
          class: 'current',
          x1: x(reading),
          x2: x(reading),
          y1: margin.top,
          y2: box.height - margin.bottom + 6,
        }),
      );
      const name = along.label.length > 8 ? '' : `${along.label} = `;
      parts.push(
        shape(
          'text',
          { class: 'tick middle here', x: Math.min(box.width - 50, Math.max(50, x(reading))), y: box.height - 8 },
          `${name}${numberText(reading, 4)}`,
        ),
      );
      const dots = shape('g', { 'clip-path': 'url(#plot-clip)' });
      for (const order of [...shown].reverse()) {
        const value = valueAt(xs, orders[order], breaks, reading);
        if (value !== null && Number.isFinite(value))
          dots.append(shape('circle', { class: `dot order-${order % 8}`, cx: x(reading), cy: y(value), r: 4.5 }));
      }
      parts.push(dots);
    }
    this.plot.replaceChildren(...parts);
    this.plot.setAttribute(
      'aria-label',
      text(
        'curves.summary',
        orders.length - 1,
        along.label,
        numberText(this.domain[0], 4),
        numberText(this.domain[1], 4),
      ),
    );
    this.drawLegend(state, reading, hidden);
    this.drawExtras(state, features);
  }

  private drawLegend(state: State, reading: number, hidden: Set<number>): void {
    const { xs, orders, breaks } = state.derivatives!.answer;
    replaceContent(
      this.legend,
      ...orders.map((values, order) => {
        const value = valueAt(xs, values, breaks, reading);
        const name = derivativeName(order);
        return element(
          'li',
          {},
          element(
            'button',
            {
              type: 'button',
              class: `curve-key${hidden.has(order) ? ' off' : ''}`,
              'aria-pressed': String(!hidden.has(order)),
              title: text('curves.toggle', name),
              'data-key': `curve-${order}`,
              onclick: () => {
                const next = new Set(hidden);
                if (!next.delete(order)) next.add(order);
                this.store.dispatch({ type: 'prefer', preferences: { hiddenOrders: [...next].sort((a, b) => a - b) } });
              },
            },
            shape(
              'svg',
              { class: 'key-line', width: 24, height: 8, 'aria-hidden': 'true' },
              shape('line', {
                class: `curve order-${order % 8}${order === 0 ? ' f' : ''}`,
                x1: 1,
                x2: 23,
                y1: 4,
                y2: 4,
              }),
            ),
            element('span', { class: 'number key-name' }, name),
            element(
              'span',
              { class: 'number key-value', title: value === null ? '' : fullNumberText(value) },
              value === null ? '–' : numberText(value),
            ),
          ),
        );
      }),
    );
  }

  /** Taylor polynomial, and the places where something happens; each sets the input. */
  private drawExtras(state: State, features: Feature[]): void {
    const along = this.along!;
    const degrees = state.derivatives!.answer.orders.length - 1;
    const choose = element(
      'select',
      {
        class: 'chooser boxed',
        'aria-label': text('curves.taylor', along.label),
        'data-key': 'taylor',
        onchange: () => {
          const value = choose.selectedIndex;
          this.store.dispatch({ type: 'prefer', preferences: { taylor: value === 0 ? null : value } });
        },
      },
      element('option', { selected: state.preferences.taylor === null }, text('curves.taylor.none')),
      ...Array.from({ length: degrees }, (_, i) =>
        element(
          'option',
          { selected: state.preferences.taylor === i + 1 },
          i === 0 ? text('curves.taylor.tangent') : text('curves.taylor.degree', i + 1),
        ),
      ),
    );
    replaceContent(
      this.extras,
      degrees > 0 &&
        element(
          'label',
          { class: 'taylor-choice muted' },
          along.label.length > 5 ? text('curves.taylor.short') : text('curves.taylor', along.label),
          choose,
        ),
      features.length > 0 &&
        element(
          'ul',
          { class: 'features' },
          ...features.map((feature) =>
            element(
              'li',
              {},
              element(
                'button',
                {
                  type: 'button',
                  class: 'feature-row',
                  title: text('curves.feature.go', along.label, fullNumberText(feature.x)),
                  onclick: () => this.choose(feature.x, 12),
                },
                element('span', { class: 'muted' }, text(`curves.feature.${feature.kind}`)),
                element('span', { class: 'number' }, numberText(feature.x, 5)),
              ),
            ),
          ),
        ),
    );
  }

  private listen(): void {
    const toX = (clientX: number) => {
      const bounds = this.plot.getBoundingClientRect();
      const ratio = (clientX - bounds.left) / bounds.width;
      const width = this.plot.clientWidth;
      const share = (ratio * width - margin.left) / Math.max(1, width - margin.left - margin.right);
      return this.domain[0] + share * (this.domain[1] - this.domain[0]);
    };
    let drag: { x: number; domain: [number, number]; moved: boolean } | null = null;
    this.plot.addEventListener('pointerdown', (event) => {
      drag = { x: event.clientX, domain: [...this.domain], moved: false };
      this.plot.setPointerCapture(event.pointerId);
    });
    this.plot.addEventListener('pointermove', (event) => {
      if (drag) {
        const width =
          this.plot.getBoundingClientRect().width *
          (1 - (margin.left + margin.right) / Math.max(1, this.plot.clientWidth));
        const shift = ((drag.x - event.clientX) / width) * (drag.domain[1] - drag.domain[0]);
        if (Math.abs(event.clientX - drag.x) > 3) drag.moved = true;
        if (drag.moved) this.changeDomain(drag.domain[0] + shift, drag.domain[1] + shift);
        return;
      }
      const x = toX(event.clientX);
      this.crosshair = x >= this.domain[0] && x <= this.domain[1] ? x : null;
      this.draw(this.store.state);
    });
    this.plot.addEventListener('pointerup', (event) => {
      // A click without a drag sets the input to where the crosshair stands.
      if (drag && !drag.moved) this.choose(toX(event.clientX));
      drag = null;
    });
    this.plot.addEventListener('pointerleave', () => {
      this.crosshair = null;
      if (!drag) this.draw(this.store.state);
    });
    this.plot.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        const centre = toX(event.clientX);
        const factor = Math.exp(Math.sign(event.deltaY) * Math.min(0.3, Math.abs(event.deltaY) * 0.002));
        this.changeDomain(centre + (this.domain[0] - centre) * factor, centre + (this.domain[1] - centre) * factor);
      },
      { passive: false },
    );
    this.plot.addEventListener('keydown', (event) => {
      const sign = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (!this.along || (sign === 0 && event.key !== 'Enter' && event.key !== 'Escape')) return;
      event.preventDefault();
      if (event.key === 'Escape') this.crosshair = null;
      else if (event.key === 'Enter') this.choose(this.crosshair ?? this.along.value);
      else this.crosshair = (this.crosshair ?? this.along.value) + (sign * (this.domain[1] - this.domain[0])) / 100;
      this.draw(this.store.state);
    });
  }

  private choose(x: number, digits = 4): void {
    const { along } = this;
    if (!along || x < this.domain[0] || x > this.domain[1]) return;
    const value = Number(x.toPrecision(digits));
    const records = this.store.state.evaluation!.inputs;
    const inputs = Object.fromEntries(
      records.map((record) => [
        record.name,
        record.name === along.record.name ? withEntry(record.value, along.path, value) : record.value,
      ]),
    );
    this.store.post({ type: 'setInputs', inputs });
  }
}
