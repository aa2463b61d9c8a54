/** @file The states of a session and what leads from one to the next; pure, so that every path can be tested. */
import type { Evaluation } from '../protocol/evaluation';
import type { Failure } from '../protocol/request';

/** What is on show while something else happens. */
export interface Shown {
  evaluation: Evaluation;
  /** A file that took part was edited since. */
  stale: boolean;
}

export type SessionState =
  | { kind: 'empty' }
  | { kind: 'running'; run: number; since: number; shown: Shown | null }
  | { kind: 'shown'; run: number; shown: Shown }
  /** `shown` is the last result before it, for the panel to keep; `edited`: the text is no longer what failed. */
  | { kind: 'failed'; run: number; failure: Failure; edited: boolean; shown: Shown | null };

export type SessionEvent =
  | { kind: 'started'; run: number; at: number; keep: boolean }
  /** `stale`: a file that took part was edited while it ran. */
  | { kind: 'finished'; run: number; evaluation: Evaluation; stale: boolean }
  | { kind: 'failed'; run: number; failure: Failure }
  /** A file of the session was edited; `same`: its text is what it was when it was evaluated. */
  | { kind: 'edited'; same: boolean }
  | { kind: 'closed' };

export const empty: SessionState = { kind: 'empty' };

/** The next state. Results of a run that another has overtaken change nothing. */
export function next(state: SessionState, event: SessionEvent): SessionState {
  switch (event.kind) {
    case 'started':
      return { kind: 'running', run: event.run, since: event.at, shown: event.keep ? shownIn(state) : null };
    case 'finished':
      if (state.kind !== 'running' || state.run !== event.run) return state;
      return { kind: 'shown', run: event.run, shown: { evaluation: event.evaluation, stale: event.stale } };
    case 'failed':
      if (state.kind !== 'running' || state.run !== event.run) return state;
      return { kind: 'failed', run: event.run, failure: event.failure, edited: false, shown: state.shown };
    case 'edited':
      return edited(state, !event.same);
    case 'closed':
      return empty;
  }
}

function edited(state: SessionState, stale: boolean): SessionState {
  if (state.kind === 'empty') return state;
  if (state.kind === 'shown')
    return state.shown.stale === stale ? state : { ...state, shown: { ...state.shown, stale } };
  const shown = withStale(state.shown, stale);
  if (state.kind === 'failed') return state.edited && shown === state.shown ? state : { ...state, edited: true, shown };
  return shown === state.shown ? state : { ...state, shown };
}

function withStale(shown: Shown | null, stale: boolean): Shown | null {
  return shown === null || shown.stale === stale ? shown : { ...shown, stale };
}

/** The evaluation on show, if there is one; while a run is under way, the one before it. */
export function shownIn(state: SessionState): Shown | null {
  return state.kind === 'empty' ? null : state.shown;
}

/** The evaluation that may speak in the editor: on show, not stale, and not put in doubt by a failure. */
export function speaking(state: SessionState): Evaluation | null {
  if (state.kind === 'empty' || state.kind === 'failed') return null;
  return state.shown === null || state.shown.stale ? null : state.shown.evaluation;
}
