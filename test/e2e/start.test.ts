/** @file `npm start` without a desktop: what it chooses and says, its address opened, the graph reached, a clean end. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser, VscodeWindow } from '../../scripts/vscode-host/window.mjs';
import { graphShows } from './panel';
import { title } from './session';

function npmStart(...args: string[]) {
  const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', PATH: withoutCode() };
  const child = spawn(process.execPath, [path.resolve('scripts/start.mjs'), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return { child, said: () => said };
}

/** The PATH without a folder that holds a `code` command, so that the machine's own VS Code is left alone. */
function withoutCode(): string {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.filter((folder) => !/vs ?code|VSCode/i.test(folder)).join(path.delimiter);
}

const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve));

async function until(check: () => boolean, what: () => string, ms = 90_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!check()) {
    if (Date.now() > deadline) assert.fail(what());
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('npm start', () => {
  let child: ChildProcess | null = null;
  let browser: Browser | null = null;
  afterEach(async () => {
    await browser?.close();
    if (child && child.exitCode === null) child.kill('SIGKILL');
  });

  it('tells its options with --help, and which option it does not know', async () => {
    const asked = npmStart('--help');
    assert.equal(await ended(asked.child), 0);
    assert.match(asked.said(), /--with code\|desktop\|browser/);
    const wrong = npmStart('--with', 'emacs');
    assert.equal(await ended(wrong.child), 2);
    assert.match(wrong.said(), /--with takes code, desktop, browser, not emacs/);
  });

  it('without a display says that it takes the browser and why, opens with its token only, reaches the graph, ends', async function () {
    if (process.platform !== 'linux') this.skip();
    const started = npmStart('--no-open');
    child = started.child;
    await until(() => /Ready after/.test(started.said()), started.said);
    assert.match(started.said(), /because .*(no "code" command|does not start as root).*there is no display/);
    const address = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(started.said())?.[0] ?? '';
    assert.match(address, /[?&]tkn=[0-9a-f]{40}/);
    const { origin } = new URL(address);
    assert.equal((await fetch(`${origin}/?folder=/`)).status, 403);

    const opened = await openBrowser();
    browser = opened.browser;
    const window = await VscodeWindow.open(await opened.context.newPage(), address);
    await window.page.getByRole('button', { name: /^Yes, I trust/ }).click();
    await window.editorShows('// Fan-out');
    await window.goTo(10, 3);
    await window.runCommand(title);
    await graphShows(await window.panel(), { x: [2, 64], a: [4, 16], y: [32, 1] });

    child.kill('SIGINT');
    assert.equal(await ended(child), 0);
    await assert.rejects(fetch(`${origin}/version`));
  });
});
