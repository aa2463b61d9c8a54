/** @file Hover: value, gradient, generation and order of what is under the pointer. */
import * as vscode from 'vscode';
import { commands, languages } from './contributions';
import { rangeIn } from './documents';
import { hoverText } from './hover-text';
import type { Found, PlaceIndex } from './lookup';
import { escapeMarkdown } from './markdown';
import type { Session } from './session';
import { isOn } from './settings';
import { shownIn } from './state';
import { words } from './words';

export const selector: vscode.DocumentFilter[] = languages.map((language) => ({ language }));

export function registerHover(session: Session): vscode.Disposable {
  return vscode.languages.registerHoverProvider(selector, {
    provideHover: (document, position) => (isOn('hover') ? hoverAt(session, document, position) : null),
  });
}

function hoverAt(session: Session, document: vscode.TextDocument, position: vscode.Position): vscode.Hover | null {
  const fileName = session.documents.nameOf(document);
  const { index } = session;
  if (index === null) return staleNote(session, document, position);
  const found = index.at(fileName, document.offsetAt(position));
  if (found === null) return null;
  const range = rangeIn(document, found);
  // Somewhere inside a long expression says nothing about that expression.
  if (!range.isSingleLine && position.line !== range.start.line && position.line !== range.end.line) return null;
  return new vscode.Hover(markdown(found, document.getText(range), index), range);
}

function markdown(found: Found, text: string, index: PlaceIndex): vscode.MarkdownString {
  const said = words();
  const { lines } = hoverText(found, text, index.evaluation, index.lastOrder, said);
  const target = encodeURIComponent(JSON.stringify([found.sites]));
  const link = `[${escapeMarkdown(said.showInGraph)}](command:${commands.showInGraph}?${target})`;
  const all = new vscode.MarkdownString([...lines, link].join('  \n'));
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
