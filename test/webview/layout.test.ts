/** @file Layout quality, measured: crossings against d3-dag, overlaps, straight trunks. */
import assert from 'node:assert/strict';
import {
  coordGreedy,
  decrossTwoLayer,
  graphConnect,
  layeringSimplex,
  sugiyama,
  twolayerAgg,
  twolayerGreedy,
} from 'd3-dag';
import type { Evaluation } from '../../src/protocol/evaluation';
import { geometryOf, layoutInput, type Measures } from '../../src/webview/graph/geometry';
import { graphOf } from '../../src/webview/graph/model';
import { countCrossings } from '../../src/webview/layout/crossings';
import { type Layers, type LayoutInput, layersOf } from '../../src/webview/layout/layers';
import { generator, layout } from '../../src/webview/layout/layout';
import { betterOrder, orderByBarycentre } from '../../src/webview/layout/ordering';
import { chain, diamond, goldstein, network, rolledChain, rosenbrock, tangle } from './programs';

const measures: Measures = {
  direction: 'across',
  cardWidth: 130,
  cardHeight: 62,
  functionHeight: 42,
  style: 'usual',
  lanePadding: 14,
  framePadding: 24,
  functionWidth: () => 42,
  clearance: 30,
  caption: () => 0,
};
const inputOf = (evaluation: Evaluation): LayoutInput => layoutInput(graphOf(evaluation), measures);

/** Crossings by definition, from the places of all drawn links between neighbouring ranks. */
function crossingsByHand(layers: Layers): number {
  let total = 0;
  const place = new Map<number, number>();
  for (const layer of layers.order) for (const [i, vertex] of layer.entries()) place.set(vertex, i);
  for (const layer of layers.order) {
    const links = layer.flatMap((vertex) =>
      layers.lower[vertex].map((other) => [place.get(other)!, place.get(vertex)!]),
    );
    for (let i = 0; i < links.length; i++)
      for (let j = 0; j < i; j++) if ((links[i][0] - links[j][0]) * (links[i][1] - links[j][1]) < 0) total++;
  }
  return total;
}

function settled(input: LayoutInput, rounds: number): { first: number; better: number; layers: Layers } {
  const layers = layersOf(input);
  const first = orderByBarycentre(layers, 6);
  let left = rounds;
  const better = betterOrder(layers, generator(1), () => left-- <= 0);
  return { first, better, layers };
}

describe('the layout', () => {
  const programs: [string, Evaluation][] = [
    ['diamond', diamond()],
    ['network', network()],
    ['goldstein', goldstein()],
    ['rosenbrock', rosenbrock([0, 2, 0.5, 1])],
    ['tangle of 100', tangle(100)],
  ];

  for (const [name, evaluation] of programs) {
    it(`counts the crossings of ${name} as they are drawn`, () => {
      const { layers, better } = settled(inputOf(evaluation), 20);
      assert.equal(countCrossings(layers), crossingsByHand(layers));
      assert.equal(better, countCrossings(layers));
    });

    it(`never settles ${name} into more crossings than the first picture`, () => {
      const { first, better } = settled(inputOf(evaluation), 40);
      assert.ok(better <= first);
    });

    it(`lets no two items of ${name} overlap`, () => {
      const graph = graphOf(evaluation);
      const input = layoutInput(graph, measures);
      const geometry = geometryOf(graph, input, layout(input, { gap: 20, milliseconds: 0 }), measures);
      const boxes = [...geometry.boxes.values()];
      for (let i = 0; i < boxes.length; i++) {
        for (let j = 0; j < i; j++) {
          const [a, b] = [boxes[i], boxes[j]];
          const apart =
            Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
          assert.ok(apart, JSON.stringify([a, b]));
        }
      }
    });
  }

  it('draws without crossings what can be', () => {
    assert.equal(settled(inputOf(diamond()), 20).better, 0);
    assert.equal(settled(inputOf(chain(30)), 20).better, 0);
  });

  it('puts a variable of generation g into lane 2g and functions between', () => {
    const evaluation = tangle(60);
    for (const item of graphOf(evaluation).items.values()) {
      assert.equal(item.rank, item.variable ? 2 * item.variable.generation : 2 * item.function!.generation + 1);
    }
  });

  it('keeps the order of lanes in the coordinates, with the gap between', () => {
    const input = inputOf(tangle(120));
    const layers = layersOf(input);
    const made = layout(input, { gap: 12, milliseconds: 0 });
    const byRank = new Map<number, { place: number; size: number }[]>();
    for (const [i, node] of input.nodes.entries()) {
      byRank.set(node.rank, [...(byRank.get(node.rank) ?? []), { place: made.across[i], size: node.size }]);
    }
    for (const row of byRank.values()) {
      row.sort((a, b) => a.place - b.place);
      for (let i = 1; i < row.length; i++)
        assert.ok(row[i].place - row[i - 1].place >= (row[i].size + row[i - 1].size) / 2 + 12 - 1e-6);
    }
    assert.ok(layers.count > layers.real, 'a tangle has long edges');
  });

  it('shares one trunk among the uses of a value', () => {
    const input: LayoutInput = {
      nodes: [{ key: 'a', rank: 0, size: 10 }, ...[3, 5, 7].map((rank) => ({ key: `f${rank}`, rank, size: 10 }))],
      edges: [3, 5, 7].map((rank) => ({ key: `e${rank}`, from: 'a', to: `f${rank}` })),
    };
    assert.equal(layersOf(input).count, 4 + 6);
  });

  it('ranks a rolled-up loop without cycles and marks what is carried round', () => {
    const graph = graphOf(rolledChain());
    assert.equal(graph.edges.filter((edge) => edge.carried).length, 1);
    for (const edge of graph.edges) {
      if (!edge.carried) assert.ok(graph.items.get(edge.from)!.rank < graph.items.get(edge.to)!.rank, edge.key);
    }
    assert.equal(graph.generations, 4);
  });

  it('lays out the same graph in the same way', () => {
    const input = inputOf(tangle(80));
    assert.deepEqual(layout(input, { gap: 20, milliseconds: 0 }), layout(input, { gap: 20, milliseconds: 0 }));
  });

  describe('once settled, at 100 operations, against d3-dag', () => {
    for (const [seed, rounds] of [
      [7, 250],
      [21, 250],
      [84, 600],
    ]) {
      it(`has no more crossings than its best settings (program ${seed})`, function () {
        this.timeout(60_000);
        const input = inputOf(tangle(100, 4, seed));
        const { better } = settled(input, rounds);
        const tried = [d3dag(input, twolayerGreedy().base(twolayerAgg())), d3dag(input, twolayerAgg())];
        const best = {
          crossings: Math.min(...tried.map((one) => one.crossings)),
          length: Math.min(...tried.map((one) => one.length)),
        };
        assert.ok(better <= best.crossings, `${better} crossings, d3-dag ${best.crossings}`);
        // Both with the room that items and gaps take; every drawn line counts once.
        const made = layout(input, { gap: 16, milliseconds: 400 });
        assert.ok(made.length <= best.length, `edges travel ${made.length}, d3-dag's ${best.length}`);
      });
    }
  });
});

/** One drawn line from lane to lane: the rank it starts in, and where it begins and ends across. */
type Segment = [rank: number, from: number, to: number];

/** Lines that lie on each other (a shared trunk, add(x, x)) are one line to the eye. */
function crossingsDrawn(segments: Segment[]): number {
  const lines = [...new Map(segments.map((segment) => [segment.map((at) => at.toFixed(3)).join(), segment])).values()];
  let total = 0;
  for (let i = 0; i < lines.length; i++) {
    for (let j = 0; j < i; j++) {
      if (lines[i][0] === lines[j][0] && (lines[i][1] - lines[j][1]) * (lines[i][2] - lines[j][2]) < 0) total++;
    }
  }
  return total;
}

/** Crossings and edge length across the lanes of d3-dag's drawing of the same items in the same lanes. */
function d3dag(input: LayoutInput, order: unknown): { crossings: number; length: number } {
  const sizes = new Map(input.nodes.map((node) => [node.key, node.size]));
  const edges = [...new Set(input.edges.map((edge) => `${edge.from} ${edge.to}`))].map(
    (pair) => pair.split(' ') as [string, string],
  );
  const dag = graphConnect()(edges);
  const rank = new Map(input.nodes.map((node) => [node.key, node.rank]));
  const place = sugiyama()
    .layering(layeringSimplex().rank((node: { data: string }) => rank.get(node.data)))
    .decross(
      decrossTwoLayer()
        .order(order as never)
        .passes(24),
    )
    .coord(coordGreedy())
    .nodeSize(((node: { data: string }) => [sizes.get(node.data)!, 1]) as never)
    .gap([16, 1]);
  place(dag as never);
  const drawn = new Map<string, number[]>();
  for (const link of dag.links()) {
    const [from, to] = [rank.get(link.source.data)!, rank.get(link.target.data)!];
    const xs = link.points.map((point) => point[0]);
    // Straight runs come without points between: fill in one place per rank.
    const steps = to - from;
    const filled =
      xs.length === steps + 1
        ? xs
        : Array.from(
            { length: steps + 1 },
            (_, i) => xs[Math.min(xs.length - 1, Math.round((i * (xs.length - 1)) / steps))],
          );
    drawn.set(`${link.source.data} ${link.target.data}`, filled);
  }
  const segments = input.edges.flatMap((edge) => {
    const xs = drawn.get(`${edge.from} ${edge.to}`)!;
    return xs.slice(1).map((x, i): Segment => [rank.get(edge.from)! + i, xs[i], x]);
  });
  const once = new Map(segments.map((segment) => [segment.map((at) => at.toFixed(3)).join(), segment]));
  const length = [...once.values()].reduce((sum, [, from, to]) => sum + Math.abs(to - from), 0);
  return { crossings: crossingsDrawn(segments), length };
}
