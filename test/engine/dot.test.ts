/** @file DOT text of a graph: every variable, function and edge, with names, shapes and kinds. */
import assert from 'node:assert/strict';
import { add, dotGraph, Function, matmul, ones, square, sum, tanh, Variable } from '../../src/engine';

describe('dotGraph', () => {
  it('shows names, numbers, signs and edges', () => {
    const x = new Variable(2, 'x');
    const a = square(x);
    const y = add(a, 3);
    y.name = 'y';
    assert.equal(
      dotGraph(y),
      `digraph g {
  v0 [label="y\\n7", color=orange, style=filled]
  f0 [label="+", color=lightblue, style=filled, shape=box]
  v1 [label="4", color=orange, style=filled]
  v1 -> f0
  v2 [label="3", color=orange, style=filled]
  v2 -> f0
  f0 -> v0
  f1 [label="x²", color=lightblue, style=filled, shape=box]
  v3 [label="x\\n2", color=orange, style=filled]
  v3 -> f1
  f1 -> v1
}
`,
    );
  });

  it('shows shapes and kinds of arrays, and quotes names', () => {
    const x = new Variable(ones(2, 3), 'say "x"\\');
    const w = new Variable(new Float32Array(3), 'w');
    const text = dotGraph(sum(matmul(x, w)));
    assert.match(text, /label="say \\"x\\"\\\\\\n\(2, 3\) float64"/);
    assert.match(text, /label="w\\n\(3,\) float32"/);
    assert.match(text, /label="Σ"/);
    assert.match(text, /label="@"/);
    assert.doesNotMatch(dotGraph(x, { data: false }), /float64/);
  });

  it('shows a leaf alone, one’s own functions, and what several outputs share once', () => {
    assert.equal(dotGraph(new Variable(1, 'x')), 'digraph g {\n  v0 [label="x\\n1", color=orange, style=filled]\n}\n');
    class Both extends Function {
      override forward(x: number) {
        return [x, -x];
      }
    }
    const [p, q] = new Both().call(new Variable(1)) as Variable[];
    const text = dotGraph([p, q]);
    assert.equal(text.match(/label="Both"/g)?.length, 1);
    assert.equal(text.match(/->/g)?.length, 3);
  });

  it('shows the graph of a gradient with as many functions as there are', () => {
    const x = new Variable(0.5, 'x');
    const y = tanh(x);
    y.backward({ createGraph: true });
    const gx = x.grad as Variable;
    gx.name = 'gx1';
    assert.ok((dotGraph(gx).match(/lightblue/g)?.length ?? 0) >= 3);
  });
});
