/** @file The outer realm of the sandbox has nothing to give, even to code that runs in it. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { startNodeSandbox } from '../../src/supervisor/node-sandbox';

describe('the outer realm of the sandbox', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'gradlens-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('gives no file, process, network, worker, native code, environment or code from text', async () => {
    const outfile = join(folder, 'probe.cjs');
    await build({
      entryPoints: ['test/sandbox/probes/outer-realm.ts'],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile,
      logLevel: 'error',
    });
    const sandbox = startNodeSandbox(outfile)({ heapMb: 256 });
    try {
      const succeeded = await new Promise<string[]>((resolve, reject) => {
        sandbox.listen((text) => resolve(JSON.parse(text)));
        sandbox.onEnd(({ detail }) => reject(new Error(detail)));
        sandbox.post('go');
      });
      assert.deepEqual(succeeded, []);
    } finally {
      sandbox.kill();
    }
  });
});
