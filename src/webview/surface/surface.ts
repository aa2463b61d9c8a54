/** @file f over two inputs: asks for its values and the descents from a start, keeps ranges, start and crosshair. */
import { numberText } from '../../protocol/number-text';
import type { DescentChoice, DescentMethod } from '../../protocol/surface';
import { BoundFields } from '../axis-bounds';
import { choicesOf, inputsWith, withEntry } from '../curve-inputs';
import { element, replaceContent, shape } from '../dom';
import type { State } from '../state';
import type { Store } from '../store';
import { text } from '../strings';
import { onShow } from '../tab-choice';
import { descentFrom, firstLimit, surfaceOver } from './choices';
import { surfaceControls } from './controls';
import { curvatureOf } from './curvature';
import { stepsAfter } from './descents';
import { listenToSurface } from './gestures';
import { drawSurface } from './picture';
import { Plane } from './plane';
import { Race } from './race';
import { SurfaceReadings } from './readings';
import { curvatureNote, descentActions, descentRows, readOut, scaleKey } from './side';
import type { Space } from './space';

const axisNames = ['surface.across', 'surface.up'] as const;

export class SurfaceView {
  readonly root = element('div', { class: 'curves surface-view roomy' });
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
        change: (...range) => {
          const [across, up] = this.plane.ranges;
          return this.moved(this.plane.change(which === 0 ? [range, up] : [across, range]));
        },
      }),
  );
  private readonly plane = new Plane();
  private arrows = true;
  private limit = firstLimit;
  private rates: Partial<Record<DescentMethod, number>> = {};
  private hidden = new Set<DescentMethod>();
  private asked = { subject: '', held: '', ranges: '' };
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly readings: SurfaceReadings;
  private readonly race = new Race(() => this.drawPicture());

  constructor(private readonly store: Store) {
    this.readings = new SurfaceReadings(
      store.questions,
      () => this.draw(),
      () => this.drawSide(),
    );
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

  /** Asks anew when what the surface depends on has changed. */
  private follow(state: State): void {
    const moved = this.plane.follow(choicesOf(state));
    if (moved) this.readings.descendSoon(() => this.descentChoice());
    this.drawControls();
    this.ask();
    this.draw();
  }

  private ask(): void {
    const { readings } = this;
    const { axes, ranges } = this.plane;
    const { evaluation } = this.store.state;
    if (!axes || !evaluation) return;
    const { target, output, sources } = evaluation;
    const held = evaluation.inputs.map((record) =>
      axes
        .filter((axis) => axis.record.name === record.name)
        .reduce((value, axis) => withEntry(value, axis.path, 0), record.value),
    );
    const names = axes.map((axis) => axis.label);
    const subject = JSON.stringify([names, target.fileName, target.name, output.path, sources]);
    const keys = { subject, held: JSON.stringify(held), ranges: JSON.stringify(ranges) };
    const before = this.asked;
    if (keys.subject !== before.subject) readings.clear();
    // With other inputs held the old picture stays until the new one is there.
    const differs = keys.subject !== before.subject || keys.held !== before.held;
    // What is under way may have been ended by another evaluation.
    if (keys.subject !== before.subject || readings.isWaiting('descent')) this.descend(this.race.share < 1);
    else if (differs) readings.descendSoon(() => this.descentChoice());
    this.asked = keys;
    if (differs || keys.ranges !== before.ranges || readings.isWaiting('surface'))
      readings.askSurface(surfaceOver(axes[0], axes[1], ...ranges));
  }

  private descentChoice(start = this.plane.start, steps = this.limit): DescentChoice | null {
    const { axes } = this.plane;
    return axes && descentFrom(axes[0], axes[1], start, steps, this.rates);
  }

  /** Asks for the ways down from the start, and draws them step by step where `animated`. */
  private descend(animated: boolean): void {
    const choice = this.descentChoice();
    if (choice) this.readings.descend(choice, () => animated && this.race.begin());
  }

  /** While the ranges change the old picture moves along; a new one is asked for at rest. */
  private moved(taken: boolean): boolean {
    if (!taken) return false;
    this.drawControls();
    this.draw();
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 80);
    return true;
  }

  private placeStart(to: [number, number]): void {
    this.plane.place(to);
    this.readings.dropDescent();
    const [x, y] = this.plane.axes!.map((axis) => axis.label);
    this.spoken.textContent = text('surface.said', x, numberText(to[0]), y, numberText(to[1]));
    this.draw();
  }

  private drawControls(): void {
    const { axes } = this.plane;
    this.tools.hidden = axes === null;
    if (!axes) return;
    const controls = surfaceControls({
      labels: choicesOf(this.store.state).map((choice) => choice.label),
      chosen: [axes[0].label, axes[1].label],
      arrows: this.arrows,
      choose: (which, label) => {
        const next = choicesOf(this.store.state).find((choice) => choice.label === label);
        if (next) this.plane.choose(which, next);
        this.drawControls();
        this.ask();
        this.draw();
      },
      showArrows: (shown) => {
        this.arrows = shown;
        this.drawControls();
        this.draw();
      },
      reset: () => void this.moved(this.plane.reset()),
    });
    replaceContent(this.tools, ...controls);
  }

  private space(): Space {
    return this.plane.space(this.plot.clientWidth, this.plot.clientHeight);
  }

  private draw(): void {
    this.note.textContent = !this.plane.axes
      ? text('surface.none')
      : (this.readings.refusal ?? (this.readings.surface ? '' : text('surface.loading')));
    this.drawPicture();
    this.drawSide();
  }

  private drawPicture(): void {
    const { axes } = this.plane;
    const { surface: answer, descent, reading } = this.readings;
    const space = this.space();
    this.bounds.forEach((fields, which) => {
      fields.root.hidden = !axes || !answer;
      fields.show(this.plane.ranges[which]);
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
        start: this.plane.start,
        curvature: descent ? curvatureOf(descent.start.hessian) : null,
        descent,
        hidden: this.hidden,
        step: descent ? stepsAfter(descent.paths, this.race.share) : 0,
        crosshair: reading?.at ?? null,
      },
      space,
    );
    const short = (value: number) => numberText(value, 4);
    const [[x0, x1], [y0, y1]] = this.plane.ranges;
    const { low, high } = answer.bands;
    const summary = [axes[0].label, short(x0), short(x1), axes[1].label, short(y0), short(y1), short(low), short(high)];
    this.plot.setAttribute('aria-label', `${text('surface.summary', ...summary)}. ${text('surface.keys')}`);
  }

  private drawSide(): void {
    const { axes } = this.plane;
    const { surface: answer, descent } = this.readings;
    const { start } = this.plane;
    const shown = this.readings.at(start);
    if (!axes || !answer || !shown) {
      this.side.replaceChildren();
      return;
    }
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
      descentActions({
        limit: this.limit,
        run: () => this.descend(true),
        setLimit: (limit) => {
          this.limit = limit;
          this.descend(true);
        },
        use: () => {
          const inputs = inputsWith(this.store.state, [
            [axes[0], start[0]],
            [axes[1], start[1]],
          ]);
          this.store.post({ type: 'setInputs', inputs });
        },
      }),
    );
  }

  private listen(): void {
    listenToSurface(this.plot, {
      space: () => this.space(),
      start: () => this.plane.start,
      read: (at) => this.readings.read(at && this.descentChoice(at, 1)),
      moveStart: ([x, y]) => this.placeStart([Number(x.toPrecision(4)), Number(y.toPrecision(4))]),
      run: () => this.descend(true),
      shift: (right, above, from) => {
        const { width, height } = from;
        const [across, up] = [this.plot.clientWidth / Math.max(1, width), this.plot.clientHeight / Math.max(1, height)];
        this.moved(this.plane.shift(right * across, above * up, from));
      },
      zoom: (centre, factor) => void this.moved(this.plane.zoom(centre, factor)),
      reset: () => void this.moved(this.plane.reset()),
    });
  }
}
