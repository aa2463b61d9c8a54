/** @file Work that is over at once is not announced: the panel would only flicker. */
import type { State } from './state';

const patience = 200;

/** Calls `draw` now, and again when work that has just begun has lasted long enough to be shown. */
export class BusyClock {
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly draw: () => void) {}

  /** Whether to show that something runs. */
  shows(state: State): boolean {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (!state.busy) return false;
    const left = state.busy.since + patience - Date.now();
    if (left <= 0) return true;
    this.timer = setTimeout(() => this.draw(), Math.min(left, patience));
    return false;
  }
}
