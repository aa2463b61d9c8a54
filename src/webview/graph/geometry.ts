/** @file From records to sizes, and from a placement to boxes and paths: left to right or top down. */
import type { LayoutInput } from '../layout/layers';
import type { Placement } from '../layout/layout';
import type { LoopBox } from './loop-boxes';
import type { CardStyle } from './measures';
import type { Edge, Graph, ItemKey } from './model';

export interface Box {
  /** Centre. */
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Measures {
  direction: 'across' | 'down';
  cardWidth: number;
  cardHeight: number;
  /** Width of each function's circle or rounded box. */
  functionWidth: (key: ItemKey) => number;
  /** Of circles and rounded boxes. */
  functionHeight: number;
  style: CardStyle;
  /** Room between a lane's edge and its cards. */
  lanePadding: number;
  /** Room between a loop's frame and what is in it. */
  framePadding: number;
  /** Free room on either side of the functions' column. */
  clearance: number;
  /** Extra room under a card or around a circle, for captions and constants. */
  caption: (key: ItemKey) => number;
  /** Members of each box, inner boxes first: edges carried round within a box stay in it. */
  groups?: ReadonlySet<ItemKey>[];
}

export interface Geometry {
  direction: 'across' | 'down';
  boxes: Map<ItemKey, Box>;
  paths: Map<string, string>;
  /** Where an edge's ledger or constant may stand: near its start. */
  lanes: Box[];
  loops: LoopBox[];
  bounds: { left: number; top: number; right: number; bottom: number };
}

/** Top down, headings stand at the left of the lanes. */
const headingRoom = 120;

/** Plain layout input; carried edges go round and take no part. */
export function layoutInput(graph: Graph, measures: Measures): LayoutInput {
  const across = measures.direction === 'across';
  const nodes = [...graph.items.values()].map((item) => {
    const caption = measures.caption(item.key);
    const size = item.variable
      ? across
        ? measures.cardHeight + 2 * caption
        : measures.cardWidth
      : across
        ? measures.functionHeight + 2 * caption
        : measures.functionWidth(item.key) + 2 * caption;
    return { key: item.key, rank: item.rank, size };
  });
  const edges = graph.edges.filter((edge) => !edge.carried).map(({ key, from, to }) => ({ key, from, to }));
  return { nodes, edges };
}

export function geometryOf(graph: Graph, input: LayoutInput, placement: Placement, measures: Measures): Geometry {
  const across = measures.direction === 'across';
  const { functionHeight, lanePadding, clearance } = measures;
  // Edges that are carried round swing out just beyond a loop's frame.
  const reach = measures.framePadding + 2;
  let widest = functionHeight;
  for (const item of graph.items.values())
    if (item.function) widest = Math.max(widest, measures.functionWidth(item.key));
  // The lane's extent along the generations, and the room between lanes where functions stand.
  const lane = across ? measures.cardWidth + 2 * lanePadding : measures.cardHeight + 2 * lanePadding + 16;
  const between = across ? widest + 2 * clearance : functionHeight + (measures.style === 'stacked' ? 36 : 64);
  const pitch = lane + between;
  const along = (rank: number) => (rank / 2) * pitch + lane / 2;

  const boxes = new Map<ItemKey, Box>();
  let low = 0;
  let high = 0;
  input.nodes.forEach((node, index) => {
    const item = graph.items.get(node.key as ItemKey)!;
    const width = item.variable ? measures.cardWidth : measures.functionWidth(item.key);
    const height = item.variable ? measures.cardHeight : functionHeight;
    const place = placement.across[index];
    boxes.set(item.key, { x: across ? along(node.rank) : place, y: across ? place : along(node.rank), width, height });
    low = Math.min(low, place - node.size / 2);
    high = Math.max(high, place + node.size / 2);
  });

  // Long edges may run outside of all items.
  for (const route of placement.routes) {
    for (const place of route) {
      low = Math.min(low, place);
      high = Math.max(high, place);
    }
  }
  const carried = graph.edges.filter((edge) => edge.carried);
  const top = low - (carried.length > 0 ? 20 + 12 * Math.min(carried.length, 8) : 0);
  const paths = new Map<string, string>();
  const twins = new Map<string, number>();
  for (const edge of input.edges) twins.set(`${edge.from} ${edge.to}`, (twins.get(`${edge.from} ${edge.to}`) ?? 0) + 1);
  const drawn = new Map<string, number>();
  input.edges.forEach((edge, index) => {
    // a + a: each use has a line of its own.
    const pair = `${edge.from} ${edge.to}`;
    const nth = drawn.get(pair) ?? 0;
    drawn.set(pair, nth + 1);
    const bow = (nth - (twins.get(pair)! - 1) / 2) * 22;
    paths.set(
      edge.key,
      route(boxes.get(edge.from as ItemKey)!, boxes.get(edge.to as ItemKey)!, placement.routes[index], bow),
    );
  });
  carried.forEach((edge, index) => {
    paths.set(edge.key, detour(edge, levelOf(edge, index)));
  });

  const lanes: Box[] = [];
  const margin = 12;
  for (let generation = 0; generation < graph.generations; generation++) {
    const centre = along(2 * generation);
    const start = top - margin;
    const extent = high + margin - start;
    lanes.push(
      across
        ? { x: centre, y: start + extent / 2, width: lane, height: extent }
        : { x: start + extent / 2, y: centre, width: extent, height: lane },
    );
  }
  const end = Math.max(0, graph.generations - 1) * pitch + lane;
  const bounds = across
    ? { left: 0, top: top - margin, right: end, bottom: high + margin }
    : { left: top - margin - headingRoom, top: 0, right: high + margin, bottom: end };
  return { direction: measures.direction, boxes, paths, lanes, loops: [], bounds };

  /** Over the members of the innermost box that holds both ends, else over everything. */
  function levelOf(edge: Edge, index: number): number {
    const group = measures.groups?.find((one) => one.has(edge.from) && one.has(edge.to));
    if (!group) return low - 20 - 12 * (index % 8);
    let level = Number.POSITIVE_INFINITY;
    for (const key of group) {
      const box = boxes.get(key);
      if (box) level = Math.min(level, across ? box.y - box.height / 2 : box.x - box.width / 2);
    }
    return level - 14 - 9 * (index % 3);
  }

  /** Straight through lanes and past circles; bends only in the free room between. */
  function route(from: Box, to: Box, places: number[], bow: number): string {
    const first = across ? from.x : from.y;
    const rank = Math.round(((first - lane / 2) / pitch) * 2);
    let at = first + (across ? from.width : from.height) / 2;
    let level = places[0];
    let path = across ? `M${round(at)},${round(level)}` : `M${round(level)},${round(at)}`;
    for (let i = 1; i < places.length; i++) {
      const last = i === places.length - 1;
      const centre = along(rank + i);
      const inVariableLane = (rank + i) % 2 === 0;
      const half = inVariableLane ? lane / 2 : widest / 2 + (measures.style === 'stacked' ? 1 : 8);
      const enter = last ? (across ? to.x - to.width / 2 : to.y - to.height / 2) : centre - half;
      const leaveLane = (rank + i - 1) % 2 === 0 ? along(rank + i - 1) + lane / 2 - lanePadding : at;
      const begin = Math.max(at, leaveLane);
      const aside = last ? bow : 0;
      if (Math.abs(places[i] - level) < 0.5 && aside === 0) {
        path += across ? `H${round(enter)}` : `V${round(enter)}`;
      } else {
        const curveEnd = last && inVariableLane ? Math.min(enter, centre - lane / 2 + lanePadding) : enter;
        const middle = (begin + curveEnd) / 2;
        path += across
          ? `H${round(begin)}C${round(middle)},${round(level + aside)} ${round(middle)},${round(places[i] + aside)} ${round(curveEnd)},${round(places[i])}`
          : `V${round(begin)}C${round(level + aside)},${round(middle)} ${round(places[i] + aside)},${round(middle)} ${round(places[i])},${round(curveEnd)}`;
        if (curveEnd !== enter) path += across ? `H${round(enter)}` : `V${round(enter)}`;
      }
      level = places[i];
      at = enter;
      if (!last) {
        at = centre + half;
        path += across ? `H${round(at)}` : `V${round(at)}`;
      }
    }
    return path;
  }

  /** Back over the top of the graph: a value carried to the next iteration. */
  function detour(edge: Edge, level: number): string {
    const from = boxes.get(edge.from)!;
    const to = boxes.get(edge.to)!;
    if (across) {
      const [x1, x2] = [from.x + from.width / 2, to.x - to.width / 2];
      return `M${round(x1)},${round(from.y)}C${round(x1 + reach)},${round(from.y)} ${round(x1 + reach)},${round(level)} ${round(x1)},${round(level)}H${round(x2)}C${round(x2 - reach)},${round(level)} ${round(x2 - reach)},${round(to.y)} ${round(x2)},${round(to.y)}`;
    }
    const [y1, y2] = [from.y + from.height / 2, to.y - to.height / 2];
    return `M${round(from.x)},${round(y1)}C${round(from.x)},${round(y1 + reach)} ${round(level)},${round(y1 + reach)} ${round(level)},${round(y1)}V${round(y2)}C${round(level)},${round(y2 - reach)} ${round(to.x)},${round(y2 - reach)} ${round(to.x)},${round(y2)}`;
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
