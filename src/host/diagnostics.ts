/** @file Diagnostics: what the evaluation found and what went wrong, at its place in the source. */
import * as vscode from 'vscode';
import type { Diagnostic, Severity, SourceRange } from '../protocol/evaluation';
import type { Failure } from '../protocol/request';
import { rangeIn } from './documents';
import type { Session } from './session';
import type { SessionState } from './state';
import { messageText } from './words';

const severities: Record<Severity, vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Nothing is wrong with the source: the panel asks, or the person said so. */
const notOfTheSource: ReadonlySet<string> = new Set(['outputNotScalar', 'cancelled', 'untrusted', 'inputMismatch']);

export class Diagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('gradlens');
  private readonly following: vscode.Disposable;
  private shownFor: unknown = null;

  constructor(private readonly session: Session) {
    this.following = session.onDidChange((change) => change.kind === 'state' && !change.live && void this.follow());
  }

  dispose(): void {
    vscode.Disposable.from(this.following, this.collection).dispose();
  }

  private async follow(): Promise<void> {
    const { state } = this.session;
    // The last ones stay until the run has ended, unless their text has changed.
    if (state.kind === 'running' && state.shown?.stale === false) return;
    const source = sourceOf(state);
    if (source === this.shownFor) return;
    this.shownFor = source;
    if (source === null) return this.collection.clear();
    const said =
      state.kind === 'failed'
        ? ofFailure(state.failure)
        : state.kind === 'shown'
          ? state.shown.evaluation.diagnostics
          : [];
    const entries = await this.placed(said, state.kind === 'failed' ? state.failure : null);
    if (this.shownFor !== source) return;
    this.collection.clear();
    this.collection.set(entries);
  }

  private async placed(
    said: readonly Diagnostic[],
    failure: Failure | null,
  ): Promise<[vscode.Uri, vscode.Diagnostic[]][]> {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const one of said) {
      const document = await this.session.documents.open(one.fileName).catch(() => null);
      if (document === null) continue;
      const whole = rangeIn(document, one);
      // A failure of a whole function is told at its head: red across the screen helps nobody.
      const range =
        failure && !whole.isSingleLine ? whole.with(undefined, document.lineAt(whole.start).range.end) : whole;
      const placed = new vscode.Diagnostic(range, messageText(one), severities[one.severity]);
      placed.source = 'Gradlens';
      placed.code = one.code;
      if (failure?.frames) placed.relatedInformation = this.stackOf(failure);
      const uri = document.uri.toString();
      byFile.set(uri, [...(byFile.get(uri) ?? []), placed]);
    }
    return [...byFile].map(([uri, list]) => [vscode.Uri.parse(uri, true), list]);
  }

  private stackOf({ frames = [] }: Failure): vscode.DiagnosticRelatedInformation[] {
    return frames.slice(0, 20).map(({ fileName, line, column, name }) => {
      const position = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
      const place = new vscode.Location(this.session.documents.uriOf(fileName), position);
      return new vscode.DiagnosticRelatedInformation(place, name);
    });
  }
}

/** What the diagnostics on show belong to; null where there shall be none. */
function sourceOf(state: SessionState): unknown {
  switch (state.kind) {
    case 'empty':
    case 'running':
      return null;
    case 'shown':
      return state.shown.stale ? null : state.shown.evaluation;
    case 'failed':
      return notOfTheSource.has(state.failure.code) || state.edited ? null : state.failure;
  }
}

function ofFailure(failure: Failure): Diagnostic[] {
  if (!hasPlace(failure)) return [];
  const { code, message, parameters, fileName, start, end } = failure;
  return [{ code, message, parameters, severity: 'error', fileName, start, end: Math.max(end, start + 1) }];
}

function hasPlace(failure: Failure): failure is Failure & SourceRange {
  return failure.fileName !== undefined && failure.start !== undefined && failure.end !== undefined;
}
