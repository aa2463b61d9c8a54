/** @file Where module text comes from: the disk, unsaved editors, a virtual workspace. */
import type { ImportQuery, ModuleKind, ResolvedImport } from '../protocol/border';

export interface SourceModule {
  id: string;
  kind: ModuleKind;
  /** Hash of `text`, in hexadecimal. */
  hash: string;
  text: string;
}

/** Answer to one layer of imports: `imports[k]` answers `queries[k]`; each module once. */
export interface SourceLayer {
  imports: ResolvedImport[];
  modules: SourceModule[];
}

export interface ModuleSource {
  /** A program's modules are wanted next. Files are taken to stay as they are until the next call. */
  begin?(): void;
  /** Text of a file as it stands now (an unsaved editor wins). @throws when it cannot be read */
  read(fileName: string): Promise<string>;
  resolve(queries: ImportQuery[]): Promise<SourceLayer>;
  /** Forgets what was read; everything without a name. */
  invalidate(fileName?: string): void;
}
