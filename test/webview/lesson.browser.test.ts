/** @file A saved lesson: the page that the host writes, opened from a file, with no VS Code and no network. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/vscode-host/browser.mjs';
import { lessonHtml } from '../../src/host/lesson-html';
import { open, type Site, serve, show } from './page';

const root = join(__dirname, '../../..');

describe('a lesson', function () {
  this.timeout(60_000);
  let browser: Browser;
  let site: Site;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gradlens-lesson-'));
    site = await serve(root);
    browser = await chromium.launch({
      executablePath: await findBrowser(),
      args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    });
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Exports what `program` shows and opens the page from a file. */
  async function lesson(program: string, colorScheme: 'light' | 'dark' = 'dark') {
    const { page: panel, errors: inPanel } = await open(browser, site);
    await show(panel, program);
    await panel.getByRole('button', { name: 'Export' }).click();
    await panel.getByRole('menuitem', { name: 'Lesson (HTML)' }).click();
    await panel.waitForFunction(() => window.harness.said.some((message) => message.type === 'saveHtml'));
    const saved = await panel.evaluate(() => window.harness.said.find((message) => message.type === 'saveHtml'));
    assert.ok(saved?.type === 'saveHtml');
    assert.deepEqual(inPanel, []);
    await panel.context().close();
    const read = (name: string) => readFileSync(join(root, 'dist/webview', name), 'utf8');
    const parts = { title: saved.title, language: 'en', script: read('panel.js'), style: read('panel.css') };
    const path = join(folder, saved.suggestedName);
    writeFileSync(path, await lessonHtml({ ...parts, lesson: saved.lesson }));
    const context = await browser.newContext({ viewport: { width: 1200, height: 1040 }, colorScheme, offline: true });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(pathToFileURL(path).href);
    await page.waitForSelector('.graph .item');
    return { page, context, errors, saved };
  }

  const close = async ({ context, errors }: { context: BrowserContext; errors: string[] }) => {
    await context.close();
    assert.deepEqual(errors, [], 'nothing goes wrong in the page, the policy included');
  };
  const gradient = (page: Page) => page.locator('[data-item=v1] .gradient').textContent();

  it('plays the backward pass from a file', async () => {
    const opened = await lesson('diamond');
    const { page, saved } = opened;
    assert.equal(saved.suggestedName, 'f.html');
    assert.equal(await page.locator('.result').textContent(), '= 32');
    await page.getByRole('slider', { name: 'Step of the backward pass' }).focus();
    for (let step = 0; step < 2; step++) await page.keyboard.press('ArrowRight');
    assert.equal(await page.locator('.chip.now').textContent(), 'x² → c');
    assert.deepEqual(await page.locator('.ledger text').allTextContents(), ['c̄ · 2a', '1 · 8 = 8']);
    await page.keyboard.press('End');
    assert.equal(await gradient(page), '64');
    await close(opened);
  });

  it('draws its curves, also with more orders and over another range', async () => {
    const opened = await lesson('diamond');
    const { page } = opened;
    await page.locator('.plot path.curve').nth(4).waitFor();
    await page.selectOption('[data-key=orders]', '7');
    await page.waitForFunction(() => document.querySelectorAll('.curve-key').length === 8);
    const value = await page.locator('.curve-key').nth(1).locator('.key-value').getAttribute('title');
    assert.ok(Math.abs(Number(value!.replace('−', '-')) - (1 - Math.tanh(2) ** 2)) < 1e-12);
    await page.locator('[data-key=bound-0]').fill('-15');
    await page.locator('[data-key=bound-0]').press('Enter');
    await page.waitForFunction(() => {
      const box = document.querySelector<SVGPathElement>('.plot path.curve.f')?.getBBox();
      const plot = document.querySelector('.plot');
      return box !== undefined && plot !== null && box.width > 0.9 * (plot.clientWidth - 80);
    });
    await close(opened);
  });

  it('keeps surface and descents, and says what it has not', async () => {
    const opened = await lesson('valley');
    const { page } = opened;
    await page.click('#tab-surface');
    await page.locator('.surface-view .band').nth(3).waitFor();
    await page.locator('.descent-outcome').nth(3).waitFor();
    assert.match(await page.locator('.descent-row').nth(3).innerText(), /Newton[\s\S]*minimum/);
    assert.equal(await page.locator('[data-key=surface-set]').isVisible(), false);
    await page.click('#tab-formula');
    await page.locator('.formula math').first().waitFor();
    await close(opened);
  });

  it('has no path of the author’s, no editor’s controls, and the reader’s colours', async () => {
    const opened = await lesson('diamond', 'light');
    const { page, saved } = opened;
    assert.ok(!saved.lesson.includes('/w/'), 'names of files only');
    assert.equal(await page.locator('.place').isVisible(), false);
    assert.equal(await page.getByRole('textbox', { name: 'x', exact: true }).isDisabled(), true);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === 'rgb(31, 31, 31)');
    await close(opened);
  });
});
