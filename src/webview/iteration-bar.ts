/** @file Which execution of a loop is looked at: a stepper and a slider, in the player's place while loops are rolled up. */
import { element, iconButton, replaceContent } from './dom';
import { formatCount } from './format';
import { loopName } from './graph/loop-boxes';
import { loopInSight, sitesIn, unrolledAtMost } from './loops';
import type { State } from './state';
import type { Store } from './store';
import { text } from './strings';

export class IterationBar {
  readonly root = element('div', { class: 'iteration-bar', role: 'group', 'aria-label': text('loop.region') });
  private readonly range = element('input', {
    type: 'range',
    class: 'slider',
    min: 0,
    step: 1,
    oninput: () => this.go(Number(this.range.value)),
  });
  private readonly words = element('span', { class: 'iteration-words' });
  private readonly steps = element('div', { class: 'transport' });
  private readonly rest = element('div', { class: 'iteration-rest' });
  /** One question at a time; the newest wish follows it. */
  private asked: { loop: number; index: number; version: number } | null = null;
  private answered = '';

  constructor(private readonly store: Store) {
    this.root.append(this.words, this.steps, element('div', { class: 'scrub' }, this.range), this.rest);
    store.attach((state, before) => {
      if (
        state.graph === before.graph &&
        state.selection === before.selection &&
        state.marked === before.marked &&
        state.iteration === before.iteration &&
        state.phase === before.phase
      )
        return;
      this.draw(state);
      this.ask();
    });
  }

  private draw(state: State): void {
    const loop = loopInSight(state);
    const { evaluation } = state;
    const record = loop === null ? undefined : evaluation?.loops?.[loop];
    const unrolled = evaluation !== null && !evaluation.statistics.rolledUp && this.isUnrolled;
    this.root.hidden = record === undefined && !unrolled;
    if (this.root.hidden || !evaluation) return;
    for (const part of [this.words, this.steps, this.range]) part.hidden = record === undefined;
    this.drawRest(state, unrolled);
    if (!record || loop === null) return;
    const { count } = record;
    const current = state.iteration?.loop === loop ? state.iteration.index : null;
    const name = loopName(state, record);
    replaceContent(
      this.words,
      element('span', { class: 'muted' }, name),
      ' ',
      element(
        'span',
        { class: 'number', role: 'status' },
        current === null
          ? `×${formatCount(count ?? 0)}`
          : text('loop.execution', formatCount(current + 1), formatCount(count ?? 0)),
      ),
    );
    const last = Math.max(0, (count ?? 1) - 1);
    this.range.max = String(last);
    this.range.value = String(current ?? 0);
    this.range.style.setProperty('--filled', `${(100 * (current ?? 0)) / Math.max(1, last)}%`);
    this.range.setAttribute('aria-label', text('loop.scrub', name));
    this.range.setAttribute('aria-valuetext', this.words.textContent ?? '');
    replaceContent(
      this.steps,
      iconButton('first', text('loop.first'), () => this.go(0), 'iteration-first'),
      iconButton('back', text('loop.previous'), () => this.go((current ?? 1) - 1), 'iteration-back'),
      iconButton('forward', text('loop.next'), () => this.go((current ?? -1) + 1), 'iteration-next'),
      iconButton('last', text('loop.last'), () => this.go(last), 'iteration-last'),
    );
  }

  /** Back to all together, or on to every execution by itself. */
  private drawRest(state: State, unrolled: boolean): void {
    const operations = state.evaluation!.statistics.operations;
    const button = (words: string, key: string, run: () => void) =>
      element('button', { type: 'button', class: 'button boxed', 'data-key': key, onclick: run }, words);
    const few = operations <= unrolledAtMost;
    replaceContent(
      this.rest,
      state.iteration &&
        button(text('loop.together'), 'iteration-all', () =>
          this.store.dispatch({ type: 'iteration', iteration: null }),
        ),
      unrolled
        ? button(text('loop.roll'), 'roll', () => this.unroll(false))
        : few && button(text('loop.unroll', formatCount(operations)), 'unroll', () => this.unroll(true)),
    );
  }

  private isUnrolled = false;

  private unroll(unrolled: boolean): void {
    this.isUnrolled = unrolled;
    this.store.dispatch({ type: 'iteration', iteration: null });
    this.store.post({ type: 'setUnrolled', unrolled });
  }

  private go(index: number): void {
    const { state } = this.store;
    const loop = loopInSight(state);
    if (loop === null) return;
    const last = (state.evaluation?.loops?.[loop]?.count ?? 1) - 1;
    this.store.dispatch({ type: 'iteration', iteration: { loop, index: Math.min(last, Math.max(0, index)) } });
  }

  private ask(): void {
    const { iteration, version, evaluation } = this.store.state;
    const loops = evaluation?.loops;
    if (!iteration || !loops || this.asked) return;
    const { loop, index } = iteration;
    const wanted = `${version} ${loop} ${index}`;
    if (wanted === this.answered) return;
    this.asked = { loop, index, version };
    const done = () => {
      this.asked = null;
      this.answered = wanted;
    };
    const own = loops[loop].sites;
    this.store.questions.analyse<'executions'>(
      { kind: 'executions', sites: own.length > 0 ? own : [...sitesIn(loops, loop)], index },
      (answer) => {
        done();
        this.store.dispatch({ type: 'executions', loop, executions: answer });
        this.ask();
      },
      () => {
        done();
        this.ask();
      },
    );
  }
}
