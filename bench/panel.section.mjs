/** @file The section "panel" of `npm run bench`. */
// @ts-check
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../scripts/root.mjs';
import { findBrowser } from '../scripts/vscode-host/browser.mjs';

export const title = 'The panel: first picture, live update, frames, layout';

export async function measure() {
  const outfile = join(root, 'out/bench/panel.cjs');
  mkdirSync(join(root, 'out/bench'), { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['bench/panel.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['playwright-core', 'esbuild'],
    logLevel: 'warning',
  });
  /** @type {{ measurePanel(root: string, browser: string): Promise<string> }} */
  const { measurePanel } = createRequire(import.meta.url)(outfile);
  return measurePanel(root, await findBrowser());
}
