/** @file In place of VS Code: answers the panel from what a lesson holds. */
import type { AnalysisChoice } from '../protocol/analysis';
import { decode, encode } from '../protocol/codec';
import type { DerivativesAnswer, HostToPanel, PanelToHost } from '../protocol/panel';
import type { Lesson } from './lesson';
import type { DerivativesRange } from './questions';
import type { Host } from './store';
import { text } from './strings';

/** Fewer points than these make no curve. */
const fewest = 12;

export class LessonHost implements Host {
  constructor(
    private readonly lesson: Lesson,
    private readonly tell: (message: HostToPanel) => void,
  ) {}

  getState(): unknown {
    return { preferences: this.lesson.preferences, resumed: this.lesson.resumed };
  }

  setState(): void {
    // The page begins anew each time, as it was saved.
  }

  postMessage(message: PanelToHost): void {
    const answer = this.answer(message);
    // As from VS Code: later, never while the question is still being put.
    if (answer.length > 0) queueMicrotask(() => answer.forEach(this.tell));
  }

  private answer(message: PanelToHost): HostToPanel[] {
    const { lesson } = this;
    switch (message.type) {
      case 'ready':
        return [
          { type: 'strings', strings: lesson.words, language: lesson.language },
          { type: 'evaluation', evaluation: lesson.evaluation, reason: 'new', texts: lesson.texts },
          { type: 'idle' },
        ];
      case 'derivatives': {
        const { type, request, ...range } = message;
        const answer = derivativesFrom(lesson, range);
        return [{ type, request, answer, ...(answer === null ? { failure: notStored() } : {}) }];
      }
      case 'analyse': {
        const { request } = message;
        const answer = analysisFrom(lesson, message.analysis);
        return [{ type: 'analysis', request, answer, ...(answer === null ? { failure: notStored() } : {}) }];
      }
      case 'copy':
        void navigator.clipboard?.writeText(message.text);
        return [];
      case 'save':
        download(message.suggestedName, message.content, message.encoding);
        return [];
      default:
        return [];
    }
  }
}

function notStored() {
  return { code: 'notStored', message: text('lesson.not.stored') };
}

/** The same range where it was stored; else the points of another that lie in it. */
function derivativesFrom({ answers }: Lesson, range: DerivativesRange): string | null {
  const stored = answers.filter((one) => one.type === 'derivatives').filter((one) => one.range.input === range.input);
  const exact = stored.find((one) => JSON.stringify(one.range) === JSON.stringify(range));
  if (exact) return exact.answer;
  // Single places, as the step errors need them, are there or not.
  if (range.points < 2) return null;
  const cut = stored
    .filter((one) => one.range.points > 1)
    .map((one) => part(decode<DerivativesAnswer>(one.answer), range))
    .filter((one) => one.xs.length >= fewest);
  // As much of the range as can be had, then as finely as can be.
  const covered = ({ xs }: DerivativesAnswer) =>
    Math.round((20 * (Math.min(range.to, xs[xs.length - 1]) - Math.max(range.from, xs[0]))) / (range.to - range.from));
  const [best = null] = cut.sort((a, b) => covered(b) - covered(a) || b.xs.length - a.xs.length);
  return best && encode(best);
}

/** What lies in the range, with one point beyond on either side, and the orders that were asked for. */
function part({ xs, orders, breaks }: DerivativesAnswer, { from, to, order }: DerivativesRange): DerivativesAnswer {
  const first = xs.findIndex((x) => x >= from);
  if (first < 0) return { xs: [], orders: [], breaks: [] };
  const after = xs.findIndex((x) => x > to);
  const [start, end] = [Math.max(0, first - 1), after < 0 ? xs.length : after + 1];
  return {
    xs: xs.slice(start, end),
    orders: orders.slice(0, order + 1).map((values) => values.slice(start, end)),
    breaks: breaks.filter((place) => place >= xs[start] && place <= xs[end - 1]),
  };
}

function analysisFrom({ answers }: Lesson, asked: AnalysisChoice): string | null {
  const wanted = subjectOf(asked);
  const found = answers.filter((one) => one.type === 'analyse').filter((one) => subjectOf(one.analysis) === wanted);
  const exact = found.find((one) => JSON.stringify(one.analysis) === JSON.stringify(asked));
  return (exact ?? found[found.length - 1])?.answer ?? null;
}

/** What must be the same for an answer to be one: a surface may have other ranges, a descent other rates. */
function subjectOf(choice: AnalysisChoice): string {
  switch (choice.kind) {
    case 'surface':
      return JSON.stringify([choice.kind, choice.across, choice.up]);
    case 'descent':
      return JSON.stringify([choice.kind, choice.across, choice.up, choice.start, choice.steps > 1]);
    case 'formula':
      return choice.kind;
    default:
      return JSON.stringify(choice);
  }
}

function download(name: string, content: string, encoding: 'text' | 'base64'): void {
  const bytes = encoding === 'text' ? content : Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes]));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
