/** @file `npm run gallery`: photographs of the real window into docs/gallery, or one of any file. */
// @ts-check
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './root.mjs';
import { build, ensureDependencies } from './setup.mjs';

const help = `npm run gallery                         makes all pictures of docs/gallery anew
npm run gallery -- NAME                 makes one of them
npm run gallery -- --file FILE --out PNG [--at TEXT] [--theme THEME] [--wait MS] [--size 1440x900] [--scale 1]
                                        photographs FILE after Differentiate Selection
--at     text to select before; its first place in the file (default: the cursor in the file's first function)
--theme  dark, light, high-contrast or high-contrast-light`;

/** @typedef {{ file: string, at?: string, theme?: string, size?: string, scale?: number, wait?: number }} Shot */

/** @type {Record<string, Shot>} */
const gallery = {
  diamond: { file: 'examples/diamond.ts' },
  'diamond-light': { file: 'examples/diamond.ts', theme: 'light' },
  'goldstein-price': { file: 'examples/goldstein-price.ts' },
  rosenbrock: { file: 'examples/rosenbrock.ts', theme: 'light' },
  tanh: { file: 'examples/tanh.ts', theme: 'high-contrast' },
  'logistic-regression': { file: 'examples/logistic-regression.ts' },
};

/** @param {Shot} shot @param {string} out */
async function photograph({ file, at, theme = 'dark', size = '1440x900', scale = 1, wait = 1_200 }, out) {
  const { openWindow } = await import('./vscode-host/window.mjs');
  const [width, height] = size.split('x').map(Number);
  const path = resolve(root, file);
  const text = readFileSync(path, 'utf8');
  const name = /** @type {keyof typeof import('./vscode-host/window.mjs').themes} */ (theme);
  const options = { workspace: dirname(path), file: path, theme: name, width, height, scale };
  const { window, close } = await openWindow({
    ...options,
    settings: { 'editor.minimap.enabled': false, 'editor.lightbulb.enabled': 'off' },
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
    await window.runCommand('Differentiate Selection');
    await window.panel();
    // No tooltip under a forgotten mouse.
    await window.page.mouse.move(width / 4, height - 60);
    await window.page.waitForTimeout(wait);
    mkdirSync(dirname(out), { recursive: true });
    await window.screenshot(out);
    console.log(`${basename(out)}${window.errors.length > 0 ? `, with errors: ${window.errors.join('; ')}` : ''}`);
  } finally {
    await close();
  }
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
  }
  process.exit(0);
}
