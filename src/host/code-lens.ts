/** @file CodeLens above exported numeric functions: differentiate it, and what came of it. */
import * as vscode from 'vscode';
import type { Evaluation } from '../protocol/evaluation';
import type { ListedTarget } from '../protocol/request';
import { commands } from './contributions';
import { rangeIn } from './documents';
import type { Evaluator } from './evaluator';
import { selector } from './hover';
import { resultText } from './inline-text';
import type { Session } from './session';
import { changes, isOn } from './settings';
import { speaking } from './state';

export function registerCodeLens(session: Session, evaluator: Evaluator): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    session.onDidChange((change) => change.kind === 'state' && !change.live && isOn('codeLens') && changed.fire()),
    vscode.workspace.onDidChangeConfiguration((event) => changes(event, 'codeLens') && changed.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(selector, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: (document, token) => lensesOf(session, evaluator, document, token),
    }),
  );
}

/** Listings by document, kept for the version they were made of: results come and go more often than texts. */
const listed = new WeakMap<vscode.TextDocument, { version: number; targets: ListedTarget[] }>();

async function lensesOf(
  session: Session,
  evaluator: Evaluator,
  document: vscode.TextDocument,
  token: vscode.CancellationToken,
): Promise<vscode.CodeLens[]> {
  if (!isOn('codeLens') || !vscode.workspace.isTrusted) return [];
  const { version } = document;
  let kept = listed.get(document);
  if (kept?.version !== version) {
    const fileName = session.documents.nameOf(document);
    // A text that does not parse has no functions to show; the error is told when someone differentiates it.
    const targets = await evaluator.targets({ fileName, source: document.getText() }).catch(() => []);
    if (token.isCancellationRequested || document.version !== version) return [];
    kept = { version, targets: [...programOf(document, fileName), ...targets] };
    listed.set(document, kept);
  }
  const evaluation = speaking(session.state);
  return kept.targets
    .filter((target) => target.kind === 'script' || (target.exported && target.numeric))
    .flatMap((target) => lensesOfTarget(document, target, evaluation));
}

/** A file that imports Variables runs as a whole; its lens stands above that import. */
function programOf(document: vscode.TextDocument, fileName: string): ListedTarget[] {
  const start = document.getText().search(/^import\b[^;]*?\bfrom\s*['"]gradlens['"]/m);
  if (start < 0) return [];
  const { line } = document.positionAt(start);
  const name = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
  const place = { fileName, start, end: start, line };
  return [{ ...place, name, kind: 'script', signature: '', exported: false, numeric: false }];
}

function lensesOfTarget(
  document: vscode.TextDocument,
  target: ListedTarget,
  evaluation: Evaluation | null,
): vscode.CodeLens[] {
  const range = rangeIn(document, target);
  const { start, end } = target;
  const differentiate = new vscode.CodeLens(range, {
    title: target.kind === 'script' ? vscode.l10n.t('Run and differentiate') : vscode.l10n.t('Differentiate'),
    tooltip: vscode.l10n.t('Run it and see the value and gradient of everything in it'),
    command: commands.differentiateSelection,
    arguments: [document.uri.toString(), { start, end }],
  });
  // The listing begins at `export`, the target behind it; both end together.
  const shown = evaluation?.target;
  const isShown =
    shown?.fileName === target.fileName &&
    (target.kind === 'script' ? shown.kind === 'script' : shown.end === end && shown.start >= start);
  if (evaluation === null || !isShown) return [differentiate];
  return [differentiate, new vscode.CodeLens(range, { title: resultText(evaluation), command: commands.showPanel })];
}
