/** @file What is asked about the evaluation on show beside its gradient: curves and analyses, the newest of each kind. */
import type { AnalysisAnswer, AnalysisChoice, AnswerTo } from '../protocol/analysis';
import type { CurveRange } from '../protocol/border';
import type { Evaluation } from '../protocol/evaluation';
import type { DerivativesAnswer } from '../protocol/panel';
import type { EvaluationRequest, Remembered } from '../protocol/request';
import type { Evaluator } from './evaluator';

/** What is on show, and the request that would give it again. */
export interface Subject {
  evaluation: Evaluation;
  request: EvaluationRequest;
}

/** What gives the same evaluation again: its inputs, what is differentiated of them, and the output. */
export function askedAgain({ inputs, output }: Evaluation): Remembered {
  const left = inputs.some((one) => one.grad === null);
  const differentiated = inputs.filter((one) => one.differentiated).map(({ name }) => name);
  return {
    inputs: Object.fromEntries(inputs.map(({ name, value }) => [name, value])),
    withRespectTo: left && differentiated.length > 0 ? differentiated : undefined,
    output: output.path,
  };
}

interface UnderWay {
  abort: AbortController;
  since: number;
}

/** A reading that is over so soon need not be ended for the next evaluation. */
const shortMs = 150;

export class Readings {
  private readonly underWay = new Map<string, UnderWay>();

  constructor(
    private readonly evaluator: Evaluator,
    /** null while nothing is on show, or nothing may run. */
    private readonly subject: () => Subject | null,
  ) {}

  /** Derivatives along one input, the others held as shown; null where nothing is on show. */
  async derivatives(range: CurveRange): Promise<DerivativesAnswer | null> {
    const subject = this.subject();
    if (subject === null) return null;
    // A curve along an input is of interest also where no gradient was asked for.
    const { withRespectTo: _all, ...request } = subject.request;
    return this.newest(`derivatives ${range.points}`, (signal) =>
      this.evaluator.derivatives({ ...request, ...range }, { signal }),
    );
  }

  /**
   * null where nothing is on show. A newer one of the same kind and of the same asker ends it, with `cancelled`.
   * `timeoutMs`: shorter than the person's own limit, for what nobody asked for.
   */
  async analyse<C extends AnalysisChoice>(
    analysis: C,
    asker: string,
    timeoutMs?: number,
  ): Promise<AnswerTo<C['kind']> | null> {
    const subject = this.subject();
    if (subject === null) return null;
    const limits = { ...subject.request.limits, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
    const request = { ...subject.request, limits, analysis };
    const answer = await this.newest(`${asker} ${analysis.kind}`, (signal) =>
      this.evaluator.analyse(request, { signal }),
    );
    return answer as AnalysisAnswer as AnswerTo<C['kind']>;
  }

  /** Ends what is under way, because another evaluation is wanted. `sparing`: except what has only begun. */
  end(sparing = false): void {
    const now = Date.now();
    for (const { abort, since } of [...this.underWay.values()]) {
      if (!sparing || now - since > shortMs) abort.abort();
    }
  }

  private async newest<T>(kind: string, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.underWay.get(kind)?.abort.abort();
    const mine: UnderWay = { abort: new AbortController(), since: Date.now() };
    this.underWay.set(kind, mine);
    try {
      return await ask(mine.abort.signal);
    } finally {
      if (this.underWay.get(kind) === mine) this.underWay.delete(kind);
    }
  }
}
