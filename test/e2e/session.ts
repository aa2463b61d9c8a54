/** @file A VS Code for one file of window tests, and a fresh window for each test, on a copy of the workspaces. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Frame } from 'playwright-core';
import { startServer } from '../../scripts/vscode-host/server.mjs';
import { openBrowser, VscodeWindow } from '../../scripts/vscode-host/window.mjs';

interface Options {
  settings?: Record<string, unknown>;
  /** Leave Workspace Trust on. */
  trust?: boolean;
}

export const title = 'Differentiate Selection';

export class Session {
  private server!: Awaited<ReturnType<typeof startServer>>;
  private browser!: Browser;
  private context: BrowserContext | null = null;
  private folder = '';
  private workspace = '';
  /** The window of the running test. */
  window!: VscodeWindow;

  constructor(private readonly options: Options = {}) {}

  /** Registers the hooks; call it inside `describe`. */
  static here(options: Options = {}): Session {
    const session = new Session(options);
    before(() => session.start());
    afterEach(function () {
      return session.closeWindow(this.currentTest?.state === 'failed' ? this.currentTest.fullTitle() : null);
    });
    after(() => session.stop());
    return session;
  }

  private async start(): Promise<void> {
    this.folder = mkdtempSync(path.join(tmpdir(), 'gradlens-e2e-'));
    for (const workspace of ['examples', 'test/e2e/workspace']) {
      cpSync(path.resolve(workspace), path.join(this.folder, path.basename(workspace)), { recursive: true });
    }
    symlinkSync(path.resolve('node_modules'), path.join(this.folder, 'node_modules'), 'junction');
    this.server = await startServer({ mode: 'test', settings: this.options.settings, trust: this.options.trust });
    this.browser = (await openBrowser()).browser;
  }

  /** Ends VS Code and starts it anew at the same address, as after a night; the window opens again. */
  async restart(): Promise<void> {
    const { folder, origin } = this.server;
    const kept = path.join(this.folder, 'server-data');
    cpSync(folder, kept, { recursive: true });
    await this.server.stop();
    const { settings, trust } = this.options;
    this.server = await startServer({
      mode: 'test',
      settings,
      trust,
      dataFolder: kept,
      port: Number(new URL(origin).port),
    });
    await this.reload();
  }

  /**
   * Waits until VS Code has written the panel's state with an item selected to the browser's storage. It does so once a
   * minute and when its page goes, but then a busy browser does not wait for it.
   */
  async written(timeout = 100_000): Promise<void> {
    const stored = () =>
      this.window.page.evaluate(async () => {
        const done = <T>(request: IDBRequest<T>) =>
          new Promise<T>((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          });
        const texts: string[] = [];
        for (const { name } of await indexedDB.databases()) {
          if (!name?.startsWith('vscode-web-state-db')) continue;
          const database = await done(indexedDB.open(name));
          for (const table of database.objectStoreNames) {
            texts.push(JSON.stringify(await done(database.transaction(table).objectStore(table).getAll())));
          }
          database.close();
        }
        return texts.join('\n');
      });
    const deadline = Date.now() + timeout;
    while (!/gradlens\.panel[\s\S]*selection\W+v\d/.test(await stored())) {
      if (Date.now() > deadline)
        throw new Error(`VS Code has not written the panel's state:\n${(await stored()).slice(-3_000)}`);
      await this.window.page.waitForTimeout(1_000);
    }
  }

  /** Loads the window anew. Its address names no file to open, since VS Code then opens that one alone. */
  async reload(): Promise<void> {
    await this.window.page.goto(this.server.url({ workspace: this.workspace }), { waitUntil: 'domcontentloaded' });
  }

  private async stop(): Promise<void> {
    await this.browser?.close();
    await this.server?.stop();
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
  }

  private async closeWindow(failed: string | null): Promise<void> {
    if (failed && this.window) {
      const pictures = path.resolve('out/e2e');
      mkdirSync(pictures, { recursive: true });
      await this.window.screenshot(path.join(pictures, `${failed.replace(/\W+/g, '-')}.png`));
    }
    await this.context?.close();
    this.context = null;
  }

  /** Path of a file in the copy: `examples/diamond.ts`, `workspace/targets.ts`. */
  path(file: string): string {
    return path.join(this.folder, file);
  }

  text(file: string): string {
    return readFileSync(this.path(file), 'utf8');
  }

  /** Opens a window on the file's folder, with the file in the editor. */
  async open(file: string): Promise<VscodeWindow> {
    // What VS Code remembers of a workspace lies in the browser: a test begins without what others left.
    this.context ??= await this.browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await this.context.newPage();
    this.workspace = path.dirname(this.path(file));
    const url = this.server.url({ workspace: this.workspace, file: this.path(file) });
    this.window = await VscodeWindow.open(page, url);
    await this.window.editorShows(this.text(file).split('\n')[0].slice(0, 40));
    return this.window;
  }

  /** Opens a file, selects a text of it, right-clicks, chooses the item, and gives the panel. */
  async differentiate(file: string, text: string): Promise<Frame> {
    const window = await this.open(file);
    await window.selectText(this.text(file), text);
    await window.choose(title);
    return window.panel();
  }
}
