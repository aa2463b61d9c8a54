/** @file f over two inputs: asks for its values and the descents from a start, keeps ranges, start and crosshair. */
import type { DescentAnswer, SurfaceAnswer } from '../../protocol/analysis';
import { numberText } from '../../protocol/number-text';
import type { DescentMethod } from '../../protocol/surface';
import { BoundFields } from '../axis-bounds';
import { chooser } from '../curve-controls';
import { type Along, choicesOf, inputsWith, withEntry } from '../curve-inputs';
import { element, replaceContent, shape } from '../dom';
import { formatCount } from '../format';
import type { State } from '../state';
import type { Store } from '../store';
import { text } from '../strings';
import { onShow } from '../tab-choice';
import { descentFrom, firstLimit, reach, surfaceOver } from './choices';
import { type Bands, bandsOf, surfaceValueAt } from './contours';
import { surfaceControls } from './controls';
import { curvatureOf } from './curvature';
import { stepsAfter } from './descents';
import { listenToSurface } from './gestures';
import { drawSurface } from './picture';
import { curvatureNote, descentRows, type Reading, readOut, scaleKey } from './side';
import { type Range, type Space, usable, zoomed } from './space';

const axisNames = ['surface.across', 'surface.up'] as const;

/** How far descents may be followed. */
const stepLimits = [100, firstLimit, 10_000];

/** How long the drawing of descents takes. */
const milliseconds = 1_400;

export class SurfaceView {
  readonly root = element('div', { class: 'curves surface-view' });
  readonly tools = element('div', { class: 'curve-controls' });
  private readonly plot = shape('svg', { class: 'plot', role: 'application', tabindex: 0 });
  private readonly side = element('div', { class: 'curve-side surface-side' });
  private readonly note = element('p', { class: 'muted curve-note' });
  private readonly spoken = element('p', { class: 'spoken', role: 'status' });
  private readonly bounds = ([0, 1] as const).map(
    (which) =>
      new BoundFields({
        labels: [text('surface.from', text(axisNames[which])), text('surface.to', text(axisNames[which]))],
        key: `surface-${which}`,
        axis: which === 0 ? 'across' : 'up',
        change: (...range) => this.changeRanges(which === 0 ? [range, this.ranges[1]] : [this.ranges[0], range]),
      }),
  );
  private axes: [Along, Along] | null = null;
  private ranges: [Range, Range] = [
    [-1, 1],
    [-1, 1],
  ];
  private start: [number, number] = [0, 0];
  /** A person has put the start somewhere; until then it is where the inputs are. */
  private placed = false;
  private answer: { surface: SurfaceAnswer; bands: Bands } | null = null;
  private descent: DescentAnswer | null = null;
  private refusal: string | null = null;
  private reading: Reading | null = null;
  private arrows = true;
  private limit = firstLimit;
  private rates: Partial<Record<DescentMethod, number>> = {};
  private hidden = new Set<DescentMethod>();
  private share = 1;
  private asked = '';
  private timer: ReturnType<typeof setTimeout> | null = null;
  private frame = 0;
  /** What was asked and is not answered yet; called, it forgets the question. */
  private forget: Partial<Record<'surface' | 'descent' | 'reading', () => void>> = {};
  private restTimer: ReturnType<typeof setTimeout> | null = null;
  private readTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly store: Store) {
    this.root.append(
      element('div', { class: 'plot-host' }, this.plot, ...this.bounds.map(({ root }) => root)),
      this.side,
      this.note,
      this.spoken,
    );
    new ResizeObserver(() => this.draw()).observe(this.plot);
    this.listen();
    store.attach((state, before) => {
      if (!onShow(state, 'surface')) return;
      const opened = !onShow(before, 'surface');
      if (opened || state.evaluation !== before.evaluation) this.follow(state);
    });
  }

  /** Keeps to the inputs chosen before; asks anew when what the surface depends on has changed. */
  private follow(state: State): void {
    const choices = choicesOf(state);
    const kept = this.axes?.map((axis) => choices.find((choice) => choice.label === axis.label));
    const [x, y] = kept?.[0] && kept[1] ? kept : choices;
    if (!x || !y) {
      this.axes = null;
      this.draw();
      return;
    }
    const same = kept?.[0] !== undefined && kept[1] !== undefined;
    this.axes = [x, y];
    if (!same) {
      this.ranges = [reach(x.value), reach(y.value)];
      this.placed = false;
    }
    const [oldX, oldY] = this.start;
    if (!this.placed) this.start = [x.value, y.value];
    if (this.descent && (this.start[0] !== oldX || this.start[1] !== oldY)) this.descendSoon();
    this.drawControls();
    this.ask();
    this.draw();
  }

  private ask(): void {
    const { axes, store } = this;
    const { evaluation } = store.state;
    if (!axes || !evaluation) return;
    const held = evaluation.inputs.map((record) =>
      axes
        .filter((axis) => axis.record.name === record.name)
        .reduce((value, axis) => withEntry(value, axis.path, 0), record.value),
    );
    const names = axes.map((axis) => axis.label);
    const program = JSON.stringify([names, held, evaluation.output.path, evaluation.target.name, evaluation.sources]);
    const key = JSON.stringify([program, this.ranges]);
    // What is under way may have been ended by another evaluation.
    if (this.forget.descent) this.descend(this.share < 1);
    if (key === this.asked && !this.forget.surface) return;
    if (!this.asked.startsWith(JSON.stringify([program]).slice(0, -1))) {
      this.answer = null;
      this.descent = null;
      this.descend(false);
    }
    this.asked = key;
    this.forget.surface?.();
    this.forget.surface = store.questions.analyse<'surface'>(
      surfaceOver(axes[0], axes[1], ...this.ranges),
      (surface) => {
        this.forget.surface = undefined;
        this.answer = { surface, bands: bandsOf(surface) };
        this.refusal = null;
        this.draw();
      },
      (failure) => {
        this.forget.surface = undefined;
        this.refusal = failure.message || text('surface.unavailable');
        this.draw();
      },
    );
  }

  /** Asks for the ways down from the start, and draws them step by step where `animated`. */
  private descend(animated: boolean): void {
    const { axes } = this;
    if (!axes) return;
    for (const question of ['descent', 'reading'] as const) this.forget[question]?.();
    this.forget.reading = undefined;
    this.forget.descent = this.store.questions.analyse<'descent'>(
      descentFrom(axes[0], axes[1], this.start, this.limit, this.rates),
      (descent) => {
        this.forget.descent = undefined;
        this.descent = descent;
        if (animated) this.animate();
        this.draw();
      },
      () => {
        this.forget.descent = undefined;
        this.descent = null;
        this.draw();
      },
    );
  }

  /** Once the inputs that the start follows have come to rest. */
  private descendSoon(): void {
    if (this.restTimer !== null) clearTimeout(this.restTimer);
    this.restTimer = setTimeout(() => this.descend(false), 150);
  }

  private animate(): void {
    cancelAnimationFrame(this.frame);
    const still =
      document.body.classList.contains('vscode-reduce-motion') ||
      matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.share = still ? 1 : 0;
    if (still) return;
    const begun = performance.now();
    const tick = () => {
      this.share = Math.min(1, (performance.now() - begun) / milliseconds);
      this.drawPicture();
      if (this.share < 1) this.frame = requestAnimationFrame(tick);
    };
    this.frame = requestAnimationFrame(tick);
  }

  private changeRanges(ranges: [Range, Range]): boolean {
    if (!ranges.every(usable)) return false;
    this.ranges = ranges;
    this.drawControls();
    this.draw();
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 80);
    return true;
  }

  private placeStart(to: [number, number]): void {
    this.start = to;
    this.placed = true;
    this.descent = null;
    this.forget.descent?.();
    this.forget.descent = undefined;
    const [x, y] = this.axes!.map((axis) => axis.label);
    this.spoken.textContent = text('surface.said', x, numberText(to[0]), y, numberText(to[1]));
    this.draw();
  }

  /** Between the places of the grid at once, and exactly when the pointer rests. */
  private read(at: [number, number] | null): void {
    const { axes, answer } = this;
    if (this.readTimer !== null) clearTimeout(this.readTimer);
    this.forget.reading?.();
    this.forget.reading = undefined;
    if (!at || !axes) {
      this.reading = null;
      this.draw();
      return;
    }
    const near = answer ? surfaceValueAt(answer.surface, ...at) : null;
    this.reading = { at, value: near, exact: false, gradient: null };
    this.readTimer = setTimeout(() => this.readExactly(at, axes), 40);
    this.draw();
  }

  /** A descent of one step tells of where it begins. While a longer one is under way it is not disturbed. */
  private readExactly(at: [number, number], axes: [Along, Along]): void {
    if (this.forget.descent) return;
    this.forget.reading = this.store.questions.analyse<'descent'>(
      descentFrom(axes[0], axes[1], at, 1),
      ({ start }) => {
        this.forget.reading = undefined;
        this.reading = { at, value: start.value, exact: true, gradient: start.gradient };
        this.drawSide();
      },
      () => {
        this.forget.reading = undefined;
      },
    );
  }

  private drawControls(): void {
    const { axes } = this;
    this.tools.hidden = axes === null;
    if (!axes) return;
    const controls = surfaceControls({
      labels: choicesOf(this.store.state).map((choice) => choice.label),
      chosen: [axes[0].label, axes[1].label],
      arrows: this.arrows,
      choose: (which, label) => this.choose(which, label),
      showArrows: (shown) => {
        this.arrows = shown;
        this.drawControls();
        this.draw();
      },
      reset: () => this.reset(),
    });
    replaceContent(this.tools, ...controls);
  }

  /** Another input for one axis; where it is the other's, the two change places. */
  private choose(which: 0 | 1, label: string): void {
    const next = choicesOf(this.store.state).find((choice) => choice.label === label);
    const { axes, ranges } = this;
    if (!axes || !next) return;
    if (next.label === axes[1 - which].label) {
      this.axes = [axes[1], axes[0]];
      this.ranges = [ranges[1], ranges[0]];
    } else {
      this.axes = which === 0 ? [next, axes[1]] : [axes[0], next];
      this.ranges = which === 0 ? [reach(next.value), ranges[1]] : [ranges[0], reach(next.value)];
    }
    this.placed = false;
    this.start = [this.axes[0].value, this.axes[1].value];
    this.drawControls();
    this.ask();
    this.draw();
  }

  private reset(): void {
    if (this.axes) this.changeRanges([reach(this.axes[0].value), reach(this.axes[1].value)]);
  }

  private space(): Space {
    const { clientWidth: width, clientHeight: height } = this.plot;
    return { width, height, across: this.ranges[0], up: this.ranges[1] };
  }

  private draw(): void {
    this.note.textContent = !this.axes
      ? text('surface.none')
      : (this.refusal ?? (this.answer ? '' : text('surface.loading')));
    this.drawPicture();
    this.drawSide();
  }

  private drawPicture(): void {
    const { axes, answer, descent } = this;
    const space = this.space();
    this.bounds.forEach((fields, which) => {
      fields.root.hidden = !axes || !answer;
      fields.show(this.ranges[which]);
    });
    if (!axes || !answer) {
      this.plot.replaceChildren();
      return;
    }
    if (space.width < 120 || space.height < 80) return;
    drawSurface(
      this.plot,
      {
        ...answer,
        names: [axes[0].label, axes[1].label],
        arrows: this.arrows,
        current: [axes[0].value, axes[1].value],
        start: this.start,
        curvature: descent ? curvatureOf(descent.start.hessian) : null,
        descent,
        hidden: this.hidden,
        step: descent ? stepsAfter(descent.paths, this.share) : 0,
        crosshair: this.reading?.at ?? null,
      },
      space,
    );
    const short = (value: number) => numberText(value, 4);
    const [[x0, x1], [y0, y1]] = this.ranges;
    const { low, high } = answer.bands;
    const summary = [axes[0].label, short(x0), short(x1), axes[1].label, short(y0), short(y1), short(low), short(high)];
    this.plot.setAttribute('aria-label', `${text('surface.summary', ...summary)}. ${text('surface.keys')}`);
  }

  private drawSide(): void {
    const { axes, answer, descent } = this;
    if (!axes || !answer) {
      this.side.replaceChildren();
      return;
    }
    const from = descent?.start ?? null;
    const shown: Reading =
      this.reading ??
      (from
        ? { at: [from.x, from.y], value: from.value, exact: true, gradient: from.gradient }
        : { at: this.start, value: surfaceValueAt(answer.surface, ...this.start), exact: false, gradient: null });
    const button = (words: string, title: string, key: string, onclick: () => void) =>
      element('button', { type: 'button', class: 'button boxed', title, 'data-key': key, onclick }, words);
    replaceContent(
      this.side,
      readOut([axes[0].label, axes[1].label], shown),
      scaleKey(answer.bands),
      element('h3', {}, text('surface.curvature')),
      curvatureNote(descent ? curvatureOf(descent.start.hessian) : null),
      element('h3', {}, text('surface.descents')),
      descentRows({
        descent,
        hidden: this.hidden,
        rates: this.rates,
        toggle: (method) => {
          if (!this.hidden.delete(method)) this.hidden.add(method);
          this.draw();
        },
        setRate: (method, rate) => {
          const { [method]: _old, ...others } = this.rates;
          this.rates = rate === null ? others : { ...others, [method]: rate };
          this.descend(true);
        },
      }),
      element(
        'div',
        { class: 'surface-actions' },
        button(text('surface.run'), text('surface.run.detail'), 'surface-run', () => this.descend(true)),
        chooser(
          text('surface.limit.label'),
          stepLimits.map((value) => ({ value, label: text('surface.limit.steps', formatCount(value)) })),
          this.limit,
          (limit) => {
            this.limit = limit;
            this.descend(true);
          },
          'surface-limit',
        ),
        button(text('surface.set'), '', 'surface-set', () =>
          this.store.post({
            type: 'setInputs',
            inputs: inputsWith(this.store.state, [
              [axes[0], this.start[0]],
              [axes[1], this.start[1]],
            ]),
          }),
        ),
      ),
    );
  }

  private listen(): void {
    listenToSurface(this.plot, {
      space: () => this.space(),
      start: () => this.start,
      read: (at) => this.read(at),
      moveStart: ([x, y]) => this.placeStart([Number(x.toPrecision(4)), Number(y.toPrecision(4))]),
      run: () => this.descend(true),
      shift: (right, above, { width, height, across, up }) => {
        const [dx, dy] = [
          ((right * this.plot.clientWidth) / Math.max(1, width)) * (across[1] - across[0]),
          ((above * this.plot.clientHeight) / Math.max(1, height)) * (up[1] - up[0]),
        ];
        this.changeRanges([
          [across[0] + dx, across[1] + dx],
          [up[0] + dy, up[1] + dy],
        ]);
      },
      zoom: ([x, y], factor) =>
        void this.changeRanges([zoomed(this.ranges[0], x, factor), zoomed(this.ranges[1], y, factor)]),
      reset: () => this.reset(),
    });
  }
}
