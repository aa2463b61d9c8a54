/** @file The order of items within their lanes: barycentre at once, fewer crossings while there is time. */
import { countCrossings, pairCrossings, positions } from './crossings';
import type { Layers } from './layers';

/** Sorts each layer by the mean place of its neighbours, forth and back, and keeps the best order seen. */
export function orderByBarycentre(layers: Layers, sweeps = 4): number {
  let best = countCrossings(layers);
  let order = copied(layers.order);
  for (let sweep = 0; sweep < sweeps && best > 0; sweep++) {
    sweepOnce(layers, order, sweep % 2 === 0, mean);
    const crossings = countCrossings(layers, order);
    if (crossings < best) {
      best = crossings;
      layers.order = copied(order);
    } else if (sweep > 2) order = copied(layers.order);
  }
  return best;
}

/**
 * Betters the order until `done` says that time is up: medians and barycentres, exchanges of neighbours, and
 * restarts from a shaken copy of the best. Never leaves the order worse than it was.
 */
export function betterOrder(layers: Layers, random: () => number, done: () => boolean): number {
  let best = countCrossings(layers);
  let order = copied(layers.order);
  for (let round = 0; best > 0 && !done(); round++) {
    const rule = round % 3 === 1 ? median : mean;
    for (let sweep = 0; sweep < 6; sweep++) sweepOnce(layers, order, (sweep + round) % 2 === 0, rule);
    let crossings = countCrossings(layers, order);
    for (let before = crossings + 1; crossings < before && !done(); ) {
      before = crossings;
      exchangeNeighbours(layers, order, round % 2 === 1);
      crossings = countCrossings(layers, order);
    }
    if (crossings < best) {
      best = crossings;
      layers.order = copied(order);
    }
    order = shaken(layers.order, random, round);
  }
  return best;
}

type Rule = (places: number[]) => number;

function mean(places: number[]): number {
  let sum = 0;
  for (const place of places) sum += place;
  return sum / places.length;
}

function median(places: number[]): number {
  const middle = places.length >> 1;
  if (places.length % 2 === 1) return places[middle];
  return (places[middle - 1] + places[middle]) / 2;
}

function sweepOnce(layers: Layers, order: number[][], upwards: boolean, rule: Rule): void {
  const position = positions(layers, order);
  const key = new Float64Array(layers.count);
  for (let step = 1; step < order.length; step++) {
    const index = upwards ? step : order.length - 1 - step;
    const layer = order[index];
    for (const vertex of layer) {
      const neighbours = upwards ? layers.lower[vertex] : layers.higher[vertex];
      // A vertex without neighbours on this side stays about where it is.
      key[vertex] =
        neighbours.length === 0
          ? (position[vertex] / Math.max(1, layer.length - 1)) * Math.max(0, order[index + (upwards ? -1 : 1)].length - 1)
          : rule(neighbours.map((neighbour) => position[neighbour]).sort(ascending));
    }
    layer.sort((a, b) => key[a] - key[b] || position[a] - position[b]);
    for (let i = 0; i < layer.length; i++) position[layer[i]] = i;
  }
}

function exchangeNeighbours(layers: Layers, order: number[][], equalToo: boolean): void {
  const position = positions(layers, order);
  const places = (vertices: number[]) => vertices.map((vertex) => position[vertex]).sort(ascending);
  for (const layer of order) {
    for (let i = 0; i + 1 < layer.length; i++) {
      const [a, b] = [layer[i], layer[i + 1]];
      const [aLow, bLow] = [places(layers.lower[a]), places(layers.lower[b])];
      const [aHigh, bHigh] = [places(layers.higher[a]), places(layers.higher[b])];
      const now = pairCrossings(aLow, bLow) + pairCrossings(aHigh, bHigh);
      const then = pairCrossings(bLow, aLow) + pairCrossings(bHigh, aHigh);
      if (then < now || (equalToo && then === now && now > 0)) {
        layer[i] = b;
        layer[i + 1] = a;
        position[b] = i;
        position[a] = i + 1;
      }
    }
  }
}

/** Every third restart turns lanes round; the others move a few vertices anywhere in their lane. */
function shaken(order: number[][], random: () => number, round: number): number[][] {
  const made = copied(order);
  for (const layer of made) {
    if (layer.length < 2) continue;
    if (round % 3 === 2 && random() < 0.3) layer.reverse();
    const moves = 1 + Math.floor(random() * layer.length * 0.3);
    for (let k = 0; k < moves; k++) {
      const [vertex] = layer.splice(Math.floor(random() * layer.length), 1);
      layer.splice(Math.floor(random() * (layer.length + 1)), 0, vertex);
    }
  }
  return made;
}

function copied(order: number[][]): number[][] {
  return order.map((layer) => layer.slice());
}

function ascending(a: number, b: number): number {
  return a - b;
}
