/** @file Bundles `instrument` and the prelude for the conformance gate: `node scripts/conformance/build.mjs OUT.cjs`. */
import { build } from 'esbuild';
import { realmPrelude } from '../realm-prelude.mjs';

export const outfile = process.argv[2] ?? 'out/conformance/instrument.cjs';
await build({
  stdin: {
    contents: `export { instrument } from './src/snippet/instrument'; export { default as runtimePrelude } from 'virtual:realm-prelude';`,
    resolveDir: process.cwd(),
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  outfile,
  plugins: [realmPrelude],
  logLevel: 'warning',
});
