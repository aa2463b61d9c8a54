/** @file What the session asks of the supervisor. */
import type { AnalysisAnswer } from '../protocol/analysis';
import type { AnalysisRequest, DerivativesRequest } from '../protocol/border';
import type { Evaluation } from '../protocol/evaluation';
import type { DerivativesAnswer } from '../protocol/panel';
import type { EvaluationRequest, ListedTarget, Stage } from '../protocol/request';
import type { SeriesProgress } from '../protocol/script';

export interface Following {
  signal?: AbortSignal;
  onProgress?: (stage: Stage) => void;
  /** Losses of a script that still runs. */
  onSeries?: (series: SeriesProgress[]) => void;
}

export interface Evaluator {
  /** Rejects with an error that carries a `Failure`. */
  evaluate(request: EvaluationRequest, options: Following): Promise<Evaluation>;
  /** The output and its derivatives along one input. Rejects like `evaluate`. */
  derivatives(request: DerivativesRequest, options: { signal?: AbortSignal }): Promise<DerivativesAnswer>;
  /** Another reading of the recorded program than its gradient. Rejects like `evaluate`. */
  analyse(request: AnalysisRequest, options: { signal?: AbortSignal }): Promise<AnalysisAnswer>;
  /** All functions of a text. Runs none of it. */
  targets(file: { fileName: string; source: string }): Promise<ListedTarget[]>;
  /** Forgets what is known of a file, or of all. */
  invalidate(fileName?: string): void;
}
