/** @file Section "recording": each work in a process of its own. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundles } from '../esbuild.mjs';
import { run } from '../scripts/process.mjs';
import { root } from '../scripts/root.mjs';

export const title = 'Recording and reverse sweep through instrumented source';

const works = {
  w1: 'W1: Rosenbrock in 1,000 dimensions',
  w2: 'W2: a chain of 100,000 operations',
  w5: 'W5: Gaussian mixture, 1,000 points',
};

/** @param {string[]} wanted names of works; all when empty */
export async function measure(wanted) {
  const outfile = join(root, 'out/bench/recording.cjs');
  await build({
    ...bundles({ minify: false }).headless,
    entryPoints: ['bench/recording.ts'],
    outfile,
    logLevel: 'warning',
  });
  const rows = [];
  for (const name of Object.keys(works).filter((work) => wanted.length === 0 || wanted.includes(work))) {
    const { code, output } = await run(process.execPath, [outfile, name], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (code !== 0) throw new Error(`${name} failed:\n${output}`);
    const {
      rows: count,
      plainMs,
      handMs,
      freshMs,
      sweepMs,
      bytesPerRow,
    } = JSON.parse(output.trim().split('\n').at(-1));
    const perRow = (ms) => ((ms * 1e6) / count).toFixed(1);
    rows.push(
      `| ${works[name]} | ${count.toLocaleString('en')} | ${plainMs.toFixed(3)} | ${handMs === null ? '–' : `${(handMs / plainMs).toFixed(2)} ×`} | ` +
        `${(freshMs / plainMs).toFixed(1)} × | ${perRow(freshMs)} | ${perRow(sweepMs)} | ${bytesPerRow.toFixed(1)} |`,
    );
  }
  return `Plain is the function itself; recorded is a whole evaluation in a fresh realm (made, module run, recorded) and the
reverse sweep. Bytes are those of all columns as they stand reserved, and of the adjoints.

| work | operations | plain, ms | gradient by hand | recorded and swept | ns per operation | of it sweep, ns | bytes per operation |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}`;
}
