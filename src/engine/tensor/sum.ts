/** @file The gradient of one variable while it is being added up. */
import { chained } from './contribution';
import { elementwise } from './elementwise';
import type { Step } from './kernels/chain';
import { either } from './masked';
import { NdArray, type Value } from './ndarray';
import { release, room } from './storage';

/**
 * A gradient so far, perhaps with steps still to be taken: a run of entry-by-entry functions is gone back through in
 * one pass, block by block. Memory that nobody else refers to is added to, and used again once it is spent.
 */
export class Sum {
  /** Stands for "reached, but no gradient passes by rule": nothing behind it is multiplied. */
  static readonly none = new Sum(0, false);

  private readonly steps: Step[] = [];

  /**
   * @param owned whether nobody else refers to the memory of `base`.
   * @param reached entries that a gradient reaches by rule; null is all, as it always is in the fast pass.
   */
  constructor(
    private base: Value,
    public owned: boolean,
    readonly reached: Value | null = null,
  ) {}

  /** Whether steps may follow: they work on doubles. */
  get isDouble(): boolean {
    return typeof this.base !== 'number' && this.base.dtype === 'float64';
  }

  /** This gradient after one more step; it goes over to the result. */
  after(step: Step): Sum {
    this.steps.push(step);
    return this;
  }

  get value(): Value {
    if (this.steps.length > 0) {
      const base = this.base as NdArray;
      const own = this.owned && !base.isUniform;
      this.base = chained(base, this.steps, base.shape, own ? base.doubles : room(base.size));
      this.owned = true;
      this.steps.length = 0;
    }
    return this.base;
  }

  /** The sum of two gradients; both go over to the result. */
  plus(other: Sum): Sum {
    const a = this.value;
    const b = other.value;
    if (this.owned && this.reached === null && a instanceof NdArray && a.addInPlace(b)) {
      other.discard();
      return this;
    }
    const total = elementwise('add', [a, b]);
    this.discard();
    other.discard();
    return new Sum(total, true, either(this.reached, other.reached));
  }

  /** The value for somebody to keep. */
  taken(): Value {
    const { value } = this;
    return this.owned || typeof value === 'number' ? value : value.copy();
  }

  /** Gives the memory back, if nobody else refers to it. */
  discard(): void {
    const { base } = this;
    if (!this.owned || typeof base === 'number' || base.isUniform) return;
    if (base.values instanceof Float64Array) release(base.values);
    this.owned = false;
  }
}
