/**
 * @file The main views held against stored pictures, in three themes.
 *
 * Machines have other fonts, so words are hidden before a picture is taken, and only parts whose places do not hang on
 * the width of words are taken: the graph's surface and the curves' plot. Pictures are compared as averages of cells of
 * four pixels, with a tolerance that antialiasing keeps to and a missing line, box or colour does not.
 *
 * GRADLENS_UPDATE_PICTURES=1 stores the pictures anew; look at them before they are committed. Where a comparison
 * fails, what was seen lies in out/pictures under the same name.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/vscode-host/browser.mjs';
import { open, type Site, serve, show } from './page';
import { Pipeline } from './pipeline';

const root = join(__dirname, '../../..');
const stored = join(root, 'test/webview/pictures');
const cell = 4;
/** Of 255, on average over a cell and the three colours. */
const tolerance = 8;
/** Cells that may differ: corners that another renderer rounds otherwise. */
const allowed = 8;

const tanh = 'export function f(x = 0.5) {\n  const y = Math.tanh(x);\n  return y;\n}\n';
const loop =
  'export function walk(x = 0.6) {\n  let v = x;\n  for (let i = 0; i < 900; i++) {\n    const s = Math.sin(v);\n    v = s * 0.999 + 0.001;\n  }\n  return v * x;\n}\n';

const valley =
  'export function f(x = 0, y = 2) {\n  const valley = y - x ** 2;\n  const slope = 1 - x;\n  let sum = 0;\n  sum += 100 * valley ** 2 + slope ** 2;\n  return sum;\n}\n';

type View = (page: Page, pipeline: Pipeline) => Promise<void>;
const views: Record<string, { of: string; width?: number; view: View }> = {
  diamond: { of: '.surface', view: (page) => show(page, 'diamond') },
  playing: {
    of: '.surface',
    view: async (page) => {
      await show(page, 'diamond');
      await page.getByRole('slider', { name: 'Step of the backward pass' }).focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
    },
  },
  naive: {
    of: '.surface',
    view: async (page) => {
      await show(page, 'diamond');
      await page.click('[data-key=pass]');
      await page.click('[data-key=pass-order-naive]');
      await page.keyboard.press('Escape');
    },
  },
  network: { of: '.surface', view: (page) => show(page, 'network') },
  'gradient-graph': {
    of: '.surface',
    view: async (page, pipeline) => {
      await pipeline.show(page, tanh, 'f');
      await page.click('[data-key=scene]');
      await page.click('[data-key=scene-order-2]');
      await page.keyboard.press('Escape');
      await page.locator('.item.of-order-2').first().waitFor();
      await page.waitForTimeout(600);
    },
  },
  loop: { of: '.surface', view: (page, pipeline) => pipeline.show(page, loop, 'walk') },
  stacked: { of: '.surface', width: 690, view: (page, pipeline) => pipeline.show(page, valley, 'f') },
  curves: { of: '.plot-host', view: (page) => show(page, 'diamond') },
};

describe('the main views', function () {
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

  it('are told apart from a picture that lacks one line', async function () {
    if (process.env.GRADLENS_UPDATE_PICTURES) this.skip();
    const { page } = await open(browser, site, { theme: 'dark', width: 1000, height: 800 });
    await show(page, 'diamond');
    await photograph(page, '.surface');
    await page
      .locator('.picture .edge')
      .nth(2)
      .evaluate((edge) => edge.remove());
    const seen = await photograph(page, '.surface');
    await page.close();
    await assert.rejects(compare(browser, 'diamond-dark.png', seen, false), /cells differ/);
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const) {
    for (const [name, { of, width = 1000, view }] of Object.entries(views)) {
      it(`look as they did: ${name}, ${theme}`, async () => {
        const { page, errors } = await open(browser, site, { theme, width, height: 800 });
        await view(page, pipeline);
        const seen = await photograph(page, of);
        await page.close();
        assert.deepEqual(errors, []);
        await compare(browser, `${name}-${theme}.png`, seen);
      });
    }
  }
});

async function photograph(page: Page, of: string): Promise<Buffer> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('text, .curve-note { visibility: hidden !important } * { caret-color: transparent !important }');
    document.adoptedStyleSheets = [sheet];
  });
  await page.mouse.move(2, 2);
  // The better layout has come, and the picture has glided there.
  await page.locator('.surface[data-settled]').waitFor();
  await page.waitForTimeout(250);
  return page.locator(of).first().screenshot();
}

async function compare(browser: Browser, file: string, seen: Buffer, keep = true): Promise<void> {
  const path = join(stored, file);
  if (process.env.GRADLENS_UPDATE_PICTURES) {
    mkdirSync(stored, { recursive: true });
    writeFileSync(path, seen);
    return;
  }
  assert.ok(existsSync(path), `no stored picture ${file}; make it with GRADLENS_UPDATE_PICTURES=1`);
  const [a, b] = [await cellsOf(browser, readFileSync(path)), await cellsOf(browser, seen)];
  const sizes = `${a.width} × ${a.height} cells stored, ${b.width} × ${b.height} seen`;
  assert.ok(Math.abs(a.width - b.width) <= 1 && Math.abs(a.height - b.height) <= 1, `${file}: ${sizes}`);
  const different: string[] = [];
  const [width, height] = [Math.min(a.width, b.width), Math.min(a.height, b.height)];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) if (distance(a, b, x, y) > tolerance) different.push(`${x * cell},${y * cell}`);
  if (different.length <= allowed) return;
  const folder = join(root, 'out/pictures');
  if (keep) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, file), seen);
  }
  assert.fail(
    `${file}: ${different.length} of ${width * height} cells differ, first at ${different.slice(0, 5).join(' ')}; see out/pictures/${file}`,
  );
}

interface Cells {
  width: number;
  height: number;
  /** Red, green, blue of each cell. */
  colours: number[];
}

/** The least difference to the cell itself or one beside it: half a pixel of shift is no difference. */
function distance(a: Cells, b: Cells, x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const [dx, dy] of [
    [0, 0],
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ]) {
    const [u, v] = [x + dx, y + dy];
    if (u < 0 || v < 0 || u >= b.width || v >= b.height) continue;
    const [i, j] = [3 * (y * a.width + x), 3 * (v * b.width + u)];
    const sum = [0, 1, 2].reduce((total, c) => total + Math.abs(a.colours[i + c] - b.colours[j + c]), 0);
    least = Math.min(least, sum / 3);
  }
  return least;
}

/** Averages over cells, worked out by the browser, which can read PNG. */
async function cellsOf(browser: Browser, png: Buffer): Promise<Cells> {
  const page = await browser.newPage();
  try {
    return await page.evaluate(
      async ([data, size]) => {
        const image = new Image();
        image.src = `data:image/png;base64,${data}`;
        await image.decode();
        const canvas = document.createElement('canvas');
        canvas.width = image.width;
        canvas.height = image.height;
        const context = canvas.getContext('2d')!;
        context.drawImage(image, 0, 0);
        const pixels = context.getImageData(0, 0, image.width, image.height).data;
        const [width, height] = [Math.floor(image.width / size), Math.floor(image.height / size)];
        const colours = new Array<number>(3 * width * height).fill(0);
        for (let y = 0; y < height * size; y++)
          for (let x = 0; x < width * size; x++)
            for (let c = 0; c < 3; c++)
              colours[3 * (Math.floor(y / size) * width + Math.floor(x / size)) + c] +=
                pixels[4 * (y * image.width + x) + c] / (size * size);
        return { width, height, colours };
      },
      [png.toString('base64'), cell] as const,
    );
  } finally {
    await page.close();
  }
}
