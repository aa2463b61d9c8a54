/** @file Builds all of dist/ (and, with --tests, the test bundles in out/): `npm run build`. */
import { build, context } from 'esbuild';
import { rm } from 'node:fs/promises';
import { globSync } from 'node:fs';

const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');
const minify = process.argv.includes('--minify');

/** The inner realm's prelude, bundled to one script and imported as text. */
const realmPrelude = {
  name: 'realm-prelude',
  setup(build_) {
    build_.onResolve({ filter: /^virtual:realm-prelude$/ }, () => ({ path: 'realm-prelude', namespace: 'realm' }));
    build_.onLoad({ filter: /.*/, namespace: 'realm' }, async () => {
      const made = await build({
        entryPoints: ['src/sandbox/realm/prelude.ts'],
        bundle: true,
        write: false,
        metafile: true,
        format: 'iife',
        platform: 'neutral',
        target: 'es2022',
        minifySyntax: true,
        minifyWhitespace: true,
        keepNames: false,
        globalName: '$glExports',
      });
      return {
        contents: made.outputFiles[0].text,
        loader: 'text',
        watchFiles: Object.keys(made.metafile.inputs),
      };
    });
  },
};

const common = {
  bundle: true,
  sourcemap: true,
  target: 'es2022',
  logLevel: 'info',
  minify,
  legalComments: 'none',
  plugins: [realmPrelude],
};
const node = { ...common, platform: 'node', format: 'cjs', target: 'node20' };

const bundles = [
  { ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.cjs', external: ['vscode'] },
  { ...node, entryPoints: ['src/sandbox/process.ts'], outfile: 'dist/sandbox.cjs' },
  { ...node, entryPoints: ['src/headless.ts'], outfile: 'dist/headless.cjs' },
  {
    ...common,
    platform: 'browser',
    format: 'iife',
    entryPoints: { panel: 'src/webview/main.ts' },
    outdir: 'dist/webview',
    loader: { '.ttf': 'dataurl', '.svg': 'text' },
  },
];
const testBundles = [
  {
    ...node,
    entryPoints: globSync('test/**/*.test.ts'),
    outdir: 'out/test',
    outbase: 'test',
    outExtension: { '.js': '.cjs' },
    external: ['vscode', 'mocha', 'playwright-core', '@axe-core/playwright', 'esbuild', 'fast-check'],
    logLevel: 'warning',
  },
];

const wanted = tests ? testBundles : bundles;
if (watch) {
  for (const options of wanted) await (await context(options)).watch();
} else {
  await rm(tests ? 'out/test' : 'dist', { recursive: true, force: true });
  await Promise.all(wanted.map((options) => build(options)));
}
