/** @file From a specifier and its importer to a file, a stub or nothing, as TypeScript, Node and bundlers agree on it. */
import { isBuiltin, isForeign, mentionsBuiltin } from './builtins';
import type { Files, PackageJson } from './files';
import { type Asked, browserAlias, exportedFiles, importedNames, mainFiles, packageAndSubpath } from './packages';
import { ancestors, basename, dirname, extname, isAbsolute, join, within } from './paths';
import { configFor, mappedPaths, otherRoots, type ProjectConfig } from './tsconfig';

export type Resolution =
  | { to: 'file'; path: string }
  /** A module that is only mentioned; `empty`: a package says that it needs nothing here. */
  | { to: 'stub'; name: string; empty: boolean }
  | { to: 'missing'; detail: string };

const scriptFirst = ['.js', '.mjs', '.cjs', '.json', '.ts', '.tsx', '.jsx', '.mts', '.cts'];
const typeScriptFirst = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];
const typesFirst = ['.d.ts', '.ts', '.tsx', '.d.mts', '.mts', '.d.cts', '.cts', '.js', '.mjs', '.cjs', '.jsx'];
/** What a compiled extension may be written as. */
const sourcesOf: Record<string, string[]> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

export class Resolver {
  constructor(private readonly files: Files) {}

  async resolve(specifier: string, importer: string, asked: Asked): Promise<Resolution> {
    const clean = specifier.replace(/[?#](?!.*\/).*$/, (tail) => (specifier.startsWith('#') ? tail : ''));
    const inPackage = await this.browserOf(clean, importer);
    if (inPackage === false) return { to: 'stub', name: clean, empty: true };
    const wanted = inPackage ?? clean;
    if (isForeign(wanted)) return { to: 'stub', name: wanted, empty: false };
    const path = await this.find(wanted, importer, asked);
    if (path !== null) return { to: 'file', path };
    if (isBuiltin(wanted)) return { to: 'stub', name: wanted, empty: false };
    return { to: 'missing', detail: missingDetail(wanted, importer) };
  }

  private async find(specifier: string, importer: string, asked: Asked): Promise<string | null> {
    const folder = dirname(importer);
    const mapped = specifier.startsWith('file://') ? decodeURIComponent(specifier.slice('file://'.length)) : specifier;
    if (/^\.\.?(\/|\\|$)/.test(mapped) || isAbsolute(mapped))
      return this.relative(join(folder, mapped), importer, asked);
    if (specifier.startsWith('#')) {
      const inner = await this.packageImport(specifier, importer, asked);
      if (inner !== null) return inner;
    }
    const config = inDependency(importer) ? null : await this.config(importer);
    if (config) {
      for (const candidate of mappedPaths(specifier, config)) {
        const found = await this.file(candidate, importer, asked);
        if (found !== null) return found;
      }
    }
    if (specifier.startsWith('node:')) return null;
    return this.packageFile(specifier, importer, asked);
  }

  private config(importer: string): Promise<ProjectConfig | null> {
    return configFor(importer, this.files, (specifier, folder) => this.packageConfig(specifier, folder));
  }

  /** `extends: "@tsconfig/node20"`, `"pkg/tsconfig.base"`. */
  private async packageConfig(specifier: string, folder: string): Promise<string | null> {
    for (const at of ancestors(folder)) {
      const base = join(join(at, 'node_modules'), specifier);
      for (const candidate of [base, `${base}.json`, join(base, 'tsconfig.json')]) {
        if (await this.files.isFile(candidate)) return candidate;
      }
    }
    return null;
  }

  private async relative(path: string, importer: string, asked: Asked): Promise<string | null> {
    const found = await this.file(path, importer, asked);
    if (found !== null) return this.withoutBuiltins(found, importer);
    const config = inDependency(importer) ? null : await this.config(importer);
    for (const other of config ? otherRoots(path, config) : []) {
      const there = await this.file(other, importer, asked);
      if (there !== null) return there;
    }
    return null;
  }

  /** A file as imported: itself, its source, with an extension, or a folder's index. */
  private async file(path: string, importer: string, asked: Asked): Promise<string | null> {
    const { files } = this;
    const extension = extname(path).toLowerCase();
    const typed = asked === 'type' || /\.[mc]?tsx?$/i.test(importer);
    const stem = path.slice(0, path.length - extension.length);
    if (asked === 'type' && sourcesOf[extension]) {
      const declared = `${stem}.d${extension.replace('j', 't').replace('x', '')}`;
      if (await files.isFile(declared)) return declared;
    }
    const sources = (sourcesOf[extension] ?? []).map((source) => stem + source);
    const declaration = /\.d\.[mc]?ts$/.test(path);
    const exact = extension !== '' && (!declaration || asked === 'type') ? [path] : [];
    const first = typed && !inDependency(path) ? [...sources, ...exact] : [...exact, ...sources];
    for (const candidate of first) if (await files.isFile(candidate)) return candidate;
    const extensions = asked === 'type' ? typesFirst : typed && !inDependency(path) ? typeScriptFirst : scriptFirst;
    for (const one of extensions) if (await files.isFile(path + one)) return path + one;
    if (extension === '' && (await files.isFile(path))) return path;
    return (await files.isDirectory(path)) ? this.folder(path, asked, extensions) : null;
  }

  private async folder(path: string, asked: Asked, extensions: readonly string[]): Promise<string | null> {
    const manifest = await this.files.packageAt(path);
    if (manifest) {
      const found = await this.mainOf(manifest, asked);
      if (found !== null) return found;
    }
    for (const one of extensions) {
      const index = join(path, `index${one}`);
      if (await this.files.isFile(index)) return index;
    }
    return null;
  }

  private async mainOf(manifest: PackageJson, asked: Asked): Promise<string | null> {
    for (const file of mainFiles(manifest, asked)) {
      const path = join(manifest.folder, file);
      const found = await this.inPackage(path, asked);
      if (found !== null) return this.withoutBuiltins(found, join(manifest.folder, 'package.json'));
    }
    return this.unbuilt(manifest, '.', mainFiles(manifest, asked), asked);
  }

  /** A package's file, without its package.json's entry points being asked again. */
  private async inPackage(path: string, asked: Asked): Promise<string | null> {
    const extensions = asked === 'type' ? typesFirst : scriptFirst;
    if (extname(path) !== '' && (await this.files.isFile(path))) return path;
    for (const one of extensions) if (await this.files.isFile(path + one)) return path + one;
    for (const one of extensions) {
      const index = join(path, `index${one}`);
      if (await this.files.isFile(index)) return index;
    }
    return (await this.files.isFile(path)) ? path : null;
  }

  /** A linked package of the workspace that was not built: its source instead of its output. */
  private async unbuilt(
    manifest: PackageJson,
    subpath: string,
    outputs: readonly string[],
    asked: Asked,
  ): Promise<string | null> {
    if (inDependency(manifest.folder)) return null;
    const guesses = outputs.map((output) =>
      output.replace(/^\.\/(dist|build|lib|out|output|esm|cjs)\/((esm|cjs|es|src)\/)?/, './src/'),
    );
    const tries = [
      ...guesses,
      ...outputs,
      subpath === '.' ? './src/index' : subpath.replace(/^\.\//, './src/'),
      subpath,
    ];
    for (const one of new Set(tries)) {
      const stem = join(manifest.folder, one.replace(/\.d\.[mc]?ts$|\.[mc]?jsx?$/, ''));
      for (const extension of typeScriptFirst) if (await this.files.isFile(stem + extension)) return stem + extension;
      if (asked === 'type' && (await this.files.isFile(`${stem}.d.ts`))) return `${stem}.d.ts`;
    }
    return null;
  }

  private async packageImport(name: string, importer: string, asked: Asked): Promise<string | null> {
    const around = await this.files.packageAround(dirname(importer));
    if (!around) return null;
    for (const target of importedNames(around, name, asked)) {
      const found = target.startsWith('.')
        ? ((await this.inPackage(join(around.folder, target), asked)) ??
          (await this.unbuilt(around, target, [target], asked)))
        : await this.packageFile(target, importer, asked);
      if (found !== null) return found;
    }
    return null;
  }

  private async packageFile(specifier: string, importer: string, asked: Asked): Promise<string | null> {
    const wanted = packageAndSubpath(specifier);
    if (!wanted) return null;
    const { name, subpath } = wanted;
    const own = await this.files.packageAround(dirname(importer));
    if (own?.data.name === name && own.data.exports !== undefined) {
      const found = await this.packageEntry(own, subpath, asked);
      if (found !== null) return found;
    }
    const typeNames = asked === 'type' ? [name, `@types/${name.replace(/^@/, '').replace('/', '__')}`] : [name];
    for (const folder of ancestors(dirname(importer))) {
      if (basename(folder) === 'node_modules') continue;
      for (const one of typeNames) {
        const at = join(join(folder, 'node_modules'), one);
        if (!(await this.files.isDirectory(at))) continue;
        const real = await this.linked(at, folder);
        const manifest = (await this.files.packageAt(real)) ?? { folder: real, data: {} };
        const found = await this.packageEntry(manifest, subpath, asked);
        if (found !== null) return found;
      }
    }
    return null;
  }

  /** Where a link in node_modules leads, in the names of the folder it was found in. */
  private async linked(path: string, folder: string): Promise<string> {
    const real = await this.files.realPath(path);
    if (real === path) return path;
    const realFolder = await this.files.realPath(folder);
    const below = realFolder === folder ? null : within(realFolder, real);
    return below === null ? real : join(folder, below);
  }

  private async packageEntry(manifest: PackageJson, subpath: string, asked: Asked): Promise<string | null> {
    const exported = exportedFiles(manifest, subpath, asked);
    if (exported !== null) {
      const found: string[] = [];
      for (const file of exported) {
        const path = join(manifest.folder, file);
        const there = asked === 'type' ? await this.typed(path) : (await this.files.isFile(path)) ? path : null;
        if (there !== null) found.push(there);
      }
      for (const path of found) if (!(await this.usesBuiltins(path))) return path;
      if (found.length > 0) return this.withoutBuiltins(found[0], join(manifest.folder, 'package.json'));
      const unbuilt = await this.unbuilt(manifest, subpath, exported, asked);
      // A map that does not know the subpath is no reason to fail: bundlers of older days let it pass.
      return (
        unbuilt ??
        (subpath === '.' ? this.mainOf(manifest, asked) : this.inPackage(join(manifest.folder, subpath), asked))
      );
    }
    if (subpath === '.') return this.mainOf(manifest, asked);
    const path = join(manifest.folder, subpath);
    const found = await this.file(path, join(manifest.folder, 'index.js'), asked);
    if (found !== null) return this.withoutBuiltins(found, join(manifest.folder, 'package.json'));
    return this.unbuilt(manifest, subpath, [subpath], asked);
  }

  /** The declarations beside a compiled file, else the file. */
  private async typed(path: string): Promise<string | null> {
    const declared = path.replace(/\.([mc]?)jsx?$/, '.d.$1ts');
    if (await this.files.isFile(declared)) return declared;
    return (await this.files.isFile(path)) ? path : null;
  }

  private async usesBuiltins(path: string): Promise<boolean> {
    if (extname(path) === '.json' || !inDependency(path)) return false;
    const file = await this.files.read(path).catch(() => null);
    return file !== null && mentionsBuiltin(file.text);
  }

  /** A package that offers a file without Node's modules (`browser` map) gets that one, where the first needs them. */
  private async withoutBuiltins(path: string, importer: string): Promise<string> {
    if (!inDependency(path)) return path;
    const around = await this.files.packageAround(dirname(importer));
    const below = around && within(around.folder, path);
    if (!around || below === null) return path;
    const alias = browserAlias(around, `./${below}`);
    if (typeof alias !== 'string' || !alias.startsWith('.') || !(await this.usesBuiltins(path))) return path;
    return (await this.inPackage(join(around.folder, alias), 'require')) ?? path;
  }

  /** What the importer's own package makes of a built-in: another module, nothing (false), or undefined. */
  private async browserOf(specifier: string, importer: string): Promise<string | false | undefined> {
    if (!isBuiltin(specifier) || !inDependency(importer)) return undefined;
    const around = await this.files.packageAround(dirname(importer));
    const alias = around ? browserAlias(around, specifier.replace(/^node:/, '')) : undefined;
    if (typeof alias !== 'string' || !around) return alias;
    return alias.startsWith('.') ? join(around.folder, alias) : alias;
  }
}

export function inDependency(path: string): boolean {
  return /[\\/]node_modules[\\/]/.test(path);
}

function missingDetail(specifier: string, importer: string): string {
  if (specifier.startsWith('.') || isAbsolute(specifier)) return `there is no such file beside ${basename(importer)}.`;
  const name = packageAndSubpath(specifier)?.name ?? specifier;
  return `no folder node_modules above ${basename(importer)} has ${name}.`;
}
