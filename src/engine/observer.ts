/** @file Who is told of backward passes and of calls of a person's own functions. */
import type { BackwardSwitches } from './backward';
import type { FunctionNode } from './function';
import type { Variable } from './variable';

export interface Observer {
  /** `backward()` of this Variable begins. */
  begins(root: Variable, switches: BackwardSwitches): void;
  /** It came to its end; `functions` is how many stand behind the root. */
  ends(root: Variable, functions: number): void;
  /** A person's own function was called. */
  called(node: FunctionNode): void;
}

/** Runs what the engine does for itself: nobody is told. */
export function unobserved<T>(body: () => T): T {
  const { observer } = observation;
  observation.observer = null;
  try {
    return body();
  } finally {
    observation.observer = observer;
  }
}

export const observation: { observer: Observer | null } = { observer: null };
