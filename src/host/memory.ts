/** @file What a person typed for each target, and which targets were open: kept with the workspace. */
import { decode, encode } from '../protocol/codec';
import type { Remembered } from '../protocol/request';
import type { OffsetRange } from './edits';

/** The part of `vscode.Memento` that is needed. */
export interface Store {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** A target as the session holds it; enough to find it again after a restart. */
export interface KeptTarget extends OffsetRange {
  /** URI text of its document. */
  uri: string;
  /** The target's name once it is known, else the text of its first line. */
  name: string;
  /** Whether `name` is the target's own. */
  known: boolean;
  line: number;
}

export interface KeptSession {
  targets: KeptTarget[];
  current: number;
}

const inputsKey = 'gradlens.inputs';
const sessionKey = 'gradlens.session';
/** Beyond this many targets the longest untouched are forgotten. */
const mostTargets = 500;

type Entry = { file: string; target: string; typed: Remembered };

export class Memory {
  constructor(private readonly store: Store) {}

  /** All that was typed for targets of a file, by target name. */
  ofFile(file: string): Record<string, Remembered> {
    const found: Record<string, Remembered> = Object.create(null) as Record<string, Remembered>;
    for (const entry of this.entries()) {
      if (entry.file === file) found[entry.target] = entry.typed;
    }
    return { ...found };
  }

  of(file: string, target: string): Remembered {
    return this.entries().find((entry) => entry.file === file && entry.target === target)?.typed ?? {};
  }

  /** Adds to what is remembered for the target. */
  remember(file: string, target: string, typed: Remembered): void {
    const before = this.of(file, target);
    const rest = this.entries().filter((entry) => entry.file !== file || entry.target !== target);
    rest.push({ file, target, typed: { ...before, ...typed } });
    this.keep(rest.slice(-mostTargets));
  }

  /** Forgets the inputs of the target; the chosen output stays. */
  forgetInputs(file: string, target: string): void {
    const { output } = this.of(file, target);
    const rest = this.entries().filter((entry) => entry.file !== file || entry.target !== target);
    if (output !== undefined) rest.push({ file, target, typed: { output } });
    this.keep(rest);
  }

  get session(): KeptSession | null {
    const kept = this.store.get(sessionKey);
    if (!isRecord(kept) || !Array.isArray(kept.targets) || !kept.targets.every(isKeptTarget)) return null;
    const current = typeof kept.current === 'number' && kept.current in kept.targets ? kept.current : 0;
    return kept.targets.length === 0 ? null : { targets: kept.targets, current };
  }

  keepSession(session: KeptSession | null): void {
    void this.store.update(sessionKey, session ?? undefined);
  }

  private entries(): Entry[] {
    const kept = this.store.get(inputsKey);
    if (typeof kept !== 'string') return [];
    try {
      const entries = decode<unknown>(kept);
      return Array.isArray(entries) ? entries.filter(isEntry) : [];
    } catch {
      return [];
    }
  }

  /** As text of the codec: a store of JSON would lose NaN and infinities. */
  private keep(entries: Entry[]): void {
    void this.store.update(inputsKey, encode(entries));
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEntry(value: unknown): value is Entry {
  return isRecord(value) && typeof value.file === 'string' && typeof value.target === 'string' && isRecord(value.typed);
}

function isKeptTarget(value: unknown): value is KeptTarget {
  return (
    isRecord(value) &&
    typeof value.uri === 'string' &&
    typeof value.name === 'string' &&
    typeof value.known === 'boolean' &&
    ['start', 'end', 'line'].every((field) => Number.isInteger(value[field]) && (value[field] as number) >= 0)
  );
}
