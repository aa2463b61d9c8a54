/** @file Files that change on the disk, by a checkout or a generator, make a result stale like an edit does. */
import * as vscode from 'vscode';
import type { Session } from './session';

const sources = '**/*.{ts,tsx,js,jsx,mts,cts,mjs,cjs,json}';
/** Checkouts change many files at once. */
const settleMs = 300;

export class DiskWatch implements vscode.Disposable {
  private watching: vscode.Disposable | null = null;
  private readonly following: vscode.Disposable;
  private waiting: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly session: Session) {
    // Nobody needs to watch before something is on show.
    this.following = session.onDidChange(() => {
      this.watching ??= this.watch();
    });
  }

  dispose(): void {
    if (this.waiting !== null) clearTimeout(this.waiting);
    this.watching?.dispose();
    this.following.dispose();
  }

  private watch(): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(sources);
    const changed = (uri: vscode.Uri) => this.changed(uri);
    watcher.onDidChange(changed);
    watcher.onDidCreate(changed);
    watcher.onDidDelete(changed);
    return watcher;
  }

  private changed(uri: vscode.Uri): void {
    const name = this.session.documents.nameOfUri(uri);
    // What is open in an editor counts as it stands there.
    if (this.session.documents.opened(name) || !this.session.takesPart(name)) return;
    this.session.outdate();
    if (this.waiting !== null) clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.session.catchUp(), settleMs);
  }
}
