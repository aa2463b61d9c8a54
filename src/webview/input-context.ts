/** @file What the parts of an input row share: the values as they stand, and how to change them. */
import type { InputRecord, InputValue } from '../protocol/evaluation';
import type { Path } from './input-values';

/** Brings a row up to date with a record of the same shape. */
export type Update = (record: InputRecord) => void;

export interface InputContext {
  /** As a person left it; newer than what the last evaluation tells. */
  value(name: string): InputValue;
  set(name: string, path: Path, value: InputValue, live: boolean): void;
  /** Differentiates with respect to it, or no longer. */
  toggle(name: string): void;
  leftOut(name: string): boolean;
}
