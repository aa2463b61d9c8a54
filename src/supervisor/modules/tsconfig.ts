/** @file What tsconfig.json and jsconfig.json say about imports: paths, baseUrl, rootDirs, extends, references. */
import type { Files } from './files';
import { ancestors, basename, dirname, extname, isAbsolute, join, within } from './paths';

export interface ProjectConfig {
  path: string;
  baseUrl: string | null;
  /** Patterns with the folder their targets are relative to. */
  paths: { pattern: string; targets: string[] }[];
  rootDirs: string[];
}

interface Raw {
  extends?: unknown;
  compilerOptions?: { baseUrl?: unknown; paths?: unknown; rootDirs?: unknown };
  references?: unknown;
  include?: unknown;
  exclude?: unknown;
  files?: unknown;
}

/** Finds an extended configuration that is named like a package. */
export type FindPackageFile = (specifier: string, folder: string) => Promise<string | null>;

/** The configuration that holds for a file: the nearest one, or the project it refers to that includes the file. */
export async function configFor(file: string, files: Files, find: FindPackageFile): Promise<ProjectConfig | null> {
  for (const folder of ancestors(dirname(file))) {
    if (basename(folder) === 'node_modules') return null;
    for (const name of ['tsconfig.json', 'jsconfig.json']) {
      const path = join(folder, name);
      const raw = await read(path, files);
      if (!raw) continue;
      const chosen = (await includingProject(path, raw, file, files, 0)) ?? path;
      return load(chosen, files, find, 0);
    }
  }
  return null;
}

async function read(path: string, files: Files): Promise<Raw | null> {
  const data = await files.json(path);
  return typeof data === 'object' && data !== null ? (data as Raw) : null;
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** The path of the referenced project that includes the file, where the configuration itself does not. */
async function includingProject(
  path: string,
  raw: Raw,
  file: string,
  files: Files,
  depth: number,
): Promise<string | null> {
  if (depth > 8) return null;
  const folder = dirname(path);
  const references = Array.isArray(raw.references) ? (raw.references as { path?: unknown }[]) : [];
  if (includes(raw, folder, file)) return path;
  for (const { path: target } of references) {
    if (typeof target !== 'string') continue;
    const at = join(folder, target);
    const found = extname(at) === '.json' ? at : join(at, 'tsconfig.json');
    const other = await read(found, files);
    const chosen = other && (await includingProject(found, other, file, files, depth + 1));
    if (chosen) return chosen;
  }
  return null;
}

function includes(raw: Raw, folder: string, file: string): boolean {
  const relative = within(folder, file);
  const matches = (pattern: string): boolean => relative !== null && globMatches(pattern, relative);
  if (strings(raw.files).some((one) => join(folder, one) === file)) return true;
  const listed = Array.isArray(raw.files);
  const include = Array.isArray(raw.include) ? strings(raw.include) : listed ? [] : ['**/*'];
  return include.some(matches) && !strings(raw.exclude).some(matches);
}

function globMatches(pattern: string, path: string): boolean {
  const cleaned = pattern.replace(/^\.\//, '').replace(/\/$/, '');
  const folder = !/[*?]/.test(cleaned.split('/').at(-1) ?? '') && !/\.\w+$/.test(cleaned);
  const source = (cleaned === '.' || cleaned === '' ? '**/*' : folder ? `${cleaned}/**/*` : cleaned)
    .split('/')
    .map((part) =>
      part === '**'
        ? '(?:[^/]+/)*'
        : `${part
            .replace(/[.+^${}()|[\]\\]/g, '\\$&')
            .replace(/\*/g, '[^/]*')
            .replace(/\?/g, '[^/]')}/`,
    )
    .join('')
    .replace(/\/$/, '');
  return new RegExp(`^${source}$`).test(path);
}

async function load(path: string, files: Files, find: FindPackageFile, depth: number): Promise<ProjectConfig> {
  const own: ProjectConfig = { path, baseUrl: null, paths: [], rootDirs: [] };
  const raw = await read(path, files);
  if (!raw || depth > 16) return own;
  const folder = dirname(path);
  const bases = typeof raw.extends === 'string' ? [raw.extends] : strings(raw.extends);
  for (const base of bases) {
    const found = await extended(base, folder, files, find);
    if (!found) continue;
    const from = await load(found, files, find, depth + 1);
    if (from.baseUrl !== null) own.baseUrl = from.baseUrl;
    if (from.paths.length > 0) own.paths = from.paths;
    if (from.rootDirs.length > 0) own.rootDirs = from.rootDirs;
  }
  const options = raw.compilerOptions ?? {};
  const place = (target: string): string => target.replace('${configDir}', folder);
  if (typeof options.baseUrl === 'string') own.baseUrl = join(folder, place(options.baseUrl));
  if (typeof options.paths === 'object' && options.paths !== null) {
    const base = own.baseUrl ?? folder;
    own.paths = Object.entries(options.paths)
      .map(([pattern, targets]) => ({ pattern, targets: strings(targets).map((target) => join(base, place(target))) }))
      .sort((a, b) => rank(b.pattern) - rank(a.pattern));
  }
  if (Array.isArray(options.rootDirs)) own.rootDirs = strings(options.rootDirs).map((one) => join(folder, place(one)));
  return own;
}

/** Exact patterns first, then those with the longest prefix. */
function rank(pattern: string): number {
  const star = pattern.indexOf('*');
  return star < 0 ? Number.MAX_SAFE_INTEGER : star;
}

async function extended(base: string, folder: string, files: Files, find: FindPackageFile): Promise<string | null> {
  if (base.startsWith('.') || isAbsolute(base)) {
    const at = join(folder, base);
    for (const candidate of [at, `${at}.json`, join(at, 'tsconfig.json')]) {
      if (await files.isFile(candidate)) return candidate;
    }
    return null;
  }
  return find(base, folder);
}

/** Files that a `paths` pattern, or else `baseUrl`, stands for; best first. */
export function mappedPaths(specifier: string, config: ProjectConfig): string[] {
  for (const { pattern, targets } of config.paths) {
    const star = pattern.indexOf('*');
    if (star < 0) {
      if (pattern === specifier) return targets;
      continue;
    }
    const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
    if (specifier.length < before.length + after.length || !specifier.startsWith(before) || !specifier.endsWith(after))
      continue;
    const middle = specifier.slice(before.length, specifier.length - after.length);
    return targets.map((target) => target.replace('*', middle));
  }
  return config.baseUrl === null ? [] : [join(config.baseUrl, specifier)];
}

/** The same relative place under the other `rootDirs`. */
export function otherRoots(path: string, config: ProjectConfig): string[] {
  for (const root of config.rootDirs) {
    const relative = within(root, path);
    if (relative !== null) return config.rootDirs.filter((one) => one !== root).map((one) => join(one, relative));
  }
  return [];
}
