/** @file The supervisor's module source: resolves whole layers of imports and hands out each text once. */
import type { ImportQuery, ResolvedImport } from '../../protocol/border';
import type { ModuleSource, SourceLayer, SourceModule } from '../module-source';
import type { FileAccess } from './file-access';
import { Files, hashOf } from './files';
import { moduleKind } from './module-kind';
import { dirname } from './paths';
import { inDependency, type Resolution, Resolver } from './resolver';
import { outside, standIn } from './stand-ins';

/** Text that a package's `browser` map puts in the place of a module it does without. */
const emptyModule = 'module.exports = {};';

export class FileModuleSource implements ModuleSource {
  private readonly files: Files;
  private readonly resolver: Resolver;
  /** Of importers in node_modules, which do not change under our feet; their targets are looked at again. */
  private readonly settled = new Map<string, Resolution>();
  private readonly kinds = new Map<string, SourceModule>();

  constructor(access: FileAccess) {
    this.files = new Files(access);
    this.resolver = new Resolver(this.files);
  }

  begin(): void {
    this.files.begin();
  }

  async read(fileName: string): Promise<string> {
    return (await this.files.read(fileName)).text;
  }

  async resolve(queries: ImportQuery[]): Promise<SourceLayer> {
    const found = await Promise.all(queries.map((query) => this.one(query)));
    const modules = new Map<string, SourceModule>();
    const imports = found.map(({ answer, module }) => {
      if (module) modules.set(module.id, module);
      return answer;
    });
    return { imports, modules: [...modules.values()] };
  }

  invalidate(fileName?: string): void {
    this.files.forget(fileName);
    this.settled.clear();
    if (fileName === undefined) this.kinds.clear();
    else this.kinds.delete(fileName);
  }

  private async one(query: ImportQuery): Promise<{ answer: ResolvedImport; module?: SourceModule }> {
    if (query.specifier.startsWith(outside))
      return { answer: { to: 'stub', name: query.specifier.slice(outside.length) } };
    const resolution = await this.resolution(query);
    switch (resolution.to) {
      case 'missing':
        return { answer: resolution };
      case 'stub':
        if (!resolution.empty) return this.builtin(resolution.name);
        return {
          answer: { to: 'module', id: 'gradlens:empty.cjs' },
          module: { id: 'gradlens:empty.cjs', kind: 'commonjs', hash: 'empty', text: emptyModule },
        };
      case 'file': {
        const module = await this.module(resolution.path).catch((error: unknown) => String(error));
        if (typeof module === 'string')
          return { answer: { to: 'missing', detail: `${resolution.path} cannot be read (${module}).` } };
        return { answer: { to: 'module', id: module.id }, module };
      }
    }
  }

  /** One of Node's own modules, or something that is no code. */
  private builtin(name: string): { answer: ResolvedImport; module?: SourceModule } {
    const found = standIn(name);
    if (!found) return { answer: { to: 'stub', name } };
    const { id, text } = found;
    return { answer: { to: 'module', id }, module: { id, kind: 'commonjs', hash: hashOf(text), text } };
  }

  private async resolution({ specifier, importer, kind }: ImportQuery): Promise<Resolution> {
    if (kind === 'type' || !inDependency(importer)) {
      return this.resolver.resolve(specifier, importer, kind === 'require' ? await this.asked(importer) : kind);
    }
    const key = `${kind}\n${importer}\n${specifier}`;
    const known = this.settled.get(key);
    if (known && (known.to === 'stub' || (known.to === 'file' && (await this.files.isFile(known.path))))) return known;
    const fresh = await this.resolver.resolve(
      specifier,
      importer,
      kind === 'require' ? await this.asked(importer) : kind,
    );
    this.settled.set(key, fresh);
    return fresh;
  }

  /** `import()` in an ECMAScript module arrives as a requirement; its conditions are those of an import. */
  private async asked(importer: string): Promise<'import' | 'require'> {
    // the file that a program starts from is no import of another
    const kind = this.kinds.get(importer)?.kind ?? (await this.module(importer).catch(() => null))?.kind;
    return kind === 'esm' ? 'import' : 'require';
  }

  private async module(path: string): Promise<SourceModule> {
    const file = await this.files.read(path);
    const known = this.kinds.get(path);
    const around = await this.files.packageAround(dirname(path));
    const packageType = typeof around?.data.type === 'string' ? around.data.type : null;
    const kind =
      known?.hash === file.hash && packageType === null ? known.kind : moduleKind(path, file.text, packageType);
    if (known?.hash === file.hash && known.kind === kind) return known;
    const module: SourceModule = { id: path, kind, hash: file.hash, text: file.text };
    this.kinds.set(path, module);
    return module;
  }
}
