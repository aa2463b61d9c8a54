/** @file A sandbox with the state of the talk with it: whether it is ready, what it knows, why it was ended. */
import { checkedMessage, messageLimit, misbehaved } from '../protocol/answers';
import type { SandboxMethods, SupervisorMethods } from '../protocol/border';
import { failure, type GradlensError } from '../protocol/codes';
import type { Stage } from '../protocol/request';
import { Peer, type Port } from '../protocol/rpc';
import type { SeriesProgress } from '../protocol/script';
import type { InstrumentedStore } from './instrumented-store';
import type { SandboxPeer } from './job';
import type { ModuleSource } from './module-source';
import type { Ending, Sandbox } from './transport';

const startMs = 30_000;

export class Running {
  readonly peer: SandboxPeer;
  /** Rejects when it ended before it was ready. */
  readonly ready: Promise<void>;
  /** It was ready once. */
  started = false;
  /** Why we ended it, as the failure of the job it was on. */
  verdict: GradlensError | null = null;
  onProgress: ((stage: Stage) => void) | null = null;
  onSeries: ((series: SeriesProgress[]) => void) | null = null;
  /** Keys of the modules it has. */
  private readonly known = new Set<string>();

  constructor(
    readonly sandbox: Sandbox,
    readonly heapMb: number,
    store: InstrumentedStore,
    modules: ModuleSource,
    ended: () => void,
  ) {
    let markReady = () => {};
    let markFailed: (error: Error) => void = () => {};
    this.ready = new Promise<void>((resolve, reject) => {
      markReady = resolve;
      markFailed = reject;
    });
    this.ready.catch(() => undefined);
    const tooSlow = setTimeout(() => sandbox.kill(), startMs);
    const local: SupervisorMethods = {
      ready: () => {
        this.started = true;
        clearTimeout(tooSlow);
        markReady();
      },
      progress: (stage) => this.onProgress?.(checkedMessage('progress', stage)),
      series: (series) => this.onSeries?.(checkedMessage('series', series)),
      resolve: async (queries) => store.layer(await modules.resolve(checkedMessage('resolve', queries)), this.known),
      keep: (module) => {
        const { key, instrumented, end } = checkedMessage('keep', module);
        store.keep(key, instrumented, end);
      },
      dropped: (key) => void this.known.delete(checkedMessage('dropped', key)),
    };
    this.peer = new Peer<SupervisorMethods, SandboxMethods>(this.bounded(), local);
    sandbox.onEnd((ending) => {
      clearTimeout(tooSlow);
      const error = this.verdict ?? endedWith(ending, heapMb);
      ended();
      markFailed(error);
      this.peer.close(error);
    });
  }

  /** The sandbox as a port that reads no message beyond the limit: whoever sends one is ended. */
  private bounded(): Port {
    return {
      post: (text) => this.sandbox.post(text),
      listen: (listener) =>
        this.sandbox.listen((text) => {
          if (text.length <= messageLimit) listener(text);
          else this.end(misbehaved(`a message of ${text.length} characters; ${messageLimit} are read`));
        }),
    };
  }

  /** Ends it; whatever it is on fails with `verdict`. */
  end(verdict: GradlensError): void {
    this.verdict ??= verdict;
    this.sandbox.kill();
  }
}

function endedWith(ending: Ending, heapMb: number): GradlensError {
  if (ending.cause === 'memory') return failure('memoryLimit', { limit: heapMb });
  return failure('sandboxCrashed', { detail: ending.detail });
}
