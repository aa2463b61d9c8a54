/** @file Builds the objects and registers them: the only wiring. */
import * as vscode from 'vscode';
import { registerCodeLens } from './host/code-lens';
import { registerCommands } from './host/commands';
import { Diagnostics } from './host/diagnostics';
import { DiskWatch } from './host/disk-watch';
import { Documents } from './host/documents';
import { Highlights } from './host/highlights';
import { registerHover } from './host/hover';
import { registerInlayHints } from './host/inlay-hints';
import { LazySupervisor } from './host/lazy-supervisor';
import { Memory } from './host/memory';
import { Panel } from './host/panel';
import { answerPanel } from './host/panel-actions';
import { Session } from './host/session';
import { limits } from './host/settings';
import { ShippedExamples } from './host/shipped-examples';
import { StatusBar } from './host/status-bar';
import { TypesSetup } from './host/types-setup';
import { failure } from './protocol/codes';
import type { Evaluation } from './protocol/evaluation';
import type { EvaluationRequest } from './protocol/request';
import type { Supervisor } from './supervisor/supervisor';

/** What other extensions get from `activate()`. */
export interface GradlensApi {
  /** The pipeline of the panel, without the panel. Rejects with an error that has `code` and `message`. */
  differentiate(request: EvaluationRequest): Promise<Evaluation>;
}

/** After activation, so that opening a file does not wait for a process. */
const warmAfterMs = 500;

export function activate(context: vscode.ExtensionContext): GradlensApi {
  const documents = new Documents();
  const supervisor = new LazySupervisor(() => makeSupervisor(context.extensionUri, documents));
  const session = new Session(supervisor, documents, new Memory(context.workspaceState));
  const panel: Panel = new Panel(context.extensionUri, session, {
    select: (item) => void highlights.select(item),
    message: (message) => answerPanel(message, panel, session),
  });
  const highlights = new Highlights(
    session,
    (sites) => panel.highlight(sites),
    () => panel.otherColumn,
  );
  const types = new TypesSetup(context.extensionUri, context.workspaceState);
  const warm = () => {
    void panel.files.text().catch(() => undefined);
    if (vscode.workspace.isTrusted) supervisor.warm().catch(() => undefined);
  };
  const timer = setTimeout(warm, warmAfterMs);
  context.subscriptions.push(
    session,
    panel,
    highlights,
    new Diagnostics(session),
    new DiskWatch(session),
    new StatusBar(session, () => panel.visible),
    types,
    registerCommands(session, panel, types, new ShippedExamples(context.extensionUri)),
    registerHover(session),
    registerInlayHints(session),
    registerCodeLens(session, supervisor),
    vscode.workspace.onDidGrantWorkspaceTrust(warm),
    supervisor,
    { dispose: () => clearTimeout(timer) },
  );
  return {
    differentiate: async (request) => {
      if (!vscode.workspace.isTrusted) throw failure('untrusted', {});
      return supervisor.evaluate({ ...request, limits: { ...limits(), ...request.limits } });
    },
  };
}

/** Loaded when it is first needed: most of what this bundle holds. */
async function makeSupervisor(extensionUri: vscode.Uri, documents: Documents): Promise<Supervisor> {
  const [{ Supervisor }, { startNodeSandbox }, { FileModuleSource, nodeFileAccess }, { editorFiles }] =
    await Promise.all([
      import('./supervisor/supervisor'),
      import('./supervisor/node-sandbox'),
      import('./supervisor/modules'),
      import('./host/editor-files'),
    ]);
  const sandbox = vscode.Uri.joinPath(extensionUri, 'dist', 'sandbox.cjs').fsPath;
  const modules = new FileModuleSource(editorFiles(documents, nodeFileAccess()));
  return new Supervisor({ start: startNodeSandbox(sandbox), modules, limits: limits() });
}
