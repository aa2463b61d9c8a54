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
  /** Operations by range: a lifted copy of a statement keeps the sites of the original. */
  private readonly lifted: Map<number, number> | null;
  private readonly values = new Map<number, number>();

  /** @param lifts some statements are emitted twice, from copies of their nodes */
  constructor(
    readonly base: number,
    lifts: boolean,
  ) {
    this.lifted = lifts ? new Map() : null;
  }

  operation(op: string | null, at: Node, operands: readonly Node[], hint: Hint | null): number {
    let index = at.$site ?? this.lifted?.get(at.start * 0x4000000 + at.end);
    if (index === undefined) {
      index = this.list.length;
      at.$site = index;
      this.lifted?.set(at.start * 0x4000000 + at.end, index);
      this.list.push({
        start: at.start,
        end: at.end,
        kind: op === null ? 'value' : 'operation',
        op,
        name: hint?.name ?? null,
        operands: spansOf(operands),
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

function spansOf(nodes: readonly Node[]): SiteInfo['operands'] {
  const spans: SiteInfo['operands'] = [];
  for (let k = 0; k < nodes.length; k++) spans.push({ start: nodes[k].start, end: nodes[k].end });
  return spans;
}
