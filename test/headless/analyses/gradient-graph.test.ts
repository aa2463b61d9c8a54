/** @file The graph of a gradient: DeZero's node counts, names, values, and how it joins the forward graph. */
import assert from 'node:assert/strict';
import { headless, near, of } from '../fixture';

const { gradientGraph, differentiate, derivatives } = headless;
const tanh = 'function f(x = 1) {\n  const y = Math.tanh(x);\n  return y;\n}';

describe('gradient graph', function () {
  this.timeout(60_000);

  it('of tanh has 4, 9, 21, 51, 129, 339, 921, 2571 functions, and 214 of order 8 when simplified', async () => {
    const { counts, roots, cutAfter, functions, variables, introduced } = await gradientGraph({
      ...of(tanh),
      input: 'x',
      order: 8,
      simplify: false,
    });
    assert.deepEqual(
      counts.map(({ plain }) => plain),
      [1, 4, 9, 21, 51, 129, 339, 921, 2571],
    );
    assert.equal(counts[8].simplified, 214);
    assert.ok(counts.every(({ plain, simplified }) => simplified! <= plain!));
    assert.equal(cutAfter, null);
    assert.equal(roots.length, 9);
    assert.ok(functions.length >= 2571);
    assert.deepEqual(
      introduced.map(({ variable }) => variable),
      variables.map(({ id }) => id),
    );
  });

  it('has the derivatives as values of gx1 … gx8, by jets', async () => {
    const curve = await derivatives({ ...of(tanh), input: 'x', from: 1, to: 1, points: 1, order: 8 });
    for (const simplify of [true, false]) {
      const { roots, variables } = await gradientGraph({ ...of(tanh), input: 'x', order: 8, simplify });
      const byId = new Map(variables.map((one) => [one.id, one]));
      for (const [k, id] of roots.entries()) {
        near(byId.get(id)!.value, curve.orders[k][0], 1e-9);
        assert.equal(byId.get(id)!.name, k === 0 ? 'y' : `gx${k}`);
      }
    }
  });

  it('begins with the records of the forward graph, under the same numbers, sites and names', async () => {
    const source = 'function f(x = 2, y = 3) {\n  const a = x * y;\n  const b = Math.sin(a) + x;\n  return b * a;\n}';
    const forward = await differentiate(of(source));
    const graph = await gradientGraph({ ...of(source), input: 'x', order: 2 });
    for (const variable of forward.variables) {
      const found = graph.variables.find(({ id }) => id === variable.id)!;
      const { name, value, generation, creator, role, site } = found;
      const { id: _id, grad: _grad, rolled: _rolled, ...rest } = variable;
      assert.deepEqual({ name, value, generation, creator, role, site }, rest);
    }
    for (const made of forward.functions) {
      const found = graph.functions.find(({ id }) => id === made.id)!;
      const bare = ({ op, label, site, generation, operands }: typeof made) => [
        op,
        label,
        site,
        generation,
        operands.map(({ variable, value, partial }) => [variable, value, partial]),
      ];
      assert.deepEqual(bare(found), bare(made));
    }
    const orders = new Map(graph.introduced.map(({ variable, order }) => [variable, order]));
    for (const { id } of forward.variables) assert.equal(orders.get(id), 0);
    assert.equal(orders.get(graph.roots[1]), 1);
    assert.equal(orders.get(graph.roots[2]), 2);
  });

  it('numbers the backward pass of the highest order, whose grads are the next derivative', async () => {
    const source = 'const f = (x = 2) => x ** 4 - 2 * x ** 2;';
    const { variables, functions, roots } = await gradientGraph({ ...of(source), input: 'x', order: 2 });
    const x = variables.find(({ name }) => name === 'x')!;
    near(variables.find(({ id }) => id === roots[1])!.value, 24);
    near(variables.find(({ id }) => id === roots[2])!.value, 44);
    near(x.grad!, 48);
    assert.equal(functions.find(({ id }) => id === roots[2])!.order, 1);
    const places = functions.flatMap(({ order }) => order ?? []).sort((a, b) => a - b);
    assert.deepEqual(
      places,
      places.map((_, k) => k + 1),
    );
    for (const { operands } of functions)
      for (const { variable } of operands) assert.ok(variable === null || variables.some(({ id }) => id === variable));
  });

  it('is 0 where no gradient passes, and empty for a constant', async () => {
    const linear = await gradientGraph({ ...of('const f = (x = 2, y = 1) => 3 * x + y;'), input: 'x', order: 3 });
    const values = linear.roots.map((root) => linear.variables.find(({ id }) => id === root)!.value);
    assert.deepEqual(values, [7, 3, 0, 0]);
    const lost = await gradientGraph({
      ...of('const f = (x = 2.5, y = 1) => Math.floor(x) * y;'),
      input: 'x',
      order: 1,
    });
    assert.equal(lost.variables.find(({ id }) => id === lost.roots[1])!.value, 0);
    const constant = await gradientGraph({ ...of('const f = (x = 2) => 7;'), input: 'x', order: 2 });
    assert.deepEqual([constant.roots, constant.variables], [[], []]);
  });

  it('is of one number of an array or object, and says what it costs', async () => {
    const source = 'const f = (p = { xs: [1, 2] }) => p.xs[0] * p.xs[1] ** 2;';
    const { roots, variables, bytes } = await gradientGraph({ ...of(source), input: 'p.xs[1]', order: 1 });
    const gx = variables.find(({ id }) => id === roots[1])!;
    near(gx.value, 4);
    assert.equal(gx.name, 'g1(p.xs[1])');
    assert.ok(bytes.withGradients > bytes.forward && bytes.forward > 0);
  });

  it('is cut after the last order that fits, and counts no further than it can', async () => {
    const loop = 'const f = (x = 0.5) => { let v = x; for (let i = 0; i < 300; i++) v = Math.sin(v) * x; return v; };';
    const { cutAfter, roots, functions, counts } = await gradientGraph({
      ...of(loop),
      input: 'x',
      order: 8,
      simplify: false,
    });
    assert.ok(cutAfter !== null && cutAfter >= 1 && cutAfter < 8, String(cutAfter));
    assert.equal(roots.length, cutAfter + 1);
    assert.ok(functions.length <= 10_000);
    assert.equal(counts[8].plain, null);
    assert.ok(counts[1].plain! > 600);
  });

  it('refuses orders beyond 8, unknown inputs, and programs of more than 10,000 functions', async () => {
    const code = (promise: Promise<unknown>) =>
      promise.then(
        () => 'none',
        (error: { code: string }) => error.code,
      );
    assert.equal(await code(gradientGraph({ ...of(tanh), input: 'x', order: 9 })), 'invalidRequest');
    assert.equal(await code(gradientGraph({ ...of(tanh), input: 'z' })), 'noSuchInput');
    const long = 'const f = (x = 0.5) => { let v = x; for (let i = 0; i < 9000; i++) v = Math.sin(v) * x; return v; };';
    assert.equal(await code(gradientGraph({ ...of(long), input: 'x' })), 'invalidRequest');
  });
});
