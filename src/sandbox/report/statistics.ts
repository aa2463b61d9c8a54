/** @file Statistics of many executions: one slot per source range (or per operand of one), in one array. */
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

/** Fields of a slot, side by side, so that adding an execution touches two lines of the cache. */
const enum Field {
  count,
  min,
  max,
  sum,
  last,
  generationMin,
  generationMax,
  gradCount,
  gradMin,
  gradMax,
  gradSum,
  gradLast,
  placeMin,
  placeMax,
  size = 16,
}

export class StatisticsColumns {
  private fields = new Float64Array(0);
  private readonly value: Float64Array;
  private readonly adjoints: Float64Array;
  private readonly reached: Uint8Array;
  private readonly generation: Int32Array;
  private readonly place: Int32Array;

  constructor(swept: Swept) {
    this.value = swept.value;
    this.adjoints = swept.adjoints;
    this.reached = swept.reached;
    this.generation = swept.generation;
    this.place = swept.place;
  }

  /** Adds one execution: that row `id` was the value there. */
  add(slot: number, id: number): void {
    const at = slot * Field.size;
    if (at >= this.fields.length) this.grow(at);
    const f = this.fields;
    const x = this.value[id];
    const g = this.generation[id];
    if (f[at + Field.count] === 0) {
      f[at + Field.generationMin] = g;
      f[at + Field.generationMax] = g;
    } else if (g < f[at + Field.generationMin]) f[at + Field.generationMin] = g;
    else if (g > f[at + Field.generationMax]) f[at + Field.generationMax] = g;
    f[at + Field.count]++;
    if (x < f[at + Field.min]) f[at + Field.min] = x;
    if (x > f[at + Field.max]) f[at + Field.max] = x;
    f[at + Field.sum] += x;
    f[at + Field.last] = id;
    if (this.reached[id] === 0) return;
    const d = this.adjoints[id];
    f[at + Field.gradCount]++;
    if (d < f[at + Field.gradMin]) f[at + Field.gradMin] = d;
    if (d > f[at + Field.gradMax]) f[at + Field.gradMax] = d;
    f[at + Field.gradSum] += d;
    f[at + Field.gradLast] = id;
    const p = this.place[id];
    if (p === 0) return;
    if (f[at + Field.placeMin] === 0 || p < f[at + Field.placeMin]) f[at + Field.placeMin] = p;
    if (p > f[at + Field.placeMax]) f[at + Field.placeMax] = p;
  }

  executions(slot: number): number {
    const at = slot * Field.size;
    return at < this.fields.length ? this.fields[at + Field.count] : 0;
  }

  /** The row of the last execution. */
  lastRow(slot: number): number {
    return this.fields[slot * Field.size + Field.last];
  }

  statistics(slot: number): SiteStatistics {
    const at = slot * Field.size;
    const f = this.fields;
    const value = { ...this.valueSpread(at), last: this.value[f[at + Field.last]] };
    const grad = this.gradSpread(at);
    const order = f[at + Field.placeMax];
    return {
      count: f[at + Field.count],
      value,
      grad: grad && { ...grad, last: this.adjoints[f[at + Field.gradLast]] },
      generation: [f[at + Field.generationMin], f[at + Field.generationMax]],
      order: order === 0 ? null : [f[at + Field.placeMin], order],
    };
  }

  rolledUp(slot: number): RolledUp | null {
    const at = slot * Field.size;
    const f = this.fields;
    const count = f[at + Field.count];
    if (count < 2) return null;
    return {
      count,
      value: this.valueSpread(at),
      grad: this.gradSpread(at),
      generation: [f[at + Field.generationMin], f[at + Field.generationMax]],
    };
  }

  private valueSpread(at: number): Spread {
    const f = this.fields;
    return spread(f[at + Field.min], f[at + Field.sum] / f[at + Field.count], f[at + Field.max]);
  }

  private gradSpread(at: number): Spread | null {
    const f = this.fields;
    const count = f[at + Field.gradCount];
    return count === 0 ? null : spread(f[at + Field.gradMin], f[at + Field.gradSum] / count, f[at + Field.gradMax]);
  }

  private grow(at: number): void {
    const from = this.fields.length;
    const made = new Float64Array(Math.max(64 * Field.size, at + Field.size, from * 2));
    made.set(this.fields);
    for (let k = from; k < made.length; k += Field.size) {
      made[k + Field.min] = made[k + Field.gradMin] = Infinity;
      made[k + Field.max] = made[k + Field.gradMax] = -Infinity;
    }
    this.fields = made;
  }
}

/** NaN executions have no place between minimum and maximum; where there are only such, all three are NaN. */
function spread(min: number, mean: number, max: number): Spread {
  return min > max ? { min: Number.NaN, mean, max: Number.NaN } : { min, mean, max };
}
