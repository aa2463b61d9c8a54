/** @file One value for each target of each file, kept with the workspace; the longest untouched are forgotten. */
import { decode, encode } from '../protocol/codec';

/** The part of `vscode.Memento` that is needed. */
export interface Store {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Entry<T> {
  file: string;
  target: string;
  value: T;
}

export class TargetStore<T> {
  constructor(
    private readonly store: Store,
    private readonly key: string,
    private readonly isValue: (value: unknown) => value is T,
    private readonly most = 500,
  ) {}

  /** All values of a file, by target. */
  ofFile(file: string): Record<string, T> {
    return Object.fromEntries(this.entries().flatMap((one) => (one.file === file ? [[one.target, one.value]] : [])));
  }

  of(file: string, target: string): T | undefined {
    return this.entries().find((entry) => entry.file === file && entry.target === target)?.value;
  }

  /** null forgets. */
  set(file: string, target: string, value: T | null): void {
    const entries = this.entries().filter((entry) => entry.file !== file || entry.target !== target);
    if (value !== null) entries.push({ file, target, value });
    // As text of the codec: a store of JSON would lose NaN and infinities.
    void this.store.update(this.key, encode(entries.slice(-this.most)));
  }

  private entries(): Entry<T>[] {
    const kept = this.store.get(this.key);
    if (typeof kept !== 'string') return [];
    try {
      const entries = decode<unknown>(kept);
      return Array.isArray(entries) ? entries.filter((entry): entry is Entry<T> => this.isEntry(entry)) : [];
    } catch {
      return [];
    }
  }

  private isEntry(entry: unknown): boolean {
    return (
      isRecord(entry) && typeof entry.file === 'string' && typeof entry.target === 'string' && this.isValue(entry.value)
    );
  }
}
