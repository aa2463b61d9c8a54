/** @file Cards in narrow windows: which numbers can be read, at which size, and whether they keep their places. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/vscode-host/browser.mjs';
import { open, type Site, serve } from './page';
import { Pipeline } from './pipeline';

const root = join(__dirname, '../../..');

/** One named variable in each generation. */
function chain(generations: number): string {
  const lines = Array.from(
    { length: generations - 1 },
    (_, i) => `  const step${i + 1} = Math.sin(${i === 0 ? 'x' : `step${i}`});`,
  );
  return `export function f(x = 0.5) {\n${lines.join('\n')}\n  return step${generations - 1};\n}\n`;
}

const wide = `export function f(a = 1, b = 2, c = 3, d = 4, e = 5, g = 6, h = 7) {
  return Math.hypot(a, b, c, d, e, g, h);
}
`;

const loop = `export function walk(x = 0.6) {
  let v = x;
  for (let i = 0; i < 900; i++) {
    const s = Math.sin(v);
    v = s * 0.999 + 0.001;
  }
  return v;
}
`;

interface Words {
  text: string;
  size: number;
  left: number;
  right: number;
}

interface Card {
  label: string;
  left: number;
  right: number;
  words: Record<'name' | 'value' | 'gradient', Words | null>;
}

describe('cards of the graph in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let site: Site;
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

  for (const [width, generations] of [
    [690, 7],
    [690, 8],
    [420, 4],
    [420, 5],
  ]) {
    it(`shows name, value and gradient of ${generations} generations in a panel of ${width} pixels`, async () => {
      const { page, errors } = await open(browser, site, { width, height: 900 });
      await pipeline.show(page, chain(generations), 'f');
      const cards = await cardsOf(page);
      assert.equal(cards.length, generations);
      allRead(cards, width);
      assert.deepEqual(errors, []);
      await page.close();
    });
  }

  it('shows the numbers of seven inputs side by side, top down', async () => {
    const { page, errors } = await open(browser, site, { width: 690, height: 900 });
    await pipeline.show(page, wide, 'f');
    await turnDown(page);
    const cards = await cardsOf(page);
    assert.equal(cards.length, 8);
    const places = new Set(cards.slice(0, 7).map(({ left }) => left));
    assert.equal(places.size, 7, 'the inputs stand side by side');
    allRead(cards, 690);
    assert.deepEqual(errors, []);
    await page.close();
  });

  it('shows the numbers of a loop within its frame, which circles stay clear of', async () => {
    const { page, errors } = await open(browser, site, { width: 690, height: 900 });
    await pipeline.show(page, loop, 'walk');
    allRead(await cardsOf(page), 690);
    const touching = await page.evaluate(() => {
      const frame = document.querySelector('.loop-frame')!.getBoundingClientRect();
      return [...document.querySelectorAll('.item .box')].filter((one) => {
        const box = one.getBoundingClientRect();
        return [frame.left, frame.right].some((edge) => edge > box.left - 1 && edge < box.right + 1);
      }).length;
    });
    assert.equal(touching, 0);
    assert.deepEqual(errors, []);
    await page.close();
  });

  it('keeps every card where it is while an input moves', async () => {
    const { page, errors } = await open(browser, site, { width: 690, height: 900 });
    await pipeline.show(page, chain(8), 'f');
    const before = await cardsOf(page);
    const field = page.getByRole('textbox', { name: 'x', exact: true });
    await field.fill('-1.2345678');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.item.variable .value')?.textContent?.startsWith('−1.23'));
    const after = await cardsOf(page);
    assert.deepEqual(
      after.map(({ left }) => left),
      before.map(({ left }) => left),
    );
    allRead(after, 690);
    assert.deepEqual(errors, []);
    await page.close();
  });

  it('goes to wider cards with a wider window, and back', async () => {
    const { page, errors } = await open(browser, site, { width: 690, height: 900 });
    await pipeline.show(page, chain(7), 'f');
    assert.equal(await page.locator('.picture.stacked').count(), 1);
    await page.setViewportSize({ width: 1700, height: 900 });
    await page.locator('.picture.usual').waitFor();
    await page.setViewportSize({ width: 690, height: 900 });
    await page.locator('.picture.stacked').waitFor();
    await page.locator('.surface[data-settled]').waitFor();
    allRead(await cardsOf(page), 690);
    assert.deepEqual(errors, []);
    await page.close();
  });
});

/** Every card is in sight, and its words are there, at least nine pixels high and within it. */
function allRead(cards: Card[], width: number): void {
  for (const { label, left, right, words } of cards) {
    assert.ok(left >= 0 && right <= width, `${label}: ${left} … ${right}`);
    for (const [part, found] of Object.entries(words)) {
      assert.ok(found && found.text !== '', `${label}: no ${part}`);
      assert.ok(found.size >= 8.99, `${label}: ${part} at ${found.size} px`);
      assert.ok(found.left >= left - 0.5 && found.right <= right + 0.5, `${label}: ${part} leaves the card`);
    }
  }
}

async function turnDown(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Colour: gradient' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Top down' }).click();
  await page.keyboard.press('Escape');
}

async function cardsOf(page: Page): Promise<Card[]> {
  await page.locator('.surface[data-settled]').waitFor();
  await page.waitForTimeout(100);
  return page.evaluate(() =>
    [...document.querySelectorAll('.item.variable')].map((item) => {
      const card = item.querySelector('.box')!.getBoundingClientRect();
      const part = (name: string) => {
        const seen = [...item.querySelectorAll<SVGTextElement>(`.${name}, .near-${name}`)].find((one) =>
          one.checkVisibility({ checkVisibilityCSS: true }),
        );
        if (!seen) return null;
        const { left, right } = seen.getBoundingClientRect();
        const size = Number.parseFloat(getComputedStyle(seen).fontSize) * seen.getScreenCTM()!.a;
        return { text: seen.textContent ?? '', size, left, right };
      };
      return {
        label: item.getAttribute('aria-label') ?? '',
        left: card.left,
        right: card.right,
        words: { name: part('name'), value: part('value'), gradient: part('gradient') },
      };
    }),
  );
}
