/** @file The built panel in Chromium, under the host's policy: what a person sees, types, drags and hears. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/vscode-host/browser.mjs';
import { encode } from '../../src/protocol/codec';
import { open, type Site, serve, show } from './page';
import { diamond } from './programs';
import type { ThemeName } from './themes';

/** From out/test/webview, where this file is bundled to. */
const root = join(__dirname, '../../..');

describe('the panel in a browser', function () {
  // axe takes its time where the processor is shared.
  this.timeout(120_000);
  let browser: Browser;
  let site: Site;
  let page: Page;
  let errors: string[];

  before(async () => {
    site = await serve(root);
    browser = await chromium.launch({
      executablePath: await findBrowser(),
      args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    });
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });
  beforeEach(async () => {
    ({ page, errors } = await open(browser, site));
  });
  afterEach(async () => {
    await page.close();
    assert.deepEqual(errors, [], 'nothing goes wrong in the page, the policy included');
  });

  const said = (type: string) =>
    page.evaluate((wanted) => window.harness.said.filter((message) => message.type === wanted), type);
  const label = (key: string) => page.locator(`[data-item="${key}"]`).getAttribute('aria-label');

  it('shows name, value and gradient of every variable, and every function', async () => {
    await show(page, 'diamond');
    assert.equal(await page.locator('.item.variable').count(), 5);
    assert.equal(await page.locator('.item.function').count(), 4);
    assert.match((await label('v1'))!, /^Variable x, value 2, gradient 64, generation 0/);
    assert.match((await label('v2'))!, /^Variable a, value 4, gradient 16, generation 1/);
    assert.equal(await page.locator('.result').textContent(), '= 32');
    assert.match((await page.locator('.derivative').textContent())!, /∂f\/∂x = 64/);
    assert.match((await page.locator('.inputs .check').textContent())!, /✓ 64 by differences/);
  });

  it('sends what is typed, refuses what is no number, and keeps the layout', async () => {
    await show(page, 'diamond');
    const before = await page.locator('[data-item=v2]').getAttribute('transform');
    const field = page.getByRole('textbox', { name: 'x', exact: true });
    await field.fill('two');
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.match((await page.getByRole('alert').textContent())!, /“two” is not a number; x keeps 2/);
    assert.deepEqual(await said('setInputs'), []);
    await field.fill('3');
    await field.press('Enter');
    await page.waitForFunction(() => document.querySelector('.result')?.textContent === '= 162');
    assert.match((await label('v1'))!, /value 3, gradient 216/);
    assert.equal(await page.locator('[data-item=v2]').getAttribute('transform'), before);
  });

  it('follows the slider live', async () => {
    await show(page, 'diamond');
    const slider = page.getByRole('slider', { name: 'Slider for x' });
    const box = (await slider.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    for (let i = 1; i <= 20; i++) await page.mouse.move(box.x + box.width / 2 + 2 * i, box.y + box.height / 2);
    await page.mouse.up();
    const messages = (await said('setInputs')) as unknown as { live?: boolean; inputs: { x: number } }[];
    assert.ok(
      messages.some((message) => message.live),
      'while dragging',
    );
    assert.ok(!messages[messages.length - 1].live, 'the last is for good');
    const value = Number(await slider.inputValue());
    assert.equal(messages[messages.length - 1].inputs.x, value);
    await page.waitForFunction(
      (x) => document.querySelector('[data-item=v1]')?.getAttribute('aria-label')?.includes(`value ${x},`),
      value,
    );
  });

  it('explains the selected item, and says to the host what is selected', async () => {
    await show(page, 'diamond');
    await page.locator('[data-item=f4]').click();
    const text = await page.locator('.inspector').innerText();
    for (const part of ['x² → c', 'Backward order', '2 of 4', '∂ = 2a', '1 · 8 =', 'diamond.ts:6', 'a ** 2'])
      assert.ok(text.includes(part), `${part} in ${text}`);
    assert.deepEqual(((await said('select')) as { item: unknown }[]).pop()?.item, { function: 4 });
    await page.locator('[data-item=v2]').click();
    const ledger = await page.locator('.ledger-table').innerText();
    assert.match(ledger, /x² → b\s+1 · 8\s+8/);
    assert.match(ledger, /sum\s+16/);
  });

  it('is walked by the arrow keys along its edges', async () => {
    await show(page, 'diamond');
    await page.locator('[data-item=v1]').focus();
    const walked: (string | null)[] = [];
    for (const key of [
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'ArrowLeft',
      'ArrowLeft',
      'ArrowDown',
    ]) {
      await page.keyboard.press(key);
      walked.push(await page.evaluate(() => document.activeElement?.getAttribute('data-item') ?? null));
    }
    assert.deepEqual(walked.slice(0, 2), ['f2', 'v2']);
    assert.equal(walked[5], 'v5');
    assert.ok(walked.every(Boolean), walked.join());
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.inspector').isHidden(), true);
  });

  it('marks what the editor’s cursor stands on', async () => {
    await show(page, 'diamond');
    await page.evaluate(() => window.harness.send({ type: 'highlight', sites: [2] }));
    await page.locator('[data-item=v3].marked').waitFor();
    assert.equal(await page.locator('.marked').count(), 2);
    await page.evaluate(() => window.harness.send({ type: 'highlight', sites: [] }));
    await page.waitForFunction(() => document.querySelectorAll('.marked').length === 0);
  });

  it('plays the backward pass: queue, ledger, growing sums', async () => {
    await show(page, 'diamond');
    await page.getByRole('slider', { name: 'Step of the backward pass' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.locator('.position').textContent(), 'step 2 of 4');
    assert.equal(await page.locator('.chip.now').textContent(), 'x² → c');
    assert.deepEqual(await page.locator('.queue .chip:not(.now)').allTextContents(), ['x² → b', 'x² → a']);
    assert.deepEqual(await page.locator('.ledger text').allTextContents(), ['c̄ · 2a', '1 · 8 = 8']);
    assert.equal(await page.locator('[data-item=v2] .gradient').textContent(), '8 …');
    assert.equal(await page.locator('[data-item=f4].playing').count(), 1);
    await page.keyboard.press('End');
    assert.equal(await page.locator('[data-item=v1] .gradient').textContent(), '64');
  });

  it('shows where the naive order goes wrong, with the wrong numbers', async () => {
    await show(page, 'diamond');
    await page.click('[data-key=pass]');
    await page.click('[data-key=pass-order-naive]');
    await page.keyboard.press('Escape');
    assert.match(await page.locator('.verdict').innerText(), /wrong from step 5.*x² → a.*∂f\/∂x\s+96 instead of 64/s);
    await page.locator('.verdict .link').click();
    assert.equal(await page.locator('[data-item=v1] .gradient').textContent(), '96');
    await page.click('[data-key=pass]');
    await page.click('[data-key=pass-order-generations]');
    assert.equal(await page.locator('.verdict').isHidden(), true);
  });

  it('draws curves, reads them out at the current input, and hides an order', async () => {
    await show(page, 'diamond');
    const keys = page.locator('.curve-key');
    assert.equal(await keys.count(), 5);
    const value = Number((await keys.nth(1).locator('.key-value').getAttribute('title'))!.replace('−', '-'));
    assert.ok(Math.abs(value - (1 - Math.tanh(2) ** 2)) < 1e-12);
    await keys.nth(4).click();
    assert.equal(await page.locator('.plot path.curve').count(), 4);
    await page.selectOption('[data-key=orders]', '7');
    await page.waitForFunction(() => document.querySelectorAll('.curve-key').length === 8);
    const request = ((await said('derivatives')) as { order: number; at: number[] }[]).pop()!;
    assert.deepEqual([request.order, request.at], [7, [2]]);
  });

  it('shows the error of differences against their step beside the checks', async () => {
    await show(page, 'diamond');
    await page.click('#tab-checks');
    await page.locator('.step-errors path.curve').nth(1).waitFor();
    assert.match((await page.locator('.step-errors .plot').getAttribute('aria-label'))!, /along x .* least at h = \S+/);
    const request = ((await said('derivatives')) as { order: number; points: number; at: number[] }[]).pop()!;
    assert.ok(request.order === 1 && request.points === 1 && request.at.length > 80);
  });

  it('has the same content in a table that sorts, filters and selects', async () => {
    await show(page, 'diamond');
    await page.click('#tab-table');
    assert.equal(await page.locator('.table-row').count(), 9);
    await page.fill('.table-tools input', 'square');
    assert.equal(await page.locator('.table-row').count(), 3);
    await page.fill('.table-tools input', '');
    await page.locator('.table-head').getByText('Gradient').click();
    await page.locator('.table-head').getByText('Gradient').click();
    assert.match((await page.locator('.table-row').first().textContent())!, /^x.*64/);
    await page.locator('.table-row').first().click();
    assert.equal(await page.locator('[data-item=v1].selected').count(), 1);
  });

  it('finds items by name and steps through them', async () => {
    await show(page, 'goldstein');
    await page.fill('.search input', 'pow');
    await page.keyboard.press('Enter');
    assert.match((await page.locator('.search [role=status]').textContent())!, /^1 of \d+$/);
    assert.equal(await page.locator('.item.function.selected').count(), 1);
  });

  it('draws large graphs on a canvas where items can be clicked and read out', async () => {
    await show(page, 'tangle1000');
    assert.equal(await page.locator('.graph svg.picture').count(), 0);
    await page.locator('canvas.picture').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    assert.match((await page.locator('.spoken').textContent())!, /^Function/);
    const surface = (await page.locator('.surface').boundingBox())!;
    let hit = false;
    for (let y = 60; y < surface.height && !hit; y += 14) {
      await page.mouse.click(surface.x + 60, surface.y + y);
      hit = /^Variable/.test((await page.locator('.spoken').textContent())!);
    }
    assert.ok(hit, 'a click on the first lane selects an input');
    assert.equal(await page.locator('.minimap').isVisible(), true);
  });

  it('shows a rolled-up loop with counts, spreads and the edge carried round', async () => {
    await show(page, 'rolled');
    assert.equal(await page.locator('.edge.carried').count(), 1);
    assert.match((await label('v2'))!, /executed 33333 times/);
    await page.locator('[data-item=v2]').click();
    assert.match(await page.locator('.inspector').innerText(), /Executed 33,333 times/);
    assert.equal(await page.locator('.player .position').isHidden(), true);
  });

  it('shows what failed, where, and the way there', async () => {
    await page.evaluate(() =>
      window.harness.send({
        type: 'failure',
        texts: { '/w/a.ts': 'one\nthrow here\n' },
        failure: {
          code: 'thrown',
          message: 'The program threw an error. Mend it.',
          fileName: '/w/a.ts',
          start: 4,
          end: 9,
        },
      }),
    );
    await page.getByRole('heading', { name: 'The program threw an error.' }).waitFor();
    await page.getByRole('button', { name: 'Show a.ts:2' }).click();
    assert.deepEqual((await said('show')).pop(), { type: 'show', fileName: '/w/a.ts', start: 4, end: 9 });
  });

  it('can stop what runs too long', async () => {
    await page.evaluate(() =>
      window.harness.send({ type: 'busy', since: Date.now() - 1000, cancellable: true, stage: 'running' }),
    );
    await page.getByRole('button', { name: 'Stop' }).first().click();
    assert.equal((await said('cancel')).length, 1);
  });

  it('says when its numbers are stale', async () => {
    await show(page, 'diamond');
    await page.evaluate(() => window.harness.send({ type: 'stale', stale: true }));
    await page.getByText('The source was edited since this was computed.').waitFor();
    await page.getByRole('button', { name: 'Run again' }).click();
    assert.equal((await said('run')).length, 1);
  });

  it('never reads a name as markup', async () => {
    const evaluation = diamond();
    evaluation.variables[1].name = '<img src=x onerror=alert(1)>';
    evaluation.target.name = '<b>f</b>';
    await page.evaluate(
      (text) => window.harness.send({ type: 'evaluation', evaluation: text, reason: 'new' }),
      encode(evaluation),
    );
    await page.locator('[data-item=v2]').click();
    await page.click('#tab-table');
    assert.equal(await page.locator('.app img, .app b').count(), 0);
    assert.match((await page.locator('h1').textContent())!, /^<b>f<\/b>/);
  });

  it('speaks another language once the host has sent it', async () => {
    await show(page, 'diamond');
    await page.evaluate(() =>
      window.harness.send({ type: 'strings', language: 'ko', strings: { Curves: '곡선', 'graph.input': '입력' } }),
    );
    await page.getByRole('tab', { name: '곡선' }).waitFor();
    assert.equal(await page.locator('.caption', { hasText: '입력' }).count(), 1);
    assert.equal(await page.locator('html').getAttribute('lang'), 'ko');
  });

  it('exports a picture that stands alone, DOT and curves', async () => {
    await show(page, 'diamond');
    for (const item of ['Picture (SVG)', 'Graph (DOT)', 'Curves (CSV)', 'Picture (PNG)']) {
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    }
    await page.waitForFunction(() => window.harness.said.filter((message) => message.type === 'save').length === 4);
    const saved = (await said('save')) as { suggestedName: string; content: string }[];
    const by = (suffix: string) => saved.find((one) => one.suggestedName === `f.${suffix}`)!.content;
    assert.match(by('svg'), /^<svg[^>]*viewBox/);
    assert.ok(!by('svg').includes('class='), 'no style sheet is needed');
    assert.match(by('dot'), /v2 -> f3/);
    assert.equal(by('csv').split('\n')[0], 'x,f,f1,f2,f3,f4');
    assert.equal(Buffer.from(by('png'), 'base64').subarray(1, 4).toString(), 'PNG');
  });

  it('says why there is no picture of a very large graph', async () => {
    await show(page, 'chain3000');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Picture (SVG)' }).click();
    const message = page.getByRole('alert').filter({ hasText: 'No picture' });
    await message.waitFor();
    assert.match((await message.textContent()) ?? '', /5,000 items.*DOT or JSON/);
    assert.deepEqual(await said('save'), []);
    await message.getByRole('button').click();
    assert.equal(await message.count(), 0);
  });

  it('gives the graph nearly half of the height, whatever the inputs take', async () => {
    const { page: half } = await open(browser, site, { width: 690, height: 800 });
    for (const name of ['network', 'goldstein']) {
      await show(half, name);
      const share = await half.evaluate(
        () => document.querySelector('.stage')!.getBoundingClientRect().height / window.innerHeight,
      );
      assert.ok(share >= 0.449, `${name}: ${share}`);
    }
    await half.close();
  });

  it('begins with all of a twelve-step chain, or with words of nine pixels', async () => {
    const { page: half } = await open(browser, site, { width: 690, height: 800 });
    for (const name of ['chain', 'diamond', 'network', 'tangle100']) {
      await show(half, name);
      await half.waitForTimeout(400);
      const heights = await half.evaluate(() => {
        const surface = document.querySelector('.surface')!.getBoundingClientRect();
        return [...document.querySelectorAll('.picture .variable text')]
          .filter((one) => {
            const box = one.getBoundingClientRect();
            return (
              one.textContent !== '' &&
              one.checkVisibility({ checkVisibilityCSS: true }) &&
              box.right > surface.left &&
              box.left < surface.right
            );
          })
          .map((one) => {
            const k = (one as SVGTextElement).getScreenCTM()!.a;
            return Number.parseFloat(getComputedStyle(one).fontSize) * k;
          });
      });
      assert.ok(heights.length > 0, name);
      assert.ok(Math.min(...heights) >= 8.9, `${name}: ${Math.min(...heights)}`);
    }
    await half.close();
  });

  for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as ThemeName[]) {
    it(`gives axe nothing serious to find (${theme})`, async () => {
      const { page: themed, errors: wrong } = await open(browser, site, { theme });
      await show(themed, 'network');
      await themed.locator('[data-item=v9]').focus();
      await themed.keyboard.press('Enter');
      for (const tab of theme === 'dark' ? ['curves', 'table', 'checks'] : ['curves']) {
        await themed.click(`#tab-${tab}`);
        if (tab === 'curves') await themed.click('#tab-curves');
        const found = await new AxeBuilder({ page: themed }).analyze();
        const grave = found.violations.filter(
          (violation) => violation.impact === 'serious' || violation.impact === 'critical',
        );
        assert.deepEqual(
          grave.map(
            (violation) =>
              `${violation.id}: ${violation.nodes
                .slice(0, 3)
                .map((node) => node.html.slice(0, 120))
                .join(' | ')}`,
          ),
          [],
          tab,
        );
      }
      assert.deepEqual(wrong, []);
      await themed.close();
    });
  }

  it('fits a narrow panel: nothing is cut off at the side', async () => {
    for (const width of [400, 520, 640, 800]) {
      const { page: narrow } = await open(browser, site, { width, height: 900 });
      await show(narrow, 'network');
      const wide = await narrow.evaluate(() => {
        const limit = window.innerWidth + 1;
        const cut = [
          ...document.querySelectorAll('.header *, .input-rows *, .transport *, .tab-bar *, .curve-controls *'),
        ];
        return cut
          .filter((one) => one.getBoundingClientRect().right > limit)
          .map((one) => one.className.toString())
          .slice(0, 5);
      });
      assert.deepEqual(wide, [], `at ${width} px`);
      await narrow.close();
    }
  });
});
