/** @file The panel: one webview beside the editor, told what the session shows and answered when it asks. */
import * as vscode from 'vscode';
import { encode } from '../protocol/codec';
import type { Evaluation, SiteId } from '../protocol/evaluation';
import type { GraphItem, HostToPanel, PanelToHost } from '../protocol/panel';
import type { Failure } from '../protocol/request';
import { panelType } from './contributions';
import { exampleChoices } from './examples';
import { PanelFiles } from './panel-files';
import { newNonce, panelHtml } from './panel-html';
import type { Reason } from './run-queue';
import type { Session, SessionChange } from './session';
import { shownIn } from './state';
import { messageText } from './words';

/** What the panel asks for that is not the session's own. */
export interface PanelActions {
  select(item: GraphItem | null): void;
  message(message: PanelToHost): void | Promise<void>;
}

export class Panel implements vscode.Disposable {
  readonly files: PanelFiles;
  private webview: vscode.WebviewPanel | null = null;
  /** The page listens; before that nothing is sent, because it would be lost. */
  private ready = false;
  /** Files rarely change between two evaluations, and can be long. */
  private sentTexts: Record<string, string> | null = null;
  private encoded: { evaluation: Evaluation; text: string } | null = null;
  private highlighted: SiteId[] = [];
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly visibility = new vscode.EventEmitter<boolean>();
  readonly onDidChangeVisibility = this.visibility.event;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly session: Session,
    private readonly actions: PanelActions,
  ) {
    this.files = new PanelFiles(extensionUri);
    this.subscriptions.push(
      session.onDidChange((change) => this.follow(change)),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.resend()),
      vscode.window.registerWebviewPanelSerializer(panelType, {
        deserializeWebviewPanel: async (panel) => {
          this.attach(panel);
          await session.restore();
        },
      }),
    );
  }

  /** The column that a source opens in: never on top of the panel. */
  get otherColumn(): vscode.ViewColumn {
    return this.webview?.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
  }

  get visible(): boolean {
    return this.webview?.visible === true;
  }

  /** Shows the panel beside the editor; where it is already, it stays. */
  show(preserveFocus = true): void {
    if (this.webview) {
      this.webview.reveal(undefined, preserveFocus);
      return;
    }
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus };
    this.attach(vscode.window.createWebviewPanel(panelType, 'Gradlens', place));
  }

  /** Marks what belongs to the sites; an empty list clears. */
  highlight(sites: SiteId[]): void {
    if (sites.join() === this.highlighted.join()) return;
    this.highlighted = sites;
    this.send({ type: 'highlight', sites });
  }

  /** The inputs that have names, for the target that is shown. */
  sendInputSets(): void {
    const { target, memory } = this.session;
    if (target) this.send({ type: 'inputSets', sets: memory.sets.of(target.uri, target.name) });
  }

  send(message: HostToPanel): void {
    if (this.ready && this.webview) void this.webview.webview.postMessage(message);
  }

  dispose(): void {
    this.webview?.dispose();
    vscode.Disposable.from(...this.subscriptions, this.visibility).dispose();
  }

  private attach(panel: vscode.WebviewPanel): void {
    this.webview?.dispose();
    this.webview = panel;
    this.ready = false;
    const media = vscode.Uri.joinPath(this.extensionUri, 'media');
    const { webview } = panel;
    panel.iconPath = vscode.Uri.joinPath(media, 'icon.png');
    webview.options = { enableScripts: true, localResourceRoots: [media] };
    const listening = webview.onDidReceiveMessage((message: PanelToHost) => this.receive(message));
    panel.onDidChangeViewState(() => {
      // A hidden page is gone; it asks again when it is back.
      if (!panel.visible) this.ready = false;
      this.visibility.fire(panel.visible);
    });
    panel.onDidDispose(() => {
      listening.dispose();
      if (this.webview !== panel) return;
      this.webview = null;
      this.ready = false;
      this.actions.select(null);
      this.visibility.fire(false);
    });
    void this.fill(panel);
    this.entitle();
  }

  private async fill(panel: vscode.WebviewPanel): Promise<void> {
    const text = await this.files.text();
    if (this.webview !== panel) return;
    const { language } = vscode.env;
    const { cspSource } = panel.webview;
    panel.webview.html = panelHtml({ title: 'Gradlens', language, cspSource, nonce: newNonce(), ...text });
  }

  private receive(message: PanelToHost): void {
    const { session } = this;
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.resend();
        break;
      case 'select':
        this.actions.select(message.item);
        break;
      case 'setInputs':
        void session.setInputs(message.inputs, message.withRespectTo, message.live);
        break;
      case 'setOutput':
        void session.setOutput(message.output);
        break;
      case 'setOptions':
        void session.choose({ options: message.options ?? undefined });
        break;
      case 'setUnrolled':
        void session.choose({ unrolled: message.unrolled });
        break;
      case 'setBackward':
        void session.choose({ backward: message.index });
        break;
      case 'resetInputs':
        void session.resetInputs();
        break;
      case 'setTarget':
        void session.setTarget(message.index);
        break;
      case 'run':
        void session.refresh(true);
        break;
      case 'cancel':
        session.cancel();
        break;
      default:
        void this.actions.message(message);
    }
  }

  /** All there is to show, for a page that has nothing. */
  private resend(): void {
    this.send({ type: 'strings', strings: { ...vscode.l10n.bundle }, language: vscode.env.language });
    if (!vscode.workspace.isTrusted) {
      this.send({ type: 'untrusted' });
    } else if (!this.session.target) {
      this.send({ type: 'welcome', examples: exampleChoices() });
    } else {
      this.sendTargets();
      this.sendState('new', true);
      if (this.highlighted.length > 0) this.send({ type: 'highlight', sites: this.highlighted });
    }
  }

  private follow(change: SessionChange): void {
    const { state } = this.session;
    if (change.kind === 'targets') {
      this.entitle();
      this.sendTargets();
    } else if (change.kind === 'state') {
      this.sendState(change.reason, false, change.live);
    } else if (change.kind === 'series') {
      this.send({ type: 'series', series: change.series });
    } else if (state.kind === 'running') {
      this.send({ type: 'busy', since: state.since, cancellable: true, stage: change.stage });
    }
  }

  private sendTargets(): void {
    const targets = this.session.list.all.map(({ uri, name, line }) => {
      const fileName = this.session.documents.nameOfUri(vscode.Uri.parse(uri));
      return { name, fileName, line };
    });
    if (targets.length > 0) this.send({ type: 'targets', targets, current: this.session.list.index });
  }

  private sendState(reason: Reason, all: boolean, live = false): void {
    const { state } = this.session;
    if (state.kind === 'empty') return;
    const shown = shownIn(state);
    if (shown && (all || (state.kind === 'shown' && shown.evaluation !== this.encoded?.evaluation))) {
      const { texts } = this.session;
      const again = !all && reason !== 'new' && texts === this.sentTexts;
      this.sentTexts = texts;
      const evaluation = this.encodedText(shown.evaluation);
      this.send({ type: 'evaluation', evaluation, reason, texts: again ? undefined : texts });
      if (!live) this.sendInputSets();
    }
    if (shown) this.send({ type: 'stale', stale: shown.stale });
    if (state.kind === 'running') {
      this.send({ type: 'busy', since: state.since, cancellable: true, stage: 'starting' });
    } else {
      this.send({ type: 'idle' });
    }
    if (state.kind === 'failed') this.send({ type: 'failure', failure: translated(state.failure) });
    this.entitle();
  }

  private encodedText(evaluation: Evaluation): string {
    if (this.encoded?.evaluation !== evaluation) {
      const said = evaluation.diagnostics.map((one) => ({ ...one, message: messageText(one) }));
      this.encoded = { evaluation, text: encode({ ...evaluation, diagnostics: said }) };
    }
    return this.encoded.text;
  }

  private entitle(): void {
    const name = this.session.target?.name;
    if (this.webview) this.webview.title = name === undefined ? 'Gradlens' : `Gradlens: ${name}`;
  }
}

/** In the person's language, and small: what a limit cut off is not for the page. */
function translated({ partial: _partial, ...failure }: Failure): Failure {
  return { ...failure, message: messageText(failure) };
}
