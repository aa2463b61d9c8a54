/** @file One run of a target: the text it saw, the request made of it, and what became of the text meanwhile. */
import type * as vscode from 'vscode';
import type { Evaluation } from '../protocol/evaluation';
import type { EvaluationRequest, Remembered } from '../protocol/request';
import type { Documents } from './documents';
import type { KeptTarget } from './memory';
import { limits } from './settings';
import { Snapshot } from './snapshot';

export class Run {
  readonly fileName: string;
  private readonly source: string;
  private readonly snapshot: Snapshot;

  private constructor(
    documents: Documents,
    private readonly document: vscode.TextDocument,
  ) {
    this.fileName = documents.nameOf(document);
    this.source = document.getText();
    this.snapshot = new Snapshot(documents);
  }

  /** @throws `fileNotFound` */
  static async of(target: KeptTarget, documents: Documents): Promise<Run> {
    return new Run(documents, await documents.openUri(target.uri));
  }

  /** Whether the target's own document was edited since. */
  get isEdited(): boolean {
    return this.snapshot.isEdited(this.document);
  }

  request(target: KeptTarget, asked: Remembered, remembered: Record<string, Remembered>): EvaluationRequest {
    const { inputs, withRespectTo, output } = asked;
    const { fileName, source } = this;
    const selection = { start: target.start, end: target.end };
    return { fileName, source, selection, inputs, withRespectTo, output, remembered, limits: limits() };
  }

  /** The texts that the evaluation saw, by name, and whether any was edited meanwhile. */
  async aftermath(evaluation: Evaluation): Promise<{ texts: Record<string, string>; stale: boolean }> {
    const texts = { ...(await this.snapshot.texts(evaluation)), [this.fileName]: this.source };
    return { texts, stale: this.snapshot.isStale(evaluation) };
  }
}
