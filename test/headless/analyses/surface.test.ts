/** @file Surfaces: every value and arrow is the program's, also across branches. */
import assert from 'node:assert/strict';
import { beale, headless, himmelblau, near, of, rosenbrock } from '../fixture';

const { surface, createSupervisor } = headless;
const plain = {
  rosenbrock: (x: number, y: number) => 100 * (y - x ** 2) ** 2 + (1 - x) ** 2,
  himmelblau: (x: number, y: number) => (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
  beale: (x: number, y: number) =>
    (1.5 - x + x * y) ** 2 + (2.25 - x + x * y ** 2) ** 2 + (2.625 - x + x * y ** 3) ** 2,
};
const grid = { across: 'x', up: 'y', from: [-4, -3] as [number, number], to: [4, 5] as [number, number] };

describe('surface', function () {
  this.timeout(60_000);

  it('of Rosenbrock, Himmelblau and Beale has their values bit for bit', async () => {
    const sources = { rosenbrock, himmelblau, beale };
    for (const name of Object.keys(sources) as (keyof typeof sources)[]) {
      const { xs, ys, values } = await surface({ ...of(sources[name]), ...grid, points: [41, 23] });
      assert.deepEqual([xs.length, ys.length, xs[0], xs[40], ys[0], ys[22]], [41, 23, -4, 4, -3, 5]);
      for (const [j, row] of values.entries())
        for (const [i, value] of row.entries()) assert.equal(value, plain[name](xs[i], ys[j]));
    }
  });

  it('takes every branch where the program takes it', async () => {
    const source = `function f(x = 1, y = 1) {
      let v = x * x + y * y;
      let steps = 0;
      while (v > 1 && steps < 40) { v = v / 2 + 0.1 * x; steps++; }
      return x > y ? v : Math.abs(x) - steps;
    }`;
    const f = (x: number, y: number) => {
      let v = x * x + y * y;
      let steps = 0;
      while (v > 1 && steps < 40) {
        v = v / 2 + 0.1 * x;
        steps++;
      }
      return x > y ? v : Math.abs(x) - steps;
    };
    const { xs, ys, values, arrows } = await surface({ ...of(source), ...grid, points: [64, 64], arrows: [4, 5] });
    for (const [j, row] of values.entries())
      for (const [i, value] of row.entries()) assert.equal(value, f(xs[i], ys[j]));
    assert.equal(arrows.length, 20);
    let compared = 0;
    for (const { x, y, dx, dy } of arrows) {
      const [across, up] = [f(x + 1e-6, y) - f(x - 1e-6, y), f(x, y + 1e-6) - f(x, y - 1e-6)];
      // a jump between the two says nothing about the slope on either side
      if (Math.abs(across) > 1e-3 || Math.abs(up) > 1e-3) continue;
      compared++;
      near(dx, across / 2e-6, 1e-6);
      near(dy, up / 2e-6, 1e-6);
    }
    assert.ok(compared > 12, `${compared} of 20`);
  });

  it('is right where numbers become indices, where it is constant, and has holes where the program fails', async () => {
    const table = 'const f = (x = 0, y = 0) => [10, 20, 30, 40, 50][Math.floor(Math.abs(x))] * y;';
    const made = await surface({ ...of(table), ...grid, points: [33, 9] });
    for (const [j, row] of made.values.entries())
      for (const [i, value] of row.entries())
        assert.equal(value, [10, 20, 30, 40, 50][Math.floor(Math.abs(made.xs[i]))] * made.ys[j]);
    const partly = "const f = (x = 1, y = 1) => { if (x < 0) throw new Error('no'); return x > 2 ? 5 : x * y; };";
    const { xs, values } = await surface({ ...of(partly), ...grid, points: [17, 3] });
    for (const [i, x] of xs.entries()) {
      if (x < 0) assert.ok(Number.isNaN(values[0][i]));
      else assert.equal(values[0][i], x > 2 ? 5 : x * -3);
    }
  });

  it('has fewer points where the time does not allow for more', async () => {
    const slow = `const f = (x = 1, y = 1) => {
      let v = x;
      for (let i = 0; i < 20000; i++) v = Math.sin(v) * 0.5 + y;
      return v;
    };`;
    const { xs, ys, values } = await surface({ ...of(slow), ...grid, points: [256, 256], timeoutMs: 1_500 });
    assert.ok(xs.length < 256 && xs.length >= 17, String(xs.length));
    assert.deepEqual([values.length, values[0].length], [ys.length, xs.length]);
    assert.deepEqual([xs[0], xs.at(-1)], [-4, 4]);
  });

  it('is of numbers in arrays and objects, the others standing still', async () => {
    const source = 'const f = (p = { xs: [1, 2, 3] }, k = 10) => p.xs[0] * p.xs[2] + k * p.xs[1];';
    const request = { ...of(source), ...grid, across: 'p.xs[2]', up: 'k' };
    const { xs, ys, values } = await surface({ ...request, points: [3, 3] });
    for (const [j, y] of ys.entries()) for (const [i, x] of xs.entries()) assert.equal(values[j][i], x + 2 * y);
  });

  it('refuses what makes no grid', async () => {
    const code = (rest: object) =>
      surface({ ...of(rosenbrock), ...grid, points: [5, 5], ...rest }).then(
        () => 'none',
        (error: { code: string }) => error.code,
      );
    assert.equal(await code({ up: 'x' }), 'invalidRequest');
    assert.equal(await code({ up: 'z' }), 'noSuchInput');
    assert.equal(await code({ from: [4, 0] }), 'invalidRequest');
    assert.equal(await code({ to: [Number.NaN, 1] }), 'invalidRequest');
    assert.equal(await code({ points: [1, 5] }), 'invalidRequest');
    assert.equal(await code({ points: [257, 5] }), 'invalidRequest');
    assert.equal(await code({ arrows: [33, 1] }), 'invalidRequest');
  });

  it('can be cancelled', async () => {
    const supervisor = createSupervisor();
    try {
      const slow =
        'const f = (x = 1, y = 1) => { let v = x; for (let i = 0; i < 3000; i++) v = Math.sin(v) + y; return v; };';
      const stop = new AbortController();
      const analysis = {
        kind: 'surface' as const,
        ...grid,
        points: [256, 256] as [number, number],
        arrows: [0, 0] as [number, number],
      };
      const answer = supervisor.analyse({ ...of(slow), analysis }, { signal: stop.signal });
      setTimeout(() => stop.abort(), 500);
      await assert.rejects(answer, { code: 'cancelled' });
      assert.equal((await supervisor.evaluate(of(rosenbrock))).output.value, 401);
    } finally {
      supervisor.dispose();
    }
  });
});
