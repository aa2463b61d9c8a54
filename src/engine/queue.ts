/** @file The queues that decide which function a backward pass visits next. */

export type QueueKind = 'heap' | 'sort' | 'stack';

/** Pops the highest generation; among equal generations the one pushed last. */
export interface FunctionQueue<T> {
  readonly size: number;
  push(item: T, generation: number): void;
  pop(): T | undefined;
  /** What stands in it, in the order in which it would be popped. */
  waiting(): T[];
}

interface Entry<T> {
  item: T;
  generation: number;
  added: number;
}

function before<T>(p: Entry<T>, q: Entry<T>): boolean {
  return p.generation > q.generation || (p.generation === q.generation && p.added > q.added);
}

/** A binary heap: O(log n) a push. */
class HeapQueue<T> implements FunctionQueue<T> {
  private readonly heap: Entry<T>[] = [];
  private added = 0;

  get size(): number {
    return this.heap.length;
  }

  push(item: T, generation: number): void {
    const { heap } = this;
    const entry = { item, generation, added: this.added++ };
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(entry, heap[parent])) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = entry;
  }

  pop(): T | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top?.item;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
      if (!before(heap[child], last)) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
    return top.item;
  }

  waiting(): T[] {
    return [...this.heap].sort((p, q) => (before(p, q) ? -1 : 1)).map((entry) => entry.item);
  }
}

/** A list sorted at every push, as first written: a stable sort by generation, popped from its end. */
class SortQueue<T> implements FunctionQueue<T> {
  private readonly list: { item: T; generation: number }[] = [];

  get size(): number {
    return this.list.length;
  }

  push(item: T, generation: number): void {
    this.list.push({ item, generation });
    this.list.sort((p, q) => p.generation - q.generation);
  }

  pop(): T | undefined {
    return this.list.pop()?.item;
  }

  waiting(): T[] {
    return this.list.map((entry) => entry.item).reverse();
  }
}

/** Last in, first out, blind to generations: the naive order. */
class StackQueue<T> implements FunctionQueue<T> {
  private readonly stack: T[] = [];

  get size(): number {
    return this.stack.length;
  }

  push(item: T): void {
    this.stack.push(item);
  }

  pop(): T | undefined {
    return this.stack.pop();
  }

  waiting(): T[] {
    return [...this.stack].reverse();
  }
}

export function functionQueue<T>(kind: QueueKind): FunctionQueue<T> {
  return kind === 'heap' ? new HeapQueue() : kind === 'sort' ? new SortQueue() : new StackQueue();
}
