/** @file What a hover says, as Markdown: value, gradient, generation and order, executions. */
import type { FormulaAnswer } from '../protocol/analysis';
import type { Evaluation, GradValue, InputRecord, InputValue } from '../protocol/evaluation';
import { countText, numberText } from '../protocol/number-text';
import type { Found } from './lookup';
import { codeSpan, shortened } from './markdown';
import { entriesText, shapeText, spreadText } from './tensor-text';
import type { Words } from './words';

const identifier = /^[\p{ID_Start}$_#][\p{ID_Continue}$]*$/u;

/** What the derivatives are derivatives of, for people: `f`, `f.x`, `f[0]`, `Σf`, `output`. */
export function outputSymbol(evaluation: Evaluation): string {
  const { target, output } = evaluation;
  const root = evaluation.script?.backwards.find(({ index }) => index === evaluation.script?.shown)?.root;
  if (root !== undefined && identifier.test(root)) return root;
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
  formulas: FormulaAnswer | null = null,
): HoverText {
  const { statistics } = found;
  const output = outputSymbol(evaluation);
  const subject = found.name ?? text;
  const shown = found.name ?? shortened(text.replace(/\s+/g, ' ').trim(), 40);
  const partial = partialSymbol(output, subject);
  const lines: string[] = [];
  if (found.tensor) return { lines: tensorLines(shown, partial, found, lastOrder, words) };
  if (found.input !== null && typeof found.input.value === 'object' && found.input.value !== null) {
    lines.push(codeSpan(`${shown} = ${nestedText(found.input.value)}`));
    lines.push(codeSpan(`${partial} = ${nestedText(found.input.grad)}`));
    const { numerical } = found.input;
    if (numerical !== undefined) lines.push(words.byDifferences(codeSpan(nestedText(numerical))));
    lines.push(words.entries(countText(leafCount(found.input.value))));
    return { lines };
  }
  const many = statistics.count > 1 ? ` (${words.lastOf(countText(statistics.count))})` : '';
  lines.push(codeSpan(`${shown} = ${numberText(statistics.value.last)}`) + many);
  const numerical = found.input === null ? '' : numericalText(found.input, formulas, words);
  lines.push(
    statistics.grad === null
      ? `${codeSpan(partial)}: ${words.noGradient}`
      : codeSpan(`${partial} = ${numberText(statistics.grad.last)}`) + numerical,
  );
  const formula = found.input === null ? null : formulaText(formulas, found.input.name);
  if (formula !== null) lines.push(holding(codeSpan(`${partial} = ${formula}`), formulas, words));
  lines.push(
    [generationText(found, words), orderText(found, lastOrder, words)].filter((part) => part !== '').join(' · '),
  );
  if (statistics.count > 1) lines.push(executionsText(found, words));
  return { lines };
}

/** What a hover on the target's own name says: its value and formula, and each derivative in its three ways. */
export function targetHoverText(evaluation: Evaluation, words: Words, formulas: FormulaAnswer | null): HoverText {
  const output = outputSymbol(evaluation);
  const own = shortFormula(formulas?.formula?.text);
  const value = codeSpan(`${output} = ${numberText(evaluation.output.value)}`);
  const lines = [own === null ? value : `${value} · ${codeSpan(`${output} = ${own}`)}`];
  const numeric = evaluation.inputs.filter((input) => typeof input.grad === 'number');
  for (const input of numeric.slice(0, 3)) {
    const derivative = codeSpan(`${partialSymbol(output, input.name)} = ${numberText(input.grad as number)}`);
    const formula = formulaText(formulas, input.name);
    const symbolic = formula === null ? '' : ` · ${codeSpan(formula)}`;
    lines.push(derivative + numericalText(input, formulas, words) + symbolic);
  }
  if (numeric.length > 3) lines[lines.length - 1] += ' …';
  return { lines };
}

/** ` · 64 by differences`: the better of the differences there are; empty where there are none. */
function numericalText({ name, numerical }: InputRecord, formulas: FormulaAnswer | null, words: Words): string {
  const better = formulas?.inputs.find((one) => one.path === name)?.numerical;
  if (better?.agrees === false) return ` · ${words.differs(codeSpan(numberText(better.value)))}`;
  const value = better?.value ?? numerical;
  return typeof value === 'number' ? ` · ${words.byDifferences(codeSpan(numberText(value)))}` : '';
}

function formulaText(formulas: FormulaAnswer | null, path: string): string | null {
  return shortFormula(formulas?.inputs.find((one) => one.path === path)?.formula?.text);
}

/** Half a formula would be another formula: a long one is left out. */
function shortFormula(text: string | undefined): string | null {
  return text !== undefined && text.length <= 80 ? text : null;
}

function holding(line: string, formulas: FormulaAnswer | null, words: Words): string {
  return formulas?.branches ? `${line} ${words.onTheseBranches}` : line;
}

/** A small array by its entries, a large one by its spread. */
function tensorLines(shown: string, partial: string, found: Found, lastOrder: number, words: Words): string[] {
  const { data, grad } = found.tensor ?? {};
  const lines: string[] = [];
  if (!data) return lines;
  const entries = entriesText(data, 24);
  const size = words.array(shapeText(data.shape), data.dtype);
  lines.push(
    entries === null
      ? `${codeSpan(`${shown}: ${spreadText(data)}`)} · ${size}`
      : `${codeSpan(`${shown} = ${entries}`)} · ${size}`,
  );
  if (!grad) lines.push(`${codeSpan(partial)}: ${words.noGradient}`);
  else lines.push(codeSpan(`${partial} = ${entriesText(grad, 24) ?? spreadText(grad)}`));
  lines.push([generationText(found, words), orderText(found, lastOrder, words)].filter((part) => part).join(' · '));
  if (found.statistics.count > 1) lines.push(executionsText(found, words));
  return lines;
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
