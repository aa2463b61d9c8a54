/** @file Questions to the host about what is shown: each answer finds the one who asked. */
import type { AnalysisAnswer, AnalysisChoice, AnswerTo } from '../protocol/analysis';
import { decode } from '../protocol/codec';
import type { DerivativesAnswer, HostToPanel, PanelToHost } from '../protocol/panel';
import type { Failure } from '../protocol/request';

/** Below are the requests that the state itself follows. */
const firstRequest = 2_000_000;

export type DerivativesRange = Omit<Extract<PanelToHost, { type: 'derivatives' }>, 'type' | 'request'>;

interface Waiting {
  answered(answer: never): void;
  refused(failure: Failure): void;
}

export class Questions {
  private next = firstRequest;
  private readonly waiting = new Map<number, Waiting>();

  constructor(private readonly post: (message: PanelToHost) => void) {}

  /** Returns what forgets the question: its answer is then of no interest any more. */
  analyse<K extends AnalysisChoice['kind']>(
    analysis: Extract<AnalysisChoice, { kind: K }>,
    answered: (answer: AnswerTo<K>) => void,
    refused: (failure: Failure) => void,
  ): () => void {
    const request = this.keep({ answered, refused });
    this.post({ type: 'analyse', request, analysis });
    return () => this.waiting.delete(request);
  }

  derivatives(
    range: DerivativesRange,
    answered: (answer: DerivativesAnswer) => void,
    refused: (failure: Failure) => void,
  ): () => void {
    const request = this.keep({ answered, refused });
    this.post({ type: 'derivatives', request, ...range });
    return () => this.waiting.delete(request);
  }

  /** Whether the message answers a question of this kind, asked here or forgotten. */
  receive(message: HostToPanel): boolean {
    if ((message.type !== 'analysis' && message.type !== 'derivatives') || message.request < firstRequest) return false;
    const waiting = this.waiting.get(message.request);
    this.waiting.delete(message.request);
    if (!waiting) return true;
    if (message.answer === null) waiting.refused(message.failure ?? { code: 'curvesUnavailable', message: '' });
    else waiting.answered(decode<AnalysisAnswer | DerivativesAnswer>(message.answer) as never);
    return true;
  }

  private keep(waiting: Waiting): number {
    const request = this.next++;
    this.waiting.set(request, waiting);
    return request;
  }
}
