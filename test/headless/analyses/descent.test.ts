/** @file Ways of descent on functions whose minima are known, and Newton's path number by number. */
import assert from 'node:assert/strict';
import { beale, headless, himmelblau, near, of, rosenbrock } from '../fixture';

const { descent } = headless;
type Path = Awaited<ReturnType<typeof descent>>['paths'][number];
const by = (paths: Path[], method: Path['method']) => paths.find((path) => path.method === method)!;
const xy = { across: 'x', up: 'y' };

describe('descent', function () {
  this.timeout(60_000);

  it('on Rosenbrock from (0, 2): value, gradient and Hessian there, and all ways to (1, 1)', async () => {
    const { start, paths } = await descent({ ...of(rosenbrock), ...xy, start: [0, 2], steps: 10_000 });
    assert.deepEqual(start, {
      x: 0,
      y: 2,
      value: 401,
      gradient: [-2, 400],
      hessian: [
        [-798, 0],
        [0, 200],
      ],
    });
    for (const { method, points, steps } of paths) {
      const { x, y, step } = points.at(-1)!;
      assert.equal(step, steps);
      near(x, 1, method === 'gradient descent' ? 0.01 : 1e-5);
      near(y, 1, method === 'gradient descent' ? 0.01 : 1e-5);
      assert.ok(points.length <= 2_000);
    }
    assert.deepEqual(
      paths.map(({ method, outcome, found }) => [method, outcome, found]),
      [
        ['gradient descent', 'limit', undefined],
        ['momentum', 'converged', 'minimum'],
        ['Adam', 'converged', 'minimum'],
        ['Newton', 'converged', 'minimum'],
      ],
    );
  });

  it("follows Newton's method on Rosenbrock as by hand", async () => {
    const { paths } = await descent({ ...of(rosenbrock), ...xy, start: [0, 2], steps: 100 });
    let [x, y] = [0, 2];
    for (const point of by(paths, 'Newton').points) {
      near(point.x, x, 1e-9);
      near(point.y, y, 1e-9);
      near(point.value, 100 * (y - x * x) ** 2 + (1 - x) ** 2, 1e-7);
      const g = [-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)];
      const [a, b, d] = [1200 * x * x - 400 * y + 2, -400 * x, 200];
      const determinant = a * d - b * b;
      x -= (d * g[0] - b * g[1]) / determinant;
      y -= (a * g[1] - b * g[0]) / determinant;
    }
  });

  it("gives the textbook's Newton steps on x⁴ − 2x²", async () => {
    const source = 'const f = (x = 2, y = 0) => x ** 4 - 2 * x ** 2 + y * y;';
    const { paths } = await descent({ ...of(source), ...xy, start: [2, 0], steps: 20 });
    const expected = [2, 1.4545454545454546, 1.1510467893775467, 1.0253259289766978, 1.0009084519430513];
    for (const [k, x] of expected.entries()) near(by(paths, 'Newton').points[k].x, x, 1e-14);
  });

  it('finds a minimum of Himmelblau and that of Beale', async () => {
    const minima = [
      [3, 2],
      [-2.805118086952745, 3.131312518250573],
      [-3.779310253377747, -3.283185991286169],
      [3.584428340330492, -1.848126526964404],
    ];
    const { paths } = await descent({ ...of(himmelblau), ...xy, start: [0, 0], steps: 10_000 });
    for (const method of ['gradient descent', 'momentum', 'Adam'] as const) {
      const path = by(paths, method);
      assert.deepEqual([path.outcome, path.found], ['converged', 'minimum']);
      const { x, y } = path.points.at(-1)!;
      assert.ok(
        minima.some(([p, q]) => Math.hypot(x - p, y - q) < 1e-5),
        `${method}: ${x}, ${y}`,
      );
    }
    // from a hill Newton's method climbs to its top
    assert.equal(by(paths, 'Newton').found, 'maximum');
    const other = await descent({ ...of(beale), ...xy, start: [2.5, 0.3], steps: 10_000 });
    for (const method of ['momentum', 'Adam', 'Newton'] as const) {
      const { x, y } = by(other.paths, method).points.at(-1)!;
      near(x, 3, 1e-4);
      near(y, 0.5, 1e-4);
    }
  });

  it('crosses branches, stops where the program fails, and says when it runs away', async () => {
    const bent = 'const f = (x = 3, y = 1) => (x > 1 ? 2 * x + y * y : x * x + 1 + y * y);';
    const { paths } = await descent({
      ...of(bent),
      ...xy,
      start: [3, 1],
      steps: 5_000,
      rates: { 'gradient descent': 0.1 },
    });
    const { x, y } = by(paths, 'gradient descent').points.at(-1)!;
    near(x, 0, 1e-5);
    near(y, 0, 1e-5);
    assert.equal(by(paths, 'gradient descent').rate, 0.1);
    const wall = "const f = (x = 3, y = 1) => { if (x < 1) throw new Error('no'); return x * x + y * y; };";
    const stopped = await descent({
      ...of(wall),
      ...xy,
      start: [3, 1],
      steps: 500,
      rates: { 'gradient descent': 0.1 },
    });
    assert.equal(by(stopped.paths, 'gradient descent').outcome, 'stuck');
    const slope = 'const f = (x = 0, y = 0) => -(x * x) - y * y * y * y + x;';
    const away = await descent({ ...of(slope), ...xy, start: [1, 1], steps: 2_000, rates: { 'gradient descent': 1 } });
    assert.equal(by(away.paths, 'gradient descent').outcome, 'diverged');
  });

  it('refuses steps, starts and rates that are none', async () => {
    const code = (rest: object) =>
      descent({ ...of(rosenbrock), ...xy, start: [0, 2], ...rest }).then(
        () => 'none',
        (error: { code: string }) => error.code,
      );
    assert.equal(await code({ steps: 0 }), 'invalidRequest');
    assert.equal(await code({ steps: 10_001 }), 'invalidRequest');
    assert.equal(await code({ start: [0] }), 'invalidRequest');
    assert.equal(await code({ rates: { Adam: -1 } }), 'invalidRequest');
    assert.equal(await code({ rates: { adam: 1 } }), 'invalidRequest');
    assert.equal(await code({ across: 'z' }), 'noSuchInput');
  });
});
