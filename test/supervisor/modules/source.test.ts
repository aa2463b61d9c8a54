/** @file Layers of imports: each text once, nothing stale, nothing read twice. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hashOf } from '../../../src/supervisor/modules/files';
import { nodeFileAccess } from '../../../src/supervisor/modules/node-file-access';
import { FileModuleSource } from '../../../src/supervisor/modules/source';
import { leads, tree } from './tree';

const importer = '/ws/main.ts';

describe('a layer of imports', () => {
  it('answers every query in order and gives each module once', async () => {
    const files = tree({
      '/ws/a.ts': 'export const a = 1;',
      '/ws/b.json': '{"k": 1}',
      '/ws/c.cjs': 'exports.c = 1;',
      '/ws/bad.ts': '',
    });
    const source = new FileModuleSource(files);
    const { imports, modules } = await source.resolve(
      ['./a', './b.json', './a.js', 'fs', './none', './c.cjs'].map((specifier) => ({
        specifier,
        importer,
        kind: 'import' as const,
      })),
    );
    assert.deepEqual(
      imports.map(({ to }) => to),
      ['module', 'module', 'module', 'stub', 'missing', 'module'],
    );
    assert.deepEqual(
      modules.map(({ id, kind }) => `${kind} ${id}`),
      ['esm /ws/a.ts', 'json /ws/b.json', 'commonjs /ws/c.cjs'],
    );
    assert.equal(modules[0].text, 'export const a = 1;');
    assert.equal(modules[0].hash, hashOf('export const a = 1;'));
  });

  it('reads a text again only when its version changes', async () => {
    const files = tree({ '/ws/a.ts': 'export const a = 1;' });
    const source = new FileModuleSource(files);
    const ask = async (): Promise<string> =>
      (await source.resolve([{ specifier: './a', importer, kind: 'import' }])).modules[0].text;
    await ask();
    await ask();
    assert.equal(files.reads.filter((one) => one === '/ws/a.ts').length, 1);
    files.files.set('/ws/a.ts', 'export const a = 2;');
    assert.equal(await ask(), 'export const a = 2;');
  });

  it('asks about each file once for one program, and again for the next', async () => {
    const files = tree({
      '/ws/node_modules/p/package.json': { main: './index.js' },
      '/ws/node_modules/p/index.js': 'exports.p = 1;',
    });
    const asked: string[] = [];
    const source = new FileModuleSource({
      ...files,
      isFile: (path) => {
        asked.push(path);
        return files.isFile(path);
      },
      version: async (path) => {
        asked.push(path);
        return (await files.version?.(path)) ?? null;
      },
    });
    const program = async (): Promise<string> => {
      source.begin();
      asked.length = 0;
      const found = [await leads(source, 'p', importer), await leads(source, './index.js', '/ws/node_modules/p/b.js')];
      return found.join(' ');
    };
    const path = '/ws/node_modules/p/index.js';
    assert.equal(await program(), `${path} ${path}`);
    assert.equal(asked.filter((one) => one === path).length, 1);
    files.files.delete(path);
    assert.equal(await program(), 'missing missing');
  });

  it('sees files that come and go, a changed package type, and a changed configuration', async () => {
    const files = tree({ '/ws/main.ts': '', '/ws/x.js': 'var a = 1;' });
    const source = new FileModuleSource(files);
    assert.equal(await leads(source, './a', importer), 'missing');
    files.files.set('/ws/a.ts', '');
    assert.equal(await leads(source, './a', importer), '/ws/a.ts');
    files.files.delete('/ws/a.ts');
    assert.equal(await leads(source, './a', importer), 'missing');
    const kind = async (): Promise<string> =>
      (await source.resolve([{ specifier: './x.js', importer, kind: 'import' }])).modules[0].kind;
    assert.equal(await kind(), 'commonjs');
    files.files.set('/ws/package.json', '{"type": "module"}');
    assert.equal(await kind(), 'esm');
    files.files.set('/ws/lib/q.ts', '');
    assert.equal(await leads(source, 'q', importer), 'missing');
    files.files.set('/ws/tsconfig.json', '{"compilerOptions": {"baseUrl": "lib"}}');
    assert.equal(await leads(source, 'q', importer), '/ws/lib/q.ts');
  });

  it('says that a file which cannot be read is missing', async () => {
    const files = tree({ '/ws/a.ts': '' });
    const source = new FileModuleSource({ ...files, readText: async () => Promise.reject(new Error('no right')) });
    const { imports } = await source.resolve([{ specifier: './a', importer, kind: 'import' }]);
    assert.match(imports[0].to === 'missing' ? imports[0].detail : '', /cannot be read/);
  });

  it('gives an import() of an ECMAScript module the conditions of an import', async () => {
    const files = tree({
      '/ws/node_modules/d/package.json': { exports: { import: './m.mjs', require: './c.cjs' } },
      '/ws/node_modules/d/m.mjs': '',
      '/ws/node_modules/d/c.cjs': '',
      '/ws/esm.mjs': '',
      '/ws/old.cjs': '',
      '/ws/entry.ts': 'export const x = import("d");',
      '/ws/entry.js': 'exports.d = require("d");',
    });
    const source = new FileModuleSource(files);
    await source.resolve(
      ['./esm.mjs', './old.cjs'].map((specifier) => ({ specifier, importer, kind: 'import' as const })),
    );
    assert.equal(await leads(source, 'd', '/ws/esm.mjs', 'require'), '/ws/node_modules/d/m.mjs');
    assert.equal(await leads(source, 'd', '/ws/old.cjs', 'require'), '/ws/node_modules/d/c.cjs');
    assert.equal(await leads(source, 'd', '/ws/entry.ts', 'require'), '/ws/node_modules/d/m.mjs');
    assert.equal(await leads(source, 'd', '/ws/entry.js', 'require'), '/ws/node_modules/d/c.cjs');
  });

  it('works on the disk, and lets unsaved text win', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'gradlens-modules-'));
    try {
      await writeFile(path.join(folder, 'a.ts'), '\ufeffexport const a = 1;');
      const main = path.join(folder, 'main.ts');
      const disk = new FileModuleSource(nodeFileAccess());
      const ask = async (source: FileModuleSource): Promise<string> =>
        (await source.resolve([{ specifier: './a', importer: main, kind: 'import' }])).modules[0].text;
      assert.equal(await ask(disk), 'export const a = 1;');
      await writeFile(path.join(folder, 'a.ts'), 'export const a = 2;');
      assert.equal(await ask(disk), 'export const a = 2;');
      const unsaved = new FileModuleSource(
        nodeFileAccess(new Map([[path.join(folder, 'a.ts'), 'export const a = 3;']])),
      );
      assert.equal(await ask(unsaved), 'export const a = 3;');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('tells texts apart', () => {
    const texts = Array.from({ length: 20_000 }, (_, i) => `x${i.toString(36)}`);
    assert.equal(new Set(texts.map(hashOf)).size, texts.length);
    assert.match(hashOf(''), /^[0-9a-f]{32}$/);
  });
});
