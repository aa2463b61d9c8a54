/** @file Files as the pipeline names them, and VS Code's documents behind those names; unsaved text counts. */
import * as vscode from 'vscode';
import { failure } from '../protocol/codes';
import { extensionOfLanguage, isLanguage } from './contributions';
import type { OffsetRange } from './edits';

const scriptEnding = /\.(?:[cm]?[jt]s|[jt]sx)$/i;
const uriText = /^[a-z][a-z0-9+.-]+:/i;

/**
 * A file's name is its path where it lies on disk, else its URI's text. An untitled document gets the ending of
 * its language, because the name decides how a text is parsed.
 */
export class Documents {
  /** Names that do not tell their URI. */
  private readonly renamed = new Map<string, vscode.Uri>();

  nameOf(document: vscode.TextDocument): string {
    const name = this.nameOfUri(document.uri);
    if (!isLanguage(document.languageId) || scriptEnding.test(document.uri.path)) return name;
    const ended = name + extensionOfLanguage[document.languageId];
    this.renamed.set(ended, document.uri);
    return ended;
  }

  nameOfUri(uri: vscode.Uri): string {
    return uri.scheme === 'file' ? uri.fsPath : uri.toString();
  }

  uriOf(name: string): vscode.Uri {
    const known = this.renamed.get(name);
    if (known) return known;
    // A Windows path begins with a letter and a colon too, but with one letter.
    return uriText.test(name) && !/^[a-z]:[\\/]/i.test(name) ? vscode.Uri.parse(name, true) : vscode.Uri.file(name);
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
