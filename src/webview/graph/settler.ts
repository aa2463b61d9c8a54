/** @file Looks for better layouts beside the first picture, off the UI thread where workers are allowed. */
import workerText from 'virtual:layout-worker';
import type { LayoutInput } from '../layout/layers';
import { layout, type Placement } from '../layout/layout';

/** A good picture soon, and the best of a longer look afterwards. */
const timeLimits = [400, 1_500];

export class Settler {
  private worker: Worker | null = null;
  private busy = false;
  private usable = true;
  private request = 0;

  /** Answers once or twice (`last` says so), and not at all once another graph is asked for. */
  settle(input: LayoutInput, gap: number, done: (placement: Placement, last: boolean) => void): void {
    const request = ++this.request;
    const worker = this.start();
    if (!worker) {
      // A short look between two frames is better than none.
      setTimeout(() => {
        if (request === this.request && input.nodes.length <= 200) done(layout(input, { gap, milliseconds: 30 }), true);
      }, 50);
      return;
    }
    let look = 0;
    const ask = () => {
      this.busy = true;
      worker.postMessage({ request, input, options: { gap, milliseconds: timeLimits[look] } });
    };
    worker.onmessage = (event: MessageEvent<{ request: number; placement: Placement }>) => {
      if (event.data.request !== this.request) return;
      this.busy = false;
      const { placement } = event.data;
      const last = placement.crossings === 0 || ++look === timeLimits.length;
      done(placement, last);
      if (!last) ask();
    };
    worker.onerror = () => {
      this.usable = false;
      this.stop();
      if (request === this.request) this.settle(input, gap, done);
    };
    ask();
  }

  private stop(): void {
    this.worker?.terminate();
    this.worker = null;
    this.busy = false;
  }

  private start(): Worker | null {
    if (!this.usable) return null;
    // Nobody waits for the picture of a graph that is no longer shown.
    if (this.busy) this.stop();
    if (this.worker) return this.worker;
    try {
      const address = URL.createObjectURL(new Blob([workerText], { type: 'text/javascript' }));
      this.worker = new Worker(address);
      URL.revokeObjectURL(address);
    } catch {
      this.usable = false;
    }
    return this.worker;
  }
}
