/** @file Runs the mocha suite of test/vscode inside the extension host of a real VS Code and gives its exit code. */
// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { root } from '../root.mjs';
import { startServer } from './server.mjs';
import { openBrowser } from './window.mjs';

/** What the suites may open; they must not change it. */
export const testWorkspace = join(root, 'examples');

/**
 * @param {NodeJS.ProcessEnv} env of the extension host; the counts of the run go to its GRADLENS_TEST_COUNTS
 * @param {string} tests path of the bundled test/vscode/index.ts
 * @param {{ timeoutMs?: number }} [options]
 */
export async function runExtensionTests(env, tests, { timeoutMs = 240_000 } = {}) {
  /** @type {string[]} */
  const log = [];
  const server = await startServer({ mode: 'test', env });
  const { browser, context } = await openBrowser();
  try {
    const page = await context.newPage();
    await page.exposeFunction('codeAutomationLog', (/** @type {string} */ _type, /** @type {unknown[]} */ args) => {
      log.push(format(...args));
    });
    /** @type {Promise<number>} */
    const exit = new Promise((resolve) => {
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    await page.goto(server.url({ workspace: testWorkspace, tests }), { waitUntil: 'domcontentloaded' });
    /** @type {Promise<number>} */
    const late = new Promise((resolve) => {
      setTimeout(resolve, timeoutMs, 124).unref();
    });
    const code = await Promise.race([exit, late]);
    if (code === 124) console.log(`  the suite did not end within ${timeoutMs / 1000} s\n${server.log()}`);
    // What the window logged matters only where mocha could not report.
    if (code !== 0 && !existsSync(env.GRADLENS_TEST_COUNTS ?? '')) console.log(log.slice(-60).join('\n'));
    return code;
  } finally {
    await browser.close();
    await server.stop();
  }
}
