/** @file Questions to the host about what is shown: each answer finds the one who asked. */
import type { AnalysisAnswer, AnalysisChoice, AnswerTo } from '../protocol/analysis';
import { decode } from '../protocol/codec';
import type { DerivativesAnswer, HostToPanel, PanelToHost } from '../protocol/panel';
import type { Failure } from '../protocol/request';

/** Below are the requests that the state itself follows. */
const firstRequest = 2_000_000;

export type DerivativesRange = Omit<Extract<PanelToHost, { type: 'derivatives' }>, 'type' | 'request'>;

/** A question with its answer, encoded as it came. */
export type Answered =
  | { type: 'analyse'; analysis: AnalysisChoice; answer: string }
  | { type: 'derivatives'; range: DerivativesRange; answer: string };

type Question = { type: 'analyse'; analysis: AnalysisChoice } | { type: 'derivatives'; range: DerivativesRange };

interface Waiting {
  question: Question;
  answered(answer: never): void;
  refused(failure: Failure): void;
}

/** So many answers are kept for a lesson: of each analysis, and of curves. */
const keptAnswers = { analyse: 4, derivatives: 20 };

export class Questions {
  private next = firstRequest;
  private readonly waiting = new Map<number, Waiting>();

  private kept: Answered[] = [];

  constructor(private readonly post: (message: PanelToHost) => void) {}

  /** Returns what forgets the question: its answer is then of no interest any more. */
  analyse<K extends AnalysisChoice['kind']>(
    analysis: Extract<AnalysisChoice, { kind: K }>,
    answered: (answer: AnswerTo<K>) => void,
    refused: (failure: Failure) => void,
  ): () => void {
    const request = this.wait({ question: { type: 'analyse', analysis }, answered, refused });
    this.post({ type: 'analyse', request, analysis });
    return () => this.waiting.delete(request);
  }

  derivatives(
    range: DerivativesRange,
    answered: (answer: DerivativesAnswer) => void,
    refused: (failure: Failure) => void,
  ): () => void {
    const request = this.wait({ question: { type: 'derivatives', range }, answered, refused });
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
    else {
      this.remember({ ...waiting.question, answer: message.answer });
      waiting.answered(decode<AnalysisAnswer | DerivativesAnswer>(message.answer) as never);
    }
    return true;
  }

  /** The newest answers about what is shown: those that are on the screen are among them. */
  get recent(): readonly Answered[] {
    return this.kept;
  }

  /** Another evaluation: what was answered is not about it. */
  forgetAnswers(): void {
    this.kept = [];
  }

  private remember(answered: Answered): void {
    const kind = kindOf(answered);
    const same = this.kept.filter((one) => kindOf(one) === kind);
    this.kept = this.kept.filter((one) => one !== same[0] || same.length < keptAnswers[answered.type]);
    this.kept.push(answered);
  }

  private wait(waiting: Waiting): number {
    const request = this.next++;
    this.waiting.set(request, waiting);
    return request;
  }
}

function kindOf(answered: Answered): string {
  return answered.type === 'analyse' ? answered.analysis.kind : answered.type;
}
