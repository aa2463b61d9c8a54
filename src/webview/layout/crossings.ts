/** @file Counting edge crossings between neighbouring layers. */
import type { Layers } from './layers';

/** Crossings of the whole drawing: inversions, counted with a binary indexed tree in O(E log V). */
export function countCrossings(layers: Layers, order: number[][] = layers.order): number {
  const position = positions(layers, order);
  let total = 0;
  for (let i = 1; i < order.length; i++) total += between(layers, order[i], order[i - 1].length, position);
  return total;
}

export function positions(layers: Layers, order: number[][]): Int32Array {
  const position = new Int32Array(layers.count);
  for (const layer of order) for (let i = 0; i < layer.length; i++) position[layer[i]] = i;
  return position;
}

function between(layers: Layers, layer: number[], width: number, position: Int32Array): number {
  const tree = new Int32Array(width + 1);
  let seen = 0;
  let total = 0;
  for (const vertex of layer) {
    const neighbours = layers.lower[vertex];
    for (const neighbour of neighbours) {
      let before = 0;
      for (let i = position[neighbour] + 1; i > 0; i -= i & -i) before += tree[i];
      total += seen - before;
    }
    for (const neighbour of neighbours) {
      for (let i = position[neighbour] + 1; i <= width; i += i & -i) tree[i]++;
    }
    seen += neighbours.length;
  }
  return total;
}

/** Crossings among the edges of two neighbours in a layer when `a` stands before `b`. Neighbour positions sorted. */
export function pairCrossings(a: readonly number[], b: readonly number[]): number {
  let total = 0;
  let j = 0;
  for (const place of a) {
    while (j < b.length && b[j] < place) j++;
    total += j;
  }
  return total;
}
