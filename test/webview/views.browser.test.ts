/** @file The panel's lower part in Chromium: surface, formulas, saved inputs, scripts, arrays, gradients. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/vscode-host/browser.mjs';
import type { DescentChoice } from '../../src/protocol/surface';
import { open, type Site, serve, show } from './page';
import type { ThemeName } from './themes';

const root = join(__dirname, '../../..');

describe('the lower part of the panel', function () {
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
    await page.context().close();
    assert.deepEqual(errors, [], 'nothing goes wrong in the page, the policy included');
  });

  const said = (type: string) =>
    page.evaluate((wanted) => window.harness.said.filter((message) => message.type === wanted), type);
  const descents = async () =>
    ((await said('analyse')) as { analysis: DescentChoice }[])
      .map((message) => message.analysis)
      .filter((analysis) => analysis.kind === 'descent');
  /** Without those that only read out a place. */
  const runs = async () => (await descents()).filter((analysis) => analysis.steps > 1);
  const surface = async (name: string) => {
    await show(page, name);
    if ((await page.locator('#tab-surface').getAttribute('aria-selected')) === 'false')
      await page.click('#tab-surface');
    await page.locator('.surface-view .band').nth(3).waitFor();
    await page.locator('.descent-outcome').nth(3).waitFor();
  };

  it('draws contours by magnitude, arrows, and where the inputs are', async () => {
    await surface('valley');
    assert.ok((await page.locator('.band').count()) > 8);
    assert.ok((await page.locator('.arrow').count()) > 100);
    assert.equal(await page.locator('.current-inputs').count(), 1);
    assert.match(
      (await page.locator('.surface-view .plot').getAttribute('aria-label'))!,
      /x from −4 to 4 and y from −4 to 4/,
    );
    await page.getByRole('button', { name: 'Arrows' }).click();
    assert.equal(await page.locator('.arrow').count(), 0);
  });

  it('says what the Hessian is at the start, with its eigenvalues', async () => {
    await surface('valley');
    assert.match(
      await page.locator('.curvature-note').innerText(),
      /positive definite: a bowl\s+λ₁ = 1506.4\s+λ₂ = 23.6/,
    );
    assert.equal(await page.locator('.curvature-axis.falling').count(), 0);
    await surface('saddle');
    assert.match(await page.locator('.curvature-note').innerText(), /indefinite: a saddle\s+λ₁ = 2\s+λ₂ = −2/);
    assert.equal(await page.locator('.curvature-axis.falling').count(), 1);
  });

  it('descends from a clicked start by four methods, with steps and outcome', async () => {
    await surface('himmelblau');
    const box = (await page.locator('.surface-view .plot').boundingBox())!;
    await page.mouse.click(box.x + box.width * 0.4, box.y + box.height * 0.3);
    await page.waitForFunction(() => document.querySelectorAll('path.descent').length === 4);
    const asked = (await runs()).pop()!;
    assert.ok(asked.start[0] < 0 && asked.start[1] > 0 && asked.steps === 1000);
    const rows = await page.locator('.descent-row').allInnerTexts();
    assert.deepEqual(
      rows.map((row) => /\d+ steps?/.test(row)),
      [true, true, true, true],
    );
    assert.match(rows[3], /✓/);
    await page.getByRole('button', { name: 'Adam' }).click();
    assert.equal(await page.locator('.descents path.descent').count(), 3);
  });

  it('takes the start, the rates and the limit from the keyboard', async () => {
    await surface('valley');
    await page.locator('.surface-view .plot').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowUp');
    assert.match((await page.locator('.surface-view .spoken').textContent())!, /Start x = −0.4, y = 1.08/);
    const before = (await runs()).length;
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('.descent-outcome').length === 4);
    assert.deepEqual((await runs())[before].start, [-0.4, 1.08]);
    await page.getByRole('textbox', { name: 'Step size of Adam' }).fill('0.5');
    await page.keyboard.press('Enter');
    await page.selectOption('[data-key=surface-limit]', '100');
    const last = (await runs()).pop()!;
    assert.deepEqual([last.rates, last.steps], [{ Adam: 0.5 }, 100]);
    await page.getByRole('button', { name: 'Use as inputs' }).click();
    assert.deepEqual(((await said('setInputs')) as { inputs: unknown }[]).pop()?.inputs, { x: -0.4, y: 1.08 });
  });

  it('reads value and gradient under the pointer, exactly once it rests', async () => {
    await surface('valley');
    const box = (await page.locator('.surface-view .plot').boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForFunction(() => !/[≈…]/.test(document.querySelector('.reading')?.textContent ?? '…'));
    const asked = (await descents()).pop()!;
    const [x, y] = asked.start;
    const titles = await page.locator('.reading dd').evaluateAll((all) => all.map((one) => (one as HTMLElement).title));
    const numbers = titles.map((title) => Number(title.replace('−', '-').replace('×10', 'e')));
    assert.ok(Math.abs(numbers[2] - ((1 - x) ** 2 + 100 * (y - x * x) ** 2)) < 1e-9);
    assert.ok(Math.abs(numbers[4] - 200 * (y - x * x)) < 1e-9);
  });

  it('moves by drag, zooms by wheel and keys, and takes typed ranges', async () => {
    await surface('valley');
    const bounds = async () =>
      Promise.all([0, 1].map((end) => page.locator(`[data-key=surface-0-${end}]`).inputValue()));
    const box = (await page.locator('.surface-view .plot').boundingBox())!;
    await page.mouse.move(box.x + 300, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + 100, { steps: 4 });
    await page.mouse.up();
    assert.ok(Number((await bounds())[1]) > 4);
    await page.locator('.surface-view .plot').focus();
    await page.keyboard.press('0');
    assert.deepEqual(await bounds(), ['−4', '4']);
    await page.keyboard.press('+');
    assert.ok(Number((await bounds())[1]) < 4);
    await page.locator('[data-key=surface-0-1]').fill('2');
    await page.locator('[data-key=surface-0-1]').press('Enter');
    await page.waitForFunction(() =>
      window.harness.said.some(
        (one) => one.type === 'analyse' && one.analysis.kind === 'surface' && one.analysis.to[0] === 2,
      ),
    );
  });

  it('shows formulas as MathML beside both derivatives, and copies them in four ways', async () => {
    await show(page, 'valley');
    await page.click('#tab-formula');
    await page.locator('.formula math').nth(1).waitFor();
    assert.equal(await page.locator('.formula math').count(), 2);
    const row = await page.locator('.formula-table tbody tr').first().innerText();
    assert.match(row, /∂f\/∂x[\s\S]*−215.6\s+−215.6\s+±3×10⁻¹⁰\s+✓ agrees/);
    assert.match(await page.locator('.formula-table tbody tr').nth(1).innerText(), /no formula[\s\S]*\? differences/);
    await page.selectOption('[data-key=copy-which]', 'x');
    for (const way of ['text', 'code', 'MathML', 'TeX'])
      await page.getByRole('button', { name: `Copy ${way}`, exact: true }).click();
    assert.deepEqual(
      ((await said('copy')) as { text: string }[]).map(({ text }) => text.slice(0, 24)),
      [
        '2·x − 2 + 400·x·(x² − y)',
        '2 * x - 2 + 400 * x * (x',
        '<math xmlns="http://www.',
        '2\\cdot x-2+400\\cdot x\\cd',
      ],
    );
  });

  it('says where there is no formula, with the exact numbers all the same', async () => {
    await show(page, 'rolled');
    await page.click('#tab-formula');
    await page.getByText('no formula here').waitFor();
    assert.match(await page.locator('.formula-table').innerText(), /−215.6/);
    assert.equal(await page.locator('[data-key=copy-tex]').count(), 0);
  });

  it('saves inputs under a name, brings them back, and deletes them', async () => {
    await show(page, 'diamond');
    await page.getByRole('button', { name: 'Saved inputs' }).click();
    await page.getByRole('menuitem', { name: 'Save these inputs…' }).click();
    await page.getByRole('textbox', { name: 'Name of the set' }).fill('two');
    await page.keyboard.press('Enter');
    assert.deepEqual(await said('saveInputSet'), [{ type: 'saveInputSet', name: 'two' }]);
    await page.evaluate(() => window.harness.send({ type: 'inputSets', sets: [{ name: 'two', inputs: { x: 2 } }] }));
    await page.getByRole('button', { name: 'Saved inputs 1' }).click();
    await page.getByRole('menuitem', { name: 'two', exact: true }).click();
    await page.getByRole('button', { name: 'Saved inputs 1' }).click();
    await page.getByRole('menuitem', { name: 'Delete “two”' }).click();
    assert.equal((await said('useInputSet')).length, 1);
    assert.deepEqual(await said('deleteInputSet'), [{ type: 'deleteInputSet', name: 'two' }]);
  });

  it('leaves inputs out of the gradient and takes each of them back', async () => {
    await show(page, 'valley');
    const press = (name: string) => page.getByRole('button', { name: `Differentiate with respect to ${name}` }).click();
    await press('x');
    await press('y');
    await press('x');
    const asked = (await said('setInputs')) as { withRespectTo?: string[] }[];
    assert.deepEqual(
      asked.map((one) => one.withRespectTo),
      [['y'], [], ['x']],
    );
  });

  it('shows a script’s losses, calls, Variables, checks and lines', async () => {
    await show(page, 'training');
    await page.click('#tab-script');
    const text = await page.locator('.script').innerText();
    for (const part of ['step 199', '195 calls between', 'dropped', 'backward gives 12, expected 27', 'variable(2.0)'])
      assert.ok(text.includes(part), part);
    await page.locator('.script-row', { hasText: '1.33333' }).click();
    assert.deepEqual(await said('setBackward'), [{ type: 'setBackward', index: 2 }]);
    await page.locator('.series .plot').focus();
    await page.keyboard.press('ArrowRight');
    assert.match(await page.locator('.series-head').innerText(), /step 0\s+4.02/);
  });

  it('reads single entries of an array with the keys', async () => {
    await show(page, 'training');
    await page.click('#tab-script');
    await page.getByRole('button', { name: 'W', exact: true }).click();
    const map = page.locator('.cells-frame').first();
    assert.match((await map.getAttribute('aria-label'))!, /Heat map of W: shape 6 × 10, float64, from −0.99999 to/);
    await map.focus();
    for (const key of ['ArrowRight', 'ArrowDown', 'End']) await page.keyboard.press(key);
    assert.equal(await page.locator('.cell-reading').first().textContent(), `W[1, 9] = ${Math.sin(19 / 3)}`);
    const pixels = await map.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(Array.from({ length: data.length / 4 }, (_, i) => data.slice(4 * i, 4 * i + 3).join())).size;
    });
    assert.ok(pixels > 12, `${pixels} colours`);
  });

  it('shows the entries of an array that is selected in the graph', async () => {
    await show(page, 'tensors');
    await page.locator('[data-item=v2]').click();
    const maps = page.locator('.inspector .cells-frame');
    assert.equal(await maps.count(), 2);
    await maps.nth(1).focus();
    for (const key of ['ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
    assert.equal(await page.locator('.inspector .cell-reading').nth(1).textContent(), 'a.grad[1, 0] = 0.25');
  });

  it('draws losses while the script still runs, and can stop it', async () => {
    const send = (from: number, to: number) =>
      page.evaluate(
        ([first, last]) =>
          window.harness.send({
            type: 'series',
            series: [
              {
                name: 'loss',
                steps: last,
                points: Array.from({ length: last - first }, (_, i) => ({
                  step: first + i,
                  value: 1 / (first + i + 1),
                })),
              },
            ],
          }),
        [from, to],
      );
    const since = Date.now() - 1000;
    const busy = () =>
      page.evaluate(
        (begun) => window.harness.send({ type: 'busy', since: begun, cancellable: true, stage: 'running' }),
        since,
      );
    await busy();
    await send(0, 10);
    await busy();
    await send(10, 30);
    await page.waitForFunction(() => /step 29/.test(document.querySelector('.series-head')?.textContent ?? ''));
    assert.match((await page.locator('.series .plot').getAttribute('aria-label'))!, /loss over 30 steps: from 1 to/);
    await page.getByRole('button', { name: 'Stop' }).last().click();
    assert.equal((await said('cancel')).length, 1);
  });

  it('has a bar for each gradient, and can sort them', async () => {
    await show(page, 'network');
    await page.click('#tab-gradients');
    assert.equal(await page.locator('.bar-table tr').count(), 7);
    await page.selectOption('[data-key=gradient-order]', 'size');
    assert.match(await page.locator('.bar-table tr').first().innerText(), /target\s+−1.14603/);
  });

  for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as ThemeName[]) {
    it(`gives axe nothing serious to find (${theme})`, async () => {
      const { page: themed, errors: wrong } = await open(browser, site, { theme });
      for (const [program, tab] of [
        ['valley', 'surface'],
        ['valley', 'formula'],
        ['network', 'gradients'],
        ['training', 'script'],
      ]) {
        await show(themed, program);
        await themed.click(`#tab-${tab}`);
        await themed.waitForTimeout(200);
        if (tab === 'script') await themed.getByRole('button', { name: 'W', exact: true }).click();
        const found = await new AxeBuilder({ page: themed }).analyze();
        const grave = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        assert.deepEqual(
          grave.map(
            ({ id, nodes }) =>
              `${id}: ${nodes
                .slice(0, 3)
                .map((node) => node.html.slice(0, 160))
                .join(' | ')}`,
          ),
          [],
          tab,
        );
      }
      assert.deepEqual(wrong, []);
      await themed.context().close();
    });
  }

  it('fits a narrow panel: nothing is cut off at the side', async () => {
    for (const width of [400, 640]) {
      const { page: narrow } = await open(browser, site, { width, height: 900 });
      for (const [program, tab] of [
        ['valley', 'surface'],
        ['valley', 'formula'],
        ['training', 'script'],
      ]) {
        await show(narrow, program);
        await narrow.click(`#tab-${tab}`);
        await narrow.waitForTimeout(100);
        const cut = await narrow.evaluate(() =>
          [
            ...document.querySelectorAll(
              '.tab-bar > *, .curve-controls *, .surface-side *, .series-head *, .input-tools *',
            ),
          ]
            .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
            .map((one) => `${one.tagName} ${one.className.toString()}`)
            .slice(0, 5),
        );
        assert.deepEqual(cut, [], `${tab} at ${width} px`);
      }
      await narrow.context().close();
    }
  });
});
