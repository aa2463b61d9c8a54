/** @file Where the repository is, and its ignored folder for downloads. */
// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function find() {
  // This module also runs bundled into out/test, so a fixed number of steps up would be wrong.
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'gradlens') return folder;
    const up = dirname(folder);
    if (up === folder) throw new Error('This script must stay inside the repository: no package.json found above it.');
    folder = up;
  }
}

export const root = find();
/** Downloads that are worth keeping between runs; ignored by git. */
export const cache = join(root, '.cache');
