/** @file A program recorded at other numbers of its inputs: one piece for each set of branches that it takes. */
import type { Tape } from '../engine/tape';
import { GradlensError } from '../protocol/codes';
import { type Recording, recordingOf, type Undertaking } from './assembly';
import { type NumericLeaf, numericLeaves, withLeaves } from './numeric-leaves';
import { valueAt } from './outcome';
import type { Program } from './program';
import { RealmTimeout } from './realm';
import type { RunResult } from './realm-control';
import { outputOf, ran, refuseArrays } from './traced-run';

/** A tape that holds for all numbers with which the same branches are taken. */
export interface Piece {
  tape: Tape;
  /** Rows of the leaves; 0 for one that was not traced. */
  rows: number[];
  /** Row of the output; 0 where it is a constant. */
  output: number;
  value: number;
}

/** Failures that end more than one run. */
const fatal: ReadonlySet<string> = new Set([
  'timeout',
  'operationLimit',
  'cancelled',
  'internal',
  'sandboxCrashed',
  'notOfNumbers',
]);

export class Pieces {
  constructor(
    private readonly task: Undertaking,
    private readonly program: Program,
    private readonly leaves: readonly NumericLeaf[],
  ) {}

  /** Records with these numbers; null where the program fails. @throws when the time or the operations are spent */
  async at(numbers: readonly number[]): Promise<Piece | null> {
    const { preparation } = this.task;
    const values = this.valuesAt(numbers);
    return this.unlessItFails(async () => {
      const { realm, result } = await ran(this.program, this.task, preparation.runPlan('traced', values));
      refuseArrays(result);
      return this.of(recordingOf(realm), result, preparation.idsOf(result, values), values);
    });
  }

  /** The piece of a run that was made. @throws outputNotScalar, noSuchOutput */
  of(recording: Recording, result: RunResult, ids: unknown[], values: readonly unknown[]): Piece {
    const { id, value } = outputOf(this.task, recording, result);
    const rows = this.leaves.map((leaf) => {
      const path = leaf.path.join('\n');
      const found = numericLeaves(0, values[leaf.input], ids[leaf.input]);
      return found.find((one) => one.path.join('\n') === path)?.id ?? 0;
    });
    return { tape: recording.tape, rows, output: id, value };
  }

  /** The value of the output at `path`, without a recording; NaN where the program fails. */
  async plain(numbers: readonly number[], path: string): Promise<number> {
    const plan = this.task.preparation.runPlan('plain', this.valuesAt(numbers));
    const found = await this.unlessItFails(async () => {
      const again = await this.program.again(plan);
      return again.status === 'done' ? valueAt(again.leaves ?? [], path) : null;
    });
    return found ?? Number.NaN;
  }

  private valuesAt(numbers: readonly number[]): unknown[] {
    return withLeaves(this.task.preparation.values(), this.leaves, (_leaf, k) => numbers[k]);
  }

  private async unlessItFails<T>(run: () => Promise<T>): Promise<T | null> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof RealmTimeout || (error instanceof GradlensError && fatal.has(error.code))) throw error;
      return null;
    }
  }
}
