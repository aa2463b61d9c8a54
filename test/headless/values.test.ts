/** @file Known values and gradients, end to end; what can be asked for and how. */
import assert from 'node:assert/strict';
import { ask, codes, failing, grads, headless } from './fixture';

const rosenbrock = `export function rosenbrock(x: number[]): number {
  let sum = 0;
  for (let i = 0; i < x.length - 1; i++) sum += 100 * (x[i + 1] - x[i] ** 2) ** 2 + (x[i] - 1) ** 2;
  return sum;
}`;
const goldsteinPrice = `export const goldstein = (x: number, y: number) => {
  const a = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x ** 2 - 14 * y + 6 * x * y + 3 * y ** 2);
  const b = 30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x ** 2 + 48 * y - 36 * x * y + 27 * y ** 2);
  return a * b;
};`;

const { differentiate } = headless;

describe('headless', function () {
  this.timeout(30_000);
  describe('known values', () => {
    it('diamond at 2: 32, and every gradient', async () => {
      const made = await ask(
        'function f(x: number) { const a = x * x; const b = a * a; const c = a * a; const y = b + c; return y; }',
        { target: 'f', inputs: [2] },
      );
      assert.equal(made.output.value, 32);
      const byName = Object.fromEntries(made.variables.map(({ name, value, grad }) => [name, [value, grad]]));
      assert.deepEqual(byName, { x: [2, 64], a: [4, 16], b: [16, 1], c: [16, 1], y: [32, 1] });
      assert.deepEqual(
        made.functions.map(({ label, order }) => [label, order]),
        [
          ['×', 4],
          ['×', 3],
          ['×', 2],
          ['+', 1],
        ],
      );
    });
    it('x⁴ − 2x² at 2: 24', async () => {
      assert.deepEqual(
        grads(await ask('const f = (x: number) => x ** 4 - 2 * x ** 2;', { target: 'f', inputs: { x: 2 } })),
        [24],
      );
    });
    it('Goldstein–Price at (1, 1): 1876, (−5376, 8064)', async () => {
      const made = await ask(goldsteinPrice, { target: 'goldstein', inputs: [1, 1] });
      assert.deepEqual([made.output.value, ...grads(made)], [1876, -5376, 8064]);
    });
    it('Rosenbrock over an array at [0, 2]: 401, (−2, 400)', async () => {
      const made = await ask(rosenbrock, { target: 'rosenbrock', inputs: [[0, 2]] });
      assert.equal(made.output.value, 401);
      assert.deepEqual(made.inputs[0].grad, [-2, 400]);
      assert.deepEqual(made.inputs[0].value, [0, 2]);
    });
    it('agrees with differences at each of them, and says so', async () => {
      for (const [source, target, inputs] of [
        [goldsteinPrice, 'goldstein', [1.3, 0.4]],
        [rosenbrock, 'rosenbrock', [[0.3, 2, -1]]],
      ] as const) {
        const made = await ask(source, { target, inputs: inputs as never });
        assert.ok(!codes(made).includes('derivativeDisagrees') && !codes(made).includes('valueDisagrees'));
        for (const { grad, numerical } of made.inputs) {
          const [a, b] = [grad, numerical].map((each) => [each].flat(2) as number[]);
          assert.equal(a.length, b.length);
          for (const [k, x] of a.entries()) assert.ok(Math.abs(x - b[k]) <= 1e-5 * (1 + Math.abs(x)), `${x} ${b[k]}`);
        }
      }
    });
  });

  describe('what is asked', () => {
    const source =
      'export function f(x: number, p: { y: number; z: number[] }, n = 3) { let s = x * p.y; for (let i = 0; i < n; i++) s += p.z[0] * p.z[1]; return s; }\nconst other = (q: number) => q;';
    it('takes a selection, a cursor, or the name of a target', async () => {
      const whole = { start: source.indexOf('function'), end: source.indexOf('\n') };
      const cursor = { start: source.indexOf('let s'), end: source.indexOf('let s') };
      for (const rest of [{ selection: whole }, { selection: cursor }, { target: 'f' }])
        assert.equal((await ask(source, rest)).target.name, 'f');
    });
    it('takes inputs by name or by place, and shapes gradients like them', async () => {
      const p = { y: 5, z: [2, 7] };
      for (const inputs of [{ x: 3, p, n: 2 }, [3, p, 2]]) {
        const made = await ask(source, { target: 'f', inputs, withRespectTo: ['x', 'p'] });
        assert.equal(made.output.value, 3 * 5 + 2 * 14);
        assert.deepEqual(grads(made), [5, { y: 3, z: [14, 4] }, null]);
        assert.deepEqual(
          made.inputs.map(({ name, value }) => [name, value]),
          [
            ['x', 3],
            ['p', p],
            ['n', 2],
          ],
        );
      }
    });
    it('chooses the inputs that are not given', async () => {
      const made = await ask(source, { target: 'f', inputs: { x: 3 } });
      assert.equal(made.inputs.length, 3);
      assert.equal(made.inputs[2].value, 3);
      assert.ok(Number.isFinite(made.output.value));
    });
    it('lists parameters first, then closed-over values', async () => {
      const made = await ask(
        'const k = 4;\nexport function g() { const c = 2; return (x: number) => c * k * x ** 2; }',
        { selection: { start: 53, end: 75 } },
      );
      assert.equal(made.inputs[0].name, 'x');
    });
    it('chooses one number of a result by its path, or their sum', async () => {
      const pair = 'function f(x: number) { return { pos: { y: x * x }, list: [x, 3 * x] }; }';
      const value = async (output: string) => grads(await ask(pair, { target: 'f', inputs: [2], output }))[0];
      assert.deepEqual([await value('pos.y'), await value('list[1]'), await value('sum')], [4, 3, 8]);
      assert.equal(
        grads(await ask('const f = (x: number) => [x, 5 * x];', { target: 'f', inputs: [2], output: '[1]' }))[0],
        5,
      );
      assert.equal(
        grads(await ask('const f = (x: number) => ({ x: 7 * x });', { target: 'f', inputs: [2], output: 'x' }))[0],
        7,
      );
    });
    it('rejects what holds no single number with outputNotScalar', async () => {
      for (const result of ['[x, x]', '{ a: x }', '"text"', 'undefined', 'x > 1', '() => x', 'null']) {
        assert.equal(
          (await failing(ask(`function f(x: number) { return (${result}); }`, { target: 'f', inputs: [2] }))).code,
          'outputNotScalar',
          result,
        );
      }
      const { choices } = await failing(ask('const f = (x: number) => [x, x + 1];', { target: 'f', inputs: [2] }));
      assert.deepEqual(choices, [
        { path: '[0]', value: 2 },
        { path: '[1]', value: 3 },
        { path: 'sum', value: 5 },
      ]);
    });
    it('gives null for inputs that are not differentiated and 0 for those that do not matter', async () => {
      const made = await ask('const f = (x: number, y: number, z: number) => x * y;', {
        target: 'f',
        inputs: [2, 3, 4],
        withRespectTo: ['x', 'z'],
      });
      assert.deepEqual(grads(made), [3, null, 0]);
      assert.ok(codes(made).includes('unreachedInput'));
    });
    it('waits for an async target', async () => {
      assert.deepEqual(
        grads(
          await ask('async function f(x: number) { const y = await Promise.resolve(x * x); return y * 2; }', {
            target: 'f',
            inputs: [3],
          }),
        ),
        [12],
      );
    });
    it('runs JavaScript as it runs TypeScript', async () => {
      assert.deepEqual(
        grads(
          await differentiate({
            fileName: '/w/a.js',
            source: 'function f(x) { return Math.sin(x) * x }',
            target: 'f',
            inputs: [0],
          }),
        ),
        [0],
      );
    });
  });
});
