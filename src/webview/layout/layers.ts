/** @file A graph in layers, as plain numbers: real nodes, bends of long edges, neighbours on both sides. */

export interface LayoutNode {
  key: string;
  rank: number;
  /** Extent across the lane, label included. */
  size: number;
}

export interface LayoutEdge {
  key: string;
  from: string;
  to: string;
}

/** Plain data, so that it can be posted to a worker. Every edge climbs: rank(from) < rank(to). */
export interface LayoutInput {
  nodes: LayoutNode[];
  edges: LayoutEdge[];
}

export interface Layers {
  /** Vertices 0 … nodes.length − 1 are the nodes; those after are bends. */
  count: number;
  real: number;
  rank: Int32Array;
  size: Float64Array;
  /** Neighbours in the next lower and the next higher layer. */
  lower: number[][];
  higher: number[][];
  /** Vertices along each edge, both ends included. */
  chains: number[][];
  /** The order within each layer; what layout changes. */
  order: number[][];
}

/** Room a bend keeps on its lane. */
const bendSize = 6;
/** In large graphs edges over more ranks than this go straight, beneath the items: bends would outnumber them. */
const longest = 24;

/**
 * Splits edges that span several layers at bends. Edges that leave one node share their bends: a value used
 * ten times runs as one trunk with ten branches, and costs as many vertices as the lanes it spans.
 */
export function layersOf(input: LayoutInput): Layers {
  const place = new Map(input.nodes.map((node, index) => [node.key, index]));
  const rank = input.nodes.map((node) => node.rank);
  const size = input.nodes.map((node) => node.size);
  const lower: number[][] = input.nodes.map(() => []);
  const higher: number[][] = input.nodes.map(() => []);
  const trunks = new Map<number, number[]>();
  const large = input.nodes.length > 600;
  const link = (from: number, to: number) => {
    higher[from].push(to);
    lower[to].push(from);
  };
  const chains = input.edges.map((edge) => {
    const from = place.get(edge.from)!;
    const to = place.get(edge.to)!;
    if (large && rank[to] - rank[from] > longest) return [from, to];
    const chain = [from];
    let trunk = trunks.get(from);
    if (!trunk) trunks.set(from, (trunk = []));
    for (let bend = 0; rank[from] + bend + 1 < rank[to]; bend++) {
      if (bend >= trunk.length) {
        const vertex = rank.length;
        rank.push(rank[from] + bend + 1);
        size.push(bendSize);
        lower.push([]);
        higher.push([]);
        link(bend === 0 ? from : trunk[bend - 1], vertex);
        trunk.push(vertex);
      }
      chain.push(trunk[bend]);
    }
    const last = chain[chain.length - 1];
    // add(x, x): one line is drawn twice, and counts once.
    if (!higher[last].includes(to)) link(last, to);
    chain.push(to);
    return chain;
  });
  return {
    count: rank.length,
    real: input.nodes.length,
    rank: Int32Array.from(rank),
    size: Float64Array.from(size),
    lower,
    higher,
    chains,
    order: firstOrder(rank, lower, higher),
  };
}

/**
 * The order of a walk back from the vertices that nothing uses, operands first to last: crossing-free where
 * the graph is a tree, and keeps neighbours together where it is not.
 */
function firstOrder(rank: number[], lower: number[][], higher: number[][]): number[][] {
  const layers: number[][] = [];
  const seen = new Uint8Array(rank.length);
  const ends = rank.map((_, vertex) => vertex).filter((vertex) => higher[vertex].length === 0);
  ends.sort((a, b) => rank[b] - rank[a]);
  for (const end of ends) {
    const stack = [end];
    while (stack.length > 0) {
      const vertex = stack.pop()!;
      if (seen[vertex]) continue;
      seen[vertex] = 1;
      const layer = (layers[rank[vertex]] ??= []);
      layer.push(vertex);
      for (let i = lower[vertex].length - 1; i >= 0; i--) stack.push(lower[vertex][i]);
    }
  }
  for (let i = 0; i < layers.length; i++) layers[i] ??= [];
  return layers;
}
