/** @file Asks the host for the graph of the gradient that the scene shows, one question at a time. */
import type { GradientGraphChoice } from '../protocol/gradient-graph';
import { answers, choiceOf, highestOrder } from './scene';
import type { Store } from './store';

export class GradientAsker {
  /** What is on its way, and for which evaluation. */
  private asked: { choice: GradientGraphChoice; version: number } | null = null;
  private counted = -1;

  constructor(private readonly store: Store) {
    store.attach((state, before) => {
      if (state.scene !== before.scene || state.version !== before.version || state.phase !== before.phase) this.ask();
    });
  }

  get isWaiting(): boolean {
    return this.asked !== null;
  }

  /** Counts of all orders, asked for once for each evaluation: when a person opens the list of them. */
  count(): void {
    const { state } = this.store;
    if (state.scene.input === '' || this.counted === state.version || state.counts.length > highestOrder) return;
    this.counted = state.version;
    const choice: GradientGraphChoice = { ...choiceOf(state.scene), order: highestOrder, simplify: true };
    this.store.questions.analyse<'gradientGraph'>(
      choice,
      (answer) => this.store.dispatch({ type: 'gradient', answer }),
      () => undefined,
    );
  }

  private ask(): void {
    const { scene, version, phase, gradient } = this.store.state;
    if (phase !== 'ready' || scene.order === 0 || scene.input === '') return;
    if (this.asked) return;
    const current = this.answered === version && answers(gradient, scene);
    if (current) return;
    const choice = choiceOf(scene);
    this.asked = { choice, version };
    this.store.questions.analyse<'gradientGraph'>(
      choice,
      (answer) => {
        this.asked = null;
        this.answered = version;
        this.store.dispatch({ type: 'gradient', answer });
        this.ask();
      },
      (failure) => {
        this.asked = null;
        this.answered = version;
        const wanted = this.store.state.scene;
        if (wanted.order === choice.order && wanted.input === choice.input) {
          this.store.dispatch({ type: 'gradientFailed', failure });
        } else this.ask();
      },
    );
  }

  /** The evaluation that the newest answer belongs to. */
  private answered = -1;
}
