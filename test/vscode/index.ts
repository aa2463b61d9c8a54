/** @file What VS Code loads as `extensionTestsPath`: runs the bundled mocha suites of this folder. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/** @throws when a test fails, which gives VS Code a non-zero exit code */
export async function run(): Promise<void> {
  const reporter = path.resolve(__dirname, '../../../scripts/test/reporter.cjs');
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter });
  for (const file of readdirSync(__dirname)) if (file.endsWith('.test.cjs')) mocha.addFile(path.join(__dirname, file));
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
