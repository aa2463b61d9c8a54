/** @file Functions on a tape whose rules are no rows of the primitive table, as the records need them. */
import type { TensorRecord } from '../../../protocol/script';
import type { CustomPass, CustomRow } from '../../realm/script/run';

export class CustomRows {
  private readonly byRow = new Map<number, CustomRow>();
  private readonly tensors = new Map<number, { data: TensorRecord; grad: TensorRecord | null }>();

  constructor(private readonly pass: CustomPass) {
    for (const one of pass.customs) for (const row of one.outputs) this.byRow.set(row, one);
    for (const { row, data, grad } of pass.tensors) this.tensors.set(row, { data, grad });
  }

  /** By row, as a sweep of the tape would give them. */
  adjoints(length: number): Float64Array {
    const found = new Float64Array(length);
    this.pass.rows.forEach((row, k) => {
      found[row] = this.pass.adjoints[k];
    });
    return found;
  }

  /** The function that made a row; of several outputs one row stands for it. */
  readonly functionOf = (row: number): number => this.byRow.get(row)?.row ?? row;

  of(row: number): CustomRow | undefined {
    return this.byRow.get(row);
  }

  tensorOf(row: number): { data: TensorRecord; grad: TensorRecord | null } | undefined {
    return this.tensors.get(row);
  }

  /** Local derivative and contribution of one operand. Between arrays there is no single derivative. */
  passed(row: number, k: number, grad: number | null): { partial: number | null; contribution: number | null } {
    const one = this.byRow.get(row);
    const contribution = one?.contributions[k] ?? null;
    const partial = one?.scalar && contribution !== null && grad !== null && grad !== 0 ? contribution / grad : null;
    return { partial, contribution };
  }
}
