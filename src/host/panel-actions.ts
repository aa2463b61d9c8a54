/** @file What the panel asks for outside the graph: show a place, open an example, save, copy, run a command. */
import * as vscode from 'vscode';
import { encode } from '../protocol/codec';
import { asFailure } from '../protocol/codes';
import type { PanelToHost } from '../protocol/panel';
import { commands, foreignCommands } from './contributions';
import type { Documents } from './documents';
import type { Panel } from './panel';
import type { Session } from './session';

const allowed: ReadonlySet<string> = new Set([...Object.values(commands), ...Object.values(foreignCommands)]);

/** Answers a message of the page that the session has no part in. */
export async function answerPanel(message: PanelToHost, panel: Panel, session: Session): Promise<void> {
  const { documents } = session;
  switch (message.type) {
    case 'show':
      await showPlace(documents, message, panel);
      return;
    case 'reveal':
      await showPlace(documents, message.diagnostic, panel);
      return;
    case 'openExample':
      await vscode.commands.executeCommand(commands.openExample, message.id);
      return;
    case 'command':
      // The page is ours, but what it shows comes from a program: it names no other command.
      if (allowed.has(message.command))
        await vscode.commands.executeCommand(message.command, ...(message.arguments ?? []));
      return;
    case 'copy':
      await vscode.env.clipboard.writeText(message.text);
      return;
    case 'save':
      await save(message);
      return;
    case 'derivatives':
      await answerCurve(message, panel, session);
      return;
    default:
      return;
  }
}

async function answerCurve(
  message: Extract<PanelToHost, { type: 'derivatives' }>,
  panel: Panel,
  session: Session,
): Promise<void> {
  const { type, request, ...range } = message;
  try {
    const answer = await session.derivatives(range);
    panel.send({ type, request, answer: answer && encode(answer) });
  } catch (thrown) {
    const reason = asFailure(thrown);
    if (reason.code !== 'cancelled') panel.send({ type, request, answer: null, failure: reason });
  }
}

async function showPlace(
  documents: Documents,
  place: { fileName: string; start: number; end: number },
  panel: Panel,
): Promise<void> {
  try {
    await documents.show(place.fileName, place, { select: true, column: panel.otherColumn });
  } catch {
    void vscode.window.showWarningMessage(vscode.l10n.t('Gradlens cannot open {0}.', place.fileName));
  }
}

async function save(message: { suggestedName: string; content: string; encoding: 'text' | 'base64' }): Promise<void> {
  const { suggestedName, content, encoding } = message;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const fileName = suggestedName.replace(/[^\p{L}\p{N}._-]+/gu, '-');
  const uri = await vscode.window.showSaveDialog({ defaultUri: folder && vscode.Uri.joinPath(folder, fileName) });
  if (!uri) return;
  const bytes =
    encoding === 'text'
      ? new TextEncoder().encode(content)
      : Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  try {
    await vscode.workspace.fs.writeFile(uri, bytes);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('The file could not be saved: {0}', detail));
  }
}
