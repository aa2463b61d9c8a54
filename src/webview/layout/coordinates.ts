/** @file Where items stand across their lanes: near their neighbours, in order, never overlapping. */
import type { Layers } from './layers';

/** How much a straight line matters: trunks of long edges most. */
const straight = { bends: 24, bendToNode: 2, pair: 30, nodes: 1 };

/**
 * Centres across the lanes. Each layer in turn takes the least-squares place between its neighbours that keeps
 * order and distance (pool adjacent violators, linear in the layer), until all is nearly at rest.
 */
export function placeAcross(layers: Layers, gap: number, sweeps = 16): Float64Array {
  const place = new Float64Array(layers.count);
  for (const layer of layers.order) {
    let at = 0;
    for (let i = 0; i < layer.length; i++) {
      if (i > 0) at += distance(layers, layer[i - 1], layer[i], gap);
      place[layer[i]] = at;
    }
    for (const vertex of layer) place[vertex] -= at / 2;
  }
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const upwards = sweep % 2 === 0;
    // At first each side alone, so that chains line up; then both, so that all come to rest.
    const both = sweep >= sweeps / 2;
    for (let step = 0; step < layers.order.length; step++) {
      const layer = layers.order[upwards ? step : layers.order.length - 1 - step];
      placeLayer(layers, layer, place, gap, both || upwards, both || !upwards);
    }
  }
  straighten(layers, place, gap);
  shorten(layers, place, gap);
  return place;
}

/**
 * Steps onto a neighbour's line where the room allows: a function onto its only output's, and the bends of a
 * trunk onto each other's, so that long edges run straight instead of stepping down lane by lane.
 */
function straighten(layers: Layers, place: Float64Array, gap: number): void {
  const follow = (index: number, i: number, wanted: number, reach: number) => {
    const layer = layers.order[index];
    const vertex = layer[i];
    const low = i === 0 ? Number.NEGATIVE_INFINITY : place[layer[i - 1]] + distance(layers, layer[i - 1], vertex, gap);
    const high =
      i + 1 === layer.length
        ? Number.POSITIVE_INFINITY
        : place[layer[i + 1]] - distance(layers, vertex, layer[i + 1], gap);
    if (low <= high && Math.abs(wanted - place[vertex]) < reach) place[vertex] = Math.min(high, Math.max(low, wanted));
  };
  const bend = (vertex: number | undefined) => vertex !== undefined && vertex >= layers.real;
  for (const forth of [true, false, true]) {
    for (let step = 0; step < layers.order.length; step++) {
      const index = forth ? step : layers.order.length - 1 - step;
      for (let i = 0; i < layers.order[index].length; i++) {
        const vertex = layers.order[index][i];
        if (!bend(vertex)) continue;
        const beside = (forth ? layers.lower : layers.higher)[vertex].find(bend);
        if (beside !== undefined) follow(index, i, place[beside], 60);
      }
    }
  }
  layers.order.forEach((layer, index) => {
    layer.forEach((vertex, i) => {
      const [next] = layers.higher[vertex];
      if (bend(vertex) || layers.higher[vertex].length !== 1 || layers.lower[next].length !== 1) return;
      follow(index, i, place[next], 16);
    });
  });
}

/**
 * Least squares spread long edges over many lanes; people see how far a line travels in all. So each vertex steps to
 * the median of its neighbours, as far as there is room: the sum of distances can only fall.
 */
function shorten(layers: Layers, place: Float64Array, gap: number): void {
  const turns = layers.count > 2_500 ? 2 : 10;
  for (let turn = 0; turn < turns; turn++) {
    const forth = turn % 2 === 0;
    let moved = 0;
    for (let step = 0; step < layers.order.length; step++) {
      const layer = layers.order[forth ? step : layers.order.length - 1 - step];
      for (let k = 0; k < layer.length; k++) {
        const i = forth ? k : layer.length - 1 - k;
        const vertex = layer[i];
        const low = i === 0 ? -Infinity : place[layer[i - 1]] + distance(layers, layer[i - 1], vertex, gap);
        const high =
          i + 1 === layer.length ? Infinity : place[layer[i + 1]] - distance(layers, vertex, layer[i + 1], gap);
        const wanted = nearestMedian(layers, vertex, place);
        const to = Math.min(high, Math.max(low, wanted));
        if (low > high || Math.abs(to - place[vertex]) < 0.01) continue;
        moved += Math.abs(to - place[vertex]);
        place[vertex] = to;
      }
    }
    if (moved < 1) break;
  }
}

/** The place between the middle neighbours that is nearest to where the vertex stands. */
function nearestMedian(layers: Layers, vertex: number, place: Float64Array): number {
  const [lower, higher] = [layers.lower[vertex], layers.higher[vertex]];
  const count = lower.length + higher.length;
  if (count === 0) return place[vertex];
  const places = [...lower, ...higher].map((other) => place[other]).sort((a, b) => a - b);
  return Math.min(places[count >> 1], Math.max(places[(count - 1) >> 1], place[vertex]));
}

function distance(layers: Layers, before: number, after: number, gap: number): number {
  return (layers.size[before] + layers.size[after]) / 2 + gap;
}

function weight(layers: Layers, a: number, b: number): number {
  const bends = (a >= layers.real ? 1 : 0) + (b >= layers.real ? 1 : 0);
  if (bends > 0) return bends === 2 ? straight.bends : straight.bendToNode;
  // A function and its only output stand on one line; the bend is where values part and meet.
  const [from, to] = layers.rank[a] < layers.rank[b] ? [a, b] : [b, a];
  return layers.higher[from].length === 1 && layers.lower[to].length === 1 ? straight.pair : straight.nodes;
}

function placeLayer(
  layers: Layers,
  layer: number[],
  place: Float64Array,
  gap: number,
  useLower: boolean,
  useHigher: boolean,
): void {
  if (layer.length === 1) {
    place[layer[0]] = wished(layers, layer[0], place, useLower, useHigher).place;
    return;
  }
  const blocks: { first: number; sum: number; weight: number }[] = [];
  const offset = new Float64Array(layer.length);
  for (let i = 0; i < layer.length; i++) {
    const vertex = layer[i];
    if (i > 0) offset[i] = offset[i - 1] + distance(layers, layer[i - 1], vertex, gap);
    const wish = wished(layers, vertex, place, useLower, useHigher);
    blocks.push({ first: i, sum: wish.weight * (wish.place - offset[i]), weight: wish.weight });
    while (blocks.length > 1) {
      const last = blocks[blocks.length - 1];
      const before = blocks[blocks.length - 2];
      if (before.sum / before.weight <= last.sum / last.weight) break;
      before.sum += last.sum;
      before.weight += last.weight;
      blocks.pop();
    }
  }
  for (let k = 0; k < blocks.length; k++) {
    const end = k + 1 < blocks.length ? blocks[k + 1].first : layer.length;
    const base = blocks[k].sum / blocks[k].weight;
    for (let i = blocks[k].first; i < end; i++) place[layer[i]] = base + offset[i];
  }
}

/** Where a vertex would stand if it stood alone: at the weighted mean of its neighbours. */
function wished(
  layers: Layers,
  vertex: number,
  place: Float64Array,
  useLower: boolean,
  useHigher: boolean,
): { place: number; weight: number } {
  let sum = 0;
  let total = 0;
  if (useLower) {
    for (const neighbour of layers.lower[vertex]) {
      const w = weight(layers, vertex, neighbour);
      sum += w * place[neighbour];
      total += w;
    }
  }
  if (useHigher) {
    for (const neighbour of layers.higher[vertex]) {
      const w = weight(layers, vertex, neighbour);
      sum += w * place[neighbour];
      total += w;
    }
  }
  // Nothing on this side: a light wish to stay.
  return total === 0 ? { place: place[vertex], weight: 0.1 } : { place: sum / total, weight: total };
}
