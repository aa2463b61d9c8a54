/** @file The panel's script and style as text, read once: a page that holds them need not fetch anything. */
import * as vscode from 'vscode';

export interface PanelText {
  script: string;
  style: string;
}

export class PanelFiles {
  private reading: Promise<PanelText> | null = null;

  constructor(private readonly extensionUri: vscode.Uri) {}

  /** Rejects where the extension's own folder cannot be read; the next call reads again. */
  text(): Promise<PanelText> {
    this.reading ??= this.read().catch((error: unknown) => {
      this.reading = null;
      throw error;
    });
    return this.reading;
  }

  private async read(): Promise<PanelText> {
    const built = vscode.Uri.joinPath(this.extensionUri, 'dist', 'webview');
    const textOf = async (name: string) =>
      new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(built, name)));
    const [script, style] = await Promise.all([textOf('panel.js'), textOf('panel.css')]);
    return { script, style };
  }
}
