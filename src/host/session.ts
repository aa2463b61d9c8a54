/** @file The session: which targets there are, what was typed for them, and the one evaluation on show. */
import * as vscode from 'vscode';
import { asFailure, failure as failureOf } from '../protocol/codes';
import type { Evaluation, InputValue } from '../protocol/evaluation';
import type { EvaluationRequest, Failure, ListedTarget, Stage } from '../protocol/request';
import { isLanguage } from './contributions';
import type { Documents } from './documents';
import { type OffsetRange, shifted } from './edits';
import { PlaceIndex } from './lookup';
import type { KeptTarget, Memory } from './memory';
import { isOn, limits } from './settings';
import { empty, next, type SessionEvent, type SessionState, shownIn, speaking } from './state';
import { typedInputs } from './typed-inputs';

/** What the session asks of the supervisor. */
export interface Evaluator {
  evaluate(
    request: EvaluationRequest,
    options: { signal?: AbortSignal; onProgress?: (stage: Stage) => void },
  ): Promise<Evaluation>;
  targets(file: { fileName: string; source: string }): Promise<ListedTarget[]>;
  invalidate(fileName?: string): void;
}

export type Reason = 'new' | 'inputs' | 'refresh';

export type SessionChange = { kind: 'state'; reason: Reason } | { kind: 'stage'; stage: Stage } | { kind: 'targets' };

interface Ask {
  reason: Reason;
  inputs?: Record<string, InputValue>;
  withRespectTo?: string[];
  output?: string;
}

export class Session implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<SessionChange>();
  readonly onDidChange = this.changed.event;

  state: SessionState = empty;
  targets: KeptTarget[] = [];
  current = 0;
  /** Text of the files on show, as they were evaluated, by name. */
  texts: Record<string, string> = {};

  private runs = 0;
  private abort: AbortController | null = null;
  /** The newest ask that waits for the run under way. */
  private waiting: Ask | null = null;
  private cachedIndex: PlaceIndex | null = null;
  private readonly subscriptions: vscode.Disposable[] = [];

  constructor(
    private readonly evaluator: Evaluator,
    readonly documents: Documents,
    private readonly memory: Memory,
  ) {
    this.subscriptions.push(
      vscode.workspace.onDidChangeTextDocument((event) => this.edited(event)),
      vscode.workspace.onDidSaveTextDocument((document) => this.saved(document)),
    );
  }

  get target(): KeptTarget | null {
    return this.targets[this.current] ?? null;
  }

  /** Places of the evaluation that may speak in the editor; null while there is none or it is stale. */
  get index(): PlaceIndex | null {
    const evaluation = speaking(this.state);
    if (evaluation === null) return null;
    if (this.cachedIndex?.evaluation !== evaluation) this.cachedIndex = new PlaceIndex(evaluation);
    return this.cachedIndex;
  }

  /** Whether the file takes part in what is on show, fresh or stale. */
  takesPart(fileName: string): boolean {
    const shown = shownIn(this.state);
    if (shown && Object.hasOwn(shown.evaluation.sources, fileName)) return true;
    const { target } = this;
    return target !== null && this.documents.uriOf(fileName).toString() === target.uri;
  }

  /** One target for each range; the first is evaluated and shown. */
  async differentiate(document: vscode.TextDocument, ranges: OffsetRange[]): Promise<void> {
    this.targets = ranges.map((range) => provisional(document, range));
    this.current = 0;
    this.targetsChanged();
    await this.run({ reason: 'new' });
  }

  async setTarget(index: number): Promise<void> {
    if (!(index in this.targets) || index === this.current) return;
    this.current = index;
    this.targetsChanged();
    await this.run({ reason: 'new' });
  }

  async setInputs(inputs: Record<string, InputValue>, withRespectTo?: string[]): Promise<void> {
    await this.run({ reason: 'inputs', inputs: typedInputs(inputs, this.knownInputs()), withRespectTo });
  }

  async setOutput(output: string): Promise<void> {
    await this.run({ reason: 'inputs', output });
  }

  async resetInputs(): Promise<void> {
    const { target } = this;
    if (!target) return;
    this.memory.forgetInputs(target.uri, target.name);
    await this.run({ reason: 'inputs' });
  }

  async refresh(): Promise<void> {
    await this.run({ reason: 'refresh' });
  }

  cancel(): void {
    this.waiting = null;
    this.abort?.abort();
  }

  /** Takes up the targets of the last time, as a restored panel needs them. False if there are none. */
  async restore(): Promise<boolean> {
    if (this.target) return true;
    const kept = this.memory.session;
    if (!kept) return false;
    this.targets = kept.targets;
    this.current = kept.current;
    this.targetsChanged();
    await this.findAgain().catch(() => undefined);
    await this.run({ reason: 'new' });
    return true;
  }

  dispose(): void {
    this.cancel();
    vscode.Disposable.from(...this.subscriptions, this.changed).dispose();
  }

  /** The files may have changed since their targets were kept: functions are found by name. */
  private async findAgain(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const { target } = this;
    if (!target?.known) return;
    const document = await this.documentOf(target);
    const listed = await this.evaluator.targets({
      fileName: this.documents.nameOf(document),
      source: document.getText(),
    });
    const same = listed.filter((one) => one.name === target.name);
    if (same.length === 1) Object.assign(target, { start: same[0].start, end: same[0].end, line: same[0].line });
  }

  private async documentOf(target: KeptTarget): Promise<vscode.TextDocument> {
    const uri = vscode.Uri.parse(target.uri, true);
    try {
      return await vscode.workspace.openTextDocument(uri);
    } catch (error) {
      const fileName = this.documents.nameOfUri(uri);
      const detail = error instanceof Error ? error.message : String(error);
      throw failureOf('fileNotFound', { file: fileName, detail }, { fileName });
    }
  }

  private knownInputs() {
    if (this.state.kind === 'failed' && this.state.failure.inputs) return this.state.failure.inputs;
    return shownIn(this.state)?.evaluation.inputs ?? [];
  }

  private dispatch(event: SessionEvent, reason: Reason): void {
    const after = next(this.state, event);
    if (after === this.state) return;
    this.state = after;
    this.changed.fire({ kind: 'state', reason });
  }

  private targetsChanged(): void {
    this.memory.keepSession(this.targets.length === 0 ? null : { targets: this.targets, current: this.current });
    this.changed.fire({ kind: 'targets' });
  }

  /** Evaluates the current target. Other inputs wait for the run under way; anything else replaces it. */
  private async run(ask: Ask): Promise<void> {
    if (!this.target || !vscode.workspace.isTrusted) return;
    if (this.state.kind === 'running' && ask.reason === 'inputs') {
      this.waiting = { ...this.waiting, ...ask };
      return;
    }
    this.waiting = null;
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    const run = ++this.runs;
    const { target } = this;
    this.dispatch({ kind: 'started', run, at: Date.now(), keep: ask.reason !== 'new' }, ask.reason);
    try {
      await this.evaluate(target, ask, run, abort.signal);
    } catch (thrown) {
      this.failed(target, asFailure(thrown), ask, run);
    }
    if (run !== this.runs) return;
    this.abort = null;
    const after = this.waiting as Ask | null;
    if (after) await this.run(after);
  }

  private async evaluate(target: KeptTarget, ask: Ask, run: number, signal: AbortSignal): Promise<void> {
    const document = await this.documentOf(target);
    const fileName = this.documents.nameOf(document);
    const versions = new Map(vscode.workspace.textDocuments.map((one) => [one, one.version]));
    const request: EvaluationRequest = {
      fileName,
      source: document.getText(),
      selection: { start: target.start, end: target.end },
      inputs: ask.inputs,
      withRespectTo: ask.withRespectTo,
      output: ask.output,
      remembered: this.memory.ofFile(target.uri),
      limits: limits(),
    };
    const evaluation = await this.evaluator.evaluate(request, {
      signal,
      onProgress: (stage) => run === this.runs && this.changed.fire({ kind: 'stage', stage }),
    });
    if (run !== this.runs) return;
    const isEdited = (one: vscode.TextDocument) => versions.has(one) && versions.get(one) !== one.version;
    const stale = this.openParticipants(evaluation).some(([, one]) => isEdited(one));
    const texts = await this.textsOf(evaluation);
    if (run !== this.runs) return;
    this.texts = { ...texts, [fileName]: request.source ?? '' };
    if (!isEdited(document) && evaluation.target.fileName === fileName) {
      this.settle(target, evaluation.target);
    }
    this.remember(target, ask);
    this.dispatch({ kind: 'finished', run, evaluation, stale }, ask.reason);
  }

  private failed(target: KeptTarget, failure: Failure, ask: Ask, run: number): void {
    if (run !== this.runs) return;
    if (failure.target) {
      this.settle(target, failure.target);
      this.remember(target, ask, failure);
    }
    this.dispatch({ kind: 'failed', run, failure }, ask.reason);
  }

  /** The pipeline has found what the selection means: from now on the target is that. */
  private settle(target: KeptTarget, found: { name: string; start: number; end: number; line: number }): void {
    const { name, start, end, line } = found;
    const same = target.known && target.name === name && target.start === start && target.end === end;
    Object.assign(target, { name, start, end, line, known: true });
    if (!same) this.targetsChanged();
  }

  /** Inputs that the target refused are not kept. */
  private remember(target: KeptTarget, ask: Ask, failure?: Failure): void {
    if (!target.known || failure?.code === 'inputMismatch' || failure?.code === 'noSuchInput') return;
    const { inputs, withRespectTo, output } = ask;
    const typed = {
      ...(inputs && Object.keys(inputs).length > 0
        ? { inputs: { ...this.memory.of(target.uri, target.name).inputs, ...inputs } }
        : {}),
      ...(withRespectTo ? { withRespectTo } : {}),
      ...(output === undefined ? {} : { output }),
    };
    if (Object.keys(typed).length > 0) this.memory.remember(target.uri, target.name, typed);
  }

  /** Open documents that took part, by name. */
  private openParticipants(evaluation: Evaluation): [string, vscode.TextDocument][] {
    return vscode.workspace.textDocuments
      .map((document): [string, vscode.TextDocument] => [this.documents.nameOf(document), document])
      .filter(([name]) => Object.hasOwn(evaluation.sources, name));
  }

  private async textsOf(evaluation: Evaluation): Promise<Record<string, string>> {
    const opened = this.openParticipants(evaluation).map(([name]) => name);
    const files = [...new Set([...opened, ...evaluation.sites.map((site) => site.fileName)])];
    const texts = await Promise.all(
      files.map(async (file) => [file, (await this.documents.read(file)) ?? ''] as const),
    );
    return Object.fromEntries(texts);
  }

  private edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    const uri = document.uri.toString();
    const edits = contentChanges.map((change) => ({
      offset: change.rangeOffset,
      length: change.rangeLength,
      inserted: change.text.length,
    }));
    for (const target of this.targets) {
      if (target.uri === uri) Object.assign(target, shifted(target, edits));
    }
    const name = this.documents.nameOf(document);
    if (isLanguage(document.languageId)) this.evaluator.invalidate(name);
    if (!this.takesPart(name)) return;
    const evaluation = shownIn(this.state)?.evaluation;
    const same =
      evaluation !== undefined &&
      this.openParticipants(evaluation).every(([file, one]) => this.texts[file] === one.getText());
    this.dispatch({ kind: 'edited', same }, 'refresh');
  }

  private saved(document: vscode.TextDocument): void {
    const name = this.documents.nameOf(document);
    this.evaluator.invalidate(name);
    if (!isOn('evaluateOnSave') || !this.takesPart(name)) return;
    const waits = this.state.kind === 'failed' || shownIn(this.state)?.stale === true;
    if (waits) {
      this.memory.keepSession({ targets: this.targets, current: this.current });
      void this.refresh();
    }
  }
}

/** A target as selected, before the pipeline has said what it is. */
function provisional(document: vscode.TextDocument, range: OffsetRange): KeptTarget {
  const start = document.positionAt(range.start);
  const name = document.lineAt(start.line).text.trim().slice(0, 80);
  return { ...range, uri: document.uri.toString(), name, known: false, line: start.line };
}
