/** @file What the suites do to a VS Code, and how they wait for what it does. */
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { GradlensApi } from '../../src/extension';

export async function activated(): Promise<GradlensApi> {
  const extension = vscode.extensions.getExtension<GradlensApi>('gradlens.gradlens');
  assert.ok(extension, 'the extension is there');
  return extension.activate();
}

/** Polls until `look` gives something; the last error or a time-out otherwise. */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  timeoutMs = 20_000,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown = null;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== null && seen !== false) return seen as NonNullable<T>;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline)
      throw new Error(`Not within ${timeoutMs} ms: ${what}${last ? ` (${String(last)})` : ''}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A document that no file stands behind, in an editor. */
export async function untitled(content: string, language = 'typescript'): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  // Now and then VS Code revives the text of a closed document of the same number.
  if (document.getText() !== content) {
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    await editor.edit((edit) => edit.replace(all, content));
  }
  assert.equal(document.getText(), content);
  return editor;
}

/** Files in a folder of their own, the first of them in an editor. */
export async function stored(files: Record<string, string>): Promise<{ folder: string; editor: vscode.TextEditor }> {
  const folder = mkdtempSync(join(tmpdir(), 'gradlens-suite-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const document = await vscode.workspace.openTextDocument(join(folder, Object.keys(files)[0]));
  return { folder, editor: await vscode.window.showTextDocument(document, vscode.ViewColumn.One) };
}

export function placeOf(document: vscode.TextDocument, text: string, occurrence = 1): vscode.Range {
  let start = -1;
  for (let k = 0; k < occurrence; k++) start = document.getText().indexOf(text, start + 1);
  assert.ok(start >= 0, `${text} is in the document`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

/** Puts the cursor before a text and gives the command. */
export async function differentiateAt(editor: vscode.TextEditor, text: string): Promise<void> {
  const { start } = placeOf(editor.document, text);
  editor.selection = new vscode.Selection(start, start);
  await vscode.commands.executeCommand('gradlens.differentiateSelection');
}

/** Selects texts and gives the command. */
export async function differentiate(editor: vscode.TextEditor, ...texts: string[]): Promise<void> {
  editor.selections = texts.map((text) => {
    const range = placeOf(editor.document, text);
    return new vscode.Selection(range.start, range.end);
  });
  await vscode.commands.executeCommand('gradlens.differentiateSelection');
}

/** What our own hover says at a text; the language's own hovers are left out. */
export async function hoverAt(document: vscode.TextDocument, text: string, occurrence = 1): Promise<string> {
  const { start } = placeOf(document, text, occurrence);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    start,
  );
  return hovers
    .flatMap((hover) => hover.contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .filter((content) => content.includes('∂') || content.includes('Gradlens'))
    .join('\n');
}

export function eventualHover(
  document: vscode.TextDocument,
  text: string,
  expected: RegExp,
  occurrence = 1,
): Promise<string> {
  return eventually(`hover of ${text} says ${expected}`, async () => {
    const said = await hoverAt(document, text, occurrence);
    return expected.test(said) ? said : null;
  });
}

/** The tabs that show our panel. */
export function panelTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter((tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith('gradlens.panel'));
}

export function ownDiagnostics(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((one) => one.source === 'Gradlens');
}

/** Sets one of our settings for one test. */
export async function withSetting(id: string, value: unknown, body: () => Promise<void>): Promise<void> {
  const configuration = () => vscode.workspace.getConfiguration();
  await configuration().update(id, value, vscode.ConfigurationTarget.Global);
  try {
    await body();
  } finally {
    await configuration().update(id, undefined, vscode.ConfigurationTarget.Global);
  }
}

/** Closes everything; texts are thrown away. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  // A number of an untitled document is given again: the old one must be gone.
  await eventually('nothing is open', () => vscode.workspace.textDocuments.every((document) => !document.isUntitled));
}
