/** @file Section "arrays": tensors beside plain passes and gradients by hand, each work in a process of its own. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundles } from '../esbuild.mjs';
import { run } from '../scripts/process.mjs';
import { root } from '../scripts/root.mjs';

export const title = 'Arrays: broadcasting, products and their gradients';

const works = {
  w3: 'W3: ones(100, 100, 100), squared three times, backward',
  w6: 'W6: tanh network 64-64-1, batch 64, gradient of all weights',
};

/** @param {string[]} wanted names of works; all when empty */
export async function measure(wanted) {
  const outfile = join(root, 'out/bench/arrays.cjs');
  await build({
    ...bundles({ minify: false }).headless,
    entryPoints: ['bench/arrays.ts'],
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
    const { medians, disagreement } = JSON.parse(output.trim().split('\n').at(-1));
    if (!(disagreement < 1e-12)) throw new Error(`${name}: the gradients disagree by ${disagreement}`);
    const times = (ms, base) => (base === undefined ? '–' : `${(ms / base).toFixed(2)} ×`);
    const { plain, inPlace, hand, engine } = medians;
    const cells = [works[name], engine.toFixed(3), times(engine, hand), times(engine, plain), times(hand, plain)];
    cells.push(times(engine, inPlace));
    rows.push(`| ${cells.join(' | ')} |`);
  }
  return `Medians, the ways taken in turns. A plain pass makes a new array, as the program says; in place it writes into memory
that is already there. By hand is value and gradient in loops written for this one function.

| work | engine, ms | × by hand | × plain passes | by hand × plain passes | × plain passes in place |
|---|---|---|---|---|---|
${rows.join('\n')}`;
}
