/** @file Marks: pairs (site, row) of places where a traced value passed under a name. */
import { rowIfMarked } from './recorder';
import { variables } from './variables';

/** Pairs beyond this are not kept: statistics need no more. */
const most = 4_000_000;

class Marks {
  private pairs = new Int32Array(256);
  private used = 0;

  add(site: number, id: number): void {
    let { used } = this;
    if (used >= this.pairs.length) {
      if (used >= most) return;
      const larger = new Int32Array(used * 2);
      for (let i = 0; i < used; i++) larger[i] = this.pairs[i];
      this.pairs = larger;
    }
    this.pairs[used++] = site;
    this.pairs[used++] = id;
    this.used = used;
  }

  clear(): void {
    this.used = 0;
  }

  columns(): { length: number; buffer: ArrayBuffer } {
    return { length: this.used / 2, buffer: this.pairs.buffer as ArrayBuffer };
  }
}

export const marks = new Marks();

/** Notes that `value` passed the place `site`, if it is traced; gives it back. */
export function mark(value: unknown, site: number): unknown {
  const id = typeof value === 'object' && value !== null ? rowIfMarked(value) : 0;
  if (id !== 0) marks.add(site, id);
  else variables()?.mark(value, site);
  return value;
}
