/** @file The panel's lower part on real programs: what is drawn and read out is what the pipeline computed. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/vscode-host/browser.mjs';
import { open, type Site, serve } from './page';
import { Pipeline } from './pipeline';

const root = join(__dirname, '../../..');
const example = (name: string) => readFileSync(join(root, 'examples', name), 'utf8');

describe('the lower part of the panel on real programs', function () {
  this.timeout(60_000);
  let browser: Browser;
  let site: Site;
  let pipeline: Pipeline;
  let page: Page;
  let errors: string[];

  before(async () => {
    site = await serve(root);
    pipeline = new Pipeline(root);
    browser = await chromium.launch({
      executablePath: await findBrowser(),
      args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    });
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    pipeline?.close();
  });
  beforeEach(async () => {
    ({ page, errors } = await open(browser, site));
  });
  afterEach(async () => {
    await page.context().close();
    assert.deepEqual(errors, [], 'nothing goes wrong in the page, the policy included');
  });

  it('finds each of Himmelblau’s minima from its own side', async () => {
    await pipeline.show(page, example('himmelblau.ts'), 'himmelblau');
    await page.click('#tab-surface');
    await page.locator('.descent-outcome').nth(3).waitFor();
    assert.match(await page.locator('.curvature-note').innerText(), /negative definite: a dome/);
    const plot = page.locator('.surface-view .plot');
    for (const [right, above] of [
      [0.9, 0.85],
      [0.15, 0.85],
      [0.1, 0.15],
      [0.9, 0.25],
    ]) {
      const box = (await plot.boundingBox())!;
      await page
        .locator('.descent-row')
        .first()
        .evaluate((row) => row.replaceChildren());
      await page.mouse.click(box.x + 52 + (box.width - 80) * right, box.y + 10 + (box.height - 34) * (1 - above));
      await page.waitForFunction(() => document.querySelectorAll('.descent-outcome').length === 4);
      const ends = await page
        .locator('.descent-outcome')
        .evaluateAll((all) => all.map((one) => (one as HTMLElement).title));
      const value = Number(/f = (\S+)/.exec(ends[0])![1].replace('−', '-'));
      assert.ok(value < 1e-9, `gradient descent ends at ${value}`);
      assert.match(await page.locator('.descent-row').first().innerText(), /✓ minimum/);
    }
  });

  it('reads a formula off, with all three derivatives alike', async () => {
    await pipeline.show(page, example('matyas.ts'), 'matyas');
    await page.click('#tab-formula');
    await page.locator('.formula math').nth(2).waitFor();
    for (const row of await page.locator('.formula-table tbody tr').allInnerTexts())
      assert.match(row, /0\.04\s+0\.04\s+±\S+\s+✓ agrees/);
  });

  it('falls back to numbers for a loop whose trace is too long', async () => {
    const loop =
      'export function f(x = 0.5) { let y = x; for (let k = 0; k < 400; k++) y = Math.sin(y) + x * y; return y; }';
    await pipeline.show(page, loop, 'f');
    await page.click('#tab-formula');
    await page.getByText('has no formula here').waitFor();
    assert.match(await page.locator('.formula-table').innerText(), /∂f\/∂x\s+no formula\s+\S*\d/);
  });

  it('shows the Jacobian of an array, and reads its entries', async () => {
    const polar = 'export function polar(r = 2, a = 0.5) { return [r * Math.cos(a), r * Math.sin(a)]; }';
    await pipeline.show(page, polar, 'polar');
    await page.getByRole('button', { name: /^\[1\] =/ }).click();
    await page.click('#tab-gradients');
    await page.locator('.jacobian .cells-frame').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
    const said = (await page.locator('.jacobian .cell-reading').textContent())!;
    assert.match(said, /^∂\[1\]\/∂a = 1\.755/);
    assert.ok(Math.abs(Number(said.split('= ')[1]) - 2 * Math.cos(0.5)) < 1e-14);
  });

  it('draws a surface that has no value everywhere', async () => {
    const root_ = 'export function f(x = 1, y = 1) { return Math.sqrt(x) * Math.log(y); }';
    await pipeline.show(page, root_, 'f');
    await page.click('#tab-surface');
    await page.locator('.surface-view .band').nth(2).waitFor();
    const holes = await page.locator('.surface-view .band').evaluateAll((bands) =>
      bands.slice(1).every((band) => {
        const { x } = (band as SVGPathElement).getBBox();
        const plot = band.closest('svg')!;
        return x >= 52 + (plot.clientWidth - 80) / 2 - 12;
      }),
    );
    assert.ok(holes, 'nothing is drawn where x is negative');
  });
});
