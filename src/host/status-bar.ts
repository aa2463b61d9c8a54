/** @file The status bar item (right, no colour), the context keys, and progress where the panel does not show it. */
import * as vscode from 'vscode';
import { numberText } from '../protocol/number-text';
import { commands, contextKeys } from './contributions';
import { outputSymbol } from './hover-text';
import { plainText, shortened } from './markdown';
import type { Session } from './session';
import { messageText, passText } from './words';

/** A run is long after this; then it is told how to stop it. */
const longMs = 1_000;

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('gradlens.status', vscode.StatusBarAlignment.Right, 90);
  private readonly following: vscode.Disposable;
  private endProgress: (() => void) | null = null;
  private long: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly session: Session,
    private readonly panelIsVisible: () => boolean,
  ) {
    this.item.name = 'Gradlens';
    this.following = session.onDidChange((change) => {
      if (change.kind === 'targets' || (change.kind === 'state' && !change.live)) this.follow();
    });
  }

  dispose(): void {
    this.ended();
    vscode.Disposable.from(this.following, this.item).dispose();
  }

  private follow(): void {
    const { state, target } = this.session;
    const running = state.kind === 'running';
    void vscode.commands.executeCommand('setContext', contextKeys.running, running);
    void vscode.commands.executeCommand('setContext', contextKeys.hasTarget, target !== null);
    if (!running) this.ended();
    else if (this.long === null) this.long = setTimeout(() => this.tellLong(), longMs);
    if (target === null) {
      this.item.hide();
      return;
    }
    const { text, tooltip, command } = this.said();
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.command = command;
    this.item.show();
  }

  private said(): { text: string; tooltip: string; command: string } {
    const { state, target } = this.session;
    const name = plainText(shortened(target?.name ?? '', 24));
    const show = commands.showPanel;
    switch (state.kind) {
      case 'running':
        return {
          text: `$(sync~spin) ${name}`,
          tooltip: vscode.l10n.t('Gradlens is running. Select to stop it.'),
          command: commands.cancel,
        };
      case 'shown': {
        const { evaluation, stale } = state.shown;
        const { options } = this.session.chosen;
        const chosen = options === undefined ? '' : ` · ${passText(options)}`;
        const result = `${plainText(outputSymbol(evaluation))} = ${numberText(evaluation.output.value)}${chosen}`;
        return stale
          ? {
              text: `$(graph-line) ${vscode.l10n.t('{0} (edited)', result)}`,
              tooltip: vscode.l10n.t('Edited since the last run. Select to run again.'),
              command: commands.refresh,
            }
          : { text: `$(graph-line) ${result}`, tooltip: vscode.l10n.t('Show the panel of Gradlens'), command: show };
      }
      case 'failed':
        return {
          text: `$(graph-line) ${vscode.l10n.t('{0}: not run', name)}`,
          tooltip: messageText(state.failure),
          command: show,
        };
      case 'empty':
        return { text: `$(graph-line) ${name}`, tooltip: vscode.l10n.t('Show the panel of Gradlens'), command: show };
    }
  }

  /** The panel has its own stop button; without it, a notification has one. */
  private tellLong(): void {
    if (this.panelIsVisible() || this.session.state.kind !== 'running') return;
    const title = vscode.l10n.t('Gradlens is running {0}', plainText(shortened(this.session.target?.name ?? '', 40)));
    const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title };
    void vscode.window.withProgress(options, (_progress, token) => {
      token.onCancellationRequested(() => this.session.cancel());
      return new Promise<void>((resolve) => {
        this.endProgress = resolve;
      });
    });
  }

  private ended(): void {
    if (this.long !== null) clearTimeout(this.long);
    this.long = null;
    this.endProgress?.();
    this.endProgress = null;
  }
}
