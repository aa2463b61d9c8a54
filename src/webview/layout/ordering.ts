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
 * restarts from a shaken copy of the best, at most `rounds` times. Never leaves the order worse than it was.
 */
export function betterOrder(
  layers: Layers,
  random: () => number,
  done: () => boolean,
  rounds = Number.POSITIVE_INFINITY,
): number {
  let best = countCrossings(layers);
  let order = copied(layers.order);
  for (let round = 0; best > 0 && round < rounds && !done(); round++) {
    // Sorting lane by lane moves whole trunks; sifting then mends what is left.
    let here = Number.POSITIVE_INFINITY;
    let kept = order;
    for (let sweep = 0; sweep < 10 && !done(); sweep++) {
      sweepOnce(layers, order, (sweep + round) % 2 === 0, round % 2 === 0 ? mean : median, true);
      const reached = countCrossings(layers, order);
      if (reached < here) {
        here = reached;
        kept = copied(order);
      } else if (sweep > 3) break;
    }
    order = kept;
    let crossings = countCrossings(layers, order);
    for (let before = crossings + 1; crossings < before && !done(); ) {
      before = crossings;
      sift(layers, order, round % 2 === 0);
      crossings = countCrossings(layers, order);
    }
    // As good is good enough to go on from: it leads off plateaus.
    if (crossings <= best) {
      best = crossings;
      layers.order = copied(order);
    }
    order = shaken(layers.order, random, round % 3 === 0 ? 1 : 0.25);
  }
  return best;
}

type Rule = (vertices: number[], position: Int32Array) => number;

function mean(vertices: number[], position: Int32Array): number {
  let sum = 0;
  for (const vertex of vertices) sum += position[vertex];
  return sum / vertices.length;
}

function median(vertices: number[], position: Int32Array): number {
  if (vertices.length <= 2) return mean(vertices, position);
  const places = vertices.map((vertex) => position[vertex]).sort(ascending);
  const middle = places.length >> 1;
  return places.length % 2 === 1 ? places[middle] : (places[middle - 1] + places[middle]) / 2;
}

function sweepOnce(layers: Layers, order: number[][], upwards: boolean, rule: Rule, exchange = false): void {
  const position = positions(layers, order);
  const key = new Float64Array(layers.count);
  for (let step = 1; step < order.length; step++) {
    const index = upwards ? step : order.length - 1 - step;
    const layer = order[index];
    if (layer.length < 2) continue;
    for (const vertex of layer) {
      const neighbours = upwards ? layers.lower[vertex] : layers.higher[vertex];
      // A vertex without neighbours on this side stays about where it is.
      key[vertex] =
        neighbours.length === 0
          ? (position[vertex] / Math.max(1, layer.length - 1)) *
            Math.max(0, order[index + (upwards ? -1 : 1)].length - 1)
          : rule(neighbours, position);
    }
    layer.sort((a, b) => key[a] - key[b] || position[a] - position[b]);
    if (exchange) exchangeNeighbours(layer, upwards ? layers.lower : layers.higher, position);
    for (let i = 0; i < layer.length; i++) position[layer[i]] = i;
  }
}

/** Exchanges neighbours in one lane, seen from the side that has been settled, until no exchange pays. */
function exchangeNeighbours(layer: number[], neighbours: number[][], position: Int32Array): void {
  const places = layer.map((vertex) =>
    neighbours[vertex].length === 1
      ? [position[neighbours[vertex][0]]]
      : neighbours[vertex].map((other) => position[other]).sort(ascending),
  );
  for (let turn = 0, changed = true; changed && turn < 8; turn++) {
    changed = false;
    for (let i = 0; i + 1 < layer.length; i++) {
      const [a, b] = [places[i], places[i + 1]];
      if (a.length === 0 || b.length === 0 || a[a.length - 1] <= b[0]) continue;
      if (pairCrossings(b, a) < pairCrossings(a, b)) {
        [layer[i], layer[i + 1]] = [layer[i + 1], layer[i]];
        [places[i], places[i + 1]] = [b, a];
        changed = true;
      }
    }
  }
}

/** Takes each vertex out of its lane and puts it back where it causes the fewest crossings on both sides. */
function sift(layers: Layers, order: number[][], forth: boolean): void {
  const position = positions(layers, order);
  const places = (vertices: number[]) =>
    vertices.length === 1 ? [position[vertices[0]]] : vertices.map((vertex) => position[vertex]).sort(ascending);
  for (let step = 0; step < order.length; step++) {
    const layer = order[forth ? step : order.length - 1 - step];
    if (layer.length < 2) continue;
    // The lanes beside stand still meanwhile, so places are looked up once.
    const lows = new Map(layer.map((vertex) => [vertex, places(layers.lower[vertex])]));
    const highs = new Map(layer.map((vertex) => [vertex, places(layers.higher[vertex])]));
    const turned = (a: number, b: number) =>
      pairCrossings(lows.get(b)!, lows.get(a)!) -
      pairCrossings(lows.get(a)!, lows.get(b)!) +
      pairCrossings(highs.get(b)!, highs.get(a)!) -
      pairCrossings(highs.get(a)!, highs.get(b)!);
    for (const vertex of layer.slice()) {
      const from = layer.indexOf(vertex);
      let [best, to] = [0, from];
      for (let i = from + 1, sum = 0; i < layer.length; i++) {
        sum += turned(vertex, layer[i]);
        if (sum < best) [best, to] = [sum, i];
      }
      for (let i = from - 1, sum = 0; i >= 0; i--) {
        sum += turned(layer[i], vertex);
        if (sum < best) [best, to] = [sum, i];
      }
      if (to === from) continue;
      layer.splice(from, 1);
      layer.splice(to, 0, vertex);
    }
    for (let i = 0; i < layer.length; i++) position[layer[i]] = i;
  }
}

/** Moves a few vertices anywhere in their lane, in a share of the lanes; some lanes are turned round. */
function shaken(order: number[][], random: () => number, share: number): number[][] {
  const made = copied(order);
  for (const layer of made) {
    if (layer.length < 2 || random() > share) continue;
    if (share === 1 && random() < 0.2) layer.reverse();
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
