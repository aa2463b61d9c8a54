/** @file The examples that the extension brings as files, as far as one file is all of them. */
import * as vscode from 'vscode';
import type { ExampleChoice } from '../protocol/panel';
import { headOf } from './example-head';

/** Folders of examples/, in the order in which they are shown. */
const folders = ['', 'dezero'] as const;

/** Ids are paths inside examples/: `rosenbrock.ts`, `dezero/12-operators.ts`. */
export class ShippedExamples {
  constructor(private readonly extensionUri: vscode.Uri) {}

  /** Read when they are asked for; empty where they were not shipped. */
  async choices(): Promise<ExampleChoice[]> {
    const lists = await Promise.all(folders.map((folder) => this.inFolder(folder)));
    return lists.flat();
  }

  /** null where there is no such example. */
  async text(id: string): Promise<string | null> {
    if (!/^(?:[a-z]+\/)?[\w-]+\.[jt]s$/.test(id)) return null;
    const bytes = vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.extensionUri, 'examples', id));
    return bytes.then(
      (read) => new TextDecoder().decode(read),
      () => null,
    );
  }

  private async inFolder(folder: string): Promise<ExampleChoice[]> {
    const uri = vscode.Uri.joinPath(this.extensionUri, 'examples', folder);
    const entries = await vscode.workspace.fs.readDirectory(uri).then(
      (read) => read,
      () => [],
    );
    const names = entries.flatMap(([name, type]) =>
      type === vscode.FileType.File && /\.[jt]s$/.test(name) ? name : [],
    );
    const choices = await Promise.all(
      names.sort().map(async (name) => {
        const id = folder === '' ? name : `${folder}/${name}`;
        const text = await this.text(id);
        return text === null || !standsAlone(text) ? [] : [{ id, title: id, detail: headOf(text) }];
      }),
    );
    return choices.flat();
  }
}

/** In an untitled editor there is no other file beside it, and no package. */
function standsAlone(text: string): boolean {
  return [...text.matchAll(/\bfrom\s+['"]([^'"]+)['"]/g)].every(([, specifier]) => specifier === 'gradlens');
}
