/** @file Where imports lead, in trees like those of real projects. */
import assert from 'node:assert/strict';
import { leads, tree } from './tree';

const main = '/ws/src/main.ts';

describe('imports of files', () => {
  it('find extensions, folders and what a compiled name was written as', async () => {
    const files = tree({
      '/ws/src/main.ts': '',
      '/ws/src/a.ts': '',
      '/ws/src/b.tsx': '',
      '/ws/src/c.mts': '',
      '/ws/src/d.cts': '',
      '/ws/src/e/index.ts': '',
      '/ws/src/f.js': '',
      '/ws/src/f.d.ts': '',
      '/ws/src/g.json': '{}',
      '/ws/src/h.only.d.ts': '',
      '/ws/src/p.v2.ts': '',
      '/ws/other.ts': '',
    });
    const expected: Record<string, string> = {
      './a': '/ws/src/a.ts',
      './a.js': '/ws/src/a.ts',
      './a.ts': '/ws/src/a.ts',
      './b.js': '/ws/src/b.tsx',
      './c.mjs': '/ws/src/c.mts',
      './d.cjs': '/ws/src/d.cts',
      './e': '/ws/src/e/index.ts',
      './e/index.js': '/ws/src/e/index.ts',
      './f': '/ws/src/f.js',
      './f.js': '/ws/src/f.js',
      './g.json': '/ws/src/g.json',
      './h.only': 'missing',
      './p.v2': '/ws/src/p.v2.ts',
      '../other': '/ws/other.ts',
      '/ws/other': '/ws/other.ts',
      './a?worker': '/ws/src/a.ts',
      './missing': 'missing',
    };
    for (const [specifier, path] of Object.entries(expected))
      assert.equal(await leads(files, specifier, main), path, specifier);
  });

  it('prefer the source to its output for TypeScript, and what is written for JavaScript', async () => {
    const files = tree({ '/ws/a.ts': '', '/ws/a.js': '' });
    assert.equal(await leads(files, './a.js', '/ws/x.ts'), '/ws/a.ts');
    assert.equal(await leads(files, './a.js', '/ws/x.js'), '/ws/a.js');
    assert.equal(await leads(files, './a', '/ws/x.js'), '/ws/a.js');
  });

  it('work in virtual workspaces and on Windows', async () => {
    const files = tree({
      'vscode-vfs://github/owner/name/src/a.ts': '',
      'vscode-vfs://github/owner/name/node_modules/p/index.js': '',
      'C:\\ws\\src\\a.ts': '',
    });
    const importer = 'vscode-vfs://github/owner/name/src/main.ts';
    assert.equal(await leads(files, './a', importer), 'vscode-vfs://github/owner/name/src/a.ts');
    assert.equal(await leads(files, 'p', importer), 'vscode-vfs://github/owner/name/node_modules/p/index.js');
    assert.equal(await leads(files, './a.js', 'C:\\ws\\src\\main.ts'), 'C:\\ws\\src\\a.ts');
  });

  it('give declarations where only types are of interest', async () => {
    const files = tree({
      '/ws/src/f.js': '',
      '/ws/src/f.d.ts': '',
      '/ws/node_modules/p/package.json': { main: './p.js', types: './p.d.ts' },
      '/ws/node_modules/p/p.js': '',
      '/ws/node_modules/p/p.d.ts': '',
      '/ws/node_modules/@types/q/index.d.ts': '',
      '/ws/node_modules/r/package.json': { exports: { '.': { types: './r.d.ts', default: './r.js' } } },
      '/ws/node_modules/r/r.js': '',
      '/ws/node_modules/r/r.d.ts': '',
    });
    assert.equal(await leads(files, './f.js', main, 'type'), '/ws/src/f.d.ts');
    assert.equal(await leads(files, 'p', main, 'type'), '/ws/node_modules/p/p.d.ts');
    assert.equal(await leads(files, 'q', main, 'type'), '/ws/node_modules/@types/q/index.d.ts');
    assert.equal(await leads(files, 'r', main, 'type'), '/ws/node_modules/r/r.d.ts');
    assert.equal(await leads(files, 'p', main), '/ws/node_modules/p/p.js');
  });
});

describe('tsconfig and jsconfig', () => {
  it('map paths, best pattern first, and fall back to baseUrl', async () => {
    const files = tree({
      '/ws/tsconfig.json': `{
        // with comments
        "compilerOptions": { "baseUrl": "./src", "paths": { "@/*": ["lib/*", "fallback/*"], "@/deep/*": ["deep/*"], "exact": ["one.ts"], "*.model": ["models/*"], }, },
      }`,
      '/ws/src/lib/a.ts': '',
      '/ws/src/fallback/b.ts': '',
      '/ws/src/deep/c.ts': '',
      '/ws/src/one.ts': '',
      '/ws/src/models/car.ts': '',
      '/ws/src/tools/t.ts': '',
    });
    assert.equal(await leads(files, '@/a', main), '/ws/src/lib/a.ts');
    assert.equal(await leads(files, '@/a.js', main), '/ws/src/lib/a.ts');
    assert.equal(await leads(files, '@/b', main), '/ws/src/fallback/b.ts');
    assert.equal(await leads(files, '@/deep/c', main), '/ws/src/deep/c.ts');
    assert.equal(await leads(files, 'exact', main), '/ws/src/one.ts');
    assert.equal(await leads(files, 'car.model', main), '/ws/src/models/car.ts');
    assert.equal(
      await leads(
        tree({ '/ws/jsconfig.json': { compilerOptions: { baseUrl: 'src' } }, '/ws/src/tools/t.js': '' }),
        'tools/t',
        '/ws/src/x.js',
      ),
      '/ws/src/tools/t.js',
    );
  });

  it('extend others: relative, of packages, several, each with its own folder', async () => {
    const files = tree({
      '/ws/app/tsconfig.json': { extends: ['../base/tsconfig.paths.json', '@org/config', './local'] },
      '/ws/base/tsconfig.paths.json': { extends: './root.json' },
      '/ws/base/root.json': { compilerOptions: { paths: { 'base/*': ['./lib/*'] } } },
      '/ws/node_modules/@org/config/tsconfig.json': { compilerOptions: { baseUrl: '${configDir}/gen' } },
      '/ws/app/local.json': { compilerOptions: {} },
      '/ws/base/lib/a.ts': '',
      '/ws/node_modules/@org/config/gen/g.ts': '',
    });
    assert.equal(await leads(files, 'base/a', '/ws/app/x.ts'), '/ws/base/lib/a.ts');
  });

  it('refer to the project that includes the file', async () => {
    const files = tree({
      '/ws/tsconfig.json': { files: [], references: [{ path: './tsconfig.node.json' }, { path: './packages/app' }] },
      '/ws/tsconfig.node.json': {
        include: ['scripts/**/*.ts'],
        compilerOptions: { paths: { '~/*': ['./scripts/*'] } },
      },
      '/ws/packages/app/tsconfig.json': { include: ['src'], compilerOptions: { paths: { '~/*': ['./src/*'] } } },
      '/ws/scripts/a.ts': '',
      '/ws/packages/app/src/a.ts': '',
    });
    assert.equal(await leads(files, '~/a', '/ws/scripts/x.ts'), '/ws/scripts/a.ts');
    assert.equal(await leads(files, '~/a', '/ws/packages/app/src/x.ts'), '/ws/packages/app/src/a.ts');
  });

  it('look in all rootDirs, and ignore what no file is', async () => {
    const files = tree({
      '/ws/tsconfig.json': { compilerOptions: { rootDirs: ['src', 'generated'], paths: { lodash: ['./nowhere'] } } },
      '/ws/generated/views/t.ts': '',
      '/ws/node_modules/lodash/index.js': '',
    });
    assert.equal(await leads(files, './t', '/ws/src/views/x.ts'), '/ws/generated/views/t.ts');
    assert.equal(await leads(files, 'lodash', main), '/ws/node_modules/lodash/index.js');
    assert.equal(
      await leads(tree({ '/ws/tsconfig.json': '{ not json', '/ws/src/a.ts': '' }), './a', main),
      '/ws/src/a.ts',
    );
  });
});

describe('packages', () => {
  const packages = tree({
    '/ws/node_modules/main/package.json': { main: 'lib/entry' },
    '/ws/node_modules/main/lib/entry.js': '',
    '/ws/node_modules/main/sub/thing.js': '',
    '/ws/node_modules/main/data.json': '{}',
    '/ws/node_modules/bare/index.js': '',
    '/ws/node_modules/dual/package.json': { exports: { import: './m.mjs', require: './c.cjs' } },
    '/ws/node_modules/dual/m.mjs': '',
    '/ws/node_modules/dual/c.cjs': '',
    '/ws/node_modules/nested/package.json': {
      exports: {
        '.': { node: { import: './node.mjs', default: './node.js' }, default: './plain.js' },
        './f/*': './lib/*.js',
        './f/private/*': null,
        './package.json': './package.json',
      },
    },
    '/ws/node_modules/nested/node.mjs': "import fs from 'node:fs'",
    '/ws/node_modules/nested/plain.js': '',
    '/ws/node_modules/nested/lib/a.js': '',
    '/ws/node_modules/moduleonly/package.json': { module: 'esm/index.js' },
    '/ws/node_modules/moduleonly/esm/index.js': '',
    '/ws/node_modules/@s/p/package.json': { name: '@s/p', main: './x.js' },
    '/ws/node_modules/@s/p/x.js': '',
    '/ws/node_modules/@s/p/y.js': '',
    '/ws/src/node_modules/bare/index.js': '',
  });
  it('are entered through exports, main, module, or index', async () => {
    const expected: [string, 'import' | 'require', string][] = [
      ['main', 'import', '/ws/node_modules/main/lib/entry.js'],
      ['main/sub/thing', 'import', '/ws/node_modules/main/sub/thing.js'],
      ['main/data.json', 'require', '/ws/node_modules/main/data.json'],
      ['bare', 'import', '/ws/src/node_modules/bare/index.js'],
      ['dual', 'import', '/ws/node_modules/dual/m.mjs'],
      ['dual', 'require', '/ws/node_modules/dual/c.cjs'],
      ['nested', 'import', '/ws/node_modules/nested/plain.js'],
      ['nested/f/a', 'import', '/ws/node_modules/nested/lib/a.js'],
      ['moduleonly', 'require', '/ws/node_modules/moduleonly/esm/index.js'],
      ['@s/p', 'import', '/ws/node_modules/@s/p/x.js'],
      ['@s/p/y', 'import', '/ws/node_modules/@s/p/y.js'],
      ['nobody', 'import', 'missing'],
      ['@s/nobody', 'import', 'missing'],
    ];
    for (const [specifier, kind, path] of expected)
      assert.equal(await leads(packages, specifier, main, kind), path, `${kind} ${specifier}`);
  });

  it('are found by themselves, by #imports, and through links of monorepos and pnpm', async () => {
    const files = tree(
      {
        '/ws/packages/a/package.json': {
          name: '@m/a',
          imports: { '#inner/*': './src/*.js', '#dep': 'dep' },
          exports: { '.': './src/index.js', './two': './src/two.js' },
        },
        '/ws/packages/a/src/index.ts': '',
        '/ws/packages/a/src/two.ts': '',
        '/ws/packages/b/package.json': { name: '@m/b', main: 'dist/index.js' },
        '/ws/packages/b/src/index.ts': '',
        '/ws/node_modules/.pnpm/dep@1/node_modules/dep/index.js': '',
        '/ws/node_modules/.pnpm/dep@1/node_modules/deeper/index.js': '',
      },
      {
        '/ws/packages/a/node_modules/@m/b': '/ws/packages/b',
        '/ws/packages/a/node_modules/dep': '/ws/node_modules/.pnpm/dep@1/node_modules/dep',
      },
    );
    const links = { ...files, isDirectory: async (path: string) => files.isDirectory(path) };
    const importer = '/ws/packages/a/src/x.ts';
    assert.equal(await leads(links, '@m/a/two', importer), '/ws/packages/a/src/two.ts');
    assert.equal(await leads(links, '#inner/two', importer), '/ws/packages/a/src/two.ts');
    assert.equal(await leads(links, '#dep', importer), '/ws/node_modules/.pnpm/dep@1/node_modules/dep/index.js');
    assert.equal(await leads(links, '@m/b', importer), '/ws/packages/b/src/index.ts');
    assert.equal(
      await leads(links, 'deeper', '/ws/node_modules/.pnpm/dep@1/node_modules/dep/index.js'),
      '/ws/node_modules/.pnpm/dep@1/node_modules/deeper/index.js',
    );
  });

  it('keep the workspace’s own name for a linked package where the workspace itself lies behind a link', async () => {
    const files = tree(
      { '/private/ws/packages/b/index.ts': '' },
      { '/ws/node_modules/b': '/private/ws/packages/b', '/ws': '/private/ws' },
    );
    assert.equal(await leads(files, 'b', '/ws/src/x.ts'), '/ws/packages/b/index.ts');
  });
});

describe('what a program does not get', () => {
  it('is a stub with its name: built-ins, addresses, binaries, styles', async () => {
    const files = tree({ '/ws/src/style.css': '', '/ws/node_modules/p/index.js': '' });
    for (const specifier of [
      'fs',
      'node:fs',
      'fs/promises',
      'node:test',
      'worker_threads',
      'vscode',
      'electron',
      'https://example.org/a.js',
      './style.css',
      './a.svg',
      './addon.node',
      './x.wasm',
      'data:text/javascript,1',
    ]) {
      assert.equal(await leads(files, specifier, main), `stub ${specifier}`);
    }
    assert.equal(await leads(files, 'test', main), 'missing');
  });

  it('is a stand-in where a built-in only computes, with what reaches outside as a stub', async () => {
    const files = tree({});
    for (const specifier of ['assert', 'node:assert/strict', 'util', 'events', 'node:crypto', 'path', 'os', 'tty'])
      assert.match(await leads(files, specifier, main), /^gradlens:\/node_modules\//, specifier);
    assert.equal(await leads(files, 'gradlens:outside/crypto', '/x.cjs'), 'stub crypto');
  });

  it('may be replaced by a package of the same name, but not under the prefix node:', async () => {
    const files = tree({ '/ws/node_modules/events/index.js': '' });
    assert.equal(await leads(files, 'events', main), '/ws/node_modules/events/index.js');
    assert.equal(await leads(files, 'node:events', main), 'gradlens:/node_modules/events/index.cjs');
  });

  it('is replaced as a package’s browser map says, where the package would need a built-in', async () => {
    const files = tree({
      '/ws/node_modules/p/package.json': {
        name: 'p',
        main: './node.js',
        browser: {
          './node.js': './web.js',
          './fast.js': './slow.js',
          crypto: false,
          path: './path-shim.js',
          stream: 'readable',
        },
      },
      '/ws/node_modules/p/node.js': "const c = require('crypto');",
      '/ws/node_modules/p/web.js': '',
      '/ws/node_modules/p/fast.js': 'module.exports = 1;',
      '/ws/node_modules/p/slow.js': '',
      '/ws/node_modules/p/path-shim.js': '',
      '/ws/node_modules/readable/index.js': '',
    });
    const inside = '/ws/node_modules/p/x.js';
    assert.equal(await leads(files, 'p', main), '/ws/node_modules/p/web.js');
    assert.equal(await leads(files, './fast', inside, 'require'), '/ws/node_modules/p/fast.js');
    assert.equal(await leads(files, './node', inside, 'require'), '/ws/node_modules/p/web.js');
    assert.equal(await leads(files, 'crypto', inside, 'require'), 'gradlens:empty.cjs');
    assert.equal(await leads(files, 'path', inside, 'require'), '/ws/node_modules/p/path-shim.js');
    assert.equal(await leads(files, 'stream', inside, 'require'), '/ws/node_modules/readable/index.js');
    assert.equal(await leads(files, 'zlib', inside, 'require'), 'stub zlib');
  });
});
