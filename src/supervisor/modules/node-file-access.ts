/** @file `FileAccess` over Node's file system. */
import { readFile, realpath, stat } from 'node:fs/promises';
import type { FileAccess } from './file-access';

/** `overrides`: texts that win over the disk (unsaved editors, sources given by a caller), by path. */
export function nodeFileAccess(overrides: ReadonlyMap<string, string> = new Map()): FileAccess {
  const status = (path: string) => stat(path, { bigint: true }).catch(() => null);
  return {
    readText: async (path) => {
      const own = overrides.get(path);
      const text = own ?? (await readFile(path, 'utf8'));
      return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    },
    isFile: async (path) => overrides.has(path) || (await status(path))?.isFile() === true,
    isDirectory: async (path) => (await status(path))?.isDirectory() === true,
    realPath: (path) => realpath(path).catch(() => path),
    version: async (path) => {
      const own = overrides.get(path);
      if (own !== undefined) return null;
      const found = await status(path);
      return found?.isFile() ? `${found.mtimeNs}:${found.size}:${found.ino}` : null;
    },
  };
}
