/** @file The backward player's row: transport, scrubber, what is popped now, the queue, the pass's switches. */
import { element, iconButton, replaceContent } from './dom';
import { IterationBar } from './iteration-bar';
import { functionName } from './names';
import { PassControl } from './pass-control';
import { type Playback, playbackOf } from './playback';
import { QueueView } from './queue';
import { introducedBy } from './scene';
import { Scrubber } from './scrubber';
import type { State } from './state';
import type { Store } from './store';
import { text } from './strings';
import { Verdict } from './verdict';

const speeds = [0.5, 1, 2, 4];

export class Player {
  readonly root = element('section', { class: 'player', 'aria-label': text('player.title') });
  private readonly scrubber = new Scrubber(
    (step) => this.go(step),
    () => this.drawScrubber(this.store.state),
  );
  private readonly transport = element('div', { class: 'transport' });
  private readonly position = element('span', { class: 'position number', role: 'status' });
  private readonly queue: QueueView;
  private readonly verdict = new Verdict((step) => this.go(step));
  private readonly speed = element('button', {
    type: 'button',
    class: 'button speed number',
    onclick: () => this.faster(),
  });
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly store: Store) {
    this.queue = new QueueView(store);
    this.root.append(
      element(
        'div',
        { class: 'player-row' },
        new IterationBar(store).root,
        this.transport,
        this.scrubber.root,
        this.position,
        this.queue.root,
        element('div', { class: 'player-choices' }, this.speed, new PassControl(store).root),
      ),
      this.verdict.root,
    );
    this.root.addEventListener('keydown', (event) => this.onKey(event));
    store.attach((state, before) => {
      if (
        state.graph === before.graph &&
        state.step === before.step &&
        state.playing === before.playing &&
        state.preferences === before.preferences &&
        state.pass === before.pass &&
        state.phase === before.phase
      )
        return;
      this.draw(state);
      if (state.playing !== before.playing || (state.playing && state.step !== before.step)) this.schedule(state);
    });
  }

  private draw(state: State): void {
    const playback = playbackOf(state);
    this.root.hidden = state.phase !== 'ready' || !state.graph || state.graph.output === null;
    this.root.classList.toggle('resting', playback === null);
    this.verdict.draw(state, playback);
    if (!playback) return;
    const step = state.step ?? 0;
    const { length } = playback.sweep.steps;
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
      iconButton('last', text('player.last'), () => this.go(length), 'last'),
    );
    this.position.textContent =
      state.step === null
        ? text(length === 1 ? 'player.ready.one' : 'player.ready', length)
        : text('player.position', step, length);
    this.queue.draw(state, playback);
    const { speed } = state.preferences;
    this.speed.textContent = `×${speed}`;
    this.speed.title = text('player.speed', speed);
    this.speed.setAttribute('aria-label', text('player.speed', speed));
    this.drawScrubber(state);
  }

  private drawScrubber(state: State): void {
    const playback = playbackOf(state);
    if (playback) this.scrubber.draw(playback, state.step ?? 0, this.said(state, playback));
  }

  private said(state: State, playback: Playback): string {
    const played = playback.moment?.step;
    const at = text('player.position', state.step ?? 0, playback.sweep.steps.length);
    return played ? `${at}, ${functionName(state, state.graph!, played.function)}` : at;
  }

  private faster(): void {
    const { speed } = this.store.state.preferences;
    this.store.dispatch({
      type: 'prefer',
      preferences: { speed: speeds[(speeds.indexOf(speed) + 1) % speeds.length] },
    });
  }

  private go(step: number): void {
    const { state } = this.store;
    const playback = playbackOf(state);
    if (!playback) return;
    const to = Math.min(playback.sweep.steps.length, Math.max(0, step));
    this.store.dispatch({ type: 'step', step: to });
    const played = to > 0 ? playback.sweep.steps[to - 1] : null;
    // The editor lights the step's source without the panel's selection moving away.
    const graph = state.graph!;
    if (played && introducedBy(graph, `f${played.function.id}`) > 0) return;
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
    if ((event.target as Element).closest('select, .sheet-of-settings')) return;
    if (event.key === 'Escape') {
      this.rest();
    } else if (event.key === ' ' && event.target === this.scrubber.range) {
      this.toggle();
      event.preventDefault();
    }
  }
}
