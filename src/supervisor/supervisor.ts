/** @file The supervisor: owns the sandbox, feeds it one evaluation at a time, holds it to its limits and replaces it. */
import type { AnalysisAnswer } from '../protocol/analysis';
import { checkedAnswer } from '../protocol/answers';
import type { AnalysisRequest, DerivativesRequest, PreparedRequest } from '../protocol/border';
import { failure, type GradlensError } from '../protocol/codes';
import type { Evaluation } from '../protocol/evaluation';
import type { DerivativesAnswer } from '../protocol/panel';
import { defaultLimits, type EvaluationRequest, type Limits, type ListedTarget } from '../protocol/request';
import { attempt } from './attempt';
import { InstrumentedStore } from './instrumented-store';
import { type EvaluateOptions, Job, type Work } from './job';
import type { ModuleSource } from './module-source';
import { hashOf } from './modules/files';
import { Running } from './running';
import type { StartSandbox } from './transport';

export type { EvaluateOptions } from './job';

export interface SupervisorSetup {
  start: StartSandbox;
  modules: ModuleSource;
  limits?: Partial<Limits>;
  /** Keep a sandbox running before it is needed (default: on). */
  warm?: boolean;
}

export class Supervisor {
  private readonly queue: Job[] = [];
  private readonly store = new InstrumentedStore();
  private current: Job | null = null;
  private running: Running | null = null;
  private disposed = false;

  constructor(private readonly setup: SupervisorSetup) {}

  /** Starts a sandbox now, so that the first evaluation need not wait for it. */
  warm(): void {
    if (!this.disposed && !this.running) this.launch(this.limitsOf({}).memoryMb).sandbox.hold(false);
  }

  /** Differentiates; rejects with a `GradlensError`. */
  evaluate(request: EvaluationRequest, options: EvaluateOptions = {}): Promise<Evaluation> {
    const work: Work = (peer, prepared, signal) =>
      peer.call('evaluate', prepared, signal).then((answer) => checkedAnswer('evaluate', answer));
    return this.enqueue(request, options, work) as Promise<Evaluation>;
  }

  /** The output and its derivatives along one input; rejects with a `GradlensError`. */
  derivatives(request: DerivativesRequest, options: EvaluateOptions = {}): Promise<DerivativesAnswer> {
    const { input, from, to, points, order, at } = request;
    const range = { input, from, to, points, order, at };
    const work: Work = (peer, prepared, signal) =>
      peer
        .call('derivatives', { ...prepared, ...range }, signal)
        .then((answer) => checkedAnswer('derivatives', answer));
    return this.enqueue(request, options, work) as Promise<DerivativesAnswer>;
  }

  /** Another reading of the recorded program than its gradient; rejects with a `GradlensError`. */
  analyse(request: AnalysisRequest, options: EvaluateOptions = {}): Promise<AnalysisAnswer> {
    const { analysis } = request;
    const work: Work = (peer, prepared, signal) =>
      peer.call('analyse', { ...prepared, analysis }, signal).then((answer) => checkedAnswer('analyse', answer));
    return this.enqueue(request, options, work) as Promise<AnalysisAnswer>;
  }

  /** All functions of a text that can be differentiated. Runs none of it. */
  async targets(file: { fileName: string; source: string }): Promise<ListedTarget[]> {
    const running = this.running ?? this.launch(this.limitsOf({}).memoryMb);
    running.sandbox.hold(true);
    try {
      await running.ready;
      return checkedAnswer('targets', await running.peer.call('targets', file));
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
    for (const job of this.queue.splice(0)) job.cancel();
    this.current?.cancel();
    this.running?.sandbox.kill();
    this.running = null;
  }

  private limitsOf({ limits, timeoutMs }: Pick<EvaluationRequest, 'limits' | 'timeoutMs'>): Limits {
    return { ...defaultLimits, ...this.setup.limits, ...limits, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
  }

  private enqueue(request: EvaluationRequest, options: EvaluateOptions, work: Work): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.disposed || options.signal?.aborted) return reject(failure('cancelled', {}));
      const { session } = options;
      if (session !== undefined) this.supersede(session);
      const drop = (job: Job) => this.drop(job);
      this.queue.push(new Job(request, this.limitsOf(request), options, work, { resolve, reject }, drop));
      void this.pump();
    });
  }

  private supersede(session: string): void {
    for (const job of this.queue.filter(({ options }) => options.session === session)) {
      job.cancel();
      this.drop(job);
    }
    if (this.current?.options.session === session) this.current.cancel();
  }

  private drop(job: Job): void {
    const place = this.queue.indexOf(job);
    if (place >= 0) this.queue.splice(place, 1);
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

  private async run(job: Job): Promise<unknown> {
    const { request, limits } = job;
    this.setup.modules.begin?.();
    const source = await this.sourceOf(request);
    const { siteFloor } = this.store;
    const prepared: PreparedRequest = { ...request, source, sourceHash: hashOf(source), limits, siteFloor };
    for (;;) {
      const running = await this.sandboxFor(job);
      try {
        return await attempt(job, running, prepared, {
          condemn: (verdict) => this.replace(running, verdict),
          isCurrent: () => this.current === job,
        });
      } catch (error) {
        // a sandbox that was found dead says nothing about this program
        const foundDead = !running.verdict && !job.begun && this.running !== running;
        if (!foundDead || job.retried || job.settled) throw error;
        job.retried = true;
      }
    }
  }

  private async sourceOf({ fileName, source }: EvaluationRequest): Promise<string> {
    if (source !== undefined) return source;
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
    job.progress('starting');
    await running.ready;
    return running;
  }

  /** Kills a sandbox for a reason and starts the next one. */
  private replace(running: Running, verdict: GradlensError): void {
    running.end(verdict);
    if (this.running === running) this.startNext(running);
  }

  private startNext(last: Running): void {
    this.running = null;
    if (this.disposed || this.setup.warm === false) return;
    this.launch(last.heapMb).sandbox.hold(this.current !== null || this.queue.length > 0);
  }

  private launch(heapMb: number): Running {
    const running: Running = new Running(this.setup.start({ heapMb }), heapMb, this.store, this.setup.modules, () => {
      if (this.running !== running) return;
      // the next one is started at once, unless this one could not even start
      if (running.started) this.startNext(running);
      else this.running = null;
    });
    this.running = running;
    return running;
  }
}
