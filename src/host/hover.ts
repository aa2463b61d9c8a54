/** @file Hover: value, gradient, generation and order of what is under the pointer. */
import * as vscode from 'vscode';
import type { Evaluation, SiteId } from '../protocol/evaluation';
import { commands, languages } from './contributions';
import { rangeIn } from './documents';
import { Formulas } from './formulas';
import { hoverText, targetHoverText } from './hover-text';
import { escapeMarkdown } from './markdown';
import type { Session } from './session';
import { isOn } from './settings';
import { shownIn } from './state';
import { type Words, words } from './words';

export const selector: vscode.DocumentFilter[] = languages.map((language) => ({ language }));

export function registerHover(session: Session): vscode.Disposable {
  const formulas = new Formulas(session);
  return vscode.languages.registerHoverProvider(selector, {
    provideHover: (document, position) => (isOn('hover') ? hoverAt(session, formulas, document, position) : null),
  });
}

async function hoverAt(
  session: Session,
  formulas: Formulas,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | null> {
  const fileName = session.documents.nameOf(document);
  const { index } = session;
  if (index === null) return staleNote(session, document, position);
  const { evaluation, lastOrder } = index;
  const said = words();
  const name = nameOfTarget(evaluation, fileName, document, position);
  if (name !== null) {
    const { lines } = targetHoverText(evaluation, said, await formulas.of(evaluation));
    const sites = evaluation.sites.filter(({ kind }) => kind === 'input').map(({ id }) => id);
    return new vscode.Hover(markdown(lines, sites, said), name);
  }
  const found = index.at(fileName, document.offsetAt(position));
  if (found === null) return null;
  const range = rangeIn(document, found);
  // Somewhere inside a long expression says nothing about that expression.
  if (!range.isSingleLine && position.line !== range.start.line && position.line !== range.end.line) return null;
  const text = document.getText(range);
  const symbolic = found.input === null ? null : await formulas.of(evaluation);
  return new vscode.Hover(
    markdown(hoverText(found, text, evaluation, lastOrder, said, symbolic).lines, found.sites, said),
    range,
  );
}

/** The range of the target's own name, where the pointer is on it. */
function nameOfTarget(
  { target }: Evaluation,
  fileName: string,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.Range | null {
  if (target.fileName !== fileName || target.kind === 'expression' || target.kind === 'script') return null;
  const word = document.getWordRangeAtPosition(position);
  if (word === undefined || document.getText(word) !== target.name.split('.').at(-1)) return null;
  return document.positionAt(target.start).line === position.line ? word : null;
}

/** The lines, the last of them with the link to the graph. */
function markdown(lines: string[], sites: SiteId[], said: Words): vscode.MarkdownString {
  const target = encodeURIComponent(JSON.stringify([sites]));
  const link = `[${escapeMarkdown(said.showInGraph)}](command:${commands.showInGraph}?${target})`;
  const all = new vscode.MarkdownString(`${lines.join('  \n')} · ${link}`);
  all.isTrusted = { enabledCommands: [commands.showInGraph] };
  return all;
}

/** One line where there were values before the edit; on words of the target only. */
function staleNote(session: Session, document: vscode.TextDocument, position: vscode.Position): vscode.Hover | null {
  const { target } = session;
  if (session.state.kind === 'failed' || !shownIn(session.state)?.stale) return null;
  if (target === null || target.uri !== document.uri.toString()) return null;
  const offset = document.offsetAt(position);
  const word = document.getWordRangeAtPosition(position);
  if (word === undefined || offset < target.start || offset >= target.end) return null;
  return new vscode.Hover(new vscode.MarkdownString(words().stale), word);
}
