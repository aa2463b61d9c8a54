/** @file Which items and edges are in sight: boxes in lanes, looked up by bisection. */
import type { Box, Geometry } from './geometry';
import type { Edge, Graph, ItemKey } from './model';

export interface Placed {
  key: ItemKey;
  box: Box;
}

interface Lane {
  /** Centre along the generations. */
  at: number;
  half: number;
  /** By place across the lane. */
  items: Placed[];
}

export interface Window {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface PlacedEdge {
  edge: Edge;
  box: Window;
  path: string;
}

export class SpatialIndex {
  private readonly lanes: Lane[] = [];
  readonly edges: PlacedEdge[] = [];
  private readonly down: boolean;

  constructor(graph: Graph, geometry: Geometry) {
    this.down = geometry.direction === 'down';
    const byRank = new Map<number, Placed[]>();
    for (const item of graph.items.values()) {
      const row = byRank.get(item.rank) ?? [];
      row.push({ key: item.key, box: geometry.boxes.get(item.key)! });
      byRank.set(item.rank, row);
    }
    for (const [, items] of [...byRank].sort((a, b) => a[0] - b[0])) {
      items.sort((a, b) => this.across(a.box) - this.across(b.box));
      this.lanes.push({
        at: this.down ? items[0].box.y : items[0].box.x,
        half: Math.max(...items.slice(0, 50).map(({ box }) => (this.down ? box.height : box.width))) / 2,
        items,
      });
    }
    for (const edge of graph.edges) {
      const path = geometry.paths.get(edge.key);
      if (path) this.edges.push({ edge, path, box: boundsOf(path) });
    }
  }

  /** Items that touch the window, lane by lane. */
  within(window: Window): Placed[] {
    const found: Placed[] = [];
    const [from, to, low, high] = this.down
      ? [window.top, window.bottom, window.left, window.right]
      : [window.left, window.right, window.top, window.bottom];
    for (let i = this.firstLane(from); i < this.lanes.length; i++) {
      const lane = this.lanes[i];
      if (lane.at - lane.half > to) break;
      for (let j = this.firstItem(lane, low - 120); j < lane.items.length; j++) {
        const { box } = lane.items[j];
        if (this.across(box) - 120 > high) break;
        found.push(lane.items[j]);
      }
    }
    return found;
  }

  at(x: number, y: number): ItemKey | null {
    for (const { key, box } of this.within({ left: x, right: x, top: y, bottom: y })) {
      if (Math.abs(x - box.x) <= box.width / 2 + 2 && Math.abs(y - box.y) <= box.height / 2 + 2) return key;
    }
    return null;
  }

  private across(box: Box): number {
    return this.down ? box.x : box.y;
  }

  private firstLane(from: number): number {
    let [low, high] = [0, this.lanes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.lanes[middle].at + this.lanes[middle].half < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private firstItem(lane: Lane, from: number): number {
    let [low, high] = [0, lane.items.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.across(lane.items[middle].box) < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The box around a path made of M, H, V, C and L with absolute numbers. */
export function boundsOf(path: string): Window {
  const bounds = {
    left: Number.POSITIVE_INFINITY,
    top: Number.POSITIVE_INFINITY,
    right: Number.NEGATIVE_INFINITY,
    bottom: Number.NEGATIVE_INFINITY,
  };
  const x = (value: number) => {
    bounds.left = Math.min(bounds.left, value);
    bounds.right = Math.max(bounds.right, value);
  };
  const y = (value: number) => {
    bounds.top = Math.min(bounds.top, value);
    bounds.bottom = Math.max(bounds.bottom, value);
  };
  for (const [, command, rest] of path.matchAll(/([MHVCL])([^MHVCL]*)/g)) {
    const numbers = rest
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    if (command === 'H') x(numbers[0]);
    else if (command === 'V') y(numbers[0]);
    else for (const [i, value] of numbers.entries()) (i % 2 === 0 ? x : y)(value);
  }
  return bounds;
}
