/** @file Records per source range: what happened there, over all executions. */
import { isPooled } from '../../engine';
import { Op } from '../../engine/opcodes';
import type { Tape } from '../../engine/tape';
import type { BindingRecord, SiteRecord } from '../../protocol/evaluation';
import type { SiteTable } from './site-table';
import { StatisticsColumns, type Swept } from './statistics';

/** Operands of one site that get statistics of their own. */
const operandSlots = 4;

/** Pairs (site, row) of values that passed a place without an operation. */
export interface Marks {
  length: number;
  pairs: Int32Array;
}

export class SiteStatisticsTable {
  /** Dense numbers of the sites that were executed, from 1. */
  private readonly slotOf: Int32Array;
  private readonly siteOf: number[] = [0];
  private readonly sites: StatisticsColumns;
  private readonly operands: StatisticsColumns;

  constructor(
    private readonly table: SiteTable,
    tape: Tape,
    marks: Marks,
    swept: Swept,
  ) {
    this.slotOf = new Int32Array(table.end + 1);
    this.sites = new StatisticsColumns(swept);
    this.operands = new StatisticsColumns(swept);
    for (let k = 0; k < marks.length; k++) {
      const id = marks.pairs[2 * k + 1];
      if (id > 0 && id < tape.length) this.addSite(marks.pairs[2 * k], id);
    }
    this.addRows(tape, this.siteOf.length);
  }

  private addSite(site: number, id: number): number {
    if (site <= 0 || site >= this.slotOf.length) return 0;
    let slot = this.slotOf[site];
    if (slot === 0) {
      slot = this.siteOf.length;
      this.slotOf[site] = slot;
      this.siteOf.push(site);
    }
    this.sites.add(slot, id);
    return slot;
  }

  /** Slots below `unmarked` belong to marked sites: an input that was marked there is not counted once more. */
  private addRows(tape: Tape, unmarked: number): void {
    const { op, a, b, pool, site, length } = tape;
    for (let id = 1; id < length; id++) {
      const known = this.slotOf[site[id]];
      if (op[id] === Op.leaf && known > 0 && known < unmarked) continue;
      const slot = this.addSite(site[id], id) * operandSlots;
      if (slot === 0) continue;
      const code = op[id];
      if (code === Op.leaf) continue;
      if (isPooled(code)) {
        const count = Math.min(b[id], operandSlots);
        for (let k = 0; k < count; k++) if (pool[a[id] + k] !== 0) this.operands.add(slot + k, pool[a[id] + k]);
        continue;
      }
      if (a[id] !== 0) this.operands.add(slot, a[id]);
      if (b[id] !== 0) this.operands.add(slot + 1, b[id]);
    }
  }

  /** The executed sites, in source order within each module. */
  records(): SiteRecord[] {
    const found: SiteRecord[] = [];
    for (let slot = 1; slot < this.siteOf.length; slot++) {
      const id = this.siteOf[slot];
      const place = this.table.find(id);
      if (!place) continue;
      const { fileName } = place.module;
      const { start, end, kind, op, name, operands } = place.info;
      const reported: SiteRecord['operands'] = [];
      for (let k = 0; k < Math.min(operands.length, operandSlots); k++) {
        const operandSlot = slot * operandSlots + k;
        if (this.operands.executions(operandSlot) === 0) continue;
        const span = operands[k];
        reported.push({
          fileName,
          start: span.start,
          end: span.end,
          statistics: this.operands.statistics(operandSlot),
        });
      }
      found.push({
        id,
        fileName,
        start,
        end,
        kind,
        op,
        name,
        statistics: this.sites.statistics(slot),
        operands: reported,
      });
    }
    return found.sort((x, y) => x.id - y.id);
  }

  /** The names whose values were traced. */
  bindings(
    modules: {
      fileName: string;
      siteBase: number;
      bindings: { name: string; references: { start: number; end: number }[]; sites: number[] }[];
    }[],
  ): BindingRecord[] {
    const found: BindingRecord[] = [];
    for (const { fileName, siteBase, bindings } of modules) {
      for (const { name, references, sites } of bindings) {
        const executed = sites.map((index) => siteBase + index).filter((site) => this.slotOf[site] > 0);
        if (executed.length > 0) found.push({ fileName, name, references, sites: executed });
      }
    }
    return found;
  }
}
