/** @file What a hover says, as Markdown: value, gradient, generation and order, executions. */
import type { Evaluation, GradValue, InputValue } from '../protocol/evaluation';
import { countText, numberText } from '../protocol/number-text';
import type { Found } from './lookup';
import { codeSpan, shortened } from './markdown';
import type { Words } from './words';

const identifier = /^[\p{ID_Start}$_#][\p{ID_Continue}$]*$/u;

/** What the derivatives are derivatives of, for people: `f`, `f.x`, `f[0]`, `Σf`, `output`. */
export function outputSymbol(evaluation: Evaluation): string {
  const { target, output } = evaluation;
  const short = target.name.split('.').at(-1) ?? '';
  const symbol = target.kind !== 'expression' && target.kind !== 'script' && identifier.test(short) ? short : 'output';
  if (output.path === '') return symbol;
  if (output.path === 'sum') return `Σ${symbol}`;
  return output.path.startsWith('[') ? symbol + output.path : `${symbol}.${output.path}`;
}

/** `∂f/∂a`; something that is not a name goes into parentheses, cut where it is long. */
export function partialSymbol(output: string, subject: string): string {
  const line = subject.replace(/\s+/g, ' ').trim();
  return `∂${output}/∂${identifier.test(line) ? line : `(${shortened(line, 24)})`}`;
}

export interface HoverText {
  /** Markdown, one line of the hover each. */
  lines: string[];
}

/**
 * The three or four lines of a hover. `text` is the source text of the place. Everything that comes from the
 * program stands in code spans.
 */
export function hoverText(
  found: Found,
  text: string,
  evaluation: Evaluation,
  lastOrder: number,
  words: Words,
): HoverText {
  const { statistics } = found;
  const output = outputSymbol(evaluation);
  const subject = found.name ?? text;
  const shown = found.name ?? shortened(text.replace(/\s+/g, ' ').trim(), 40);
  const partial = partialSymbol(output, subject);
  const lines: string[] = [];
  if (found.input !== null && typeof found.input.value === 'object' && found.input.value !== null) {
    lines.push(codeSpan(`${shown} = ${nestedText(found.input.value)}`));
    lines.push(codeSpan(`${partial} = ${nestedText(found.input.grad)}`));
    lines.push(words.entries(countText(leafCount(found.input.value))));
    return { lines };
  }
  const many = statistics.count > 1 ? ` (${words.lastOf(countText(statistics.count))})` : '';
  lines.push(codeSpan(`${shown} = ${numberText(statistics.value.last)}`) + many);
  lines.push(
    statistics.grad === null
      ? `${codeSpan(partial)}: ${words.noGradient}`
      : codeSpan(`${partial} = ${numberText(statistics.grad.last)}`),
  );
  lines.push(
    [generationText(found, words), orderText(found, lastOrder, words)].filter((part) => part !== '').join(' · '),
  );
  if (statistics.count > 1) lines.push(executionsText(found, words));
  return { lines };
}

function generationText({ statistics }: Found, words: Words): string {
  const [first, last] = statistics.generation;
  return first === last ? words.generation(countText(first)) : words.generations(countText(first), countText(last));
}

function orderText({ statistics }: Found, total: number, words: Words): string {
  if (statistics.order === null || total === 0) return '';
  const [first, last] = statistics.order;
  return first === last
    ? words.order(countText(first), countText(total))
    : words.orders(countText(first), countText(last), countText(total));
}

function executionsText({ statistics: { count, value, grad } }: Found, words: Words): string {
  const times = countText(count);
  const range = [numberText(value.min), numberText(value.max)] as const;
  if (grad === null) return words.executions(times, ...range);
  return words.executionsWithGradient(times, ...range, numberText(grad.min), numberText(grad.max));
}

/** An array or object in one line: at most six entries of each level, then an ellipsis. */
export function nestedText(value: InputValue | GradValue): string {
  if (value === null) return '–';
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Array.isArray(value)
    ? value.slice(0, 6).map(nestedText)
    : Object.entries(value)
        .slice(0, 6)
        .map(([name, one]) => `${name}: ${nestedText(one)}`);
  if (size(value) > 6) entries.push('…');
  return Array.isArray(value) ? `[${entries.join(', ')}]` : `{ ${entries.join(', ')} }`;
}

const size = (value: object) => (Array.isArray(value) ? value.length : Object.keys(value).length);

function leafCount(value: InputValue): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, one) => sum + leafCount(one), 0);
}
