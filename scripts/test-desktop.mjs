/** @file `npm run test:desktop`: the mocha suite of test/vscode in a desktop VS Code that @vscode/test-electron downloads. */
// @ts-check
import { join } from 'node:path';

import { root } from './root.mjs';
import { build, ensureDependencies, requireNode } from './setup.mjs';

requireNode();
await ensureDependencies();
await build();
const { buildTests, testFiles } = await import('../esbuild.mjs');
const broken = await buildTests(testFiles().filter((file) => file.startsWith('test/vscode/')));
if (broken.length > 0) {
  for (const { file, message } of broken) console.error(`${file}: ${message}`);
  process.exit(1);
}
const { testWorkspace } = await import('./vscode-host/extension-tests.mjs');
const { runTests } = await import('@vscode/test-electron');
try {
  const code = await runTests({
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, 'out/test/vscode/index.cjs'),
    launchArgs: [testWorkspace, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome'],
  });
  process.exit(code);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(
    'Where the desktop VS Code cannot be downloaded or shown, `npm test` runs the same suite in one from npm.',
  );
  process.exit(1);
}
