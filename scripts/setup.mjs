/** @file Makes a fresh clone ready: dependencies as locked, and a build of dist/. Only Node's own modules here. */
// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, run } from './process.mjs';
import { cache, root } from './root.mjs';

export function requireNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 20) return;
  console.error(`Node 20 or newer is needed; this is ${process.version}. Install it from https://nodejs.org.`);
  process.exit(1);
}

/** Installs the locked dependencies if they are not there, or the lock has changed since. */
export async function ensureDependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(cache, 'dependencies.sha256');
  const installed = existsSync(join(root, 'node_modules', '.package-lock.json'));
  // A folder installed by hand has no stamp of ours and is taken as it is.
  if (installed && (!existsSync(stamp) || readFileSync(stamp, 'utf8') === lock)) return;
  console.log('Installing dependencies (once, about 20 s) …');
  const { code } = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });
  if (code !== 0)
    throw new Error('npm ci failed; its messages above say why. A proxy or an offline machine is the usual cause.');
  mkdirSync(cache, { recursive: true });
  writeFileSync(stamp, lock);
}

/** Builds dist/; takes about a second. */
export async function build() {
  const { code, output } = await run(process.execPath, ['esbuild.mjs'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (code === 0) return;
  console.error(output);
  throw new Error('The build failed; its messages stand above.');
}
