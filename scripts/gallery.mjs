/** @file `npm run gallery`: photographs of the real window into docs/gallery, or one of any file. */
// @ts-check
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './root.mjs';
import { build, ensureDependencies } from './setup.mjs';

const help = `npm run gallery                         makes all pictures of docs/gallery and of the walkthrough anew
npm run gallery -- NAME                 makes one of them (NAME, or walkthrough-NAME)
npm run gallery -- --file FILE --out PNG [--at TEXT] [--theme THEME] [--wait MS] [--size 1440x900] [--scale 1]
                                        photographs FILE after Differentiate Selection
--at     text to select before; its first place in the file (default: the cursor in the file's first function)
--theme  dark, light, high-contrast or high-contrast-light`;

/** @typedef {import('playwright-core').Frame} Frame */
/** @typedef {import('./vscode-host/window.mjs').VscodeWindow} VscodeWindow */
/**
 * @typedef {object} Shot
 * @property {string} file
 * @property {string} [at]
 * @property {string} [theme]
 * @property {string} [size]
 * @property {number} [scale]
 * @property {number} [wait]
 * @property {Record<string, unknown>} [settings]
 * @property {boolean} [menu] the context menu, before anything is chosen
 * @property {(window: VscodeWindow, panel: Frame) => Promise<unknown>} [act] what a person does before the picture
 */

/** Another click on a tab folds the lower part. @param {Frame} panel @param {string} name */
async function tab(panel, name) {
  const found = panel.getByRole('tab', { name });
  if ((await found.getAttribute('aria-selected')) !== 'true') await found.click();
}

/** Gives the lower part of the panel this share of its height. @param {VscodeWindow} window @param {Frame} panel @param {number} share */
async function lowerPart({ page }, panel, share) {
  const handle = panel.locator('.splitter');
  const box = await handle.boundingBox();
  const frame = await panel.locator('body').boundingBox();
  if (!box || !frame) return;
  const x = box.x + box.width / 2;
  await page.mouse.move(x, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(x, frame.y + frame.height * (1 - share), { steps: 8 });
  await page.mouse.up();
}

/** What is drawn for it covers a radio button. @param {import('playwright-core').Locator} radio */
const press = (radio) => radio.first().evaluate((one) => /** @type {HTMLElement} */ (one).click());

/** Chooses of what the graph is. @param {Frame} panel @param {RegExp} name as it is read out */
async function graphOf(panel, name) {
  await panel.getByRole('button', { name: /^Graph of/ }).click();
  await press(panel.getByRole('radio', { name }));
  await panel.getByRole('button', { name: /^Graph of/ }).click();
}

/** The first three lead the README. @type {Record<string, Shot>} */
const gallery = {
  tanh: { file: 'examples/tanh.ts', act: (window, panel) => lowerPart(window, panel, 0.58) },
  sine: { file: 'examples/sine.ts', theme: 'light', act: (window, panel) => lowerPart(window, panel, 0.58) },
  diamond: { file: 'examples/diamond.ts', settings: { 'gradlens.inlineValues.enabled': true } },
  'rosenbrock-descent': {
    file: 'examples/rosenbrock.ts',
    theme: 'light',
    wait: 4_000,
    act: async (window, panel) => {
      await tab(panel, 'Surface');
      await lowerPart(window, panel, 0.66);
      await panel.locator('.surface svg').first().waitFor();
      await window.page.waitForTimeout(1_500);
      await panel.locator('[data-key="surface-run"]').click();
    },
  },
  'gradient-graph': { file: 'examples/tanh.ts', act: (_window, panel) => graphOf(panel, /^gx1/) },
  loop: { file: 'examples/pendulum.ts', theme: 'light' },
  training: {
    file: 'examples/dezero/25-neural-network.ts',
    wait: 3_000,
    act: async (window, panel) => {
      await tab(panel, 'Script');
      await lowerPart(window, panel, 0.5);
    },
  },
  hover: {
    file: 'examples/matyas.ts',
    theme: 'light',
    act: async (window) => {
      // The first hover asks for the formula, and may be over before it is there.
      await window.hover('x', { row: 'const', expected: /differences/ });
      await window.hover('x', { row: 'const', expected: /·.*x/ });
    },
  },
  'wrong-order': {
    file: 'examples/repeated-use.ts',
    act: async (_window, panel) => {
      await panel.getByRole('button', { name: /^Order:/ }).click();
      await press(panel.getByRole('radio', { name: /^naive(?!.*seen)/ }));
      await panel.getByRole('button', { name: /^Order:/ }).click();
      await panel.getByRole('button', { name: 'To the end' }).click();
    },
  },
  'high-contrast': { file: 'examples/logistic-regression.ts', theme: 'high-contrast' },
};

/** Of the steps of the walkthrough, each in dark and light. @type {Record<string, Shot>} */
const walkthrough = {
  select: { file: 'examples/diamond.ts', menu: true },
  graph: { file: 'examples/diamond.ts' },
  backward: {
    file: 'examples/diamond.ts',
    act: async (_window, panel) => {
      for (let step = 0; step < 3; step++) await panel.getByRole('button', { name: 'One step', exact: true }).click();
    },
  },
  program: {
    file: 'examples/dezero/25-linear-regression.ts',
    act: async (window, panel) => {
      await tab(panel, 'Script');
      await lowerPart(window, panel, 0.5);
    },
  },
};

/** @param {Shot} shot @param {string} out */
async function photograph(shot, out) {
  const { file, at, theme = 'dark', size = '1440x900', scale = 1, wait = 1_200, settings, menu, act } = shot;
  const { openWindow } = await import('./vscode-host/window.mjs');
  const [width, height] = size.split('x').map(Number);
  const path = resolve(root, file);
  const text = readFileSync(path, 'utf8');
  const name = /** @type {keyof typeof import('./vscode-host/window.mjs').themes} */ (theme);
  const options = { workspace: dirname(path), file: path, theme: name, width, height, scale };
  const { window, close } = await openWindow({
    ...options,
    settings: { 'editor.minimap.enabled': false, 'editor.lightbulb.enabled': 'off', ...settings },
  });
  try {
    await window.editorShows(
      text
        .split('\n')
        .find((line) => line.trim() !== '')
        ?.trim()
        .slice(0, 30) ?? '',
    );
    const target = at ?? /export (default )?(async )?function \w+/.exec(text)?.[0] ?? text.slice(0, 1);
    await window.page.keyboard.press('Control+B');
    await window.selectText(text, target);
    if (menu) {
      await window.rightClick();
      await window.page.getByText('Differentiate Selection').first().hover();
      await window.page.waitForTimeout(500);
      await save(window, out);
      return;
    }
    await window.runCommand('Differentiate Selection');
    const panel = await window.panel();
    await panel.locator('[data-item]').first().waitFor({ timeout: 100_000 });
    // No tooltip under a forgotten mouse.
    if (!act) await window.page.mouse.move(width / 4, height - 60);
    await window.page.waitForTimeout(1_200);
    await act?.(window, panel);
    await panel.getByText('Computing…').first().waitFor({ state: 'hidden' });
    await window.page.waitForTimeout(wait);
    await save(window, out);
  } finally {
    await close();
  }
}

/** @param {VscodeWindow} window @param {string} out */
async function save(window, out) {
  mkdirSync(dirname(out), { recursive: true });
  await window.screenshot(out);
  console.log(`${basename(out)}${window.errors.length > 0 ? `, with errors: ${window.errors.join('; ')}` : ''}`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    file: { type: 'string' },
    out: { type: 'string' },
    at: { type: 'string' },
    theme: { type: 'string' },
    size: { type: 'string' },
    scale: { type: 'string' },
    wait: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  console.log(help);
} else {
  await ensureDependencies();
  await build();
  if (values.file) {
    const { file, at, theme, size, scale = '1', wait = '1200' } = values;
    const out = resolve(values.out ?? join(root, '.cache/window.png'));
    await photograph({ file, at, theme, size, scale: Number(scale), wait: Number(wait) }, out);
  } else {
    for (const [name, shot] of Object.entries(gallery)) {
      if (positionals.length === 0 || positionals.includes(name))
        await photograph(shot, join(root, 'docs/gallery', `${name}.png`));
    }
    for (const [name, shot] of Object.entries(walkthrough)) {
      if (positionals.length > 0 && !positionals.includes(`walkthrough-${name}`)) continue;
      for (const theme of ['dark', 'light']) {
        const out = join(root, 'media/walkthrough', `${name}-${theme}.png`);
        await photograph({ size: '1100x720', ...shot, theme }, out);
      }
    }
  }
  process.exit(0);
}
