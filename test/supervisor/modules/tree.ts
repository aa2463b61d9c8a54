/** @file A file system in memory, with links, that counts its reads. */
import type { ImportQuery } from '../../../src/protocol/border';
import type { FileAccess } from '../../../src/supervisor/modules/file-access';
import { FileModuleSource } from '../../../src/supervisor/modules/source';

export interface Tree extends FileAccess {
  files: Map<string, string>;
  reads: string[];
}

/** `links`: a path below which everything is found elsewhere. */
export function tree(files: Record<string, string | object>, links: Record<string, string> = {}): Tree {
  const texts = new Map(
    Object.entries(files).map(([path, text]) => [path, typeof text === 'string' ? text : JSON.stringify(text)]),
  );
  const reads: string[] = [];
  const real = (path: string): string => {
    for (const [from, to] of Object.entries(links)) {
      if (path === from || path.startsWith(`${from}/`)) return real(to + path.slice(from.length));
    }
    return path;
  };
  const versions = new Map<string, string>();
  return {
    files: texts,
    reads,
    readText: async (path) => {
      reads.push(path);
      const text = texts.get(real(path));
      if (text === undefined) throw new Error(`no ${path}`);
      return text;
    },
    isFile: async (path) => texts.has(real(path)),
    isDirectory: async (path) => [...texts.keys()].some((one) => one.startsWith(`${real(path)}/`)),
    realPath: async (path) => real(path),
    version: async (path) => {
      const text = texts.get(real(path));
      if (text !== undefined) versions.set(path, text);
      return text === undefined ? null : text;
    },
  };
}

/** What an import leads to: an id, `stub name`, or `missing`. */
export async function leads(
  from: Tree | FileModuleSource,
  specifier: string,
  importer: string,
  kind: ImportQuery['kind'] = 'import',
): Promise<string> {
  const source = from instanceof FileModuleSource ? from : new FileModuleSource(from);
  const { imports } = await source.resolve([{ specifier, importer, kind }]);
  const [to] = imports;
  return to.to === 'module' ? to.id : to.to === 'stub' ? `stub ${to.name}` : 'missing';
}
