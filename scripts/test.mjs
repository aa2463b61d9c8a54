/** @file `npm test`: sets the machine up, then runs the suites. `npm test -- unit tape` runs one, filtered by file name. */
import { parseArgs } from 'node:util';
import { endChildren } from './process.mjs';
import { ensureDependencies, requireNode } from './setup.mjs';

const help = `npm test -- [suites] [filter] [--help]

Suites, in the order in which they run:
  unit       everything under test/ that needs neither a browser nor VS Code
  browser    test/**/*.browser.test.ts, in Chromium
  vscode     test/vscode, inside the extension host of a real VS Code
  e2e        test/e2e, driving that VS Code's window
Checks, run with --all (as .ci/run does) or by name:
  types      tsc
  lint       biome and knip
  package    what the VSIX holds
Slow tests, only by name (npm run test:long):
  long       test/**/*.long.test.ts

A word that names no suite selects test files whose path contains it.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { all: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) {
  console.log(help);
  process.exit(0);
}
requireNode();
process.once('SIGINT', () => {
  endChildren();
  process.exit(130);
});
try {
  await ensureDependencies();
  // Only now may modules be loaded that need the dependencies.
  const { runSuites } = await import('./test/suites.mjs');
  const failed = await runSuites(positionals, values.all === true);
  process.exit(failed === 0 ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exit(1);
}
