/** @file The table of sites: each rewritten source range gets one number, however often its text is emitted. */

import type { Node } from './analysis/ast';
import type { Binding } from './analysis/binding';
import type { SiteInfo } from './contract';

/** What the value of an expression will be bound to. */
export interface Hint {
  name: string | null;
  binding: Binding | null;
}

export class Sites {
  readonly list: SiteInfo[] = [];
  /** A lifted copy of a statement keeps the sites of the original. */
  private readonly operations = new Map<number, number>();
  private readonly values = new Map<number, number>();

  constructor(readonly base: number) {}

  operation(op: string | null, at: Node, operands: readonly Node[], hint: Hint | null): number {
    const key = at.start * 0x4000000 + at.end;
    let index = this.operations.get(key);
    if (index === undefined) {
      index = this.list.length;
      this.operations.set(key, index);
      this.list.push({
        start: at.start,
        end: at.end,
        kind: op === null ? 'value' : 'operation',
        op,
        name: hint?.name ?? null,
        operands: operands.map(({ start, end }) => ({ start, end })),
      });
    }
    hint?.binding?.sites.push(index);
    return this.base + index;
  }

  /** A place where a traced value is named without being made: a parameter, an alias, the result of a call. */
  value(at: { start: number; end: number }, hint: Hint, kind: 'value' | 'input' = 'value'): number {
    const key = at.start * 0x4000000 + at.end;
    let index = this.values.get(key);
    if (index === undefined) {
      index = this.list.length;
      this.values.set(key, index);
      this.list.push({ start: at.start, end: at.end, kind, op: null, name: hint.name, operands: [] });
    }
    hint.binding?.sites.push(index);
    return this.base + index;
  }
}
