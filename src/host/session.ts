/** @file The session: which targets there are, what was typed for them, and the one evaluation on show. */
import * as vscode from 'vscode';
import { asFailure } from '../protocol/codes';
import type { InputValue, TargetRecord } from '../protocol/evaluation';
import type { Failure, Stage } from '../protocol/request';
import type { SeriesProgress } from '../protocol/script';
import type { Documents } from './documents';
import type { OffsetRange } from './edits';
import type { Evaluator } from './evaluator';
import { PlaceIndex } from './lookup';
import type { KeptTarget, Memory } from './memory';
import { askedAgain, Readings, type Subject } from './readings';
import { type Manner, Run } from './run';
import { type Ask, type Reason, RunQueue } from './run-queue';
import { isOn } from './settings';
import { readsAsBefore } from './snapshot';
import { empty, next, type SessionEvent, type SessionState, shownIn, speaking } from './state';
import { TargetList } from './target-list';
import { lookAgain } from './targets';
import { typedInputs } from './typed-inputs';

export type SessionChange =
  /** `live`: one of many in a row, while a slider is dragged. */
  | { kind: 'state'; reason: Reason; live: boolean }
  | { kind: 'stage'; stage: Stage }
  | { kind: 'series'; series: SeriesProgress[] }
  | { kind: 'targets' };

export class Session implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<SessionChange>();
  readonly onDidChange = this.changed.event;

  state: SessionState = empty;
  readonly list: TargetList;
  /** Text of the files on show, as they were evaluated, by name. */
  texts: Record<string, string> = {};

  /** What was chosen for the target beside its inputs. */
  chosen: Omit<Manner, 'live'> = {};
  /** Curves and analyses of what is on show. */
  readonly readings: Readings;

  private readonly runs = new RunQueue((ask, run, signal) => this.perform(ask, run, signal));
  private newest: Run | null = null;
  private cachedIndex: PlaceIndex | null = null;
  private readonly subscriptions: vscode.Disposable[] = [];

  constructor(
    private readonly evaluator: Evaluator,
    readonly documents: Documents,
    readonly memory: Memory,
  ) {
    this.list = new TargetList(memory, () => this.changed.fire({ kind: 'targets' }));
    this.readings = new Readings(evaluator, () => this.subject());
    this.subscriptions.push(
      vscode.workspace.onDidChangeTextDocument((event) => this.edited(event)),
      vscode.workspace.onDidSaveTextDocument((document) => this.saved(document)),
    );
  }

  get target(): KeptTarget | null {
    return this.list.current;
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
    this.list.select(document, ranges);
    await this.anew();
  }

  async setTarget(index: number): Promise<void> {
    if (this.list.choose(index)) await this.anew();
  }

  /** `live`: a slider is being dragged; once it rests, one full run follows. */
  async setInputs(inputs: Record<string, InputValue>, withRespectTo?: string[], live = false): Promise<void> {
    await this.run({ reason: 'inputs', inputs: typedInputs(inputs, this.knownInputs()), withRespectTo, live });
  }

  /** Another backward pass, or another view of the same run. */
  async choose(manner: Omit<Manner, 'live'>): Promise<void> {
    this.chosen = { ...this.chosen, ...manner };
    await this.run({ reason: 'inputs', urgent: true });
  }

  async setOutput(output: string): Promise<void> {
    await this.run({ reason: 'inputs', output });
  }

  async resetInputs(): Promise<void> {
    const { target } = this;
    if (!target) return;
    this.memory.forgetInputs(target.uri, target.name);
    await this.run({ reason: 'inputs', urgent: true });
  }

  /** `thorough`: also forgets what is known of files and packages, as a person expects who asks for it. */
  async refresh(thorough = false): Promise<void> {
    if (thorough) this.evaluator.invalidate();
    await this.run({ reason: 'refresh' });
  }

  /** Something that took part has changed elsewhere than in an editor. */
  outdate(): void {
    this.dispatch({ kind: 'edited', same: false }, 'refresh');
  }

  /** Runs again after a save, where what is on show is of another text. */
  catchUp(): void {
    if (!isOn('evaluateOnSave') || !this.isOutdated()) return;
    this.list.keep();
    void this.refresh();
  }

  cancel(): void {
    this.runs.cancel();
    this.readings.end();
  }

  /** Takes up the targets of the last time, as a restored panel needs them. False if there are none. */
  async restore(): Promise<boolean> {
    if (this.target) return true;
    const target = this.list.restore();
    if (target === null) return false;
    // Where that fails, the run says why.
    if (target.known && vscode.workspace.isTrusted)
      await lookAgain(target, this.documents, this.evaluator).catch(() => undefined);
    await this.run({ reason: 'new' });
    return true;
  }

  dispose(): void {
    this.cancel();
    vscode.Disposable.from(...this.subscriptions, this.changed).dispose();
  }

  private subject(): Subject | null {
    const { target, newest } = this;
    const evaluation = shownIn(this.state)?.evaluation;
    if (!target || !newest || !evaluation || !vscode.workspace.isTrusted) return null;
    const asked = { ...askedAgain(evaluation), backward: this.chosen.backward };
    return { evaluation, request: newest.request(target, asked) };
  }

  private isOutdated(): boolean {
    if (this.state.kind === 'running') return this.newest?.isEdited === true;
    return this.state.kind === 'failed' || shownIn(this.state)?.stale === true;
  }

  private knownInputs() {
    if (this.state.kind === 'failed' && this.state.failure.inputs) return this.state.failure.inputs;
    return shownIn(this.state)?.evaluation.inputs ?? [];
  }

  private dispatch(event: SessionEvent, reason: Reason, live = false): void {
    const after = next(this.state, event);
    if (after === this.state) return;
    this.state = after;
    this.changed.fire({ kind: 'state', reason, live });
  }

  /** Of another target nothing is chosen yet, but the backward pass stays. */
  private async anew(): Promise<void> {
    this.chosen = { options: this.chosen.options };
    await this.run({ reason: 'new' });
  }

  private async run(ask: Ask): Promise<void> {
    if (this.target && vscode.workspace.isTrusted) await this.runs.add(ask);
  }

  private async perform(ask: Ask, run: number, signal: AbortSignal): Promise<void> {
    const { target } = this;
    if (!target) return;
    this.readings.end(ask.live);
    this.dispatch({ kind: 'started', run, at: Date.now(), keep: ask.reason !== 'new' }, ask.reason, ask.live);
    try {
      await this.evaluate(target, ask, run, signal);
    } catch (thrown) {
      this.failed(target, asFailure(thrown), ask, run);
    }
  }

  private async evaluate(target: KeptTarget, ask: Ask, run: number, signal: AbortSignal): Promise<void> {
    const newest = await Run.of(target, this.documents);
    if (!this.runs.isNewest(run)) return;
    this.newest = newest;
    const asked = { ...ask, ...this.chosen };
    const tell = (change: SessionChange) => this.runs.isNewest(run) && this.changed.fire(change);
    const evaluation = await this.evaluator.evaluate(newest.request(target, asked, this.memory.ofFile(target.uri)), {
      signal,
      onProgress: (stage) => tell({ kind: 'stage', stage }),
      onSeries: (series) => tell({ kind: 'series', series }),
    });
    const before = shownIn(this.state)?.evaluation;
    const { texts, stale } = await newest.aftermath(
      evaluation,
      before ? { evaluation: before, texts: this.texts } : null,
    );
    if (!this.runs.isNewest(run)) return;
    this.texts = texts;
    this.settled(target, evaluation.target);
    if (!ask.live) this.list.remember(target, ask);
    this.dispatch({ kind: 'finished', run, evaluation, stale }, ask.reason, ask.live);
  }

  private failed(target: KeptTarget, failure: Failure, ask: Ask, run: number): void {
    if (!this.runs.isNewest(run)) return;
    if (failure.target) {
      this.settled(target, failure.target);
      if (!ask.live) this.list.remember(target, ask, failure.code);
    }
    this.dispatch({ kind: 'failed', run, failure }, ask.reason, ask.live);
  }

  private settled(target: KeptTarget, found: TargetRecord): void {
    // After an edit the places found are those of another text.
    if (this.newest?.isEdited || this.newest?.fileName !== found.fileName) return;
    this.list.settle(target, found);
  }

  private edited(event: vscode.TextDocumentChangeEvent): void {
    const { document, contentChanges } = event;
    if (contentChanges.length === 0) return;
    this.list.edited(event);
    const name = this.documents.nameOf(document);
    if (!this.takesPart(name)) return;
    const evaluation = shownIn(this.state)?.evaluation;
    const same = evaluation !== undefined && readsAsBefore(this.documents, evaluation, this.texts);
    this.dispatch({ kind: 'edited', same }, 'refresh');
  }

  private saved(document: vscode.TextDocument): void {
    const name = this.documents.nameOf(document);
    if (this.takesPart(name)) this.catchUp();
  }
}
