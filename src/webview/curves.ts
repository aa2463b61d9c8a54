/** @file f, f′, f″ … along one input: asks for them, keeps the range and the place that is read. */
import { numberText } from '../protocol/number-text';
import { BoundFields } from './axis-bounds';
import { curveControls } from './curve-controls';
import { domainOf } from './curve-data';
import { differencesOf } from './curve-differences';
import { listenToCurves } from './curve-gestures';
import { type Along, choicesOf, inputsWith, withEntry } from './curve-inputs';
import { differencesChoice, featureList, legendRows, taylorChoice } from './curve-legend';
import { drawCurves } from './curve-picture';
import { element, replaceContent, shape } from './dom';
import type { State } from './state';
import type { Store } from './store';
import { text } from './strings';
import { onShow } from './tab-choice';

/** Points of a range, as many as a wide panel has pixels for. */
export const curvePoints = 400;

export class Curves {
  readonly root = element('div', { class: 'curves' });
  readonly tools = element('div', { class: 'curve-controls' });
  private readonly plot = shape('svg', { class: 'plot', role: 'img', tabindex: 0 });
  private readonly legend = element('ul', { class: 'curve-legend' });
  private readonly extras = element('div', { class: 'curve-extras' });
  private readonly note = element('p', { class: 'muted curve-note' });
  private readonly bounds = new BoundFields({
    labels: [text('curves.from'), text('curves.to')],
    key: 'bound',
    axis: 'across',
    change: (from, to) => this.changeDomain(from, to),
  });
  private along: Along | null = null;
  private domain: [number, number] = [-1, 1];
  private asked = '';
  private askedAt = Number.NaN;
  private request = 0;
  private crosshair: number | null = null;
  /** Whether f′ by differences is laid over the exact one. */
  private differences = false;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly store: Store) {
    this.root.append(
      element('div', { class: 'plot-host' }, this.plot, this.bounds.root),
      element('div', { class: 'curve-side' }, this.legend, this.extras),
      this.note,
    );
    new ResizeObserver(() => this.draw(this.store.state)).observe(this.plot);
    listenToCurves(this.plot, {
      domain: () => this.domain,
      current: () => this.along?.value ?? 0,
      crosshair: () => this.crosshair,
      read: (x) => {
        this.crosshair = x;
        this.draw(this.store.state);
      },
      change: (from, to) => void this.changeDomain(from, to),
      choose: (x) => this.choose(x),
    });
    store.attach((state, before) => {
      if (!onShow(state, 'curves')) return;
      const opened = !onShow(before, 'curves');
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
    // What is under way may have been ended by another evaluation.
    const answered =
      store.state.derivatives?.request.request === this.request || store.state.derivativesFailure !== null;
    if (!force && answered && key === this.asked) {
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
      points: curvePoints,
      order: preferences.curveOrder,
      at: [along.value],
    });
  }

  /** While the range is dragged or wheeled the old curves move along; new ones are asked for at rest. */
  private changeDomain(from: number, to: number): boolean {
    if (!(to - from > 1e-12 * Math.max(1, Math.abs(from))) || !Number.isFinite(to - from)) return false;
    this.domain = [from, to];
    this.drawControls(this.store.state);
    this.draw(this.store.state);
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(false), 80);
    return true;
  }

  private drawControls(state: State): void {
    const { along } = this;
    this.tools.hidden = along === null;
    if (!along) return;
    const controls = curveControls({
      labels: choicesOf(state).map((choice) => choice.label),
      chosen: along.label,
      preferences: state.preferences,
      along: (label) => {
        this.along = choicesOf(this.store.state).find((choice) => choice.label === label) ?? along;
        this.domain = domainOf(this.along.value);
        this.ask(false);
        this.drawControls(this.store.state);
      },
      reset: () => void this.changeDomain(...domainOf(along.value)),
      prefer: (preferences) => this.store.dispatch({ type: 'prefer', preferences }),
    });
    replaceContent(this.tools, ...controls);
  }

  private draw(state: State): void {
    const { clientWidth: width, clientHeight: height } = this.plot;
    const { along } = this;
    const drawn = along && state.derivatives?.request.input === along.label ? state.derivatives : null;
    this.note.textContent = !along
      ? text('curves.none')
      : state.derivativesFailure
        ? state.derivativesFailure.message || text('curves.unavailable')
        : drawn
          ? ''
          : text('curves.loading');
    this.bounds.root.hidden = !along || !drawn;
    if (!along || !drawn) {
      for (const part of [this.plot, this.legend, this.extras]) part.replaceChildren();
      return;
    }
    if (width < 40 || height < 40) return;
    this.bounds.show(this.domain);
    const { preferences } = state;
    const { answer } = drawn;
    const hidden = new Set(preferences.hiddenOrders);
    const differences = differencesOf(answer);
    const { x, features } = drawCurves(this.plot, {
      width,
      height,
      answer,
      domain: this.domain,
      symlog: preferences.curveScale === 'symlog',
      hidden,
      taylor: preferences.taylor,
      differences: this.differences ? differences : null,
      label: along.label,
      at: along.value,
      crosshair: this.crosshair,
    });
    const degrees = answer.orders.length - 1;
    const [from, to] = this.domain.map((bound) => numberText(bound, 4));
    this.plot.setAttribute('aria-label', text('curves.summary', degrees, along.label, from, to));
    const prefer = (change: Partial<State['preferences']>) =>
      this.store.dispatch({ type: 'prefer', preferences: change });
    const toggle = (order: number) => {
      const next = new Set(hidden);
      if (!next.delete(order)) next.add(order);
      prefer({ hiddenOrders: [...next].sort((a, b) => a - b) });
    };
    replaceContent(this.legend, ...legendRows(answer, x, hidden, toggle));
    replaceContent(
      this.extras,
      taylorChoice(along.label, degrees, preferences.taylor, (degree) => prefer({ taylor: degree })),
      differencesChoice(this.differences, differences, () => {
        this.differences = !this.differences;
        this.draw(this.store.state);
      }),
      featureList(along.label, features, (place) => this.choose(place, 12)),
    );
  }

  private choose(x: number, digits = 4): void {
    const { along } = this;
    if (!along || x < this.domain[0] || x > this.domain[1]) return;
    const value = Number(x.toPrecision(digits));
    this.store.post({ type: 'setInputs', inputs: inputsWith(this.store.state, [[along, value]]) });
  }
}
