/**
 * @file `node scripts/lock.mjs`: completes package-lock.json with the packages of other platforms. A registry that
 * carries only some platforms makes npm leave the others out of the lock, and then `npm ci` refuses it everywhere.
 */
// @ts-check
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './root.mjs';

const systems = ['win32', 'darwin', 'linux', 'android', 'freebsd', 'openharmony'];
const processors = ['x64', 'arm64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x'];

/**
 * Optional dependencies that the lock names without saying what they are.
 * @param {{ packages: Record<string, any> }} lock
 */
export function missingFromLock({ packages }) {
  const missing = [];
  for (const [place, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const nested = `${place}/node_modules/${name}`;
      const hoisted = `node_modules/${name}`;
      if (place !== '' && !packages[nested] && !packages[hoisted])
        missing.push({ place: hoisted, name, version, parent: entry });
    }
  }
  return missing;
}

function complete() {
  const file = join(root, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  for (const { place, name, version, parent } of missingFromLock(lock)) {
    const words = (name.split('/').at(-1) ?? '').split('-');
    const os = systems.find((system) => words.includes(system));
    const cpu = processors.find((processor) => words.includes(processor));
    if (!os || !cpu || !/^\d/.test(version))
      throw new Error(`${name}@${version} is missing, and its name does not say for which platform it is.`);
    const libc = words.some((word) => word.startsWith('musl'))
      ? ['musl']
      : words.some((word) => word.startsWith('gnu'))
        ? ['glibc']
        : null;
    lock.packages[place] = {
      version,
      cpu: [cpu],
      dev: true,
      ...(libc && os === 'linux' ? { libc } : {}),
      license: parent.license,
      optional: true,
      os: [os],
      engines: parent.engines,
    };
    console.log(`added ${name}@${version}`);
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = Object.fromEntries(sorted);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) complete();
