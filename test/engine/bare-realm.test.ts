/** @file The engine runs in a realm that has nothing but ECMAScript. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';

describe('the engine in a bare realm', function () {
  this.timeout(30_000);
  it('needs no global of Node or the browser', async () => {
    const made = await build({
      stdin: {
        contents: `import * as engine from './src/engine'; globalThis.engine = engine;`,
        resolveDir: join(__dirname, '../../..'),
        loader: 'ts',
      },
      bundle: true,
      write: false,
      format: 'iife',
      platform: 'neutral',
      target: 'es2022',
      logLevel: 'silent',
    });
    const realm = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
    runInContext(made.outputFiles[0].text, realm);
    const result = runInContext(
      `(() => {
        const x = new engine.Variable(2);
        const a = engine.square(x);
        engine.add(engine.square(a), engine.square(a)).backward({ createGraph: true });
        const gx = x.grad;
        x.clearGrad();
        gx.backward();
        return JSON.stringify([gx.data, x.grad.data, String(x), engine.gradientCheck((v) => engine.tanh(v), 0.5).passed]);
      })()`,
      realm,
    );
    assert.deepEqual(JSON.parse(result), [64, 96, 'variable(2)', true]);
  });
});
