/** @file The types of the module 'gradlens' in a person's folders: set up as a package without npm, and undone. */
import * as vscode from 'vscode';
import { commands, languages } from './contributions';

const stateKey = 'gradlens.types';
/** Says in the package's own file that nobody else made it. */
const marker = { setUpBy: 'gradlens.gradlens' };
const files = ['package.json', 'index.d.ts'] as const;
type Files = Record<(typeof files)[number], Uint8Array>;

/** What became of one folder. */
type Outcome = 'done' | 'foreign' | 'nothing';

/**
 * A folder `node_modules/gradlens` is found by every TypeScript server, also by one that takes no plugins, and by the
 * compiler in a terminal. It ignores itself in git, and is put back where a package manager took it away.
 */
export class TypesSetup implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[] = [];
  private read: Promise<Files> | null = null;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly state: vscode.Memento,
  ) {
    const provider = { provideCodeActions: fixes };
    const metadata = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
    this.subscriptions.push(
      vscode.languages.registerCodeActionsProvider([...languages], provider, metadata),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.restore()),
    );
    if (this.isOn) void this.restore();
  }

  /** Writes the types into every folder of the workspace. */
  async setUp(): Promise<void> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    if (folders.length === 0) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('Open a folder first: the types of {0} are set up in its node_modules.', "'gradlens'"),
      );
      return;
    }
    try {
      const outcomes = await Promise.all(folders.map(({ uri }) => this.write(uri)));
      await this.state.update(stateKey, true);
      this.watch();
      await reloadProjects();
      if (outcomes.includes('foreign')) {
        void vscode.window.showWarningMessage(
          vscode.l10n.t("node_modules already has another package named 'gradlens'; it was left as it is."),
        );
      }
    } catch (error) {
      tellFailed(error);
    }
  }

  /** Takes them away again, and the folder node_modules where nothing else is in it. */
  async remove(): Promise<void> {
    try {
      await this.state.update(stateKey, undefined);
      this.unwatch();
      await Promise.all((vscode.workspace.workspaceFolders ?? []).map(({ uri }) => clear(uri)));
      await reloadProjects();
    } catch (error) {
      tellFailed(error);
    }
  }

  dispose(): void {
    this.unwatch();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private get isOn(): boolean {
    return this.state.get(stateKey) === true;
  }

  private watcher: vscode.FileSystemWatcher | null = null;

  private watch(): void {
    if (this.watcher) return;
    this.watcher = vscode.workspace.createFileSystemWatcher('**/node_modules/gradlens/package.json', true, true, false);
    this.watcher.onDidDelete(() => void this.restore());
  }

  private unwatch(): void {
    this.watcher?.dispose();
    this.watcher = null;
  }

  /** Where they were set up: writes again what is missing or of another version. */
  private async restore(): Promise<void> {
    if (!this.isOn) return;
    this.watch();
    const folders = vscode.workspace.workspaceFolders ?? [];
    await Promise.all(folders.map(({ uri }) => this.write(uri).catch(() => 'nothing')));
  }

  private async write(folder: vscode.Uri): Promise<Outcome> {
    const home = homeIn(folder);
    const present = await ownerOf(home);
    if (present === 'foreign') return 'foreign';
    const given = await this.files();
    const before = await readOr(vscode.Uri.joinPath(home, 'index.d.ts'));
    if (present === 'own' && before !== null && sameBytes(before, given['index.d.ts'])) return 'nothing';
    const { fs } = vscode.workspace;
    await fs.createDirectory(home);
    await fs.writeFile(vscode.Uri.joinPath(home, '.gitignore'), new TextEncoder().encode('*\n'));
    for (const name of files) await fs.writeFile(vscode.Uri.joinPath(home, name), given[name]);
    return 'done';
  }

  private files(): Promise<Files> {
    this.read ??= (async () => {
      const from = vscode.Uri.joinPath(this.extensionUri, 'media', 'typings', 'gradlens');
      const [manifest, types] = await Promise.all(
        files.map((name) => vscode.workspace.fs.readFile(vscode.Uri.joinPath(from, name))),
      );
      const marked = { ...JSON.parse(new TextDecoder().decode(manifest)), ...marker };
      return {
        'package.json': new TextEncoder().encode(`${JSON.stringify(marked, null, 2)}\n`),
        'index.d.ts': types,
      };
    })();
    return this.read;
  }
}

function homeIn(folder: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(folder, 'node_modules', 'gradlens');
}

async function readOr(uri: vscode.Uri): Promise<Uint8Array | null> {
  return vscode.workspace.fs.readFile(uri).then(
    (bytes) => bytes,
    () => null,
  );
}

/** Whose package is there; one without a readable manifest is not touched either. */
async function ownerOf(home: vscode.Uri): Promise<'own' | 'foreign' | null> {
  const manifest = await readOr(vscode.Uri.joinPath(home, 'package.json'));
  if (manifest === null) {
    const exists = await vscode.workspace.fs.stat(home).then(
      () => true,
      () => false,
    );
    return exists ? 'foreign' : null;
  }
  try {
    const { setUpBy } = JSON.parse(new TextDecoder().decode(manifest)) as { setUpBy?: unknown };
    return setUpBy === marker.setUpBy ? 'own' : 'foreign';
  } catch {
    return 'foreign';
  }
}

async function clear(folder: vscode.Uri): Promise<void> {
  const { fs } = vscode.workspace;
  const home = homeIn(folder);
  if ((await ownerOf(home)) !== 'own') return;
  await fs.delete(home, { recursive: true });
  const modules = vscode.Uri.joinPath(folder, 'node_modules');
  if ((await fs.readDirectory(modules)).length === 0) await fs.delete(modules);
}

/** The server does not watch every folder it has not found. Without a TypeScript extension there is nobody to tell. */
async function reloadProjects(): Promise<void> {
  await vscode.commands.executeCommand('typescript.reloadProjects').then(undefined, () => undefined);
}

function tellFailed(error: unknown): void {
  const detail = error instanceof Error ? error.message : String(error);
  void vscode.window.showErrorMessage(vscode.l10n.t('The types could not be changed: {0}', detail));
}

/** Where TypeScript does not find the module: the command, one click away. */
function fixes(
  _document: vscode.TextDocument,
  _range: vscode.Range,
  { diagnostics }: vscode.CodeActionContext,
): vscode.CodeAction[] {
  const missing = diagnostics.filter(({ source, message }) => source !== 'Gradlens' && /'gradlens'/.test(message));
  if (missing.length === 0) return [];
  const title = vscode.l10n.t("Set up types for 'gradlens'");
  const fix = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  fix.command = { command: commands.setUpTypes, title };
  fix.diagnostics = missing;
  fix.isPreferred = true;
  return [fix];
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, k) => byte === b[k]);
}
