/** @file Values beside the code, as inlay hints at line ends; off until a person turns them on. */
import * as vscode from 'vscode';
import { selector } from './hover';
import { inlineText, inlineValues } from './inline-text';
import { shortened } from './markdown';
import type { Session } from './session';
import { changes, isOn } from './settings';

/** More would push the line out of sight. */
const longestHint = 120;

export function registerInlayHints(session: Session): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    session.onDidChange((change) => change.kind === 'state' && !change.live && isOn('inlineValues') && changed.fire()),
    vscode.workspace.onDidChangeConfiguration((event) => changes(event, 'inlineValues') && changed.fire()),
    vscode.languages.registerInlayHintsProvider(selector, {
      onDidChangeInlayHints: changed.event,
      provideInlayHints: (document, range) => (isOn('inlineValues') ? hintsIn(session, document, range) : []),
    }),
  );
}

function hintsIn(session: Session, document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
  const { index } = session;
  if (index === null) return [];
  const byLine = new Map<number, string[]>();
  for (const value of inlineValues(index, session.documents.nameOf(document))) {
    const { line } = document.positionAt(value.offset);
    if (line < range.start.line || line > range.end.line) continue;
    const text = inlineText(value, index.evaluation);
    const texts = byLine.get(line);
    if (texts === undefined) byLine.set(line, [text]);
    else if (!texts.includes(text)) texts.push(text);
  }
  return [...byLine].map(([line, texts]) => {
    const hint = new vscode.InlayHint(document.lineAt(line).range.end, shortened(texts.join('; '), longestHint));
    hint.paddingLeft = true;
    return hint;
  });
}
