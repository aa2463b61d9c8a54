/** @file One run of a target: the text it saw, the request made of it, and what became of the text meanwhile. */
import type * as vscode from 'vscode';
import type { BackwardChoice, Evaluation } from '../protocol/evaluation';
import type { EvaluationRequest, Remembered } from '../protocol/request';
import type { Documents } from './documents';
import type { KeptTarget } from './memory';
import { limitsFor } from './settings';
import { type Seen, Snapshot } from './snapshot';

/** What is asked beside the inputs. */
export interface Manner {
  /** Another backward pass than the right one. */
  options?: BackwardChoice;
  unrolled?: boolean;
  /** Of a script: which `backward()` call. */
  backward?: number;
  /** A slider is being dragged: the tape is replayed and nothing checked. */
  live?: boolean;
}

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

  request(
    target: KeptTarget,
    asked: Remembered & Manner,
    remembered: Record<string, Remembered> = {},
  ): EvaluationRequest {
    const { inputs, withRespectTo, output, options, backward, live, unrolled } = asked;
    const { fileName, source } = this;
    const selection = { start: target.start, end: target.end };
    const what = { fileName, source, selection, inputs, withRespectTo, output, options, backward, unrolled };
    return { ...what, remembered, limits: limitsFor(source), ...(live ? { live, check: false } : {}) };
  }

  /** The texts that the evaluation saw, by name, and whether any was edited meanwhile. */
  async aftermath(evaluation: Evaluation, before: Seen | null): Promise<{ texts: Seen['texts']; stale: boolean }> {
    const texts = await this.snapshot.texts(evaluation, before);
    if (texts[this.fileName] !== this.source) texts[this.fileName] = this.source;
    return { texts, stale: this.snapshot.isStale(evaluation) };
  }
}
