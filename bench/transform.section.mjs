/** @file Section "transform": a TypeScript file and a large package, in a process of its own each time. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundles } from '../esbuild.mjs';
import { run } from '../scripts/process.mjs';
import { root } from '../scripts/root.mjs';

export const title = 'Transform';

/** Runs taken of each, of which the best stands: everything else on the machine only adds. */
const runs = 5;

/** One module of more than a megabyte, made of packages that are here anyway. */
async function largePackage() {
  const outfile = join(root, 'out/bench/large-package.js');
  await build({
    stdin: { contents: `export * as d3 from 'd3'; export * as babel from '@babel/parser';`, resolveDir: root },
    bundle: true,
    format: 'cjs',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    outfile,
    logLevel: 'warning',
  });
  return outfile;
}

/** Of our own files the one that is nearest to 500 lines. */
function middlingFile() {
  const files = readdirSync(join(root, 'src'), { recursive: true }).filter((file) => file.endsWith('.ts'));
  const distance = (file) => Math.abs(readFileSync(join(root, 'src', file), 'utf8').split('\n').length - 500);
  return join(root, 'src', files.map((file) => [distance(file), file]).sort(([a], [b]) => a - b)[0][1]);
}

export async function measure() {
  const outfile = join(root, 'out/bench/transform.cjs');
  await build({
    ...bundles({ minify: false }).headless,
    entryPoints: ['bench/transform.ts'],
    outfile,
    logLevel: 'warning',
  });
  const driver = join(root, 'out/bench/large-package-use.ts');
  writeFileSync(
    driver,
    `import { d3 } from './large-package.js';\nexport const f = (x: number) => d3.easeElasticOut(x) + d3.geoMercator()([x, 40])[0];\n`,
  );
  const files = [middlingFile(), await largePackage(), driver];
  const best = {};
  for (let k = 0; k < runs; k++) {
    const { code, output } = await run(process.execPath, [outfile, ...files, join(root, 'dist/headless.cjs')], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (code !== 0) throw new Error(`The transform failed:\n${output}`);
    for (const [name, value] of Object.entries(JSON.parse(output.trim().split('\n').at(-1))))
      best[name] = Math.min(best[name] ?? Number.POSITIVE_INFINITY, value);
  }
  const ms = (value) => value.toFixed(value < 100 ? 1 : 0);
  const megabytes = (best.packageSize / 1e6).toFixed(2);
  return `Best of ${runs} processes. The package is one module of ${megabytes} MB; whole is a driver that imports it, from the request to
the answer, the sandbox's start among it; then the same again.

| what | first, ms | again, ms |
|---|---|---|
| a TypeScript file of ${best.lines} lines, types erased | ${ms(best.fileFirst)} | ${ms(best.fileWarm)} |
| the package's transform alone | ${ms(best.packageFirst)} | ${ms(best.packageWarm)} |
| of it parsing | ${ms(best.parseFirst)} | ${ms(best.parseWarm)} |
| whole | ${ms(best.wholeFirst)} | ${ms(best.wholeAgain)} |`;
}
