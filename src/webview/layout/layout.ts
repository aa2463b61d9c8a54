/** @file From a graph to places: a first picture at once, a better one while the graph is small. */
import { placeAcross } from './coordinates';
import { type LayoutInput, layersOf } from './layers';
import { betterOrder, orderByBarycentre } from './ordering';

export interface Placement {
  /** Centre of each node across its lane, in the order of `input.nodes`. */
  across: number[];
  /** Places across the lanes along each edge, from its start to its end, one per rank. */
  routes: number[][];
  crossings: number;
  /** Sum of the distances that edges travel across the lanes. */
  length: number;
}

export interface LayoutOptions {
  /** Least room between neighbours in a lane. */
  gap: number;
  /** How long a better order may be looked for; 0 for the first picture. */
  milliseconds: number;
  now?: () => number;
}

/** Above this many vertices (bends counted) only the first picture is made. */
export const settleLimit = 3_000;
const smallGraph = 150;

/** Places a graph. The same input and time give the same picture on any machine that is as fast. */
export function layout(input: LayoutInput, options: LayoutOptions): Placement {
  const now = options.now ?? (() => performance.now());
  const layers = layersOf(input);
  const settles = options.milliseconds > 0 && layers.count <= settleLimit;
  const [orderSweeps, placeSweeps] = effort(layers.count, settles);
  let crossings = orderByBarycentre(layers, orderSweeps);
  if (settles) {
    const end = now() + options.milliseconds;
    // So few that small graphs look the same however quick the machine is.
    const rounds = layers.count <= smallGraph ? 80 : Number.POSITIVE_INFINITY;
    crossings = betterOrder(layers, generator(1), () => now() > end, rounds);
  }
  const across = placeAcross(layers, options.gap, placeSweeps);
  let length = 0;
  for (let vertex = 0; vertex < layers.count; vertex++) {
    for (const next of layers.higher[vertex]) length += Math.abs(across[next] - across[vertex]);
  }
  return {
    across: Array.from(across.subarray(0, layers.real)),
    routes: layers.chains.map((chain) => chain.map((vertex) => across[vertex])),
    crossings,
    length,
  };
}

/** Effort falls with size: the first picture of 10,000 items must not take longer than a blink or two. */
function effort(vertices: number, settles: boolean): [orderSweeps: number, placeSweeps: number] {
  if (settles) return [6, 32];
  if (vertices > 12_000) return [2, 6];
  if (vertices > 2_500) return [3, 12];
  return vertices > 800 ? [4, 14] : [6, 32];
}

/** A small seeded generator (mulberry32), so that a picture does not change from one look to the next. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
