/** @file What a person typed for each target, and which targets were open: kept with the workspace. */
import type { Remembered } from '../protocol/request';
import type { OffsetRange } from './edits';
import { InputSets } from './input-sets';
import { isRecord, type Store, TargetStore } from './target-store';

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

const sessionKey = 'gradlens.session';

export class Memory {
  readonly sets: InputSets;
  private readonly typed: TargetStore<Remembered>;

  constructor(private readonly store: Store) {
    this.typed = new TargetStore(store, 'gradlens.inputs', isRecord as (value: unknown) => value is Remembered);
    this.sets = new InputSets(store);
  }

  /** All that was typed for targets of a file, by target name. */
  ofFile(file: string): Record<string, Remembered> {
    return this.typed.ofFile(file);
  }

  of(file: string, target: string): Remembered {
    return this.typed.of(file, target) ?? {};
  }

  /** Adds to what is remembered for the target. */
  remember(file: string, target: string, typed: Remembered): void {
    this.typed.set(file, target, { ...this.of(file, target), ...typed });
  }

  /** Forgets the inputs of the target; the chosen output stays. */
  forgetInputs(file: string, target: string): void {
    const { output } = this.of(file, target);
    this.typed.set(file, target, output === undefined ? null : { output });
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
