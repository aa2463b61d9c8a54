/** @file What the session asks of the supervisor. */
import type { Evaluation } from '../protocol/evaluation';
import type { EvaluationRequest, ListedTarget, Stage } from '../protocol/request';

export interface Evaluator {
  /** Rejects with an error that carries a `Failure`. */
  evaluate(
    request: EvaluationRequest,
    options: { signal?: AbortSignal; onProgress?: (stage: Stage) => void },
  ): Promise<Evaluation>;
  /** All functions of a text. Runs none of it. */
  targets(file: { fileName: string; source: string }): Promise<ListedTarget[]>;
  /** Forgets what is known of a file, or of all. */
  invalidate(fileName?: string): void;
}
