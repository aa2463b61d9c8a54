/** @file Numbers of another kind in Variables: how a program's traced numbers get in with where they come from. */
import type { Variable } from './variable';

export interface Admission {
  /** What a Variable made of `data` holds instead; says in `variable.feeds` where its entries come from. */
  data(variable: Variable, data: object): unknown;
  /** The plain number of an entry of an array; undefined where it is none. */
  entry(value: unknown): number | undefined;
}

export const admission: { current: Admission | null } = { current: null };
