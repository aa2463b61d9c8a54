/** @file Section "derivatives": replay under guards, and many orders. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundles } from '../esbuild.mjs';
import { run } from '../scripts/process.mjs';
import { root } from '../scripts/root.mjs';

export const title = 'Replay with other inputs, and derivatives of many orders';

export async function measure() {
  const outfile = join(root, 'out/bench/derivatives.cjs');
  await build({
    ...bundles({ minify: false }).headless,
    entryPoints: ['bench/derivatives.ts'],
    outfile,
    logLevel: 'warning',
  });
  const { code, output } = await run(process.execPath, [outfile], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  if (code !== 0) throw new Error(`derivatives failed:\n${output}`);
  const { replays, jets, nested } = JSON.parse(output.trim().split('\n').at(-1));
  const replayRows = replays.map(({ name, rows, plainUs, forwardUs, gradientUs }) => {
    const each = (us) => ((us * 1_000) / rows).toFixed(1);
    const times = (us) => `${(us / plainUs).toFixed(1)}×`;
    return `| ${name.toUpperCase()} | ${rows.toLocaleString('en')} | ${each(plainUs)} | ${each(forwardUs)} | ${each(gradientUs)} | ${times(gradientUs)} |`;
  });
  const jetRows = jets.map(
    ({ name, plainUs, jetUs }) =>
      `| ${name} | ${plainUs.toFixed(1)} | ${jetUs.toFixed(1)} | ${(jetUs / plainUs).toFixed(1)}× |`,
  );
  return `A recorded tape run again with other inputs while its guards hold; nanoseconds per operation, the gradient with values
and sweep.

| work | operations | plain, ns | replay, ns | replay and gradient, ns | × plain |
|---|---|---|---|---|---|
${replayRows.join('\n')}

Orders 0 to 8 on 200 points of [−7, 7] by Taylor coefficients; plain is the function alone at the same points.

| function | plain, µs | orders 0 to 8, µs | × plain |
|---|---|---|---|
${jetRows.join('\n')}

The eighth derivative of tanh at one point by backward through backward: ${nested.functions} functions (${nested.plainFunctions} without
simplification), ${Math.round(nested.us)} µs for all eight orders.`;
}
