/** @file Entry of the mocha suites that run inside the extension host of a real VS Code. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

const root = join(__dirname, '../../..');

/** Runs every suite beside this file; rejects when a test failed. */
export async function run(): Promise<void> {
  // The counts are for the runner that started this VS Code; without one, mocha's own report will do.
  const reporter = process.env.GRADLENS_TEST_COUNTS ? join(root, 'scripts/test/reporter.cjs') : 'spec';
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, slow: 5_000, color: false, reporter });
  for (const file of readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.cjs')) mocha.addFile(join(__dirname, file));
  }
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
