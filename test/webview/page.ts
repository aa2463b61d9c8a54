/** @file Opens the built panel in a browser, under the policy that the host sets, for tests and for looking. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { Harness } from './harness';
import { type ThemeName, themeStyle, themes } from './themes';

declare global {
  interface Window {
    harness: Harness;
  }
}

export interface Site {
  address: string;
  close(): Promise<void>;
}

/** Serves the page on 127.0.0.1. `root` is the repository; the panel must have been built. */
export async function serve(root: string): Promise<Site> {
  const harness = await build({
    entryPoints: [join(root, 'test/webview/harness.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
  });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const theme = (url.searchParams.get('theme') ?? 'dark') as ThemeName;
    const send = (type: string, body: string | Buffer) => response.writeHead(200, { 'content-type': type }).end(body);
    if (url.pathname === '/harness.js') send('text/javascript', harness.outputFiles[0].text);
    else if (url.pathname === '/panel.js' || url.pathname === '/panel.css') {
      send(
        url.pathname.endsWith('js') ? 'text/javascript' : 'text/css',
        readFileSync(join(root, 'dist/webview', url.pathname)),
      );
    } else send('text/html; charset=utf-8', html(theme, url.searchParams.has('still')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function html(theme: ThemeName, still: boolean): string {
  const policy =
    "default-src 'none'; script-src 'nonce-n'; style-src 'nonce-t' 'self'; worker-src blob:; img-src data: blob:; font-src 'self'";
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gradlens</title>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<style nonce="t">:root { ${themeStyle(theme)} }</style><link rel="stylesheet" href="panel.css"></head>
<body class="${themes[theme].bodyClass}${still ? ' vscode-reduce-motion' : ''}"><script nonce="n" src="harness.js"></script><script nonce="n" src="panel.js"></script></body></html>`;
}

export interface Look {
  theme?: ThemeName;
  width?: number;
  height?: number;
}

/** A page with the panel in it; anything that goes wrong in it fails the test that looks. */
export async function open(browser: Browser, site: Site, look: Look = {}): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ viewport: { width: look.width ?? 1200, height: look.height ?? 1040 } });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('favicon')) errors.push(message.text());
  });
  await page.goto(`${site.address}?theme=${look.theme ?? 'dark'}&still`);
  await page.waitForFunction(() => window.harness?.said.some((message) => message.type === 'ready'));
  return { page, errors };
}

export async function show(page: Page, name: string): Promise<void> {
  await page.evaluate((program) => window.harness.show(program), name);
  await page.waitForSelector('.graph .item, .graph canvas');
  // The better layout comes within its time limit.
  await page.waitForTimeout(650);
}
