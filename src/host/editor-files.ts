/** @file Files as the supervisor reads them: an open editor wins, then the disk, then VS Code's own file systems. */
import * as vscode from 'vscode';
import type { FileAccess } from '../supervisor/modules/file-access';
import type { Documents } from './documents';

/**
 * `disk` serves what lies on this machine's disk: faster than asking VS Code, and it follows links. Without it
 * (in a browser) everything goes through VS Code.
 */
export function editorFiles(documents: Documents, disk: FileAccess | null): FileAccess {
  const served = (path: string) => (disk !== null && documents.uriOf(path).scheme === 'file' ? disk : null);
  const status = async (path: string): Promise<vscode.FileStat | null> => {
    try {
      return await vscode.workspace.fs.stat(documents.uriOf(path));
    } catch {
      return null;
    }
  };
  const is = async (path: string, type: vscode.FileType) => (((await status(path))?.type ?? 0) & type) !== 0;
  return {
    readText: async (path) => {
      const document = documents.opened(path);
      if (document) return document.getText();
      return served(path)?.readText(path) ?? decoded(await vscode.workspace.fs.readFile(documents.uriOf(path)));
    },
    isFile: async (path) =>
      documents.opened(path) !== undefined || (served(path)?.isFile(path) ?? is(path, vscode.FileType.File)),
    isDirectory: async (path) => served(path)?.isDirectory(path) ?? is(path, vscode.FileType.Directory),
    realPath: async (path) => (documents.opened(path) ? path : (served(path)?.realPath(path) ?? path)),
    version: async (path) => {
      const document = documents.opened(path);
      if (document) return documents.versionOf(document);
      const reader = served(path);
      if (reader) return (await reader.version?.(path)) ?? null;
      const found = await status(path);
      return found && (found.type & vscode.FileType.File) !== 0 ? `${found.mtime}:${found.size}` : null;
    },
  };
}

/** TextDecoder takes a byte order mark away. */
function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
