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

/** What sandboxes are started with for speed (supervisor/node-sandbox.ts). */
const asSandboxes = ['--max-inlined-bytecode-size-cumulative=3000'];

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
    const { code, output } = await run(process.execPath, [...asSandboxes, outfile, name], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (code !== 0) throw new Error(`${name} failed:\n${output}`);
    const measured = JSON.parse(output.trim().split('\n').at(-1));
    const { plainMs, handMs, sweepMs, realmMs, freshMs, idleMs, recordMs, bytesPerRow } = measured;
    const times = (ms) => `${(ms / plainMs).toFixed(1)} ×`;
    const each = (ms) => ((ms * 1e6) / measured.rows).toFixed(1);
    const cells = [works[name], measured.rows.toLocaleString('en'), plainMs.toFixed(4)];
    cells.push(
      handMs === null ? '–' : times(handMs),
      times(recordMs + sweepMs),
      each(recordMs + sweepMs),
      each(sweepMs),
    );
    cells.push(bytesPerRow.toFixed(1), idleMs.toFixed(3), realmMs.toFixed(1), freshMs.toFixed(1));
    rows.push(`| ${cells.join(' | ')} |`);
  }
  return `Plain is the function itself. Recorded and swept is the instrumented function in a realm that has run it before, in the
memory of the run before, and the reverse sweep; handing the inputs over as text and reading the result back, which is
the same for a function that does nothing, stands in a column of its own. Whole is all of it in a fresh realm, as every
evaluation has it, with code that V8 has yet to compile; what making the realm takes stands beside it. Bytes are those
of rows, guards, marks and adjoints in use. Times are the least of many, for making a realm and whole the median.

| work | operations | plain, ms | gradient by hand | recorded and swept | ns per operation | of it sweep, ns | bytes per operation | handing over, ms | making a realm, ms | whole, ms |
|---|---|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}`;
}
