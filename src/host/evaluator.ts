/** @file What the session asks of the supervisor. */
import type { DerivativesRequest } from '../protocol/border';
import type { Evaluation } from '../protocol/evaluation';
import type { DerivativesAnswer } from '../protocol/panel';
import type { EvaluationRequest, ListedTarget, Stage } from '../protocol/request';

export interface Evaluator {
  /** Rejects with an error that carries a `Failure`. */
  evaluate(
    request: EvaluationRequest,
    options: { signal?: AbortSignal; onProgress?: (stage: Stage) => void },
  ): Promise<Evaluation>;
  /** The output and its derivatives along one input. Rejects like `evaluate`. */
  derivatives(request: DerivativesRequest, options: { signal?: AbortSignal }): Promise<DerivativesAnswer>;
  /** All functions of a text. Runs none of it. */
  targets(file: { fileName: string; source: string }): Promise<ListedTarget[]>;
  /** Forgets what is known of a file, or of all. */
  invalidate(fileName?: string): void;
}
