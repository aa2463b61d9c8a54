/** @file A recorded program as an analysis reads it. */
import { reverse } from '../../engine';
import type { Tape } from '../../engine/tape';
import type { InputEntry } from '../../protocol/analysis';
import type { PreparedRequest } from '../../protocol/border';
import { failure } from '../../protocol/codes';
import type { Diagnostic } from '../../protocol/evaluation';
import { type ChosenOutput, recordedOf, reported } from '../assembly';
import { checkRun } from '../check-run';
import type { Differences } from '../differences';
import { pathOf } from '../leaf-paths';
import { type NumericLeaf, numericLeaves } from '../numeric-leaves';
import { valueAt } from '../outcome';
import { type RecordedRun, recordedRun } from '../recorded-run';
import { findingsOf, type Report } from '../report/report';
import { outputOf } from '../traced-run';
import type { Stages, Surroundings } from '../undertaking';

export class Reading {
  readonly tape: Tape;
  /** The numbers that are differentiated with respect to. */
  readonly leaves: NumericLeaf[];
  readonly names: string[];
  readonly inputs: InputEntry[];
  /** Rows of the leaves. */
  readonly rows: number[];
  private chosen: ChosenOutput | null = null;

  private constructor(
    readonly run: RecordedRun,
    readonly request: PreparedRequest,
    readonly around: Surroundings,
    readonly stage: Stages,
  ) {
    const { task, recording, ids } = run.recorded;
    this.tape = recording.tape;
    this.leaves = task.preparation.values().flatMap((value, k) => numericLeaves(k, value, ids[k]));
    this.names = task.preparation.records().map(({ name }) => name);
    this.inputs = this.leaves.map((leaf) => ({ path: pathOf(leaf, this.names), value: leaf.value }));
    this.rows = this.leaves.map(({ id }) => id);
  }

  /** Runs the program, unless the kept recording is of the same run. @throws what running can throw */
  static async of(request: PreparedRequest, around: Surroundings, stage: Stages): Promise<Reading> {
    const run = await recordedRun(request, around, stage, request.live ? 'replayed' : 'same');
    await stage('sweeping');
    return new Reading(run, request, around, stage);
  }

  /** @throws outputNotScalar, noSuchOutput */
  get output(): ChosenOutput {
    const { task, recording, result } = this.run.recorded;
    this.chosen ??= outputOf(task, recording, result);
    return this.chosen;
  }

  /** Value and gradient in the leaves. */
  get slope(): { value: number; gradient: number[] } {
    const { id, value } = this.output;
    const adjoints = reverse(this.tape, id);
    return { value, gradient: this.rows.map((row) => adjoints[row]) };
  }

  /** All that an evaluation would say of this output. */
  reportFor(output: number): Report {
    const { task, recording, result, ids } = this.run.recorded;
    return reported(task, recording, result, output, ids);
  }

  /** What makes an answer about this output a convention, or leaves it open. */
  findingsFor(output: number): Diagnostic[] {
    const { task, recording, result, ids } = this.run.recorded;
    return findingsOf(recordedOf(task, recording, result, output, ids)).diagnostics;
  }

  /** What plain runs of the program say against its gradient. */
  async objections(): Promise<Diagnostic[]> {
    if (this.request.check === false || this.request.live) return [];
    const { recorded, program, milliseconds } = this.run;
    const adjoints = reverse(this.tape, this.output.id);
    const check = () => checkRun(recorded, program, this.output, adjoints, milliseconds.run);
    return (await this.inTime(check))?.diagnostics ?? [];
  }

  /** What derivatives by differences are measured with. */
  get differences(): Differences {
    const { task } = this.run.recorded;
    const { path } = this.output;
    const plain = async (at: readonly unknown[]) => {
      const again = await this.run.program.again(task.preparation.runPlan('plain', at));
      return again.status === 'done' ? valueAt(again.leaves ?? [], path) : Number.NaN;
    };
    return { tape: this.tape, values: task.preparation.values(), plain };
  }

  /** null where less than half of the time limit is left: for what still has to be done. */
  async inTime<T>(measure: () => Promise<T>): Promise<T | null> {
    await this.stage('checking');
    const { clock } = this.run;
    clock.resume();
    try {
      return clock.remaining() > this.request.limits.timeoutMs / 2 ? await measure() : null;
    } finally {
      clock.pause();
    }
  }
}

/** Numbers in a matrix: a message should not wait for more. */
const entriesKept = 1_000_000;

/** @throws invalidRequest */
export function sized(entries: number): void {
  if (entries <= entriesKept) return;
  throw failure('invalidRequest', { detail: `the matrix would have ${entries} entries; ${entriesKept} are possible.` });
}
