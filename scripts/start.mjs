/** @file `npm start`: sets a fresh machine up and opens a VS Code with the extension on examples/. */
// @ts-check
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { endChildren } from './process.mjs';
import { root } from './root.mjs';
import { build, ensureDependencies, requireNode } from './setup.mjs';

const help = `npm start [-- options] [folder]

Opens a VS Code with this extension on examples/ (or on the folder given). The first that works is taken:
  code      the "code" command on the PATH
  desktop   a desktop VS Code that is in .cache/, or can be downloaded
  browser   a VS Code from npm, shown in your browser

Options
  --with code|desktop|browser   take this one
  --no-open                     browser: print the address, open nothing
  --port NUMBER                 browser: listen there instead of on a free port
  --help                        this text

Ctrl+C ends what was started. Downloads are kept in .cache/, which may be deleted at any time.`;

const choices = ['code', 'desktop', 'browser'];

function options() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        with: { type: 'string' },
        'no-open': { type: 'boolean' },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.with && !choices.includes(values.with))
      throw new Error(`--with takes ${choices.join(', ')}, not ${values.with}.`);
    if (values.port && !/^\d+$/.test(values.port)) throw new Error(`--port takes a number, not ${values.port}.`);
    const folder = resolve(process.env.INIT_CWD ?? '.', positionals[0] ?? join(root, 'examples'));
    if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
    return { ...values, folder };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${help}`);
    return process.exit(2);
  }
}

const chosen = options();
if (chosen.help) {
  console.log(help);
  process.exit(0);
}
requireNode();
const began = Date.now();
/** @type {(() => Promise<void>) | null} */
let stop = null;
let stopping = false;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    console.log('\nStopping …');
    void (stop?.() ?? Promise.resolve()).finally(() => {
      endChildren();
      process.exit(0);
    });
  });
}

try {
  await ensureDependencies();
  console.log('Building the extension …');
  await build();
  const { open } = await import('./start/open.mjs');
  stop = await open({
    only: /** @type {import('./start/open.mjs').Choice | undefined} */ (chosen.with),
    folder: chosen.folder,
    openBrowser: !chosen['no-open'],
    port: chosen.port ? Number(chosen.port) : undefined,
    onEnd: () => {
      if (!stopping) process.exit(0);
    },
  });
  console.log(
    `Ready after ${((Date.now() - began) / 1000).toFixed(1)} s. Open a file, right-click a function, choose Differentiate Selection.`,
  );
} catch (error) {
  if (!stopping) {
    console.error(error instanceof Error ? error.message : error);
    endChildren();
    process.exit(1);
  }
}
