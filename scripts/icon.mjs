/** @file Paints scripts/icon/icon.svg to media/icon.png: `node scripts/icon.mjs`. */
// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { openBrowser } from './vscode-host/window.mjs';

const { browser, context } = await openBrowser({ width: 256, height: 256 });
const page = await context.newPage();
const drawing = readFileSync(join(root, 'scripts/icon/icon.svg'), 'utf8');
await page.setContent(`<body style="margin:0;background:transparent">${drawing}</body>`);
await page.screenshot({ path: join(root, 'media/icon.png'), omitBackground: true });
await browser.close();
