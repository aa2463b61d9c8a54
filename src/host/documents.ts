/** @file Files as the pipeline names them, and VS Code's documents behind those names; unsaved text counts. */
import * as vscode from 'vscode';
import { failure } from '../protocol/codes';
import { extensionOfLanguage, isLanguage } from './contributions';
import type { OffsetRange } from './edits';

const scriptEnding = /\.(?:[cm]?[jt]s|[jt]sx)$/i;
const uriText = /^[a-z][a-z0-9+.-]+:\/\//i;

/**
 * A file's name is its path where it lies on disk, else its URI's text. The name decides how a text is parsed and
 * where its imports are looked for, so an untitled document is named as if it lay in the workspace's first folder,
 * with the ending of its language.
 */
export class Documents {
  /** Names that do not tell their URI. */
  private readonly renamed = new Map<string, vscode.Uri>();
  private readonly serials = new WeakMap<vscode.TextDocument, number>();
  private lastSerial = 0;

  nameOf(document: vscode.TextDocument): string {
    const { uri, languageId } = document;
    const isNamed = uri.scheme !== 'untitled' && (scriptEnding.test(uri.path) || !isLanguage(languageId));
    if (isNamed) return this.nameOfUri(uri);
    const ending = isLanguage(languageId) && !scriptEnding.test(uri.path) ? extensionOfLanguage[languageId] : '';
    const name = this.nameOfUri(uri.scheme === 'untitled' ? placed(uri) : uri) + ending;
    this.renamed.set(name, uri);
    return name;
  }

  nameOfUri(uri: vscode.Uri): string {
    return uri.scheme === 'file'
      ? uri.fsPath
      : `${uri.scheme}://${uri
          .toString()
          .slice(uri.scheme.length + 1)
          .replace(/^\/\//, '')}`;
  }

  uriOf(name: string): vscode.Uri {
    const known = this.renamed.get(name);
    if (known && this.isOpen(known)) return known;
    return uriText.test(name) ? vscode.Uri.parse(name, true) : vscode.Uri.file(name);
  }

  private isOpen(uri: vscode.Uri): boolean {
    const text = uri.toString();
    return vscode.workspace.textDocuments.some((document) => document.uri.toString() === text && !document.isClosed);
  }

  /** Another text, another version, also where a document was closed and opened again. */
  versionOf(document: vscode.TextDocument): string {
    let serial = this.serials.get(document);
    if (serial === undefined) {
      serial = ++this.lastSerial;
      this.serials.set(document, serial);
    }
    return `${serial}:${document.version}`;
  }

  /** The open document of that name, shown or not. */
  opened(name: string): vscode.TextDocument | undefined {
    const uri = this.uriOf(name).toString();
    return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri && !document.isClosed);
  }

  async open(name: string): Promise<vscode.TextDocument> {
    return this.opened(name) ?? (await vscode.workspace.openTextDocument(this.uriOf(name)));
  }

  /** @throws `fileNotFound` */
  async openUri(uriText: string): Promise<vscode.TextDocument> {
    const uri = vscode.Uri.parse(uriText, true);
    try {
      return await vscode.workspace.openTextDocument(uri);
    } catch (error) {
      const fileName = this.nameOfUri(uri);
      throw failure(
        'fileNotFound',
        { file: fileName, detail: error instanceof Error ? error.message : String(error) },
        { fileName },
      );
    }
  }

  /** The editor's text where the file is open, else what is stored; null where there is no such file. */
  async read(name: string): Promise<string | null> {
    const document = this.opened(name);
    if (document) return document.getText();
    try {
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(this.uriOf(name)));
    } catch {
      return null;
    }
  }

  async kindOf(name: string): Promise<'file' | 'directory' | null> {
    if (this.opened(name)) return 'file';
    try {
      const { type } = await vscode.workspace.fs.stat(this.uriOf(name));
      return (type & vscode.FileType.Directory) !== 0 ? 'directory' : 'file';
    } catch {
      return null;
    }
  }

  /** Shows a place: in the editor that has the document already, else in `column`. `select` also takes the focus. */
  async show(
    name: string,
    range: OffsetRange,
    options: { select: boolean; column: vscode.ViewColumn },
  ): Promise<vscode.TextEditor> {
    const document = await this.open(name);
    const shown = this.editorsOf(document)[0];
    const place = rangeIn(document, range);
    const editor = await vscode.window.showTextDocument(document, {
      viewColumn: shown?.viewColumn ?? options.column,
      preserveFocus: !options.select,
      selection: options.select ? place : undefined,
    });
    editor.revealRange(place, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    return editor;
  }

  editorsOf(document: vscode.TextDocument): vscode.TextEditor[] {
    return vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
  }
}

export function rangeIn(document: vscode.TextDocument, range: OffsetRange): vscode.Range {
  return new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
}

export function offsetsIn(document: vscode.TextDocument, range: vscode.Range): OffsetRange {
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
}

/** Where an untitled document would be saved. */
function placed(untitled: vscode.Uri): vscode.Uri {
  if (untitled.path.startsWith('/')) return untitled.with({ scheme: 'file' });
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder ? vscode.Uri.joinPath(folder, untitled.path) : untitled.with({ path: `/${untitled.path}` });
}
