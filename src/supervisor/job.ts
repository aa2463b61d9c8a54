/** @file One thing asked of the sandbox: its request, its limits, and the caller that waits for it. */
import type { PreparedRequest, SandboxMethods, SupervisorMethods } from '../protocol/border';
import { failure } from '../protocol/codes';
import type { EvaluationRequest, Limits, Stage } from '../protocol/request';
import type { Peer } from '../protocol/rpc';
import type { SeriesProgress } from '../protocol/script';

export interface EvaluateOptions {
  signal?: AbortSignal;
  onProgress?: (stage: Stage) => void;
  /** Losses of a training, while it runs: about ten times a second. */
  onSeries?: (series: SeriesProgress[]) => void;
  /** A newer evaluation with the same key cancels the older one. */
  session?: string;
}

export type SandboxPeer = Peer<SupervisorMethods, SandboxMethods>;
/** What is asked once the sandbox is there and the text is read. */
export type Work = (peer: SandboxPeer, prepared: PreparedRequest, signal: AbortSignal) => Promise<unknown>;

interface Caller {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export class Job {
  /** The caller has its answer. */
  settled = false;
  /** The sandbox has begun it: its end is then the program's doing. */
  begun = false;
  retried = false;
  /** Tells the sandbox, while the job is on it. */
  onCancel: (() => void) | null = null;
  private readonly onAbort: () => void;

  constructor(
    readonly request: EvaluationRequest,
    readonly limits: Limits,
    readonly options: EvaluateOptions,
    readonly work: Work,
    private readonly caller: Caller,
    cancelled: (job: Job) => void,
  ) {
    this.onAbort = () => {
      this.cancel();
      cancelled(this);
    };
    options.signal?.addEventListener('abort', this.onAbort, { once: true });
  }

  progress(stage: Stage): void {
    if (!this.settled) this.options.onProgress?.(stage);
  }

  series(series: SeriesProgress[]): void {
    if (!this.settled) this.options.onSeries?.(series);
  }

  resolve(value: unknown): void {
    if (this.settle()) this.caller.resolve(value);
  }

  reject(error: Error): void {
    if (this.settle()) this.caller.reject(error);
  }

  /** The caller is told at once; the sandbox is told too, if it is on this job. */
  cancel(): void {
    this.reject(failure('cancelled', {}));
    this.onCancel?.();
  }

  private settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    this.options.signal?.removeEventListener('abort', this.onAbort);
    return true;
  }
}
