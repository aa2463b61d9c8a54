/** @file Sources in a virtual file system work like files: nothing of the host reads the disk. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, closeAll, differentiateAt, eventualHover, hoverAt } from './workbench';

const texts: Record<string, string> = {
  '/src/main.ts': "import { cube } from './lib/cube';\nexport function f(x = 2) {\n  return cube(x) * 10;\n}\n",
  '/src/lib/cube.ts': 'export const cube = (v: number) => v ** 3;\n',
};

/** A file system that exists in this test only. */
class Memory implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  watch = () => new vscode.Disposable(() => undefined);
  stat({ path }: vscode.Uri): vscode.FileStat {
    const isFile = Object.hasOwn(texts, path);
    if (!isFile && !Object.keys(texts).some((name) => name.startsWith(`${path}/`)))
      throw vscode.FileSystemError.FileNotFound();
    const type = isFile ? vscode.FileType.File : vscode.FileType.Directory;
    return { type, ctime: 0, mtime: 0, size: texts[path]?.length ?? 0 };
  }
  readFile({ path }: vscode.Uri): Uint8Array {
    if (!Object.hasOwn(texts, path)) throw vscode.FileSystemError.FileNotFound();
    return new TextEncoder().encode(texts[path]);
  }
  readDirectory = (): [string, vscode.FileType][] => [];
  createDirectory = () => {};
  writeFile = () => {};
  delete = () => {};
  rename = () => {};
}

describe('virtual files', () => {
  let registered: vscode.Disposable;
  before(async () => {
    await activated();
    registered = vscode.workspace.registerFileSystemProvider('gradlens-test', new Memory(), { isReadonly: true });
  });
  after(() => registered.dispose());
  afterEach(closeAll);

  it('are differentiated with their imports', async () => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('gradlens-test:/src/main.ts'));
    const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    await differentiateAt(editor, 'return');
    await eventualHover(document, 'x = 2', /∂f\/∂x = 120/);
    const cube = await vscode.workspace.openTextDocument(vscode.Uri.parse('gradlens-test:/src/lib/cube.ts'));
    assert.match(await hoverAt(cube, '** 3'), /8/);
  });
});
