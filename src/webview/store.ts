/** @file Holds the state, tells the views, remembers preferences, and speaks with the host. */
import type { PanelToHost } from '../protocol/panel';
import { graphItem } from './graph/model';
import type { Preferences } from './preferences';
import { Questions } from './questions';
import { reduce, targetKey } from './reducer';
import { introducedBy } from './scene';
import { type Action, initialState, type Resumed, type State } from './state';

/** What VS Code gives a webview. */
export interface Host {
  postMessage(message: PanelToHost): void;
  getState(): unknown;
  setState(state: unknown): void;
}

type View = (state: State, before: State) => void;

export class Store {
  state: State;
  /** What views ask the host beside the curves. */
  readonly questions = new Questions((message) => this.post(message));
  private readonly views: View[] = [];
  private queued: Action[] | null = null;

  constructor(private readonly host: Host) {
    const saved = host.getState() as { preferences?: Partial<Preferences>; resumed?: Resumed } | undefined;
    this.state = {
      ...initialState,
      preferences: { ...initialState.preferences, ...saved?.preferences },
      resumed: saved?.resumed ?? null,
    };
  }

  /** Calls `view` at once and after every change. */
  attach(view: View): void {
    this.views.push(view);
    view(this.state, initialState);
  }

  /** Actions that a view dispatches while it is being told of another wait their turn. */
  dispatch(action: Action): void {
    if (action.type === 'host' && this.questions.receive(action.message)) return;
    if (action.type === 'host' && action.message.type === 'evaluation') this.questions.forgetAnswers();
    if (this.queued) {
      this.queued.push(action);
      return;
    }
    this.queued = [action];
    for (let next = this.queued.shift(); next !== undefined; next = this.queued.shift()) {
      const before = this.state;
      this.state = reduce(before, next);
      if (this.state === before) continue;
      this.report(before);
      for (const view of this.views) this.tell(view, before);
    }
    this.queued = null;
  }

  /** One view that fails must not take the others with it. */
  private tell(view: View, before: State): void {
    try {
      view(this.state, before);
    } catch (error) {
      reportError(error);
    }
  }

  /** Shows a state that another store held: after the words changed, the views were built anew. */
  adopt(state: State): void {
    this.state = state;
    for (const view of this.views) view(state, initialState);
  }

  post(message: PanelToHost): void {
    this.host.postMessage(message);
  }

  private report(before: State): void {
    if (before.selection !== this.state.selection) {
      const key = this.state.selection;
      // The host knows the program's own items only.
      const foreign =
        key !== null && this.state.graph !== null && (key.startsWith('l') || introducedBy(this.state.graph, key) > 0);
      this.post({ type: 'select', item: key === null || foreign ? null : graphItem(key) });
    }
    const { preferences, selection, step, evaluation } = this.state;
    if (before.preferences === preferences && before.selection === selection && before.step === step) return;
    const resumed = evaluation ? { target: targetKey(evaluation), selection, step } : this.state.resumed;
    this.host.setState({ preferences, resumed });
  }
}
