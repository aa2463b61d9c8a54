/** @file Disjoint pieces of a text, asked in logarithmic time what lies in them. */
import type { Span } from '../contract';

export class Spans {
  private readonly sorted: Span[];

  constructor(spans: readonly Span[]) {
    this.sorted = [...spans].sort((a, b) => a.start - b.start);
  }

  /** The piece that holds a span, or null. */
  around({ start, end }: Span): Span | null {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle].start <= start) low = middle + 1;
      else high = middle;
    }
    const found = this.sorted[low - 1];
    return found && end <= found.end ? found : null;
  }

  hold(span: Span): boolean {
    return this.around(span) !== null;
  }
}
