/** @file Entry points of packages: `exports`, `imports`, `main`, `browser`, in the order that suits plain numeric code. */
import { exports as exportsOf, imports as importsOf } from 'resolve.exports';
import type { PackageJson } from './files';

export type Asked = 'import' | 'require' | 'type';

/** Conditions tried one set after the other: plain JavaScript before a host's own variant. */
function conditionSets(asked: Asked): string[][] {
  if (asked === 'type') return [['types', 'import'], ['types', 'require'], ['import'], ['require']];
  const other = asked === 'import' ? 'require' : 'import';
  return [
    [asked],
    [asked, 'module'],
    [asked, 'node'],
    [asked, 'browser'],
    [other],
    [other, 'node'],
    [other, 'browser'],
  ];
}

type Manifest = { name: string } & Record<string, unknown>;

/** Files (relative, `./…`) that a subpath (`.`, `./sub`) may stand for; null where the package has no `exports`. */
export function exportedFiles({ data }: PackageJson, subpath: string, asked: Asked): string[] | null {
  if (data.exports === undefined || data.exports === null) return null;
  const manifest: Manifest = { ...data, name: data.name ?? '' };
  return collected(
    asked,
    (conditions) => exportsOf(manifest as never, subpath, { unsafe: true, conditions }) as string[] | undefined,
  );
}

/** What `#name` stands for: files of the package (`./…`) or other packages. */
export function importedNames({ data }: PackageJson, name: string, asked: Asked): string[] {
  if (typeof data.imports !== 'object' || data.imports === null) return [];
  const manifest: Manifest = { ...data, name: data.name ?? '' };
  return collected(
    asked,
    (conditions) => importsOf(manifest as never, name, { unsafe: true, conditions }) as string[] | undefined,
  );
}

function collected(asked: Asked, find: (conditions: string[]) => string[] | undefined): string[] {
  const found = new Set<string>();
  for (const conditions of conditionSets(asked)) {
    try {
      for (const file of find(conditions) ?? []) found.add(file);
    } catch {
      // this set of conditions leads nowhere
    }
  }
  return [...found];
}

/** Entry files of a package without `exports`, best first. */
export function mainFiles({ data }: PackageJson, asked: Asked): string[] {
  const text = (field: string): string[] =>
    typeof data[field] === 'string' ? [`./${(data[field] as string).replace(/^\.?\//, '')}`] : [];
  const code = [
    ...text('main'),
    ...text('module'),
    ...text('jsnext:main'),
    ...text('browser'),
    ...text('source'),
    './index',
  ];
  return asked === 'type' ? [...text('types'), ...text('typings'), ...code] : code;
}

/**
 * What a package's `browser` map says about one of its own files (`./…`) or imports: another file or package,
 * `false` for "nothing", undefined where it says nothing.
 */
export function browserAlias({ data }: PackageJson, key: string): string | false | undefined {
  const map = data.browser;
  if (typeof map !== 'object' || map === null) return undefined;
  const entries = map as Record<string, unknown>;
  for (const candidate of [key, `${key}.js`, `${key}/index.js`, key.replace(/^\.\//, ''), key.replace(/\.js$/, '')]) {
    const value = Object.hasOwn(entries, candidate) ? entries[candidate] : undefined;
    if (typeof value === 'string' || value === false) return value;
  }
  return undefined;
}

/** `@scope/name/sub/path` → the package's name and `./sub/path` (`.` for the package itself). */
export function packageAndSubpath(specifier: string): { name: string; subpath: string } | null {
  const match = /^(@[^/]+\/[^/]+|[^@./\\][^/\\]*)(\/.*)?$/.exec(specifier);
  return match && { name: match[1], subpath: match[2] && match[2] !== '/' ? `.${match[2]}` : '.' };
}
