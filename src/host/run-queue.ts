/** @file The order of runs: other inputs wait for the run under way, all else replaces it; a slider at rest gets a full run. */
import type { Remembered } from '../protocol/request';
import type { Manner } from './run';

export type Reason = 'new' | 'inputs' | 'refresh';

export interface Ask extends Remembered, Manner {
  reason: Reason;
  /** Ends a run under way even where other inputs would wait for it. */
  urgent?: boolean;
}

/** A slider that has not moved for so long rests: then everything is checked. */
const restMs = 300;

export class RunQueue {
  private last = 0;
  private abort: AbortController | null = null;
  /** The newest ask that waits for the run under way. */
  private waiting: Ask | null = null;
  private rest: ReturnType<typeof setTimeout> | undefined;

  /** `perform` fails of itself: it never rejects. */
  constructor(private readonly perform: (ask: Ask, run: number, signal: AbortSignal) => Promise<void>) {}

  /** Whether no newer run has overtaken this one. */
  isNewest(run: number): boolean {
    return run === this.last;
  }

  async add(ask: Ask): Promise<void> {
    clearTimeout(this.rest);
    if (ask.live) this.rest = setTimeout(() => void this.add({ ...ask, live: false }), restMs);
    if (this.abort !== null && ask.reason === 'inputs' && !ask.urgent) {
      this.waiting = { ...this.waiting, ...ask };
      return;
    }
    this.waiting = null;
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    const run = ++this.last;
    await this.perform(ask, run, abort.signal);
    if (run !== this.last) return;
    this.abort = null;
    const after = this.waiting as Ask | null;
    if (after) await this.add(after);
  }

  cancel(): void {
    clearTimeout(this.rest);
    this.waiting = null;
    this.abort?.abort();
  }
}
