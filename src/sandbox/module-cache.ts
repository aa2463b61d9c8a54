/** @file Instrumented modules, kept by content: a package is transformed and compiled once, however often it is used. */
import type vm from 'node:vm';
import { type ModuleKind, type ModuleText, moduleKey } from '../protocol/border';
import { failure } from '../protocol/codes';
import type { Instrumented, InstrumentOptions, SiteInfo, Span } from '../snippet/contract';
import { mentionsTypedArrays } from '../snippet/instrument';
import { compileModule } from './module-script';

export type Instrument = (source: string, options: InstrumentOptions) => Instrumented;

/** A module that is ready to be defined in a realm. */
export interface LoadedModule {
  id: string;
  kind: ModuleKind;
  hash: string;
  siteBase: number;
  instrumented: Instrumented;
  script: vm.Script;
  /** The original text; empty where only the instrumented one is at hand. */
  text: string;
  /** The text mentions typed arrays, so elements must be watched in the whole program. */
  typedArrays: boolean;
}

/** Sites of an entry are numbered from 1; those of other modules stand above, each where it was first put. */
const firstBase = 1_000_000;
/** Characters of instrumented text kept in all. */
const room = 64_000_000;

const entriesKept = 16;
const textsKept = 2_000;

interface Kept {
  base: number;
  instrumented: Instrumented;
  script: vm.Script | null;
  text: string;
  typedArrays: boolean;
}

/** The file that a request is about. */
export interface EntryFile {
  fileName: string;
  source: string;
  sourceHash: string;
}

export class ModuleCache {
  private readonly kept = new Map<string, Kept>();
  private readonly entries = new Map<string, LoadedModule>();
  /** Of modules that were read for their types. */
  private readonly texts = new Map<string, string>();
  private size = 0;
  private nextBase = firstBase;

  constructor(
    private readonly instrument: Instrument,
    /** Leaves a module with the supervisor, packed when it has time; `end` is the first free number after its sites. */
    private readonly leave: (pack: () => { key: string; instrumented: string; end: number }) => void,
    /** Tells the supervisor that the module under this key must be sent again. */
    private readonly drop: (key: string) => void,
  ) {}

  /** Numbers below this belong to modules that other sandboxes left behind. */
  reserve(floor: number): void {
    this.nextBase = Math.max(this.nextBase, floor);
  }

  /** The file itself, with the target lifted out of it. @throws what `instrument` throws */
  entry(file: EntryFile, options: Pick<InstrumentOptions, 'keep' | 'lift' | 'typedArrays'>): LoadedModule {
    const { fileName, source, sourceHash } = file;
    const key = JSON.stringify([fileName, source, options]);
    let found = this.entries.get(key);
    if (!found) {
      const instrumented = this.instrument(source, { ...options, fileName, format: 'registry', siteBase: 1 });
      const script = compileModule(instrumented.code, fileName);
      const kind = instrumented.esm ? 'esm' : 'commonjs';
      const typedArrays = options.typedArrays ?? mentionsTypedArrays(source);
      found = { id: fileName, kind, hash: sourceHash, siteBase: 1, instrumented, script, text: source, typedArrays };
    }
    this.entries.delete(key);
    this.entries.set(key, found);
    for (const oldest of this.entries.keys()) if (this.entries.size > entriesKept) this.entries.delete(oldest);
    return found;
  }

  /** The module of an import, transformed unless that was done before. @throws what `instrument` throws */
  load(module: ModuleText): LoadedModule {
    const { id, kind, hash } = module;
    const key = moduleKey(module);
    let found = this.kept.get(key);
    if (found) {
      this.kept.delete(key);
    } else {
      found =
        (module.kept !== undefined ? unpacked(module.kept, module.text ?? this.texts.get(key) ?? '') : null) ??
        this.transform(module, key);
      this.size += found.instrumented.code.length;
    }
    this.kept.set(key, found);
    this.trim();
    const { base: siteBase, instrumented, text, typedArrays } = found;
    const script = (found.script ??= compileModule(instrumented.code, id));
    return { id, kind, hash, siteBase, instrumented, script, text, typedArrays };
  }

  /** A loaded module of a program in which typed arrays are used, though its own text does not mention them. */
  watching(module: LoadedModule): LoadedModule {
    const key = `watching ${moduleKey(module)}`;
    let found = this.kept.get(key);
    if (!found) {
      const { id, kind, text } = module;
      const base = this.nextBase;
      const instrumented = this.instrument(text, { ...optionsFor(id, kind), siteBase: base, typedArrays: true });
      this.nextBase += instrumented.sites.length + 1;
      found = { base, instrumented, script: compileModule(instrumented.code, id), text, typedArrays: true };
      this.kept.set(key, found);
      this.size += instrumented.code.length;
    }
    return { ...module, siteBase: found.base, instrumented: found.instrumented, script: found.script ?? module.script };
  }

  /** Whether the module of this text need not be sent. */
  has(module: ModuleText): boolean {
    return this.kept.has(moduleKey(module));
  }

  /** Holds the texts of modules that came, since none is sent twice: loading them may end half way. */
  receive(modules: readonly ModuleText[]): void {
    for (const module of modules) if (module.text !== undefined && !this.has(module)) this.textOf(module);
  }

  /** The text of a module that is read for its types. */
  textOf(module: ModuleText): string {
    const key = moduleKey(module);
    const text = module.text ?? this.kept.get(key)?.text ?? this.texts.get(key);
    if (text === undefined) return '';
    this.texts.delete(key);
    this.texts.set(key, text);
    for (const oldest of this.texts.keys()) {
      if (this.texts.size <= textsKept) break;
      this.texts.delete(oldest);
      if (!this.kept.has(oldest)) this.drop(oldest);
    }
    return text;
  }

  private transform(module: ModuleText, key: string): Kept {
    const text = module.text ?? this.texts.get(key);
    if (text === undefined) {
      // never a module without its code: it has to come again
      this.drop(key);
      throw failure('internal', { detail: `the text of ${module.id} is gone; run it again.` });
    }
    const base = this.nextBase;
    if (module.kind === 'json') return { base, instrumented: nothing, script: null, text, typedArrays: false };
    const instrumented = this.instrument(text, { ...optionsFor(module.id, module.kind), siteBase: base });
    this.nextBase += instrumented.sites.length + 1;
    const end = this.nextBase;
    this.leave(() => ({ key, instrumented: packed(base, instrumented), end }));
    return { base, instrumented, script: null, text, typedArrays: mentionsTypedArrays(text) };
  }

  private trim(): void {
    for (const [key, { instrumented }] of this.kept) {
      if (this.size <= room || this.kept.size === 1) return;
      this.kept.delete(key);
      this.size -= instrumented.code.length;
      if (!key.startsWith('watching ') && !this.texts.has(key)) this.drop(key);
    }
  }
}

function optionsFor(id: string, kind: ModuleKind): InstrumentOptions {
  const sourceType = kind === 'commonjs' || kind === 'script' ? kind : 'module';
  // what a package's parameters were worth is of little use to a reader of the file that calls it
  return { fileName: id, sourceType, format: 'registry', marks: !/[\\/]node_modules[\\/]/.test(id) };
}

/** Data has no code. */
const nothing: Instrumented = {
  code: '',
  sites: [],
  bindings: [],
  imports: [],
  esm: false,
  topLevelAwait: false,
  warnings: [],
};

const kinds: SiteInfo['kind'][] = ['operation', 'input', 'value'];

/** Sites as rows of numbers and names: a large package has a hundred thousand of them. */
function packed(base: number, instrumented: Instrumented): string {
  const { sites, ...rest } = instrumented;
  const rows = sites.map(({ start, end, kind, op, name, operands }) => [
    start,
    end,
    kinds.indexOf(kind),
    op ?? 0,
    name ?? 0,
    ...operands.flatMap((span) => [span.start, span.end]),
  ]);
  return JSON.stringify({ base, rest, rows });
}

function unpacked(text: string, source: string): Kept | null {
  try {
    const { base, rest, rows } = JSON.parse(text) as {
      base: number;
      rest: Omit<Instrumented, 'sites'>;
      rows: (number | string)[][];
    };
    const sites = rows.map((row): SiteInfo => {
      const [start, end, kind, op, name, ...spans] = row;
      const operands: Span[] = [];
      for (let k = 0; k < spans.length; k += 2) operands.push({ start: Number(spans[k]), end: Number(spans[k + 1]) });
      return {
        start: Number(start),
        end: Number(end),
        kind: kinds[Number(kind)],
        op: typeof op === 'string' ? op : null,
        name: typeof name === 'string' ? name : null,
        operands,
      };
    });
    return {
      base,
      instrumented: { ...rest, sites },
      script: null,
      text: source,
      typedArrays: mentionsTypedArrays(source),
    };
  } catch {
    return null;
  }
}
