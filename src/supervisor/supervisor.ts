/** @file The supervisor: owns the sandbox, feeds it one evaluation at a time, holds it to its limits and replaces it. */
import type { PreparedRequest, SandboxMethods, SupervisorMethods } from '../protocol/border';
import { failure, GradlensError } from '../protocol/codes';
import type { Evaluation } from '../protocol/evaluation';
import { defaultLimits, type EvaluationRequest, type Limits, type ListedTarget, type Stage } from '../protocol/request';
import { Peer } from '../protocol/rpc';
import { InstrumentedStore } from './instrumented-store';
import type { ModuleSource } from './module-source';
import { hashOf } from './modules/files';
import type { Ending, Sandbox, StartSandbox } from './transport';

export interface EvaluateOptions {
  signal?: AbortSignal;
  onProgress?: (stage: Stage) => void;
  /** A newer evaluation with the same key cancels the older one. */
  session?: string;
}

export interface SupervisorSetup {
  start: StartSandbox;
  modules: ModuleSource;
  limits?: Partial<Limits>;
  /** Keep a sandbox running before it is needed (default: on). */
  warm?: boolean;
}

interface Job {
  request: EvaluationRequest;
  limits: Limits;
  options: EvaluateOptions;
  resolve(value: Evaluation): void;
  reject(error: Error): void;
  /** Set once the caller has its answer. */
  settled: boolean;
  /** The sandbox has begun it: its end is then the program's doing. */
  begun: boolean;
  retried: boolean;
  /** Tells the sandbox, while the job is on it. */
  onCancel: (() => void) | null;
}

/** A sandbox with the state of the talk with it. */
interface Running {
  sandbox: Sandbox;
  peer: Peer<SupervisorMethods, SandboxMethods>;
  ready: Promise<void>;
  heapMb: number;
  /** Keys of the modules it has. */
  known: Set<string>;
  /** Why we killed it, as the failure of the job it was on. */
  verdict: GradlensError | null;
}

/** Beyond the limit that the sandbox itself keeps, before it is killed. */
const graceMs = 1_500;
/** For reading and instrumenting, which run no code of the person. */
const preparationMs = 60_000;
const startMs = 30_000;
const cancelGraceMs = 60;
const memoryEveryMs = 250;
const spent: ReadonlySet<string> = new Set(['timeout', 'operationLimit', 'memoryLimit']);

export class Supervisor {
  private readonly queue: Job[] = [];
  private readonly store = new InstrumentedStore();
  private current: Job | null = null;
  private running: Running | null = null;
  private disposed = false;

  constructor(private readonly setup: SupervisorSetup) {}

  /** Starts a sandbox now, so that the first evaluation need not wait for it. */
  warm(): void {
    if (!this.disposed && !this.running) this.launch(this.limitsOf({ fileName: '' }).memoryMb).sandbox.hold(false);
  }

  /** Differentiates; rejects with a `GradlensError`. */
  evaluate(request: EvaluationRequest, options: EvaluateOptions = {}): Promise<Evaluation> {
    return new Promise((resolve, reject) => {
      if (this.disposed || options.signal?.aborted) return reject(failure('cancelled', {}));
      const job: Job = {
        request,
        limits: this.limitsOf(request),
        options,
        resolve: () => undefined,
        reject: () => undefined,
        settled: false,
        begun: false,
        retried: false,
        onCancel: null,
      };
      const onAbort = () => this.cancel(job);
      const settle = () => {
        job.settled = true;
        options.signal?.removeEventListener('abort', onAbort);
      };
      job.resolve = (value) => {
        if (job.settled) return;
        settle();
        resolve(value);
      };
      job.reject = (error) => {
        if (job.settled) return;
        settle();
        reject(error);
      };
      options.signal?.addEventListener('abort', onAbort, { once: true });
      if (options.session !== undefined) this.supersede(options.session);
      this.queue.push(job);
      void this.pump();
    });
  }

  /** All functions of a text that can be differentiated. Runs none of it. */
  async targets(file: { fileName: string; source: string }): Promise<ListedTarget[]> {
    const running = this.running ?? this.launch(this.limitsOf({ fileName: '' }).memoryMb);
    running.sandbox.hold(true);
    try {
      await running.ready;
      return await running.peer.call('targets', file);
    } finally {
      if (!this.current) running.sandbox.hold(false);
    }
  }

  /** Forgets what was read of the disk (an editor was saved, a package installed). */
  invalidate(fileName?: string): void {
    this.setup.modules.invalidate(fileName);
  }

  /** Ends the sandbox and every open evaluation. */
  dispose(): void {
    this.disposed = true;
    for (const job of this.queue.splice(0)) job.reject(failure('cancelled', {}));
    this.current?.reject(failure('cancelled', {}));
    this.running?.sandbox.kill();
    this.running = null;
  }

  private limitsOf(request: EvaluationRequest): Limits {
    const limits = { ...defaultLimits, ...this.setup.limits, ...request.limits };
    if (request.timeoutMs !== undefined) limits.timeoutMs = request.timeoutMs;
    return limits;
  }

  private supersede(session: string): void {
    for (const job of [...this.queue]) if (job.options.session === session) this.cancel(job);
    if (this.current?.options.session === session) this.cancel(this.current);
  }

  private cancel(job: Job): void {
    job.reject(failure('cancelled', {}));
    const place = this.queue.indexOf(job);
    if (place >= 0) this.queue.splice(place, 1);
    job.onCancel?.();
  }

  /** Works the queue off, one job at a time. */
  private async pump(): Promise<void> {
    if (this.current) return;
    for (let job = this.queue.shift(); job; job = this.queue.shift()) {
      this.current = job;
      try {
        job.resolve(await this.run(job));
      } catch (error) {
        job.reject(error as Error);
      }
      this.current = null;
    }
    this.running?.sandbox.hold(false);
  }

  private async run(job: Job): Promise<Evaluation> {
    const source = await this.sourceOf(job.request);
    const { limits } = job;
    const { siteFloor } = this.store;
    const prepared: PreparedRequest = { ...job.request, source, sourceHash: hashOf(source), limits, siteFloor };
    for (;;) {
      const running = await this.sandboxFor(job);
      try {
        return await this.attempt(job, running, prepared);
      } catch (error) {
        // a sandbox that was found dead says nothing about this program
        if (running.verdict || job.begun || job.retried || job.settled || this.running === running) throw error;
        job.retried = true;
      }
    }
  }

  private async sourceOf(request: EvaluationRequest): Promise<string> {
    if (request.source !== undefined) return request.source;
    const { fileName } = request;
    try {
      return await this.setup.modules.read(fileName);
    } catch (error) {
      throw failure('fileNotFound', { file: fileName, detail: `${(error as Error).message}.` }, { fileName });
    }
  }

  private async sandboxFor(job: Job): Promise<Running> {
    const wanted = job.limits.memoryMb;
    if (this.running && this.running.heapMb !== wanted) {
      this.running.sandbox.kill();
      this.running = null;
    }
    const running = this.running ?? this.launch(wanted);
    running.sandbox.hold(true);
    if (!job.settled) job.options.onProgress?.('starting');
    await running.ready;
    return running;
  }

  private async attempt(job: Job, running: Running, prepared: PreparedRequest): Promise<Evaluation> {
    if (job.settled) throw failure('cancelled', {});
    const stop = new AbortController();
    const condemn = (error: GradlensError) => this.replace(running, error);
    const timeout = failure('timeout', { limit: job.limits.timeoutMs }, { fileName: prepared.fileName });
    let deadline = setTimeout(() => condemn(timeout), preparationMs + job.limits.timeoutMs);
    const watch = setInterval(() => void this.watchMemory(job, running, condemn), memoryEveryMs);
    job.onCancel = () => {
      stop.abort();
      setTimeout(() => this.current === job && condemn(failure('cancelled', {})), cancelGraceMs);
    };
    this.onProgress = (stage) => {
      job.begun = true;
      if (stage === 'running') {
        clearTimeout(deadline);
        deadline = setTimeout(() => condemn(timeout), job.limits.timeoutMs + graceMs);
      } else if (stage === 'sweeping') {
        clearTimeout(deadline);
        deadline = setTimeout(() => condemn(timeout), job.limits.timeoutMs + preparationMs);
      }
      if (!job.settled) job.options.onProgress?.(stage);
    };
    try {
      return await running.peer.call('evaluate', prepared, stop.signal);
    } catch (error) {
      // a program that met a limit leaves a sandbox that is not to be trusted with the next one
      if (error instanceof GradlensError && spent.has(error.code)) condemn(error);
      throw running.verdict ?? error;
    } finally {
      clearTimeout(deadline);
      clearInterval(watch);
      job.onCancel = null;
      this.onProgress = null;
    }
  }

  /** Kills a sandbox for a reason and starts the next one. */
  private replace(running: Running, verdict: GradlensError): void {
    running.verdict ??= verdict;
    running.sandbox.kill();
    if (this.running !== running) return;
    this.running = null;
    if (!this.disposed && this.setup.warm !== false) this.launch(running.heapMb).sandbox.hold(this.current !== null);
  }

  private onProgress: ((stage: Stage) => void) | null = null;

  private async watchMemory(job: Job, running: Running, condemn: (error: GradlensError) => void): Promise<void> {
    const bytes = await running.sandbox.memory();
    const limit = job.limits.memoryMb;
    if (bytes !== null && bytes > limit * 2 ** 20 && this.current === job) condemn(failure('memoryLimit', { limit }));
  }

  private launch(heapMb: number): Running {
    const sandbox = this.setup.start({ heapMb });
    let markReady = () => {};
    let markFailed: (error: Error) => void = () => {};
    const ready = new Promise<void>((resolve, reject) => {
      markReady = resolve;
      markFailed = reject;
    });
    ready.catch(() => undefined);
    const known = new Set<string>();
    const local: SupervisorMethods = {
      ready: () => markReady(),
      progress: (stage) => this.onProgress?.(stage),
      resolve: async (queries) => {
        // Text that is read for its types alone is not kept there as a module.
        const has = queries.some(({ kind }) => kind === 'type') ? new Set<string>() : known;
        return this.store.layer(await this.setup.modules.resolve(queries), has);
      },
      keep: ({ key, instrumented, end }) => this.store.keep(key, instrumented, end),
      dropped: (key) => void known.delete(key),
    };
    const peer = new Peer<SupervisorMethods, SandboxMethods>(sandbox, local);
    const running: Running = { sandbox, peer, ready, heapMb, known, verdict: null };
    this.running = running;
    const tooSlow = setTimeout(() => sandbox.kill(), startMs);
    let started = false;
    void ready.then(() => {
      started = true;
      clearTimeout(tooSlow);
    });
    sandbox.onEnd((ending) => {
      clearTimeout(tooSlow);
      if (this.running === running) this.running = null;
      const error = running.verdict ?? endedWith(ending, heapMb);
      markFailed(error);
      peer.close(error);
      // the next one is started at once, unless this one could not even start
      if (started && !this.disposed && this.setup.warm !== false && !this.running) {
        this.launch(heapMb).sandbox.hold(this.current !== null || this.queue.length > 0);
      }
    });
    return running;
  }
}

function endedWith(ending: Ending, heapMb: number): GradlensError {
  if (ending.cause === 'memory') return failure('memoryLimit', { limit: heapMb });
  return failure('sandboxCrashed', { detail: ending.detail });
}
