/** @file Section "peers": other libraries on the works they can do, each in a process of its own. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { run } from '../scripts/process.mjs';
import { root } from '../scripts/root.mjs';

export const title = 'Other libraries';

const folder = join(root, 'bench/peers');
const scalars = ['adnn', 'ad.js', 'mathjs', 'rose', 'tfjs (CPU)'];
const tensors = ['tfjs (CPU)', 'tfjs (WASM)', 'jax-js', 'jax-js, jit'];
const works = {
  w1: 'W1: Rosenbrock in 1,000 dimensions',
  w2: 'W2: a chain of 100,000 operations',
  w3: 'W3: ones(100, 100, 100), squared three times, backward',
  w4: 'W4: tanh, orders 0 to 8 at 200 points',
  w5: 'W5: Gaussian mixture, 1,000 points',
  w6: 'W6: tanh network 64-64-1, batch 64, gradient of all weights',
};
/** Works on whole arrays. */
const arrays = new Set(['w3', 'w6']);
/** Milliseconds that one library may take on one work. */
const patience = 60_000;

async function install() {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (Object.keys(dependencies).every((name) => existsSync(join(folder, 'node_modules', name)))) return;
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { code, output } = await run(
    npm,
    ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts'],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  if (code !== 0) throw new Error(`The libraries could not be installed:\n${output}`);
}

async function measured(library, work, plain) {
  const child = run(
    process.execPath,
    [`node_modules/.${arrays.has(work) ? 'arrays' : 'measure'}.mjs`, library, work, plain],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: patience,
    },
  );
  const { code, output } = await child;
  const last = output.trim().split('\n').at(-1) ?? '';
  if (last.startsWith('{')) return JSON.parse(last);
  const memory = /out of memory/.test(output);
  return { failure: memory ? 'out of memory' : code === 0 ? 'no answer' : `stopped after ${patience / 1000} s` };
}

/** @param {string[]} wanted names of works; all when empty */
export async function measure(wanted) {
  await install();
  const plain = join(root, 'out/bench/works.mjs');
  const contents = [
    ...['w1', 'w2', 'w5'].map((name) => `export * from './works/${name}';`),
    ...[...arrays].map((name) => `export * as ${name} from './works/${name}';`),
  ].join('\n');
  await build({
    stdin: { contents, resolveDir: join(root, 'bench'), loader: 'ts' },
    bundle: true,
    format: 'esm',
    outfile: plain,
    logLevel: 'warning',
  });
  // tfjs gives its gradients only as modules for bundlers; rose finds its wasm beside itself
  await build({
    entryPoints: { '.measure': join(folder, 'measure.mjs'), '.arrays': join(folder, 'arrays.mjs') },
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    external: ['rose', '@jax-js/jax'],
    outdir: join(folder, 'node_modules'),
    banner: {
      js: "import { createRequire as requireIn } from 'node:module';const require = requireIn(import.meta.url); const __dirname = import.meta.dirname;",
    },
    logLevel: 'error',
  });
  const rows = [];
  for (const [work, name] of Object.entries(works)) {
    if (wanted.length > 0 && !wanted.includes(work)) continue;
    for (const library of arrays.has(work) ? tensors : scalars) {
      const { failure, plainMs, ms, preparedMs } = await measured(library, work, plain);
      const cells = failure
        ? [`does not: ${failure}`, '–', '–']
        : [`${(ms / plainMs).toFixed(1)} ×`, ms.toPrecision(3), preparedMs.toFixed(0)];
      rows.push(`| ${name} | ${library} | ${cells.join(' | ')} |`);
    }
  }
  return `A gradient (for W4 all orders) against the plain function in the same process. Every gradient is checked before it is
timed; for W3 and W6 the plain works are the passes alone and the gradient written by hand, in 64 bits. Preparing is loading, deriving and compiling; it is done once. tfjs and jax-js compute with 32 bits. To run one work:
\`npm run bench -- peers W5\`; the libraries are installed in \`bench/peers\` when they are first measured.

| work | library | × plain | ms | preparing, ms |
|---|---|---|---|---|
${rows.join('\n')}`;
}
