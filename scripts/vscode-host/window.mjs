/** @file Drives the window of a VS Code in a browser: open, select, right-click, hover, read the panel, photograph. */
// @ts-check
import { chromium } from 'playwright-core';
import { root } from '../root.mjs';
import { findBrowser, headlessArguments } from './browser.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Frame} Frame */

export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
};

/**
 * @param {{ width?: number, height?: number, scale?: number }} [size]
 */
export async function openBrowser({ width = 1440, height = 900, scale = 1 } = {}) {
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: headlessArguments });
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale });
  return { browser, context };
}

/** Text of a row of the editor has non-breaking spaces. @param {string} text */
const plain = (text) => text.replaceAll('\u00a0', ' ');

export class VscodeWindow {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    /** @type {string[]} */
    this.errors = [];
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  /** @param {Page} page @param {string} url */
  static async open(page, url) {
    const window = new VscodeWindow(page);
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    await page.locator('.monaco-workbench .part.editor').waitFor({ timeout: 60_000 });
    return window;
  }

  /** Waits until the editor shows a text, which also means that its file is open. @param {string} text */
  async editorShows(text) {
    await this.page
      .locator('.monaco-editor .view-line')
      .filter({ hasText: text.replaceAll(' ', '\u00a0') })
      .or(this.page.locator('.monaco-editor .view-line').filter({ hasText: text }))
      .first()
      .waitFor({ timeout: 60_000 });
  }

  async focusEditor() {
    await this.page
      .locator('.editor-group-container .monaco-editor .view-lines')
      .first()
      .click({ position: { x: 200, y: 5 } });
  }

  /** Runs a command by its title through the Command Palette. @param {string} title */
  async runCommand(title) {
    const { page } = this;
    await page.keyboard.press('F1');
    const input = page.locator('.quick-input-widget input').first();
    await input.waitFor({ state: 'visible' });
    await input.fill(`>${title}`);
    const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
    await row.waitFor({ timeout: 15_000 });
    await row.click();
    await page
      .locator('.quick-input-widget')
      .waitFor({ state: 'hidden' })
      .catch(() => {});
  }

  /** Opens a file of the workspace by name. @param {string} name */
  async openFile(name) {
    const { page } = this;
    await page.keyboard.press('Control+P');
    const input = page.locator('.quick-input-widget input').first();
    await input.waitFor({ state: 'visible' });
    await input.fill(name);
    const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first();
    await row.waitFor({ timeout: 15_000 });
    await row.click();
    await page.locator('.tab.active').filter({ hasText: name }).first().waitFor({ timeout: 15_000 });
  }

  /** Puts the cursor, 1-based. @param {number} line @param {number} [column] */
  async goTo(line, column = 1) {
    const { page } = this;
    await page.keyboard.press('Control+G');
    const input = page.locator('.quick-input-widget input').first();
    await input.waitFor({ state: 'visible' });
    await input.fill(`:${line}:${column}`);
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /**
   * Selects a range as a person does with the selection anchor. Positions are 1-based.
   * @param {{ line: number, column: number }} from
   * @param {{ line: number, column: number }} to
   */
  async select(from, to) {
    const { page } = this;
    await this.goTo(from.line, from.column);
    await page.keyboard.press('Control+K');
    await page.keyboard.press('Control+B');
    await this.goTo(to.line, to.column);
    await page.keyboard.press('Control+K');
    await page.keyboard.press('Control+K');
    await page.locator('.monaco-editor .selected-text').first().waitFor({ timeout: 10_000 });
  }

  /**
   * Selects the first place of `text` in `source` (the file's whole text), or its `occurrence`-th.
   * @param {string} source @param {string} text @param {number} [occurrence]
   */
  async selectText(source, text, occurrence = 1) {
    let start = -1;
    for (let k = 0; k < occurrence; k++) start = source.indexOf(text, start + 1);
    if (start < 0) throw new Error(`The file does not hold ${JSON.stringify(text)}.`);
    const position = (/** @type {number} */ offset) => {
      const before = source.slice(0, offset).split('\n');
      return { line: before.length, column: before[before.length - 1].length + 1 };
    };
    await this.select(position(start), position(start + text.length));
  }

  /** Right-clicks into the selection, or at the cursor if nothing is selected. */
  async rightClick() {
    const { page } = this;
    const menu = page.locator('.context-view .monaco-menu').first();
    for (let attempt = 1; ; attempt++) {
      const { x, y } = await this.placeOfSelection();
      await page.mouse.click(x, y, { button: 'right' });
      // A CodeLens that comes in between moves the text away from under the mouse.
      const opened = await menu.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
      if (opened) return;
      if (attempt === 4) throw new Error('The context menu does not open.');
    }
  }

  /** @returns {Promise<{ x: number, y: number }>} a point in the selection, or the cursor */
  async placeOfSelection() {
    // The editor draws its selection anew whenever it likes, so that an element may be gone when it is measured.
    const place = await this.page.waitForFunction(
      () => {
        const drawn = (/** @type {string} */ selector) =>
          [...document.querySelectorAll(`.editor-group-container ${selector}`)]
            .map((element) => element.getBoundingClientRect())
            .find((box) => box.width > 0 && box.height > 0);
        const box = drawn('.selected-text') ?? drawn('.cursor');
        return box ? { x: box.x + Math.min(20, box.width / 2), y: box.y + box.height / 2 } : null;
      },
      null,
      { timeout: 10_000, polling: 100 },
    );
    return /** @type {{ x: number, y: number }} */ (await place.jsonValue());
  }

  /** Titles in the open context menu. */
  async menuItems() {
    return (await this.page.locator('.monaco-menu .action-label').allInnerTexts())
      .map(plain)
      .filter((text) => text !== '');
  }

  /** Right-clicks and chooses an item. @param {string} title */
  async choose(title) {
    await this.rightClick();
    const item = this.page.locator('.monaco-menu .action-item').filter({ hasText: title }).first();
    await item.hover();
    // A menu that has just opened takes a click for the end of the one that opened it.
    await this.page.waitForTimeout(250);
    await item.click();
    const menu = this.page.locator('.context-view .monaco-menu').first();
    await menu.waitFor({ state: 'hidden', timeout: 2_000 }).catch(() => this.page.keyboard.press('Enter'));
  }

  /**
   * The rectangle of a text in a visible row of the editor.
   * @param {string} text @param {{ occurrence?: number, row?: string }} [where] row: text that the row holds
   */
  async placeOf(text, { occurrence = 1, row = '' } = {}) {
    const found = await this.page.evaluate(
      ([wanted, nth, rowText]) => {
        const rows = [...document.querySelectorAll('.editor-group-container .view-lines .view-line')];
        rows.sort((p, q) => p.getBoundingClientRect().top - q.getBoundingClientRect().top);
        let left = Number(nth);
        for (const line of rows) {
          const content = (line.textContent ?? '').replaceAll('\u00a0', ' ');
          if (!content.includes(String(rowText))) continue;
          let start = content.indexOf(String(wanted));
          while (start >= 0) {
            if (--left === 0) {
              const range = document.createRange();
              const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
              let passed = 0;
              let begun = false;
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const length = node.textContent?.length ?? 0;
                if (!begun && start < passed + length) {
                  range.setStart(node, start - passed);
                  begun = true;
                }
                if (start + String(wanted).length <= passed + length) {
                  range.setEnd(node, start + String(wanted).length - passed);
                  const { x, y, width, height } = range.getBoundingClientRect();
                  return { x, y, width, height };
                }
                passed += length;
              }
            }
            start = content.indexOf(String(wanted), start + 1);
          }
        }
        return null;
      },
      [text, occurrence, row],
    );
    if (!found) throw new Error(`The editor shows no ${JSON.stringify(text)}${row ? ` in a row with ${row}` : ''}.`);
    return found;
  }

  /**
   * Rests the mouse on a text of the editor and gives what the hover says, once it holds `expected`.
   * @param {string} text
   * @param {{ occurrence?: number, row?: string, expected?: RegExp, timeout?: number }} [options]
   */
  async hover(text, { occurrence, row, expected = /./, timeout = 20_000 } = {}) {
    const { page } = this;
    const deadline = Date.now() + timeout;
    let seen = '';
    for (;;) {
      const box = await this.placeOf(text, { occurrence, row });
      // After a right-click on Linux the editor waits for a mouse-up that went to the menu; a click ends that.
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height + 60);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
      // The editor asks its providers only after the mouse has moved inside the word.
      await page.waitForTimeout(300);
      await page.mouse.move(box.x + box.width / 2 + 1, box.y + box.height / 2 + 1);
      const widget = page.locator('.monaco-hover:not(.hidden)');
      for (let wait = 0; wait < 15; wait++) {
        await page.waitForTimeout(200);
        seen = plain((await widget.allInnerTexts().catch(() => [])).join('\n'));
        if (seen !== '' && expected.test(seen)) return seen;
      }
      if (Date.now() > deadline) throw new Error(`The hover of ${text} does not say ${expected}, but: ${seen}`);
    }
  }

  /** The frame of the panel's content; waits for it. @returns {Promise<Frame>} */
  async panel(timeout = 60_000) {
    const deadline = Date.now() + timeout;
    while (Date.now() < deadline) {
      for (const frame of this.page.frames()) {
        const ours = await frame
          .evaluate(() => document.querySelector('meta[content="Gradlens"]') !== null)
          .catch(() => false);
        if (ours) return frame;
      }
      await this.page.waitForTimeout(100);
    }
    throw new Error('No frame of the panel appeared.');
  }

  /** What the window's notifications say. */
  async notifications() {
    return (await this.page.locator('.notification-list-item-message').allInnerTexts()).map(plain);
  }

  /** @param {string} file */
  async screenshot(file) {
    await this.page.screenshot({ path: file });
  }
}

/**
 * A server for tests and one window of it.
 * @param {{ workspace: string, file?: string, theme?: keyof typeof themes, settings?: Record<string, unknown>,
 *   trust?: boolean, dataFolder?: string, width?: number, height?: number, scale?: number, extension?: string | null }} options
 */
export async function openWindow({
  workspace,
  file,
  theme = 'dark',
  settings = {},
  trust,
  dataFolder,
  extension,
  ...size
}) {
  const { startServer } = await import('./server.mjs');
  const server = await startServer({
    mode: 'test',
    trust,
    dataFolder,
    // With an extension under development this VS Code takes no contrast theme from its settings.
    installed: extension === undefined ? root : undefined,
    // Else a contrast theme gives way where the system shows no contrast.
    settings: { 'workbench.colorTheme': themes[theme], 'window.autoDetectHighContrast': false, ...settings },
  });
  const { browser, context } = await openBrowser(size);
  const close = async () => {
    await browser.close();
    await server.stop();
  };
  try {
    const page = await context.newPage();
    const window = await VscodeWindow.open(page, server.url({ workspace, file, extension: extension ?? null }));
    return { window, page, server, context, close };
  } catch (error) {
    await close();
    throw error;
  }
}
