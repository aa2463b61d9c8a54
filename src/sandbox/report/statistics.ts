/** @file Statistics of many executions, in columns: one slot per source range (or per operand of one). */
import type { RolledUp, SiteStatistics, Spread } from '../../protocol/evaluation';

/** What is known about every row of a swept tape. */
export interface Swept {
  value: Float64Array;
  adjoints: Float64Array;
  /** 1 where the output depends on the row. */
  reached: Uint8Array;
  generation: Int32Array;
  /** Place of the row's function in the backward order, from 1; 0 where it is not visited. */
  place: Int32Array;
}

export class StatisticsColumns {
  private room = 0;
  private count = new Int32Array(0);
  private min = new Float64Array(0);
  private max = new Float64Array(0);
  private sum = new Float64Array(0);
  private last = new Int32Array(0);
  private gradCount = new Int32Array(0);
  private gradMin = new Float64Array(0);
  private gradMax = new Float64Array(0);
  private gradSum = new Float64Array(0);
  private gradLast = new Int32Array(0);
  private generationMin = new Int32Array(0);
  private generationMax = new Int32Array(0);
  private placeMin = new Int32Array(0);
  private placeMax = new Int32Array(0);

  constructor(private readonly swept: Swept) {}

  /** Adds one execution: that row `id` was the value there. */
  add(slot: number, id: number): void {
    if (slot >= this.room) this.grow(slot);
    const { value, adjoints, reached, generation, place } = this.swept;
    const x = value[id];
    const g = generation[id];
    if (this.count[slot]++ === 0) {
      this.generationMin[slot] = this.generationMax[slot] = g;
    } else if (g < this.generationMin[slot]) this.generationMin[slot] = g;
    else if (g > this.generationMax[slot]) this.generationMax[slot] = g;
    if (x < this.min[slot]) this.min[slot] = x;
    if (x > this.max[slot]) this.max[slot] = x;
    this.sum[slot] += x;
    this.last[slot] = id;
    if (reached[id] === 0) return;
    const d = adjoints[id];
    this.gradCount[slot]++;
    if (d < this.gradMin[slot]) this.gradMin[slot] = d;
    if (d > this.gradMax[slot]) this.gradMax[slot] = d;
    this.gradSum[slot] += d;
    this.gradLast[slot] = id;
    const p = place[id];
    if (p === 0) return;
    if (this.placeMin[slot] === 0 || p < this.placeMin[slot]) this.placeMin[slot] = p;
    if (p > this.placeMax[slot]) this.placeMax[slot] = p;
  }

  executions(slot: number): number {
    return slot < this.room ? this.count[slot] : 0;
  }

  /** The row of the last execution. */
  lastRow(slot: number): number {
    return this.last[slot];
  }

  statistics(slot: number): SiteStatistics {
    const value = { ...this.valueSpread(slot), last: this.swept.value[this.last[slot]] };
    const grad = this.gradSpread(slot);
    const order = this.placeMax[slot];
    return {
      count: this.count[slot],
      value,
      grad: grad && { ...grad, last: this.swept.adjoints[this.gradLast[slot]] },
      generation: [this.generationMin[slot], this.generationMax[slot]],
      order: order === 0 ? null : [this.placeMin[slot], order],
    };
  }

  rolledUp(slot: number): RolledUp | null {
    const count = this.count[slot];
    if (count < 2) return null;
    return {
      count,
      value: this.valueSpread(slot),
      grad: this.gradSpread(slot),
      generation: [this.generationMin[slot], this.generationMax[slot]],
    };
  }

  private valueSpread(slot: number): Spread {
    return spread(this.min[slot], this.sum[slot] / this.count[slot], this.max[slot]);
  }

  private gradSpread(slot: number): Spread | null {
    const count = this.gradCount[slot];
    return count === 0 ? null : spread(this.gradMin[slot], this.gradSum[slot] / count, this.gradMax[slot]);
  }

  private grow(slot: number): void {
    const from = this.room;
    const to = Math.max(256, slot + 1, from * 2);
    this.count = longer(this.count, to);
    this.min = longer(this.min, to).fill(Infinity, from);
    this.max = longer(this.max, to).fill(-Infinity, from);
    this.sum = longer(this.sum, to);
    this.last = longer(this.last, to);
    this.gradCount = longer(this.gradCount, to);
    this.gradMin = longer(this.gradMin, to).fill(Infinity, from);
    this.gradMax = longer(this.gradMax, to).fill(-Infinity, from);
    this.gradSum = longer(this.gradSum, to);
    this.gradLast = longer(this.gradLast, to);
    this.generationMin = longer(this.generationMin, to);
    this.generationMax = longer(this.generationMax, to);
    this.placeMin = longer(this.placeMin, to);
    this.placeMax = longer(this.placeMax, to);
    this.room = to;
  }
}

/** NaN executions have no place between minimum and maximum; where there are only such, all three are NaN. */
function spread(min: number, mean: number, max: number): Spread {
  return min > max ? { min: Number.NaN, mean, max: Number.NaN } : { min, mean, max };
}

function longer<T extends Int32Array | Float64Array>(old: T, length: number): T {
  const made = new (old.constructor as new (n: number) => T)(length);
  made.set(old);
  return made;
}
