/** @file Inputs that a person has given a name, for each target, kept with the workspace. */
import type { InputValue } from '../protocol/evaluation';
import type { InputSet } from '../protocol/panel';
import { isRecord, type Store, TargetStore } from './target-store';

const mostTargets = 200;
/** Of one target; the longest untouched goes first. */
const mostSets = 50;
const longestName = 80;

export class InputSets {
  private readonly sets: TargetStore<InputSet[]>;

  constructor(store: Store) {
    this.sets = new TargetStore(store, 'gradlens.inputSets', areSets, mostTargets);
  }

  of(file: string, target: string): InputSet[] {
    return this.sets.of(file, target) ?? [];
  }

  /** Replaces the set of that name. A name of spaces alone keeps nothing. */
  save(file: string, target: string, name: string, inputs: Record<string, InputValue>): void {
    const named = name.trim().slice(0, longestName);
    if (named === '') return;
    const rest = this.of(file, target).filter((one) => one.name !== named);
    this.sets.set(file, target, [...rest, { name: named, inputs }].slice(-mostSets));
  }

  delete(file: string, target: string, name: string): void {
    const rest = this.of(file, target).filter((one) => one.name !== name);
    this.sets.set(file, target, rest.length === 0 ? null : rest);
  }
}

function areSets(value: unknown): value is InputSet[] {
  return (
    Array.isArray(value) && value.every((one) => isRecord(one) && typeof one.name === 'string' && isRecord(one.inputs))
  );
}
