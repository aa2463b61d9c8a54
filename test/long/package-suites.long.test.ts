/** @file The own test suites of packages pass when the packages and the suites themselves are instrumented. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf, packagesIn } from './instrumented-packages';

interface OwnTest {
  title: string;
  /** null where it passed. */
  failure: string | null;
}

/** Runs the mocha files of a package; tests that take a callback or promise are none of these. */
function ownTests(name: string, folder: string, instrumented: boolean): { tests: OwnTest[]; files: string[] } {
  const tests: OwnTest[] = [];
  const path: string[] = [];
  const describe = (title: string, body: () => void): void => {
    path.push(title);
    body();
    path.pop();
  };
  const it = (title: string, body: () => unknown): void => {
    let failure: string | null = null;
    try {
      assert.ok(body.length === 0 && body.call({ timeout() {} }) === undefined, 'a test that is not synchronous');
    } catch (error) {
      failure = String(error instanceof Error ? error.stack : error);
    }
    tests.push({ title: [...path, title].join(' > '), failure });
  };
  // `assert` tells an error from an object by the Error of its own realm.
  const packages = packagesIn({ describe, it, console, Error }, instrumented);
  const at = join(folderOf(name), folder);
  for (const file of readdirSync(at).filter((one) => one.endsWith('.js'))) packages.load(join(at, file));
  return { tests, files: packages.files };
}

/** Name of the package, folder of its tests, and how many tests it has at least. */
const suites: [name: string, folder: string, atLeast: number][] = [
  ['complex.js', 'tests', 100],
  ['fraction.js', 'tests', 100],
  ['quaternion', 'tests', 50],
  ['geographiclib-geodesic', 'test', 20],
  ['black-scholes', 'test', 5],
];

describe('own test suites of packages, instrumented', function () {
  this.timeout(300_000);
  for (const [name, folder, atLeast] of suites) {
    it(`${name} passes what it passes plain`, () => {
      const plain = ownTests(name, folder, false);
      const instrumented = ownTests(name, folder, true);
      const failed = instrumented.tests.filter(({ failure }) => failure !== null);
      console.log(`      ${name}: ${instrumented.tests.length} tests, ${instrumented.files.length} files`);
      assert.ok(plain.tests.length >= atLeast, `only ${plain.tests.length} tests were found`);
      const passing = (tests: OwnTest[]): string[] => tests.map(({ title, failure }) => `${failure === null} ${title}`);
      assert.deepEqual(passing(instrumented.tests), passing(plain.tests), failed[0]?.failure ?? '');
      assert.equal(failed.length, 0, failed[0]?.failure ?? '');
    });
  }
});
