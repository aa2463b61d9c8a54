/** @file Section "window": from the command to the painted graph in a real VS Code, and the time of activation. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cache } from '../scripts/root.mjs';
import { startServer } from '../scripts/vscode-host/server.mjs';
import { openBrowser, VscodeWindow } from '../scripts/vscode-host/window.mjs';

export const title = 'From command to painted graph';

/** Two functions of ten lines, so that a new graph can be told from the one before. */
const body = (name, last) => `export function ${name}(x = 0.7, y = 1.2) {
  const a = x * y;
  const b = Math.sin(a) + x ** 2;
  const c = Math.exp(-b) * y;
  const d = a * b + c;
  const e = Math.log(d ** 2 + 1);
  const g = Math.tanh(e - c);
  const ${last} = d * g + a;
  return ${last};
}
`;
const source = `${body('first', 'p')}\n${body('second', 'q')}`;

const median = (times) =>
  times.toSorted?.((p, q) => p - q)[times.length >> 1] ?? [...times].sort((p, q) => p - q)[times.length >> 1];

/** In the window: notes when Enter was pressed. */
function watch() {
  const note = (event) => {
    if (event.key === 'Enter') globalThis.lastEnter = performance.timeOrigin + performance.now();
  };
  globalThis.addEventListener('keydown', note, true);
}

/** In the panel: the time of the frame after the one in which an item of this name was found; asked at every frame. */
function paintedAt(name) {
  if (!document.querySelector(`[data-item][aria-label^="Variable ${name},"]`)) return null;
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now())));
  });
}

/** @returns {Promise<number>} milliseconds from Enter in the palette to the painted graph that holds `name` */
async function commandToPaint(window, line, name) {
  const { page } = window;
  await window.goTo(line, 10);
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor({ state: 'visible' });
  await input.fill('>Gradlens: Differentiate Selection');
  await page
    .locator('.quick-input-list .monaco-list-row')
    .filter({ hasText: 'Differentiate Selection' })
    .first()
    .waitFor();
  await page.waitForTimeout(300);
  await page.keyboard.press('Enter');
  const panel = await window.panel();
  const handle = await panel.waitForFunction(paintedAt, name, { timeout: 30_000, polling: 'raf' });
  return (await handle.jsonValue()) - (await page.evaluate(() => globalThis.lastEnter));
}

async function openOn(server, context, workspace, file) {
  const page = await context.newPage();
  await page.addInitScript(watch);
  const window = await VscodeWindow.open(page, server.url({ workspace, file }));
  await window.editorShows('export function first');
  return window;
}

async function paintTimes() {
  const workspace = mkdtempSync(join(tmpdir(), 'gradlens-bench-'));
  const file = join(workspace, 'ten-lines.ts');
  writeFileSync(file, source);
  const cold = [];
  const warm = [];
  for (let round = 0; round < 3; round++) {
    const server = await startServer({ mode: 'test', settings: { 'gradlens.codeLens.enabled': false } });
    const { browser, context } = await openBrowser();
    try {
      const window = await openOn(server, context, workspace, file);
      cold.push(await commandToPaint(window, 3, 'p'));
      for (let k = 0; k < 6; k++) {
        const [line, name] = k % 2 === 0 ? [14, 'q'] : [3, 'p'];
        await window.page.locator('.tab').filter({ hasText: 'ten-lines.ts' }).click();
        warm.push(await commandToPaint(window, line, name));
      }
    } finally {
      await browser.close();
      await server.stop();
    }
  }
  rmSync(workspace, { recursive: true, force: true });
  return { cold, warm };
}

/**
 * Runs inside the extension host: loads and activates the extension, and notes how long it took, and how much of it was
 * our own bundle and `activate()`; the rest is VS Code's, which asks the window for what was stored.
 */
const activation = `exports.run = async () => {
  const vscode = require('vscode');
  const Module = require('node:module');
  const extension = vscode.extensions.getExtension('gradlens.gradlens');
  const active = extension.isActive;
  let own = 0;
  const timed = (action) => {
    const began = performance.now();
    try {
      return action();
    } finally {
      own += performance.now() - began;
    }
  };
  const load = Module._load;
  Module._load = function (request, ...rest) {
    if (!request.endsWith('extension.cjs')) return load.call(this, request, ...rest);
    const loaded = timed(() => load.call(this, request, ...rest));
    return { ...loaded, activate: (context) => timed(() => loaded.activate(context)) };
  };
  const began = performance.now();
  await extension.activate();
  const ms = performance.now() - began;
  require('node:fs').writeFileSync(process.env.GRADLENS_BENCH, JSON.stringify({ active, ms, own }));
};`;

async function activationTimes() {
  const folder = mkdtempSync(join(tmpdir(), 'gradlens-bench-'));
  const script = join(folder, 'activation.cjs');
  const result = join(folder, 'result.json');
  writeFileSync(script, activation);
  const all = [];
  const own = [];
  for (let round = 0; round < 5; round++) {
    const server = await startServer({ mode: 'test', env: { ...process.env, GRADLENS_BENCH: result } });
    const { browser, context } = await openBrowser();
    try {
      const page = await context.newPage();
      const exit = new Promise((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
      await page.exposeFunction('codeAutomationLog', () => {});
      await page.goto(server.url({ workspace: folder, tests: script }));
      await exit;
      const seen = JSON.parse(readFileSync(result, 'utf8'));
      if (seen.active) continue;
      all.push(seen.ms);
      own.push(seen.own);
    } finally {
      await browser.close();
      await server.stop();
    }
  }
  rmSync(folder, { recursive: true, force: true });
  return { all, own };
}

export async function measure() {
  mkdirSync(cache, { recursive: true });
  const { cold, warm } = await paintTimes();
  const activated = await activationTimes();
  const row = (what, times, aim) =>
    `| ${what} | ${median(times).toFixed(0)} | ${Math.min(...times).toFixed(0)} … ${Math.max(...times).toFixed(0)} | ${times.length} | ${aim} |`;
  return `A function of ten lines, from Enter in the Command Palette to the frame in which its graph is painted. Cold is the
first run in a new window (panel, sandbox and webview are made); warm is every later one, each a new graph.

| | median, ms | range, ms | runs | aim |
|---|---|---|---|---|
${row('cold', cold, 'under 1,500')}
${row('warm', warm, 'under 300')}
${row('activation: loading the bundle and `activate()`', activated.own, 'under 50')}
${row('activation with what VS Code itself does for it', activated.all, '')}`;
}
