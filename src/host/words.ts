/** @file The sentences that the host's pure parts put together; `words()` gives them in the person's language. */
import { l10n } from 'vscode';
import { type Code, messages } from '../protocol/codes';
import type { BackwardChoice, Diagnostic } from '../protocol/evaluation';
import type { Failure } from '../protocol/request';

export interface Words {
  lastOf(count: string): string;
  generation(generation: string): string;
  generations(first: string, last: string): string;
  order(place: string, total: string): string;
  orders(first: string, last: string, total: string): string;
  executions(count: string, valueMin: string, valueMax: string): string;
  executionsWithGradient(count: string, valueMin: string, valueMax: string, gradMin: string, gradMax: string): string;
  noGradient: string;
  stale: string;
  showInGraph: string;
  entries(count: string): string;
  array(shape: string, dtype: string): string;
  byDifferences(value: string): string;
  differs(value: string): string;
  onTheseBranches: string;
}

export function words(): Words {
  return {
    lastOf: (count) => l10n.t('last of {0}', count),
    generation: (generation) => l10n.t('generation {0}', generation),
    generations: (first, last) => l10n.t('generations {0} … {1}', first, last),
    order: (place, total) => l10n.t('{0} of {1} in the backward order', place, total),
    orders: (first, last, total) => l10n.t('{0} … {1} of {2} in the backward order', first, last, total),
    executions: (count, min, max) => l10n.t('{0} executions: value {1} … {2}', count, min, max),
    executionsWithGradient: (count, min, max, gradMin, gradMax) =>
      l10n.t('{0} executions: value {1} … {2}, gradient {3} … {4}', count, min, max, gradMin, gradMax),
    noGradient: l10n.t('no gradient reaches it'),
    stale: l10n.t('Gradlens: edited since the last run. Save, or run again, to see values and gradients.'),
    showInGraph: l10n.t('Show in graph'),
    entries: (count) => l10n.t('{0} entries', count),
    array: (shape, dtype) => l10n.t('shape {0}, {1}', shape, dtype),
    byDifferences: (value) => l10n.t('{0} by differences', value),
    differs: (value) => l10n.t('{0} by differences: differs', value),
    onTheseBranches: l10n.t('on these branches'),
  };
}

/** The message of a failure or diagnostic in the person's language; as it came where no template is known. */
export function messageText(said: Failure | Diagnostic): string {
  const { parameters } = said;
  const template = Object.hasOwn(messages, said.code) ? messages[said.code as Code] : undefined;
  if (template === undefined || parameters === undefined) return said.message;
  return l10n.t(template, parameters);
}

/** A backward pass other than the right one, in few words. */
export function passText({ order, accumulate, retainGrad }: BackwardChoice): string {
  const parts: string[] = [];
  if (order === 'naive') parts.push(l10n.t('naive order'));
  if (order === 'naiveSeen') parts.push(l10n.t('naive order, each function once'));
  if (accumulate === 'assign') parts.push(l10n.t('assigned, not added'));
  if (retainGrad === false) parts.push(l10n.t('intermediate gradients dropped'));
  return parts.join(', ') || l10n.t('own backward pass');
}
