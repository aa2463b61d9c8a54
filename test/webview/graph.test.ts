/** @file Walking, tracing and finding in the graph; boxes and paths. */
import assert from 'node:assert/strict';
import { geometryOf, layoutInput, type Measures } from '../../src/webview/graph/geometry';
import { between, type Graph, graphOf, type ItemKey, traced } from '../../src/webview/graph/model';
import { boundsOf, SpatialIndex } from '../../src/webview/graph/spatial';
import { directionOf, walk } from '../../src/webview/graph/walk';
import { layout } from '../../src/webview/layout/layout';
import { diamond, doubling, rolledChain, tangle, unwell } from './programs';

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
const drawn = (graph: Graph, direction: 'across' | 'down' = 'across') => {
  const wanted = { ...measures, direction };
  const input = layoutInput(graph, wanted);
  return geometryOf(graph, input, layout(input, { gap: 30, milliseconds: 0 }), wanted);
};

describe('the graph', () => {
  it('is walked from the input to the output and back by one key each', () => {
    const graph = graphOf(diamond());
    const { boxes } = drawn(graph);
    const path: ItemKey[] = ['v1'];
    for (let next: ItemKey | null = 'v1'; next; ) {
      next = walk(graph, boxes, path[path.length - 1], 'forward', false);
      if (next) path.push(next);
    }
    assert.equal(path.length, 7);
    assert.equal(path[6], 'v5');
    assert.equal(walk(graph, boxes, 'v3', 'next', false) ?? walk(graph, boxes, 'v3', 'previous', false), 'v4');
    assert.equal(walk(graph, boxes, 'v1', 'backward', false), null);
    assert.deepEqual(
      ['ArrowRight', 'ArrowUp', 'x'].map((key) => directionOf(key, false)),
      ['forward', 'previous', null],
    );
    assert.deepEqual(
      ['ArrowDown', 'ArrowUp'].map((key) => directionOf(key, true)),
      ['forward', 'backward'],
    );
  });

  it('is traced up, down and between two items in either order', () => {
    const graph = graphOf(diamond());
    assert.deepEqual([...traced(graph, 'v3', 'up')].sort(), ['f2', 'f3', 'v1', 'v2', 'v3']);
    assert.deepEqual([...traced(graph, 'v3', 'down')].sort(), ['f5', 'v3', 'v5']);
    assert.deepEqual([...between(graph, 'v5', 'v3')].sort(), ['f5', 'v3', 'v5']);
    assert.equal(between(graph, 'v1', 'v5').size, 9);
    assert.equal(between(graph, 'v3', 'v4').size, 0);
  });

  it('marks edges that no gradient passes', () => {
    const broken = graphOf(unwell()).edges.filter((edge) => edge.broken);
    assert.equal(broken.length, 2);
  });

  it('draws a + a as two lines', () => {
    const graph = graphOf(doubling());
    const { paths } = drawn(graph);
    assert.notEqual(paths.get('v1>f2#0'), paths.get('v1>f2#1'));
  });

  for (const direction of ['across', 'down'] as const) {
    it(`finds what a window shows as a search through everything does (${direction})`, () => {
      const graph = graphOf(tangle(300));
      const geometry = drawn(graph, direction);
      const index = new SpatialIndex(graph, geometry);
      const { left, top, right, bottom } = geometry.bounds;
      for (const [fx, fy] of [
        [0.1, 0.2],
        [0.5, 0.5],
        [0.8, 0.3],
      ]) {
        const window = {
          left: left + fx * (right - left),
          top: top + fy * (bottom - top),
          right: left + (fx + 0.1) * (right - left),
          bottom: top + (fy + 0.3) * (bottom - top),
        };
        const found = new Set(index.within(window).map(({ key }) => key));
        for (const [key, box] of geometry.boxes) {
          const seen =
            box.x + box.width / 2 >= window.left &&
            box.x - box.width / 2 <= window.right &&
            box.y + box.height / 2 >= window.top &&
            box.y - box.height / 2 <= window.bottom;
          if (seen) assert.ok(found.has(key), key);
        }
      }
      for (const [key, box] of [...geometry.boxes].slice(0, 50)) assert.equal(index.at(box.x, box.y), key);
      assert.equal(index.at(left - 1000, top), null);
    });
  }

  it('keeps every path within the picture’s bounds', () => {
    for (const evaluation of [diamond(), rolledChain(), tangle(60)]) {
      const graph = graphOf(evaluation);
      const { paths, bounds } = drawn(graph);
      for (const [key, path] of paths) {
        assert.ok(path !== '' && !path.includes('NaN'), `${key}: ${path}`);
        const box = boundsOf(path);
        assert.ok(box.top >= bounds.top - 1 && box.bottom <= bounds.bottom + 1, `${key} leaves the picture: ${path}`);
      }
    }
  });
});
