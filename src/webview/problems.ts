/** @file The diagnostics of an evaluation; each leads to its place in the source. */
import type { Diagnostic } from '../protocol/evaluation';
import { type Child, element } from './dom';
import { baseName, quote } from './source';
import type { State } from './state';
import { text } from './strings';

export function problems(state: State, reveal: (diagnostic: Diagnostic) => void): HTMLElement {
  const { diagnostics } = state.evaluation!;
  if (diagnostics.length === 0) return element('p', { class: 'muted empty' }, text('problems.none'));
  return element('ul', { class: 'problems' }, ...diagnostics.map((one) => problem(state, one, reveal)));
}

export function problemsBadge({ evaluation }: State): Child {
  const { diagnostics } = evaluation!;
  if (diagnostics.length === 0) return null;
  const grave = diagnostics.some((one) => one.severity === 'error' || one.severity === 'warning');
  return element('span', { class: grave ? 'badge warn' : 'badge' }, diagnostics.length);
}

function problem(state: State, diagnostic: Diagnostic, reveal: (diagnostic: Diagnostic) => void): HTMLElement {
  const quoted = quote(state, diagnostic);
  const { severity } = diagnostic;
  const button = element(
    'button',
    { type: 'button', class: `problem ${severity}`, onclick: () => reveal(diagnostic) },
    element(
      'span',
      { class: 'severity', role: 'img', 'aria-label': severity },
      { error: '✗', warning: '!', information: 'i', hint: '·' }[severity],
    ),
    element(
      'span',
      { class: 'problem-text' },
      diagnostic.message,
      ' ',
      element('span', { class: 'muted number' }, diagnostic.code),
    ),
    element('span', { class: 'muted number' }, `${baseName(diagnostic.fileName)}${quoted ? `:${quoted.line}` : ''}`),
  );
  return element('li', {}, button);
}
