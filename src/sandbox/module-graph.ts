/** @file The import closure of a program: layer by layer, each module transformed once, all before anything runs. */
import type { ImportQuery, ModuleLayer, ResolvedImport } from '../protocol/border';
import { failure } from '../protocol/codes';
import type { Limits } from '../protocol/request';
import type { ImportInfo } from '../snippet/contract';
import type { LoadedModule, ModuleCache } from './module-cache';

export type Resolve = (queries: ImportQuery[]) => Promise<ModuleLayer>;

/** What a specifier means to a module: the id of another, or of a stub. */
export type Dependencies = Record<string, string>;

/** A module that refuses on use: a built-in, or one that was not found. */
export interface Stub {
  id: string;
  /** stub: may be mentioned, and refuses on use. missing: fails where it is required, as in Node. */
  kind: 'stub' | 'missing';
  name: string;
  /** The first module that imports it. */
  importer: string;
}

/** How the entry must be transformed once its whole program is known. */
export interface EntryForm {
  /** Another module uses typed arrays. */
  typedArrays: boolean;
  /** Another module imports the entry, so its other statements are needed too. */
  whole: boolean;
}

/** The module of programs with Variables: ours, wherever it is imported from. */
export const variablesModule = 'gradlens';

/** Whether a module imports it. */
export function importsVariables({ imports }: { imports: readonly ImportInfo[] }): boolean {
  return imports.some(({ specifier }) => specifier === variablesModule);
}

export class ModuleGraph {
  /** Some module imports 'gradlens'. */
  usesVariables = false;
  readonly modules = new Map<string, LoadedModule>();
  readonly stubs = new Map<string, Stub>();
  private readonly links = new Map<string, Dependencies>();
  private bytes = 0;
  private whole = false;

  constructor(
    private entry: LoadedModule,
    private readonly cache: ModuleCache,
    private readonly resolve: Resolve,
    private readonly limits: Limits,
    private readonly entryAs: (form: EntryForm) => LoadedModule,
  ) {
    this.modules.set(entry.id, entry);
    this.links.set(entry.id, {});
  }

  dependencies(id: string): Dependencies {
    return this.links.get(id) ?? {};
  }

  /** Brings in all that the entry imports, directly or not. @throws moduleNotFound, moduleLimit, sourceLimit, syntaxError */
  async collect(): Promise<void> {
    await this.follow(queriesOf(this.entry));
    await this.adapt();
  }

  /** Transforms again what depends on the program as a whole. */
  private async adapt(): Promise<void> {
    const modules = [...this.modules.values()].filter(({ kind }) => kind !== 'json');
    const typedArrays = modules.some((module) => module.typedArrays);
    const importers = [...this.links].filter(([id]) => id !== this.entry.id);
    const whole = importers.some(([, links]) => Object.values(links).includes(this.entry.id));
    if (typedArrays) {
      for (const module of modules) {
        if (!module.typedArrays && module.id !== this.entry.id)
          this.modules.set(module.id, this.cache.watching(module));
      }
    }
    if (whole === this.whole && typedArrays === this.entry.typedArrays) return;
    this.entry = this.entryAs({ typedArrays, whole });
    this.modules.set(this.entry.id, this.entry);
    if (whole === this.whole) return;
    this.whole = whole;
    const known = this.dependencies(this.entry.id);
    await this.follow(queriesOf(this.entry).filter(({ specifier }) => !Object.hasOwn(known, specifier)));
    await this.adapt();
  }

  /** Brings in what the program asked for only while it ran. */
  async add(missing: readonly { specifier: string; importer: string }[]): Promise<void> {
    await this.follow(missing.map(({ specifier, importer }) => ({ specifier, importer, kind: 'require' })));
    await this.adapt();
  }

  private async follow(first: ImportQuery[]): Promise<void> {
    let queries = this.withoutVariables(first);
    while (queries.length > 0) {
      const layer = await this.resolve(queries);
      this.cache.receive(layer.modules);
      const fresh = this.load(layer);
      for (const [k, query] of queries.entries()) this.link(query, layer.imports[k]);
      queries = this.withoutVariables(fresh.flatMap(queriesOf));
    }
  }

  /** What is left to resolve once imports of 'gradlens' are linked. */
  private withoutVariables(queries: ImportQuery[]): ImportQuery[] {
    return queries.filter(({ specifier, importer }) => {
      if (specifier !== variablesModule) return true;
      this.usesVariables = true;
      const links = this.links.get(importer);
      if (links) links[specifier] = variablesModule;
      return false;
    });
  }

  private load(layer: ModuleLayer): LoadedModule[] {
    const fresh: LoadedModule[] = [];
    // those that come without text first: loading others may drop them from the cache
    const modules = layer.modules.filter(({ id }) => !this.modules.has(id));
    for (const module of [...modules.filter((m) => this.cache.has(m)), ...modules.filter((m) => !this.cache.has(m))]) {
      if (this.modules.has(module.id)) continue;
      if (this.modules.size >= this.limits.modules) throw failure('moduleLimit', { limit: this.limits.modules });
      const loaded = this.cache.load(module);
      this.bytes += loaded.instrumented.code.length;
      if (this.bytes > this.limits.sourceBytes) throw failure('sourceLimit', { limit: this.limits.sourceBytes });
      this.modules.set(loaded.id, loaded);
      this.links.set(loaded.id, {});
      fresh.push(loaded);
    }
    return fresh;
  }

  private link({ specifier, importer, kind }: ImportQuery, to: ResolvedImport): void {
    const links = this.links.get(importer);
    if (!links) return;
    if (to.to === 'module' && this.modules.has(to.id)) {
      links[specifier] = to.id;
      return;
    }
    const found = to.to === 'stub';
    const name = found ? to.name : specifier;
    // an optional `require` is commonly tried and caught; a static import of one's own file cannot be
    if (!found && kind === 'import' && !isDependency(importer)) throw this.notFound(specifier, importer);
    const stubKind = found || kind === 'import' ? 'stub' : 'missing';
    const id = `${stubKind}:${name}`;
    if (!this.stubs.has(id)) this.stubs.set(id, { id, kind: stubKind, name, importer });
    links[specifier] = id;
  }

  private notFound(specifier: string, importer: string): Error {
    const found = this.modules.get(importer)?.instrumented.imports.find((each) => each.specifier === specifier);
    const place = found ? { fileName: importer, start: found.start, end: found.end } : { fileName: importer };
    return failure('moduleNotFound', { specifier, importer }, place);
  }
}

function isDependency(id: string): boolean {
  return /[\\/]node_modules[\\/]/.test(id);
}

function queriesOf({ id, instrumented }: LoadedModule): ImportQuery[] {
  const kinds = new Map<string, ImportQuery['kind']>();
  for (const { specifier, kind } of instrumented.imports) {
    if (kind === 'dynamic' && kinds.has(specifier)) continue;
    const asked = importKind(kind);
    if (asked === 'import' || !kinds.has(specifier)) kinds.set(specifier, asked);
  }
  return [...kinds].map(([specifier, kind]) => ({ specifier, importer: id, kind }));
}

/** A dynamic import may fail at run time, as `require` may. */
function importKind(kind: ImportInfo['kind']): ImportQuery['kind'] {
  return kind === 'require' || kind === 'dynamic' ? 'require' : 'import';
}
