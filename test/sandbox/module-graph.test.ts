/** @file The import closure, with the real transform and a supervisor that is a table of texts. */
import assert from 'node:assert/strict';
import type { ImportQuery, ModuleLayer, ModuleText } from '../../src/protocol/border';
import type { GradlensError } from '../../src/protocol/codes';
import { defaultLimits } from '../../src/protocol/request';
import { ModuleCache } from '../../src/sandbox/module-cache';
import { ModuleGraph } from '../../src/sandbox/module-graph';
import { instrument } from '../../src/snippet/instrument';

type Files = Record<string, string>;

function world(files: Files, limits: object = {}) {
  const transformed: string[] = [];
  const asked: ImportQuery[][] = [];
  const kept = new Map<string, string>();
  const cache = new ModuleCache(
    (source, options) => {
      transformed.push(options.fileName ?? '');
      return instrument(source, options);
    },
    (pack) => {
      const { key, instrumented } = pack();
      kept.set(key, instrumented);
    },
    () => undefined,
  );
  const resolve = async (queries: ImportQuery[]): Promise<ModuleLayer> => {
    asked.push(queries);
    const imports = queries.map(({ specifier }) => {
      if (specifier === 'fs') return { to: 'stub' as const, name: 'fs' };
      const id = specifier.startsWith('.') ? `/w/${specifier.slice(2)}.ts` : `/w/node_modules/${specifier}.js`;
      return id in files ? { to: 'module' as const, id } : { to: 'missing' as const, detail: '' };
    });
    const ids = new Set(imports.flatMap((to) => (to.to === 'module' ? [to.id] : [])));
    const modules = [...ids].map(
      (id): ModuleText => ({ id, kind: id.endsWith('.js') ? 'commonjs' : 'esm', hash: files[id], text: files[id] }),
    );
    return { imports, modules };
  };
  const forms: boolean[] = [];
  const graphOf = (entry: string, keep?: { start: number; end: number }[]) => {
    const file = { fileName: '/w/entry.ts', source: entry, sourceHash: '' };
    const module = cache.entry(file, { keep });
    return new ModuleGraph(module, cache, resolve, { ...defaultLimits, ...limits }, ({ typedArrays, whole }) => {
      forms.push(whole);
      return cache.entry(file, { typedArrays, ...(whole ? {} : { keep }) });
    });
  };
  return { graphOf, forms, transformed, asked, kept, cache };
}

const collected = async (graph: ModuleGraph) => {
  await graph.collect();
  return [...graph.modules.keys()];
};
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no failure',
    (error: GradlensError) => error.code,
  );

describe('ModuleGraph', () => {
  it('collects cycles and diamonds once each, one question per layer', async () => {
    const { graphOf, asked } = world({
      '/w/a.ts': "import { c } from './c'; export const a = () => c;",
      '/w/b.ts': "import { c } from './c'; import { a } from './a'; export const b = [a, c];",
      '/w/c.ts': "import { b } from './b'; export const c = () => b;",
    });
    assert.deepEqual(await collected(graphOf("import { a } from './a'; import { b } from './b'; a(b);")), [
      '/w/entry.ts',
      '/w/a.ts',
      '/w/b.ts',
      '/w/c.ts',
    ]);
    assert.deepEqual(
      asked.map((layer) => layer.length),
      [2, 3, 1],
    );
  });

  it('gives every module sites of its own', async () => {
    const { graphOf } = world({
      '/w/a.ts': 'export const f = (x: number) => x * x + x;',
      '/w/b.ts': 'export const g = (x: number) => x / 2 - x;',
    });
    const graph = graphOf(
      "import { f } from './a'; import { g } from './b'; export const h = (x: number) => f(x) + g(x);",
    );
    await graph.collect();
    const ranges = [...graph.modules.values()]
      .map(({ siteBase, instrumented }) => [siteBase, siteBase + instrumented.sites.length])
      .sort((x, y) => x[0] - y[0]);
    for (let k = 1; k < ranges.length; k++) assert.ok(ranges[k - 1][1] <= ranges[k][0]);
    assert.ok(ranges.every(([start, end]) => end > start));
  });

  it('transforms a module once, however often it is used, and also in a later sandbox', async () => {
    const files = { '/w/a.ts': 'export const f = (x: number) => x * x;' };
    const first = world(files);
    const source = "import { f } from './a'; f(1);";
    await first.graphOf(source).collect();
    await first.graphOf(`${source} f(2);`).collect();
    assert.equal(first.transformed.filter((id) => id === '/w/a.ts').length, 1);
    const [[key, kept]] = [...first.kept];
    assert.match(key, /^esm:\.ts:/);
    const later = world(files);
    const module = { id: '/w/a.ts', kind: 'esm' as const, hash: files['/w/a.ts'], text: files['/w/a.ts'], kept };
    const loaded = later.cache.load(module);
    assert.equal(later.transformed.length, 0);
    const original = first.cache.load({ ...module, kept: undefined });
    assert.deepEqual(loaded.instrumented, original.instrumented);
  });

  it('leaves a mentioned built-in to a stub, and says which import of the own file was not found', async () => {
    const { graphOf } = world({ '/w/node_modules/p.js': "try { require('optional') } catch {} module.exports = 1" });
    const graph = graphOf("import fs from 'fs'; import p from 'p'; fs; p;");
    await graph.collect();
    assert.deepEqual(
      [...graph.stubs.values()].map(({ name, kind }) => [name, kind]),
      [
        ['fs', 'stub'],
        ['optional', 'missing'],
      ],
    );
    await assert.rejects(graphOf("import { x } from './gone'; x();").collect(), (error: GradlensError) => {
      assert.deepEqual([error.code, error.failure.fileName], ['moduleNotFound', '/w/entry.ts']);
      assert.ok((error.failure.end ?? 0) > (error.failure.start ?? 0));
      return true;
    });
  });

  it('stops at the limits of modules and of text', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, k) => [`/w/m${k}.ts`, `export * from './m${k + 1}'; export const x${k} = 1;`]),
    );
    files['/w/m20.ts'] = '';
    assert.equal(
      await codeOf(world(files, { modules: 5 }).graphOf("import { x1 } from './m0'; x1;").collect()),
      'moduleLimit',
    );
    assert.equal(
      await codeOf(world(files, { sourceBytes: 300 }).graphOf("import { x1 } from './m0'; x1;").collect()),
      'sourceLimit',
    );
    assert.equal(await codeOf(world(files).graphOf("import { x1 } from './m0'; x1;").collect()), 'no failure');
  });

  it('keeps the whole entry where another module imports it, with what that imports', async () => {
    const { graphOf, forms } = world({
      '/w/a.ts': "import { base } from './entry'; export const a = (x: number) => base * x;",
      '/w/b.ts': 'export const b = 2;',
      '/w/entry.ts': '',
    });
    const source =
      "import { a } from './a'; import { b } from './b'; export const base = b + 1; export const f = (x: number) => a(x);";
    const graph = graphOf(source, [{ start: source.indexOf('export const f'), end: source.length }]);
    assert.deepEqual(await collected(graph), ['/w/entry.ts', '/w/a.ts', '/w/b.ts']);
    assert.deepEqual(forms, [true]);
    assert.match(graph.modules.get('/w/entry.ts')?.instrumented.code ?? '', /base/);
  });

  it('watches elements in every module once any module uses typed arrays', async () => {
    const { graphOf } = world({
      '/w/a.ts': 'export const first = (xs: number[]) => xs[0];',
      '/w/b.ts': 'export const make = () => new Float64Array(2);',
    });
    const plain = graphOf("import { first } from './a'; first([1]);");
    await plain.collect();
    const watched = graphOf(
      "import { first } from './a'; import { make } from './b'; first(make() as unknown as number[]);",
    );
    await watched.collect();
    const code = (graph: ModuleGraph) => graph.modules.get('/w/a.ts')?.instrumented.code;
    assert.notEqual(code(plain), code(watched));
  });
});
