/** @file Saves what the panel exports: text, bytes, or a page that shows a lesson by itself. */
import * as vscode from 'vscode';
import { lessonHtml } from './lesson-html';
import type { PanelFiles } from './panel-files';

/** Asks where, and writes. The name is a suggestion only, and loses what a file's name may not have. */
export async function save(suggestedName: string, bytes: Uint8Array): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const fileName = suggestedName.replace(/[^\p{L}\p{N}._-]+/gu, '-');
  const uri = await vscode.window.showSaveDialog({ defaultUri: folder && vscode.Uri.joinPath(folder, fileName) });
  if (!uri) return;
  try {
    await vscode.workspace.fs.writeFile(uri, bytes);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('The file could not be saved: {0}', detail));
  }
}

export function bytesOf({ content, encoding }: { content: string; encoding: 'text' | 'base64' }): Uint8Array {
  if (encoding === 'text') return new TextEncoder().encode(content);
  return Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
}

/** The panel's own bundle in one page with what it shall show. */
export async function saveLesson(
  { suggestedName, title, lesson }: { suggestedName: string; title: string; lesson: string },
  files: PanelFiles,
): Promise<void> {
  const page = await lessonHtml({ title, language: vscode.env.language, lesson, ...(await files.text()) });
  await save(suggestedName, new TextEncoder().encode(page));
}
