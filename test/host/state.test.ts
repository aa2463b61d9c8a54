/** @file The session goes from state to state as promised, and overtaken runs change nothing. */
import assert from 'node:assert/strict';
import { empty, next, type SessionEvent, type SessionState, shownIn, speaking } from '../../src/host/state';
import { diamond } from './sample';

const evaluation = diamond();
const failure = { code: 'timeout', message: 'Stopped.' };
const reached = (...events: SessionEvent[]): SessionState => events.reduce(next, empty);
const started = (run: number, keep = true): SessionEvent => ({ kind: 'started', run, at: 0, keep });
const finished = (run: number, stale = false): SessionEvent => ({ kind: 'finished', run, evaluation, stale });
const edited = (same = false): SessionEvent => ({ kind: 'edited', same });

describe('session state', () => {
  it('shows what a run gives', () => {
    const state = reached(started(1), finished(1));
    assert.equal(state.kind, 'shown');
    assert.equal(speaking(state), evaluation);
  });

  it('is stale at the first edit, and fresh again when the edit is undone', () => {
    const stale = reached(started(1), finished(1), edited());
    assert.equal(speaking(stale), null);
    assert.equal(shownIn(stale)?.stale, true);
    assert.equal(next(stale, edited()), stale);
    assert.equal(speaking(next(stale, edited(true))), evaluation);
  });

  it('is born stale where the text was edited during the run', () => {
    assert.equal(speaking(reached(started(1), finished(1, true))), null);
  });

  it('keeps the last result on show while inputs are tried, and drops it for a new target', () => {
    const shown = reached(started(1), finished(1));
    assert.equal(speaking(next(shown, started(2))), evaluation);
    assert.equal(shownIn(next(shown, started(2, false))), null);
  });

  it('ignores the result and the failure of an overtaken run', () => {
    const running = reached(started(1), started(2));
    assert.equal(next(running, finished(1)), running);
    assert.equal(next(running, { kind: 'failed', run: 1, failure }), running);
    const shown = reached(started(1), finished(1));
    assert.equal(next(shown, finished(1)), shown);
  });

  it('keeps the last result for the panel after a failure, but is silent in the editor', () => {
    const state = reached(started(1), finished(1), started(2), { kind: 'failed', run: 2, failure });
    assert.equal(state.kind, 'failed');
    assert.equal(shownIn(state)?.evaluation, evaluation);
    assert.equal(speaking(state), null);
  });

  it('knows that a failure is of another text after an edit', () => {
    const failed = reached(started(1), { kind: 'failed', run: 1, failure });
    assert.ok(failed.kind === 'failed' && !failed.edited);
    const changed = next(failed, edited());
    assert.ok(changed.kind === 'failed' && changed.edited);
    assert.equal(next(changed, edited()), changed);
  });

  it('comes back from a failure', () => {
    const state = reached(started(1), { kind: 'failed', run: 1, failure }, edited(), started(2), finished(2));
    assert.equal(speaking(state), evaluation);
  });

  it('is empty when closed', () => {
    assert.equal(reached(started(1), finished(1), { kind: 'closed' }), empty);
    assert.equal(next(empty, edited()), empty);
  });
});
