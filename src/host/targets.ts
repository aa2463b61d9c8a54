/** @file The session's targets: made from a selection, found again after a restart. */
import type * as vscode from 'vscode';
import type { TargetRecord } from '../protocol/evaluation';
import type { Documents } from './documents';
import type { OffsetRange } from './edits';
import type { Evaluator } from './evaluator';
import type { KeptTarget } from './memory';

/** A target as selected, before the pipeline has said what it is. */
export function provisional(document: vscode.TextDocument, range: OffsetRange): KeptTarget {
  const start = document.positionAt(range.start);
  const name = document.lineAt(start.line).text.trim().slice(0, 80);
  return { start: range.start, end: range.end, uri: document.uri.toString(), name, known: false, line: start.line };
}

/** The pipeline has found what the selection means: from now on the target is that. True if that is news. */
export function settle(target: KeptTarget, found: TargetRecord): boolean {
  const { name, start, end, line } = found;
  const same = target.known && target.name === name && target.start === start && target.end === end;
  Object.assign(target, { name, start, end, line, known: true });
  return !same;
}

/** The file may have changed since the target was kept: a function is found by its name, if only one has it. */
export async function lookAgain(target: KeptTarget, documents: Documents, evaluator: Evaluator): Promise<void> {
  const document = await documents.openUri(target.uri);
  const listed = await evaluator.targets({ fileName: documents.nameOf(document), source: document.getText() });
  const same = listed.filter((one) => one.name === target.name);
  if (same.length === 1) settle(target, same[0]);
}
