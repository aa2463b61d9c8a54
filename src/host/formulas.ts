/** @file Formulas of what is on show, asked for when a hover wants them, once for each evaluation. */
import type { FormulaAnswer } from '../protocol/analysis';
import type { Evaluation } from '../protocol/evaluation';
import type { Session } from './session';

/** Formulas of longer programs fill no line of a hover, and finding them takes its time. */
const mostOperations = 2_000;
const mostMilliseconds = 200;
/** Names, numbers and signs of one formula. */
const limit = 60;
const timeoutMs = 2_000;
/** A hover appears after so long without its formula; the next one at that place has it. */
const patienceMs = 400;

export class Formulas {
  private asked: { evaluation: Evaluation; answer: Promise<FormulaAnswer | null> } | null = null;

  constructor(private readonly session: Session) {}

  /** null where there are none, or where they take too long. */
  async of(evaluation: Evaluation): Promise<FormulaAnswer | null> {
    if (!isShort(evaluation) || this.session.chosen.options !== undefined) return null;
    if (this.asked?.evaluation !== evaluation) this.ask(evaluation);
    const late = new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null));
    return Promise.race([this.asked?.answer ?? null, late]);
  }

  private ask(evaluation: Evaluation): void {
    // While something runs, the sandbox is busy with what was really asked for.
    if (this.session.state.kind !== 'shown') return;
    const answer = this.session.readings.analyse({ kind: 'formula', limit }, 'hover', timeoutMs).catch(() => {
      if (this.asked?.answer === answer) this.asked = null;
      return null;
    });
    this.asked = { evaluation, answer };
  }
}

function isShort({ statistics, script }: Evaluation): boolean {
  const { operations, rolledUp, milliseconds } = statistics;
  return operations <= mostOperations && !rolledUp && milliseconds.run <= mostMilliseconds && script === undefined;
}
