/** @file Graphs of gradients, other backward passes and loops in the built panel, computed by the real pipeline. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/vscode-host/browser.mjs';
import { open, type Site, serve, show } from './page';
import { Pipeline } from './pipeline';

const root = join(__dirname, '../../..');

const tanh = 'export function f(x = 0.5) {\n  const y = Math.tanh(x);\n  return y;\n}\n';
const diamond = `export function f(x = 2) {
  const a = x ** 2;
  const b = a ** 2;
  const c = a ** 2;
  const y = b + c;
  return y;
}
`;
const loop = `export function walk(x = 0.6, steps = 900) {
  let v = x;
  for (let i = 0; i < steps; i++) {
    const s = Math.sin(v);
    v = s * 0.999 + 0.001;
  }
  return v;
}
`;

describe('the graph in a browser, with the pipeline behind it', function () {
  this.timeout(120_000);
  let browser: Browser;
  let site: Site;
  let page: Page;
  let errors: string[];
  let pipeline: Pipeline;

  before(async () => {
    site = await serve(root);
    pipeline = new Pipeline(root);
    browser = await chromium.launch({
      executablePath: await findBrowser(),
      args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    });
  });
  after(async () => {
    pipeline?.close();
    await browser?.close();
    await site?.close();
  });
  beforeEach(async () => {
    ({ page, errors } = await open(browser, site, { width: 1000, height: 800 }));
  });
  afterEach(async () => {
    await page.close();
    assert.deepEqual(errors, [], 'nothing goes wrong in the page, the policy included');
  });

  const gradientOf = (name: string) =>
    page.evaluate((wanted) => {
      const items = [...document.querySelectorAll('.item.variable')];
      const item = items.find((one) => one.getAttribute('aria-label')?.startsWith(`Variable ${wanted}, `));
      return item?.getAttribute('aria-label') ?? null;
    }, name);
  const choose = async (order: number) => {
    await page.click('[data-key=scene]');
    await page.click(`[data-key=scene-order-${order}]`);
    await page.keyboard.press('Escape');
    await page.waitForFunction(
      (wanted) =>
        document.querySelector('.scene-name')?.textContent === wanted &&
        !document.querySelector('.scene-control .pulse'),
      order === 0 ? 'f' : `gx${order}`,
    );
    await page.waitForTimeout(500);
  };

  it('counts the functions of every order of tanh, as recorded and simplified', async () => {
    await pipeline.show(page, tanh, 'f');
    await page.click('[data-key=scene]');
    await page.locator('[data-key=scene-order-8][aria-label*="2,571"]').waitFor();
    const labels = await page
      .locator('.orders input')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    const plain = labels.map((label) => /: ([\d,]+) functions/.exec(label ?? '')?.[1]);
    assert.deepEqual(plain, ['1', '4', '9', '21', '51', '129', '339', '921', '2,571']);
    const simplified = labels
      .slice(1)
      .map((label) => Number(/, ([\d,]+) simplified/.exec(label ?? '')?.[1]?.replace(',', '')));
    assert.ok(
      simplified.every((count, i) => count > 0 && count < Number(plain[i + 1]!.replace(',', ''))),
      labels.join(),
    );
  });

  it('draws the graph of gx2 with what it takes over, and its value is the second derivative', async () => {
    await pipeline.show(page, tanh, 'f');
    await choose(2);
    const y = Math.tanh(0.5);
    const second = -2 * y * (1 - y * y);
    const said = (await gradientOf('gx2'))!;
    assert.ok(Math.abs(Number(/value ([^,]+),/.exec(said)![1].replace('−', '-')) - second) < 1e-12, said);
    assert.ok((await page.locator('.edge.connection').count()) >= 2);
    assert.ok((await page.locator('.item.of-order-1').count()) > 0);
    assert.match(await page.locator('.legend').innerText(), /gx1[\s\S]*gx2[\s\S]*takes over/);
    // The player plays gx2's own backward pass: x receives the third derivative.
    await page.getByRole('slider', { name: 'Step of the backward pass' }).focus();
    await page.keyboard.press('End');
    const third = (1 - y * y) * (6 * y * y - 2);
    const grad = Number(/gradient ([^,]+),/.exec((await gradientOf('x'))!)![1].replace('−', '-'));
    assert.ok(Math.abs(grad - third) < 1e-9, String(grad));
  });

  it('shows a gradient’s graph by itself, unsimplified too, and goes back to the program’s', async () => {
    await pipeline.show(page, tanh, 'f');
    await choose(1);
    const together = await page.locator('.item').count();
    await page.click('[data-key=scene]');
    await page.click('[data-key=scene-together]');
    await page.waitForFunction((before) => document.querySelectorAll('.item').length < before, together);
    const alone = await page.locator('.item.function').count();
    await page.click('[data-key=scene-simplify]');
    await page.waitForFunction((before) => document.querySelectorAll('.item.function').length > before, alone);
    await page.keyboard.press('Escape');
    await choose(0);
    assert.equal(await page.locator('.item.function').count(), 1);
    assert.equal(await page.locator('.gradient-part').count(), 0);
  });

  it('keeps table, search, inspector and DOT with the graph that is shown', async () => {
    await pipeline.show(page, tanh, 'f');
    await choose(1);
    await page.click('#tab-table');
    assert.match(await page.locator('.table-body').innerText(), /gx1/);
    await page.fill('.search input', 'gx1');
    await page.keyboard.press('Enter');
    assert.match(await page.locator('.inspector h2').innerText(), /gx1/);
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Graph (DOT)' }).click();
    const saved = await page.evaluate(() => window.harness.said.filter((message) => message.type === 'save').pop());
    assert.match((saved as { content: string }).content, /gx1/);
  });

  it('asks again while an input moves', async () => {
    await pipeline.show(page, tanh, 'f');
    await choose(1);
    await page.getByRole('textbox', { name: 'x', exact: true }).fill('1');
    await page.keyboard.press('Enter');
    const wanted = String(1 - Math.tanh(1) ** 2).slice(0, 8);
    await page.waitForFunction(
      (value) =>
        [...document.querySelectorAll('.item.variable')].some((one) =>
          one.getAttribute('aria-label')?.startsWith(`Variable gx1, value ${value}`),
        ),
      wanted,
    );
  });

  it('switches to the naive order: the wrong number with the right one, the step, and the host’s own answer', async () => {
    await pipeline.show(page, diamond, 'f');
    await page.click('[data-key=pass]');
    await page.click('[data-key=pass-order-naive]');
    await page.locator('.item.wrong').first().waitFor();
    await page.keyboard.press('Escape');
    assert.match((await gradientOf('x'))!, /gradient 96, which is wrong: it should be 64/);
    assert.match(await page.locator('.verdict').innerText(), /wrong from step 5.*x² → a.*96 instead of 64/s);
    await page.waitForFunction(() => document.querySelector('.derivative')?.textContent?.includes('96'));
    await page.click('[data-key=mistake]');
    assert.equal(await page.locator('.position').textContent(), 'step 5 of 5');
    await page.click('[data-key=pass]');
    await page.click('[data-key=pass-reset]');
    await page.waitForFunction(() => document.querySelector('.derivative')?.textContent?.includes('64'));
    assert.equal(await page.locator('.verdict').isHidden(), true);
  });

  it('assigns instead of adding, drops gradients, records nothing, and says what each changes', async () => {
    await pipeline.show(page, diamond, 'f');
    await page.click('[data-key=pass]');
    const sheet = page.locator('.pass-settings');
    assert.match(await sheet.innerText(), /Gradients of 4 intermediates are kept: 32 B/);
    await page.click('[data-key=pass-accumulate-assign]');
    await page.waitForFunction(() => document.querySelector('.verdict')?.textContent?.includes('32 instead of 64'));
    await page.click('[data-key=pass-accumulate-add]');
    await page.click('[data-key=pass-retain]');
    await page.locator('.item.dropped').first().waitFor();
    assert.equal(await page.locator('.item.dropped').count(), 4);
    assert.match((await gradientOf('a'))!, /gradient 16, dropped/);
    assert.match((await gradientOf('x'))!, /gradient 64,/);
    assert.match(await sheet.innerText(), /32 B freed/);
    await page.click('[data-key=pass-retain]');
    await page.click('[data-key=pass-no-grad]');
    assert.match((await gradientOf('x'))!, /gradient none/);
    assert.match(await sheet.innerText(), /0 B in place of \d+ B/);
    await page.click('[data-key=pass-no-grad]');
    await page.click('[data-key=pass-create-graph]');
    await page.waitForFunction(() =>
      document.querySelector('.pass-settings')?.textContent?.includes('is recorded too'),
    );
    assert.equal(await page.locator('.scene-name').textContent(), 'gx1');
  });

  it('has both programs that go wrong one click away', async () => {
    await pipeline.show(page, tanh, 'f');
    await page.click('[data-key=pass]');
    for (const id of ['repeated', 'diamond']) await page.click(`[data-key=example-${id}]`);
    const asked = await page.evaluate(() => window.harness.said.filter((message) => message.type === 'openExample'));
    assert.deepEqual(asked, [
      { type: 'openExample', id: 'repeated' },
      { type: 'openExample', id: 'diamond' },
    ]);
  });

  it('puts a box around a loop, and shows one execution of it in the same places', async () => {
    await pipeline.show(page, loop, 'walk');
    assert.match((await page.locator('.loop-heading').getAttribute('aria-label'))!, /loop, line 3, ×900/);
    const place = await page.locator('.item.variable').nth(1).getAttribute('transform');
    await page.locator('.iteration-bar input').focus();
    await page.keyboard.press('ArrowRight');
    const first = Math.sin(Math.sin(0.6) * 0.999 + 0.001);
    await page.waitForFunction(
      (value) =>
        [...document.querySelectorAll('.item.variable')].some((one) =>
          one.getAttribute('aria-label')?.startsWith(`Variable s, value ${value}`),
        ),
      String(first).slice(0, 8),
    );
    assert.match((await page.locator('.loop-heading').getAttribute('aria-label'))!, /execution 2 of 900/);
    assert.equal(await page.locator('.item.variable').nth(1).getAttribute('transform'), place);
    await page.locator('.loop-heading').focus();
    await page.keyboard.press('Enter');
    assert.match(await page.locator('.inspector').innerText(), /loop, line 3[\s\S]*min\s+mean\s+max/);
    await page.click('[data-key=iteration-all]');
    assert.match((await page.locator('.loop-heading').getAttribute('aria-label'))!, /×900/);
  });

  it('looks at the loop in which the editor’s cursor stands', async () => {
    const two = `export function f(x = 0.6) {
  let a = x;
  for (let i = 0; i < 900; i++) {
    a = Math.sin(a);
  }
  for (let i = 0; i < 700; i++) {
    a = Math.cos(a) * x;
  }
  return a;
}
`;
    await pipeline.show(page, two, 'f');
    assert.match(await page.locator('.iteration-words').innerText(), /loop, line 3.*×900/s);
    const site = await page
      .locator('.item.function')
      .evaluateAll((all) => all.findIndex((one) => one.getAttribute('aria-label')?.includes('cos')));
    assert.ok(site >= 0);
    await page.locator('.item.function').nth(site).click();
    assert.match(await page.locator('.iteration-words').innerText(), /loop, line 6.*×700/s);
  });

  it('fits a graph of twelve functions whole at first, in a window and in a narrow panel', async () => {
    for (const [width, height] of [
      [1000, 800],
      [420, 800],
    ]) {
      const { page: sized } = await open(browser, site, { width, height });
      for (const name of ['twelve', 'network']) {
        await show(sized, name);
        const out = await sized.evaluate(() => {
          const bounds = document.querySelector('.surface')!.getBoundingClientRect();
          return [...document.querySelectorAll('.picture .item .box')].filter((one) => {
            const box = one.getBoundingClientRect();
            return (
              box.left < bounds.left - 1 ||
              box.right > bounds.right + 1 ||
              box.top < bounds.top + 30 ||
              box.bottom > bounds.bottom + 1
            );
          }).length;
        });
        assert.equal(out, 0, `${name} at ${width}`);
      }
      if (width === 1000) {
        const player = (await sized.locator('.player').boundingBox())!;
        assert.ok(player.height < 60, `the player takes one row: ${player.height}`);
      }
      await sized.close();
    }
  });

  for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const) {
    it(`gives axe nothing serious to find in sheets, gradients’ graphs and loops (${theme})`, async () => {
      const { page: themed, errors: wrong } = await open(browser, site, { theme, width: 1000, height: 800 });
      const check = async (what: string) => {
        const found = await new AxeBuilder({ page: themed }).analyze();
        const grave = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        assert.deepEqual(
          grave.map(
            ({ id, nodes }) =>
              `${id}: ${nodes
                .slice(0, 3)
                .map((node) => node.html.slice(0, 140))
                .join(' | ')}`,
          ),
          [],
          what,
        );
      };
      await pipeline.show(themed, diamond, 'f');
      await themed.click('[data-key=pass]');
      await themed.click('[data-key=pass-order-naive]');
      await themed.waitForTimeout(300);
      await check('switches');
      await themed.click('[data-key=pass-reset]');
      await themed.keyboard.press('Escape');
      await themed.click('[data-key=scene]');
      await themed.click('[data-key=scene-order-2]');
      await themed.locator('.item.of-order-2').first().waitFor();
      await check('orders');
      await pipeline.show(themed, loop, 'walk');
      await themed.click('[data-key=iteration-next]');
      await themed.locator('.loop-heading').click();
      await check('loops');
      assert.deepEqual(wrong, []);
      await themed.close();
    });
  }
});
