/** @file The session's targets, which of them is shown, and what was typed for each: kept with the workspace. */
import type * as vscode from 'vscode';
import type { TargetRecord } from '../protocol/evaluation';
import type { Remembered } from '../protocol/request';
import { type OffsetRange, shifted } from './edits';
import type { KeptTarget, Memory } from './memory';
import { provisional, settle } from './targets';
import { worthKeeping } from './typed-inputs';

export class TargetList {
  all: readonly KeptTarget[] = [];
  index = 0;

  constructor(
    private readonly memory: Memory,
    /** Told when there are others, or more is known of one. */
    private readonly onDidChange: () => void,
  ) {}

  get current(): KeptTarget | null {
    return this.all[this.index] ?? null;
  }

  /** One for each range; the first is current. */
  select(document: vscode.TextDocument, ranges: readonly OffsetRange[]): void {
    this.all = ranges.map((range) => provisional(document, range));
    this.index = 0;
    this.changed();
  }

  /** False where it is no other one. */
  choose(index: number): boolean {
    if (!(index in this.all) || index === this.index) return false;
    this.index = index;
    this.changed();
    return true;
  }

  /** Takes up those of the last time; null if there are none. */
  restore(): KeptTarget | null {
    const kept = this.memory.session;
    if (!kept) return null;
    this.all = kept.targets;
    this.index = kept.current;
    this.changed();
    return this.current;
  }

  /** Where they now stand, after edits. */
  keep(): void {
    this.memory.keepSession(this.all.length === 0 ? null : { targets: [...this.all], current: this.index });
  }

  /** The pipeline has found what a target is. */
  settle(target: KeptTarget, found: TargetRecord): void {
    if (settle(target, found)) this.changed();
  }

  /** Keeps what was typed for a target; `code`: how its run failed, if it did. */
  remember(target: KeptTarget, typed: Remembered, code?: string): void {
    if (!target.known) return;
    const kept = worthKeeping(typed, this.memory.of(target.uri, target.name), code);
    if (kept) this.memory.remember(target.uri, target.name, kept);
  }

  /** Their places move with the text. */
  edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const uri = document.uri.toString();
    const edits = contentChanges.map((change) => ({
      offset: change.rangeOffset,
      length: change.rangeLength,
      inserted: change.text.length,
    }));
    for (const target of this.all) {
      if (target.uri === uri) Object.assign(target, shifted(target, edits));
    }
  }

  private changed(): void {
    this.keep();
    this.onDidChange();
  }
}
