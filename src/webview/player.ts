/** @file The backward player's row: transport, scrubber, what is popped now, the queue, the order. */

import { numberText } from '../protocol/number-text';
import { element, iconButton, replaceContent, shape } from './dom';
import { shortened } from './format';
import { functionKey, variableKey } from './graph/model';
import { functionName, itemName, variableName } from './names';
import { type Playback, playbackOf } from './playback';
import type { State } from './state';
import type { Store } from './store';
import { text } from './strings';
import { momentOf, type SweepOrder, sweep, sweepOrders } from './sweep';

const speeds = [0.5, 1, 2, 4];
/** Above this many functions the scrubber has no stops to see. */
const visibleStops = 60;

export class Player {
  readonly root = element('section', { class: 'player', 'aria-label': text('player.title') });
  private readonly range = element('input', {
    type: 'range',
    class: 'scrubber',
    min: 0,
    step: 1,
    'aria-label': text('player.scrub'),
    oninput: () => this.go(Number(this.range.value)),
  });
  private readonly stops = shape('svg', { class: 'stops', 'aria-hidden': 'true' });
  private readonly transport = element('div', { class: 'transport' });
  private readonly position = element('span', { class: 'position number', role: 'status' });
  private readonly queue = element('div', { class: 'queue' });
  private readonly choices = element('div', { class: 'player-choices' });
  private readonly verdict = element('p', { class: 'verdict' });
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly store: Store) {
    this.root.append(
      element(
        'div',
        { class: 'player-row' },
        this.transport,
        element('div', { class: 'scrub' }, this.stops, this.range),
        this.position,
        this.queue,
        this.choices,
      ),
      this.verdict,
    );
    this.root.addEventListener('keydown', (event) => this.onKey(event));
    new ResizeObserver(() => this.drawStops(this.store.state)).observe(this.range);
    store.attach((state, before) => {
      if (
        state.graph === before.graph &&
        state.step === before.step &&
        state.playing === before.playing &&
        state.preferences === before.preferences &&
        state.phase === before.phase
      )
        return;
      this.draw(state);
      if (state.playing !== before.playing || (state.playing && state.step !== before.step)) this.schedule(state);
    });
  }

  private draw(state: State): void {
    const playback = playbackOf(state);
    this.root.hidden = playback === null || state.phase !== 'ready';
    if (!playback) return;
    const { steps } = playback.sweep;
    const step = state.step ?? 0;
    this.range.max = String(steps.length);
    this.range.value = String(step);
    this.range.setAttribute('aria-valuetext', this.said(state, playback));
    replaceContent(
      this.transport,
      iconButton('first', text('player.first'), () => (state.step === 0 ? this.rest() : this.go(0)), 'first'),
      iconButton('back', text('player.back'), () => this.go(step - 1), 'back'),
      iconButton(
        state.playing ? 'pause' : 'play',
        text(state.playing ? 'player.pause' : 'player.play'),
        () => this.toggle(),
        'play',
      ),
      iconButton('step', text('player.step'), () => this.go(step + 1), 'step'),
      iconButton('last', text('player.last'), () => this.go(steps.length), 'last'),
    );
    this.position.textContent =
      state.step === null ? text('player.ready', steps.length) : text('player.position', step, steps.length);
    this.drawQueue(state, playback);
    this.drawChoices(state);
    this.drawVerdict(state, playback);
    this.drawStops(state);
  }

  private said(state: State, playback: Playback): string {
    const played = playback.moment?.step;
    const at = text('player.position', state.step ?? 0, playback.sweep.steps.length);
    return played ? `${at}, ${functionName(state, state.graph!, played.function)}` : at;
  }

  private drawQueue(state: State, playback: Playback): void {
    const graph = state.graph!;
    // At rest the queue stands as it will when the pass begins.
    const moment = playback.moment ?? momentOf(playback.sweep, 0);
    const chip = (key: ReturnType<typeof functionKey>, now: boolean) =>
      element(
        'button',
        {
          type: 'button',
          class: now ? 'chip now' : 'chip',
          title: itemName(state, graph, key),
          onclick: () => this.store.dispatch({ type: 'select', item: key }),
        },
        shortened(itemName(state, graph, key), 16),
      );
    const groups = new Map<number, HTMLElement[]>();
    const stacked = state.preferences.order === 'naive' || state.preferences.order === 'naiveSeen';
    for (const made of moment.queue.slice(0, 12)) {
      // A stack has no generations: one group in the order of popping.
      const generation = stacked ? -1 : made.generation;
      const group = groups.get(generation) ?? [];
      group.push(chip(functionKey(made.id), false));
      groups.set(generation, group);
    }
    replaceContent(
      this.queue,
      element('span', { class: 'muted' }, text('player.now')),
      moment.step
        ? chip(functionKey(moment.step.function.id), true)
        : element('span', { class: 'seed', title: text('player.seed.detail') }, text('player.seed')),
      element('span', { class: 'muted' }, text('player.queue')),
      ...(moment.queue.length === 0 ? [element('span', { class: 'faint' }, text('player.queue.empty'))] : []),
      ...[...groups].map(([generation, chips]) =>
        element(
          'span',
          { class: 'group' },
          generation >= 0 && element('span', { class: 'faint number' }, text('player.gen', generation)),
          ...chips,
        ),
      ),
      moment.queue.length > 12 && element('span', { class: 'faint' }, text('inputs.more', moment.queue.length - 12)),
    );
  }

  private drawChoices(state: State): void {
    const order = element(
      'select',
      {
        class: 'chooser boxed',
        'aria-label': text('player.order', '').replace(/[:：\s]+$/, ''),
        title: text('player.order', text(`player.order.${state.preferences.order}`)),
        'data-key': 'order',
        onchange: () => this.store.dispatch({ type: 'prefer', preferences: { order: order.value as SweepOrder } }),
      },
      ...sweepOrders.map((one) =>
        element('option', { value: one, selected: one === state.preferences.order }, text(`player.order.${one}`)),
      ),
    );
    const { speed } = state.preferences;
    replaceContent(
      this.choices,
      element(
        'button',
        {
          type: 'button',
          class: 'button speed number',
          'aria-label': text('player.speed', speed),
          title: text('player.speed', speed),
          'data-key': 'speed',
          onclick: () =>
            this.store.dispatch({
              type: 'prefer',
              preferences: { speed: speeds[(speeds.indexOf(speed) + 1) % speeds.length] },
            }),
        },
        `×${speed}`,
      ),
      order,
    );
  }

  /** What a wrong way gets wrong, and from where; the wrong numbers beside the right ones. */
  private drawVerdict(state: State, playback: Playback): void {
    const { mistake, order, gradients, cut } = playback.sweep;
    this.verdict.hidden = order === 'generations';
    if (order === 'generations') return;
    const graph = state.graph!;
    const right = sweep(graph, 'generations')!.gradients;
    const wrong = state.evaluation!.variables.filter((variable) =>
      differs(gradients.get(variable.id) ?? 0, right.get(variable.id) ?? 0),
    );
    // Inputs first: theirs are the numbers that a person asked for.
    wrong.sort((a, b) => Number(b.role === 'input') - Number(a.role === 'input'));
    if (!mistake || wrong.length === 0) {
      replaceContent(this.verdict, `✓ ${text('player.right')}`);
      return;
    }
    const what =
      mistake.kind === 'assign'
        ? text(
            'player.wrong.assign',
            `∂f/∂${itemName(state, graph, variableKey(mistake.variable))}`,
            numberText(mistake.lost),
          )
        : text(
            mistake.kind === 'twice' ? 'player.wrong.twice' : 'player.wrong.early',
            functionName(state, graph, graph.items.get(functionKey(mistake.function))!.function!),
          );
    replaceContent(
      this.verdict,
      element(
        'button',
        { type: 'button', class: 'link', onclick: () => this.go(mistake.step + 1), 'data-key': 'mistake' },
        `✗ ${text('player.wrong', mistake.step + 1, what)}`,
      ),
      element(
        'span',
        { class: 'number' },
        ...wrong
          .slice(0, 3)
          .flatMap((variable) => [
            `  ∂f/∂${shortened(variableName(state, variable), 16)} `,
            element(
              'span',
              { class: 'tone-bad' },
              text(
                'player.wrong.numbers',
                numberText(gradients.get(variable.id) ?? 0),
                numberText(right.get(variable.id) ?? 0),
              ),
            ),
          ]),
      ),
      cut && ` ${text('player.tooMany', playback.sweep.steps.length)}`,
    );
  }

  /** A line with one stop per function; the played part is solid. */
  private drawStops(state: State): void {
    const playback = playbackOf(state);
    const width = this.range.clientWidth;
    if (!playback || width === 0) return;
    const count = playback.sweep.steps.length;
    const x = (step: number) => 8 + ((width - 16) * step) / count;
    const step = state.step ?? 0;
    const wrongFrom = playback.sweep.mistake ? playback.sweep.mistake.step + 1 : Number.POSITIVE_INFINITY;
    this.stops.setAttribute('viewBox', `0 0 ${width} 20`);
    this.stops.setAttribute('width', String(width));
    this.stops.replaceChildren(
      shape('line', { class: 'rail', x1: x(0), x2: x(count), y1: 10, y2: 10 }),
      shape('line', { class: 'played', x1: x(0), x2: x(step), y1: 10, y2: 10 }),
    );
    if (count <= visibleStops && count * 14 < width * 1.4) {
      for (let i = 0; i <= count; i++)
        this.stops.append(
          shape('circle', {
            class: `stop${i <= step ? ' done' : ''}${i >= wrongFrom ? ' wrong' : ''}`,
            cx: x(i),
            cy: 10,
            r: i === step ? 7.5 : count > 24 ? 2.5 : 4.5,
          }),
        );
    } else this.stops.append(shape('circle', { class: 'stop done', cx: x(step), cy: 10, r: 7.5 }));
  }

  private go(step: number): void {
    const playback = playbackOf(this.store.state);
    if (!playback) return;
    const to = Math.min(playback.sweep.steps.length, Math.max(0, step));
    this.store.dispatch({ type: 'step', step: to });
    const played = to > 0 ? playback.sweep.steps[to - 1] : null;
    // The editor lights the step's source without the panel's selection moving away.
    this.store.post({
      type: 'select',
      item: played ? { function: played.function.id } : { variable: playback.sweep.output },
    });
  }

  /** The finished gradients again. */
  private rest(): void {
    this.store.dispatch({ type: 'play', playing: false });
    this.store.dispatch({ type: 'step', step: null });
  }

  private toggle(): void {
    const { state } = this.store;
    const playback = playbackOf(state);
    if (!playback) return;
    const atEnd = state.step === playback.sweep.steps.length;
    if (!state.playing && (state.step === null || atEnd)) this.go(0);
    this.store.dispatch({ type: 'play', playing: !state.playing });
  }

  private schedule(state: State): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (!state.playing) return;
    this.timer = setTimeout(() => {
      const now = this.store.state;
      const playback = playbackOf(now);
      if (!now.playing || !playback) return;
      const next = (now.step ?? 0) + 1;
      if (next > playback.sweep.steps.length) this.store.dispatch({ type: 'play', playing: false });
      else this.go(next);
    }, 900 / state.preferences.speed);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.target instanceof HTMLSelectElement) return;
    if (event.key === 'Escape') {
      this.rest();
    } else if (event.key === ' ' && event.target === this.range) {
      this.toggle();
      event.preventDefault();
    }
  }
}

function differs(a: number, b: number): boolean {
  if (Number.isNaN(a) && Number.isNaN(b)) return false;
  return a !== b && !(Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)));
}
