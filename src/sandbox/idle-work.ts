/** @file Work that waits until the sandbox has nothing to answer: in small steps, each of which lets requests in. */

/** Quiet time before it begins, so that it stands in no request's way. */
const quietMs = 100;

export interface Timing {
  after(ms: number, action: () => void): void;
  /** Lets messages in. */
  turn(): Promise<void>;
}

type Step = () => unknown;

export class IdleWork {
  private readonly steps: Step[] = [];
  private readonly duties: Step[] = [];
  private open = 0;
  private requests = 0;
  private working = false;

  constructor(private readonly timing: Timing) {}

  /** Steps that may as well never be done; one that throws is no matter. */
  add(...steps: Step[]): void {
    this.steps.push(...steps);
    this.wait();
  }

  /** A step that comes before the others, and before the next failure is told (see `during`). */
  owe(step: Step): void {
    this.duties.push(step);
  }

  /** Answers a request, during which nothing else is done. A failure may be the sandbox's end, so what is owed comes first. */
  async during<T>(answer: () => T | Promise<T>): Promise<T> {
    this.open++;
    this.requests++;
    try {
      return await answer();
    } catch (error) {
      this.settle();
      throw error;
    } finally {
      this.open--;
      this.wait();
    }
  }

  private settle(): void {
    for (const duty of this.duties.splice(0)) duty();
  }

  private wait(): void {
    if (this.open > 0 || this.working || this.steps.length + this.duties.length === 0) return;
    const { requests } = this;
    this.timing.after(quietMs, () => {
      if (this.open === 0 && this.requests === requests && !this.working) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.working = true;
    while (this.open === 0) {
      const step = this.duties.shift() ?? this.steps.shift();
      if (!step) break;
      try {
        await step();
      } catch {
        // it was only ahead of need
      }
      await this.timing.turn();
    }
    this.working = false;
    this.wait();
  }
}
