/** @file The supervisor as the host uses it: made when first needed, so that activation stays short. */
import type { AnalysisAnswer } from '../protocol/analysis';
import type { AnalysisRequest, DerivativesRequest } from '../protocol/border';
import type { Evaluation } from '../protocol/evaluation';
import type { DerivativesAnswer } from '../protocol/panel';
import type { EvaluationRequest, ListedTarget } from '../protocol/request';
import type { EvaluateOptions, Supervisor } from '../supervisor/supervisor';
import type { Evaluator } from './evaluator';

export class LazySupervisor implements Evaluator {
  private made: Promise<Supervisor> | null = null;
  private existing: Supervisor | null = null;
  private disposed = false;

  constructor(private readonly make: () => Promise<Supervisor>) {}

  async evaluate(request: EvaluationRequest, options: EvaluateOptions = {}): Promise<Evaluation> {
    return (await this.supervisor()).evaluate(request, options);
  }

  async derivatives(request: DerivativesRequest, options: EvaluateOptions = {}): Promise<DerivativesAnswer> {
    return (await this.supervisor()).derivatives(request, options);
  }

  async analyse(request: AnalysisRequest, options: EvaluateOptions = {}): Promise<AnalysisAnswer> {
    return (await this.supervisor()).analyse(request, options);
  }

  async targets(file: { fileName: string; source: string }): Promise<ListedTarget[]> {
    return (await this.supervisor()).targets(file);
  }

  /** What was never read need not be forgotten. */
  invalidate(fileName?: string): void {
    this.existing?.invalidate(fileName);
  }

  /** Starts a sandbox ahead of need, and takes it once through everything: the first evaluation finds all code compiled. */
  async warm(): Promise<void> {
    const supervisor = await this.supervisor();
    supervisor.warm();
    await supervisor.evaluate({
      fileName: '/warm.ts',
      source: 'export const f = (x = 2) => Math.sin(x) * x;',
      target: 'f',
    });
  }

  dispose(): void {
    this.disposed = true;
    this.existing?.dispose();
  }

  private supervisor(): Promise<Supervisor> {
    this.made ??= this.make().then((supervisor) => {
      this.existing = supervisor;
      if (this.disposed) supervisor.dispose();
      return supervisor;
    });
    return this.made;
  }
}
