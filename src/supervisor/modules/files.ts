/** @file Reads through a `FileAccess`, remembered as long as the files' versions say so. */
import type { FileAccess } from './file-access';
import { parseJsonc } from './jsonc';
import { ancestors, basename, join } from './paths';

export interface FileText {
  text: string;
  /** Hash of `text`, in hexadecimal. */
  hash: string;
}

export interface PackageJson {
  folder: string;
  data: Record<string, unknown> & { name?: string; type?: string };
}

interface Known extends FileText {
  version: string | null;
  json?: unknown;
}

/** Texts, JSON data and package folders. Everything is checked against the file's version before it is used again. */
export class Files {
  private readonly texts = new Map<string, Known>();
  private readonly realPaths = new Map<string, Promise<string>>();
  /** What was asked about paths since `begin`; null: everything is asked anew. */
  private seen: Map<string, Promise<unknown>> | null = null;

  constructor(readonly access: FileAccess) {}

  /** From here on each question about a path is asked once, until the next call. */
  begin(): void {
    this.seen = new Map();
  }

  private once<T>(question: string, ask: () => Promise<T>): Promise<T> {
    const { seen } = this;
    if (!seen) return ask();
    let answer = seen.get(question) as Promise<T> | undefined;
    if (!answer) seen.set(question, (answer = ask()));
    return answer;
  }

  private version(path: string): Promise<string | null> {
    return this.once(`version ${path}`, async () => (await this.access.version?.(path)) ?? null);
  }

  /** @throws when the file cannot be read */
  async read(path: string): Promise<FileText> {
    const version = await this.version(path);
    const known = this.texts.get(path);
    if (known && version !== null && known.version === version) return known;
    const text = await this.access.readText(path);
    if (known?.text === text) {
      known.version = version;
      return known;
    }
    const made: Known = { text, hash: hashOf(text), version };
    this.texts.set(path, made);
    return made;
  }

  /** The data of a JSON file, comments allowed; undefined where there is none. */
  async json(path: string): Promise<unknown> {
    if (!(await this.isFile(path))) return undefined;
    const file = (await this.read(path).catch(() => null)) as Known | null;
    if (!file) return undefined;
    if (!('json' in file)) file.json = parseJsonc(file.text);
    return file.json;
  }

  isFile(path: string): Promise<boolean> {
    if (!this.seen) return this.access.isFile(path);
    return this.once(`file ${path}`, async () => (await this.version(path)) !== null || this.access.isFile(path));
  }

  isDirectory(path: string): Promise<boolean> {
    return this.once(`folder ${path}`, () => this.access.isDirectory(path));
  }

  realPath(path: string): Promise<string> {
    let found = this.realPaths.get(path);
    if (!found) {
      found = this.access.realPath(path).catch(() => path);
      this.realPaths.set(path, found);
    }
    return found;
  }

  async packageAt(folder: string): Promise<PackageJson | null> {
    const data = await this.json(join(folder, 'package.json'));
    return typeof data === 'object' && data !== null ? { folder, data: data as PackageJson['data'] } : null;
  }

  /** The package that a folder belongs to. */
  packageAround(folder: string): Promise<PackageJson | null> {
    return this.once(`package ${folder}`, () => this.findPackage(folder));
  }

  private async findPackage(folder: string): Promise<PackageJson | null> {
    for (const at of ancestors(folder)) {
      if (basename(at) === 'node_modules') return null;
      const found = await this.packageAt(at);
      if (found) return found;
    }
    return null;
  }

  forget(path?: string): void {
    this.seen?.clear();
    this.realPaths.clear();
    if (path === undefined) this.texts.clear();
    else this.texts.delete(path);
  }
}

/** 128 bits of a text, in hexadecimal; for telling texts apart, not against an attacker. Cost: 3 ms per megabyte. */
export function hashOf(text: string): string {
  let a = 0x243f6a88;
  let b = 0x85a308d3;
  let c = 0x13198a2e;
  let d = 0x03707344;
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ k, 0x9e3779b1);
    b = c ^ Math.imul(b ^ k, 0x85ebca6b);
    c = d ^ Math.imul(c ^ k, 0xc2b2ae35);
    d = a ^ Math.imul(d ^ k, 0x27d4eb2f);
  }
  const mixed = (x: number, y: number): string => {
    let z = Math.imul(x ^ (y >>> 15) ^ text.length, 0x2c1b3c6d);
    z = Math.imul(z ^ (z >>> 12), 0x297a2d39);
    return ((z ^ (z >>> 15)) >>> 0).toString(16).padStart(8, '0');
  };
  return mixed(a, c) + mixed(b, d) + mixed(c, b) + mixed(d, a);
}
