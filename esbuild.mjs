/** @file Builds all of dist/ (`npm run build`) and, with --tests, the test bundles in out/test. */
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';
import { realmPrelude } from './scripts/realm-prelude.mjs';

const root = dirname(fileURLToPath(import.meta.url));

/** The panel's layout worker, as text for a blob. */
const layoutWorker = {
  name: 'layout-worker',
  setup(build_) {
    build_.onResolve({ filter: /^virtual:layout-worker$/ }, () => ({ path: 'layout-worker', namespace: 'worker' }));
    build_.onLoad({ filter: /.*/, namespace: 'worker' }, async () => {
      const made = await build({
        absWorkingDir: root,
        entryPoints: ['src/webview/layout/worker.ts'],
        bundle: true,
        write: false,
        metafile: true,
        format: 'iife',
        platform: 'browser',
        target: 'es2022',
        minify: true,
      });
      return {
        contents: made.outputFiles[0].text,
        loader: 'text',
        watchFiles: Object.keys(made.metafile.inputs).map((file) => join(root, file)),
      };
    });
  },
};

/** @param {{ minify: boolean }} options @returns {Record<string, import('esbuild').BuildOptions>} */
export function bundles({ minify }) {
  const common = {
    absWorkingDir: root,
    bundle: true,
    sourcemap: true,
    target: 'es2022',
    logLevel: 'info',
    minify,
    legalComments: 'none',
    plugins: [realmPrelude, layoutWorker],
  };
  const node = { ...common, platform: 'node', format: 'cjs', target: 'node20' };
  return {
    extension: { ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.cjs', external: ['vscode'] },
    sandbox: { ...node, entryPoints: ['src/sandbox/process.ts'], outfile: 'dist/sandbox.cjs' },
    headless: { ...node, entryPoints: ['src/headless.ts'], outfile: 'dist/headless.cjs' },
    webview: {
      ...common,
      // A person waits for it to be read at every opening of the panel.
      minify: true,
      platform: 'browser',
      format: 'iife',
      entryPoints: { panel: 'src/webview/main.ts' },
      outdir: 'dist/webview',
      loader: { '.ttf': 'dataurl', '.svg': 'text' },
    },
  };
}

/** All test files, relative to the root, and the entry that a VS Code loads. */
export function testFiles() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .map((file) => join('test', file).split(sep).join('/'))
    .filter((file) => file.endsWith('.test.ts') || file === 'test/vscode/index.ts')
    .sort();
}

/** Bundles test files; returns the files that do not bundle, with the reason. */
export async function buildTests(files = testFiles(), outdir = 'out/test') {
  const options = (entryPoints, logLevel) => ({
    absWorkingDir: root,
    bundle: true,
    sourcemap: 'inline',
    logLevel,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    plugins: [realmPrelude, layoutWorker],
    entryPoints,
    outdir,
    outbase: 'test',
    outExtension: { '.js': '.cjs' },
    loader: { '.ttf': 'dataurl', '.svg': 'text' },
    // A bundle has no import.meta; scripts that look for the repository from there find it from out/ as well.
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
    external: ['vscode', 'mocha', 'playwright-core', '@axe-core/playwright', 'esbuild', 'fast-check'],
  });
  await rm(join(root, outdir), { recursive: true, force: true });
  try {
    await build(options(files, 'silent'));
    return [];
  } catch {
    // One broken file must not hide the others' results.
    const failures = [];
    for (const file of files) {
      await build(options([file], 'silent')).catch((error) => failures.push({ file, message: error.message }));
    }
    return failures;
  }
}

async function main() {
  const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
  const names = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  if (flags.includes('--tests')) {
    const failures = await buildTests();
    for (const failure of failures) console.error(`${failure.file}: ${failure.message}`);
    process.exitCode = failures.length === 0 ? 0 : 1;
    return;
  }
  const all = bundles({ minify: flags.includes('--minify') });
  const wanted = names.length === 0 ? Object.values(all) : names.map((name) => all[name]);
  if (flags.includes('--watch')) {
    for (const options of wanted) await (await context(options)).watch();
    return;
  }
  const results = await Promise.allSettled(wanted.map((options) => build(options)));
  // esbuild has printed what was wrong.
  process.exitCode = results.every((result) => result.status === 'fulfilled') ? 0 : 1;
}

if (process.argv[1] && relative(process.argv[1], fileURLToPath(import.meta.url)) === '') await main();
