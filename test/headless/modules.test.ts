/** @file Imports, end to end: files, packages, changes on the disk. */
import assert from 'node:assert/strict';
import { ask, failing, grads, headless, temporaryFolder } from './fixture';

const { differentiate } = headless;

describe('headless', function () {
  this.timeout(30_000);
  const { put, inFolder } = temporaryFolder();
  describe('modules', () => {
    it('imports other files, unsaved entry text included, and packages', async () => {
      put('lib/square.ts', 'export const square = (x: number): number => x * x;');
      put('node_modules/cube/package.json', '{"name":"cube","version":"1.0.0","main":"main.js"}');
      put('node_modules/cube/main.js', 'module.exports = function cube(x) { return x * x * x }');
      const source =
        "import { square } from './lib/square';\nimport cube from 'cube';\nexport const f = (x: number) => square(x) + cube(x);";
      const made = await differentiate({ fileName: inFolder('not-there.ts'), source, target: 'f', inputs: [2] });
      assert.deepEqual([made.output.value, ...grads(made)], [12, 16]);
      assert.equal(Object.keys(made.sources).length, 3);
    });
    it('imports data: JSON of the workspace and of a package, also where typed arrays are watched', async () => {
      put('data.json', '{\n  "k": 3,\n  "list": [1, 2]\n}\n');
      put('node_modules/table/package.json', '{"name":"table","version":"1.5.0","main":"main.js"}');
      put('node_modules/table/main.js', "exports.version = parseFloat(require('./package.json').version);");
      const source = `import data, { k } from './data.json';
import { version } from 'table';
const store = new Float64Array(1);
export const f = (x: number) => {
  store[0] = x * k;
  return store[0] * data.list[1] + version;
};`;
      const made = await differentiate({ fileName: inFolder('json.ts'), source, target: 'f', inputs: [2] });
      assert.deepEqual([made.output.value, ...grads(made)], [13.5, 6]);
    });
    it('reads the file where no text is given', async () => {
      const fileName = put('own.ts', 'export const f = (x: number) => 5 * x;');
      assert.deepEqual(grads(await differentiate({ fileName, target: 'f' })), [5]);
    });
    it('sees a module that changed on the disk', async () => {
      const source = "import { k } from './k'; export const f = (x: number) => k * x;";
      const run = async () => grads(await differentiate({ fileName: inFolder('b.ts'), source, target: 'f' }));
      put('k.ts', 'export const k = 2;');
      assert.deepEqual(await run(), [2]);
      await new Promise((done) => setTimeout(done, 20));
      put('k.ts', 'export const k = 3.5;');
      assert.deepEqual(await run(), [3.5]);
    });
    it('uses a large package over calls and over a sandbox that was replaced', async () => {
      const body = Array.from(
        { length: 20_000 },
        (_, k) => `function f${k}(x) { var y = x * ${k} + 1; return y / 2 }\n`,
      ).join('');
      put('node_modules/big/package.json', '{"name":"big","version":"1.0.0"}');
      put('node_modules/big/index.js', `${body}exports.f = f1;`);
      const source = "import { f } from 'big'; export const g = (x: number) => f(x);";
      const run = async () =>
        grads(await differentiate({ fileName: inFolder('c.ts'), source, target: 'g', inputs: [3] }));
      assert.deepEqual([await run(), await run()], [[0.5], [0.5]]);
      await failing(ask('function f(x: number) { for (;;) x = x * 1; }', { target: 'f', timeoutMs: 50 }));
      assert.deepEqual(await run(), [0.5]);
    });
    it('runs the whole file where a module that it imports imports it back', async () => {
      put('back.ts', "import { base } from './cycle'; export const scaled = (x: number) => base() * x;");
      const fileName = put(
        'cycle.ts',
        "import { scaled } from './back';\nexport function base() { return 3; }\nexport const f = (x: number) => scaled(x) * x;",
      );
      assert.deepEqual(grads(await differentiate({ fileName, target: 'f', inputs: [2] })), [12]);
    });
    it('does not run statements that the target does not need', async () => {
      const source =
        "import net from 'net';\nconst server = net.createServer().listen(1);\nexport const f = (x: number) => 2 * x;\nserver.close();";
      assert.deepEqual(grads(await ask(source, { target: 'f' })), [2]);
    });
  });
});
