/** @file Section "plain": instrumented code without traced numbers beside the original, each work in a process of its own. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundles } from '../esbuild.mjs';
import { run } from '../scripts/process.mjs';
import { root } from '../scripts/root.mjs';

export const title = 'Plain code: the instrumented text beside the original';

/** Processes taken of each, of which the best stands: everything else on the machine only adds. */
const processes = 3;

async function measured(outfile, name, mode) {
  let best = null;
  for (let k = 0; k < processes; k++) {
    const { code, output } = await run(process.execPath, ['--stack-size=3000', outfile, name, mode], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (code !== 0) throw new Error(`${name} failed:\n${output}`);
    const { plainMs, instrumentedMs } = JSON.parse(output.trim().split('\n').at(-1));
    best = best
      ? { plainMs: Math.min(best.plainMs, plainMs), instrumentedMs: Math.min(best.instrumentedMs, instrumentedMs) }
      : { plainMs, instrumentedMs };
  }
  return best;
}

export async function measure() {
  const outfile = join(root, 'out/bench/plain.cjs');
  await build({
    ...bundles({ minify: false }).headless,
    entryPoints: ['bench/plain.ts'],
    outfile,
    logLevel: 'warning',
  });
  const rows = [];
  for (const file of readdirSync(join(root, 'bench/works/plain')).sort()) {
    const name = file.replace(/\.js$/, '');
    const plain = await measured(outfile, name, 'plain');
    const traced = await measured(outfile, name, 'traced');
    const ratio = ({ plainMs, instrumentedMs }) => `${(instrumentedMs / plainMs).toFixed(2)} ×`;
    rows.push(
      `| ${name} | ${Math.min(plain.plainMs, traced.plainMs).toFixed(2)} | ${ratio(plain)} | ${ratio(traced)} |`,
    );
  }
  return `Best of ${processes} processes, in which original and instrumented text take turns. In a plain run (numerical checks, guesses) the
recorder is off; in a recording it is on, and no number of the work is an input.

| work | original, ms | in a plain run | in a recording |
|---|---|---|---|
${rows.join('\n')}`;
}
