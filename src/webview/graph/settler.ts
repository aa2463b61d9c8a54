/** @file Looks for a better layout beside the first picture, off the UI thread where workers are allowed. */
import workerText from 'virtual:layout-worker';
import type { LayoutInput } from '../layout/layers';
import { layout, type Placement } from '../layout/layout';

const timeLimit = 400;

export class Settler {
  private worker: Worker | null = null;
  private usable = true;
  private request = 0;

  /** Answers at most once, and not at all once another graph is asked for. */
  settle(input: LayoutInput, gap: number, done: (placement: Placement) => void): void {
    const request = ++this.request;
    const worker = this.start();
    if (!worker) {
      // A short look between two frames is better than none.
      setTimeout(() => {
        if (request === this.request && input.nodes.length <= 200) done(layout(input, { gap, milliseconds: 30 }));
      }, 50);
      return;
    }
    worker.onmessage = (event: MessageEvent<{ request: number; placement: Placement }>) => {
      if (event.data.request === this.request) done(event.data.placement);
    };
    worker.onerror = () => {
      this.usable = false;
      this.worker?.terminate();
      this.worker = null;
      if (request === this.request) this.settle(input, gap, done);
    };
    worker.postMessage({ request, input, options: { gap, milliseconds: timeLimit } });
  }

  private start(): Worker | null {
    if (!this.usable) return null;
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
