/** @file Walking the graph with the arrow keys: along edges, and up and down within a lane. */
import type { Box } from './geometry';
import type { Graph, ItemKey } from './model';

export type Direction = 'forward' | 'backward' | 'previous' | 'next';

/**
 * The item that an arrow leads to, or null. Along the edges the nearest neighbour across the lanes is taken
 * (so that a straight line leads on); within a lane the one beside.
 */
export function walk(
  graph: Graph,
  boxes: ReadonlyMap<ItemKey, Box>,
  from: ItemKey,
  to: Direction,
  down: boolean,
): ItemKey | null {
  const here = boxes.get(from);
  const item = graph.items.get(from);
  if (!here || !item) return null;
  const across = (box: Box) => (down ? box.x : box.y);
  if (to === 'forward' || to === 'backward') {
    const edges = (to === 'forward' ? graph.outgoing : graph.incoming).get(from) ?? [];
    return nearest(edges.map((edge) => (to === 'forward' ? edge.to : edge.from)));
  }
  const sign = to === 'next' ? 1 : -1;
  const beside: ItemKey[] = [];
  for (const other of graph.items.values()) {
    const box = boxes.get(other.key);
    if (box && other.rank === item.rank && (across(box) - across(here)) * sign > 0) beside.push(other.key);
  }
  return nearest(beside);

  function nearest(keys: ItemKey[]): ItemKey | null {
    let best: ItemKey | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const key of keys) {
      const box = boxes.get(key);
      if (!box) continue;
      const distance = Math.abs(across(box) - across(here!));
      if (distance < least) {
        least = distance;
        best = key;
      }
    }
    return best;
  }
}

/** The arrow's meaning, for graphs that run to the right or down. */
export function directionOf(key: string, down: boolean): Direction | null {
  const table: Record<string, Direction> = down
    ? { ArrowDown: 'forward', ArrowUp: 'backward', ArrowLeft: 'previous', ArrowRight: 'next' }
    : { ArrowRight: 'forward', ArrowLeft: 'backward', ArrowUp: 'previous', ArrowDown: 'next' };
  return table[key] ?? null;
}
