/** @file Whether a program would take the branches that were recorded, were its inputs a little different. */
import { holdsAgain, replay, replayValues } from '../engine/replay';
import { Guard, type Tape } from '../engine/tape';

/** Moves `leaves` to what `at` gives and compares the outcome of every recorded decision. Costs one replay. */
export function sameBranches<Leaf extends { id: number }>(
  tape: Tape,
  leaves: readonly Leaf[],
  at: (leaf: Leaf, k: number) => number,
): boolean {
  const values = replayValues(tape);
  for (const [k, leaf] of leaves.entries()) values[leaf.id] = at(leaf, k);
  if (replay(tape, values) === -1) return true;
  const { guardA, guardB, guardConstant } = tape;
  for (let k = 0; k < tape.guards; k++) {
    // a value that left the tape decides no branch; what is lost there is what differences are to find
    if (tape.guardKind[k] === Guard.detached) continue;
    const a = guardA[k] === 0 ? guardConstant[k] : values[guardA[k]];
    const b = guardB[k] === 0 ? guardConstant[k] : values[guardB[k]];
    if (!holdsAgain(tape, k, a, b)) return false;
  }
  return true;
}
