/** @file Every program in examples/dezero gives the numbers of the book, through the built dist/headless.cjs. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Evaluation } from '../../src/protocol/evaluation';
import type { DifferentiateRequest } from '../../src/protocol/request';

const folder = path.resolve('examples/dezero');
const { differentiate } = createRequire(path.resolve('package.json'))('./dist/headless.cjs') as {
  differentiate(request: DifferentiateRequest): Promise<Evaluation>;
};

const run = (file: string, more: Partial<DifferentiateRequest & { backward: number }> = {}): Promise<Evaluation> =>
  differentiate({ fileName: path.join(folder, file), timeoutMs: 60_000, ...more });
const lines = ({ printed }: Evaluation) => printed.map(({ text }) => text);
const near = (given: number | null | undefined, expected: number, within = 1e-9) =>
  assert.ok(
    typeof given === 'number' && Math.abs(given - expected) <= within * Math.max(1, Math.abs(expected)),
    `${given} is not ${expected}`,
  );
const named = ({ variables }: Evaluation, name: string) => {
  const found = variables.find((variable) => variable.name === name);
  assert.ok(found, `no variable ${name}`);
  return found;
};
const state = ({ script }: Evaluation, name: string) => {
  const found = script?.variables.find((variable) => variable.name === name);
  assert.ok(found, `no state of ${name}`);
  return found;
};
const codes = ({ diagnostics }: Evaluation) => diagnostics.map(({ code }) => code);

/** What each program must give, by its file; none is left out. */
const promises: Record<string, () => Promise<void>> = {
  '01-variable.ts': async () => {
    const found = await run('01-variable.ts');
    assert.deepEqual(lines(found), [
      '1',
      '2 0',
      '[2, 3]',
      'variable(null)',
      'TypeError: A Variable holds a number, an array of numbers or null; a string was given.',
    ]);
    assert.equal(state(found, 'x').data, 2);
  },
  '02-function-class.ts': async () => {
    const found = await run('02-function-class.ts');
    assert.match(lines(found)[0], /^TypeError: Forgetful has no forward/);
    assert.deepEqual(lines(found).slice(1), ['variable(100) variable(310)', 'variable(61)']);
    assert.deepEqual(
      found.script?.checks.map(({ name, passed }) => [name, passed]),
      [
        ['Square', true],
        ['Swap', true],
      ],
    );
    const swap = found.functions.find(({ op }) => op === 'Swap');
    assert.equal(swap?.outputs.length, 2);
    assert.equal(swap?.operands.length, 2);
    assert.equal(named(found, 'x').grad, 61);
  },
  '03-creator-links.ts': async () => {
    const found = await run('03-creator-links.ts');
    assert.deepEqual(lines(found), ['x² true true true', 'null 0 3', 'variable(3.297442541400256)']);
  },
  '04-backward-order.ts': async () => {
    const found = await run('04-backward-order.ts');
    assert.equal(lines(found)[2], 'variable(1) variable(1) variable(1) variable(16) variable(64)');
    assert.equal(found.output.value, 32);
    assert.deepEqual(
      ['y', 'b', 'c', 'a', 'x'].map((name) => named(found, name).grad),
      [1, 1, 1, 16, 64],
    );
    const order = [...found.functions].sort((p, q) => (p.order ?? 0) - (q.order ?? 0));
    assert.deepEqual(
      order.map(({ id }) => found.variables.find((variable) => variable.id === id)?.name),
      ['y', 'c', 'b', 'a'],
    );
    assert.equal(found.script?.backwardCount, 3);
    const first = await run('04-backward-order.ts', { backward: 0 });
    assert.equal(first.script?.shown, 0);
    // there the gradients of intermediates were dropped
    assert.deepEqual([named(first, 'a').grad, named(first, 'a').dropped, named(first, 'x').grad], [null, 16, 64]);
    assert.equal((await run('04-backward-order.ts', { backward: 1 })).output.value, 5);
  },
  '05-wrong-assign.ts': async () => {
    const found = await run('05-wrong-assign.ts');
    assert.deepEqual(lines(found), ['variable(1)']);
    assert.equal(named(found, 'x').grad, 1);
    assert.equal(found.backward?.firstWrong?.reason, 'overwritten');
    assert.deepEqual(found.backward?.expected, { x: 2 });
    assert.ok(codes(found).includes('wrongBackward'));
  },
  '05-wrong-order.ts': async () => {
    const found = await run('05-wrong-order.ts');
    assert.deepEqual(lines(found), ['variable(8)', 'variable(4)', 'variable(32)', 'variable(96)']);
    assert.equal(named(found, 'x').grad, 96);
    assert.equal(found.backward?.firstWrong?.reason, 'revisited');
    const seen = await run('05-wrong-order.ts', { backward: 2 });
    assert.equal(named(seen, 'x').grad, 32);
    assert.equal(seen.backward?.firstWrong?.reason, 'early');
    assert.equal(named(await run('05-wrong-order.ts', { backward: 0 }), 'p').grad, 8);
  },
  '06-repeated-use.ts': async () => {
    const found = await run('06-repeated-use.ts');
    assert.deepEqual(lines(found), ['variable(6) variable(2)', 'variable(9) variable(3)']);
    assert.equal(named(found, 'x').grad, 3);
  },
  '07-clear-grad.ts': async () => {
    assert.deepEqual(lines(await run('07-clear-grad.ts')), ['variable(2)', 'variable(5)', 'variable(3)']);
  },
  '08-retain-grad.ts': async () => {
    const found = await run('08-retain-grad.ts');
    assert.deepEqual(lines(found), ['variable(1) variable(1)', 'null null variable(2) variable(1)']);
    assert.deepEqual([named(found, 'u').grad, named(found, 'u').dropped], [null, 1]);
    assert.deepEqual([state(found, 'u').grad, state(found, 'u').dropped], [null, true]);
    assert.deepEqual([state(found, 'x0').grad, state(found, 'x0').dropped], [2, false]);
    assert.equal(named(await run('08-retain-grad.ts', { backward: 0 }), 't').grad, 1);
  },
  '09-no-grad.ts': async () => {
    const found = await run('09-no-grad.ts');
    assert.deepEqual(lines(found), ['8 [100, 100, 100]', 'variable(16) null null', 'true', 'variable(4)']);
    const large = await run('09-no-grad.ts', { backward: 0 });
    const x = named(large, 'x').tensor;
    assert.deepEqual([x?.grad?.min, x?.grad?.max, x?.grad?.shape], [8, 8, [100, 100, 100]]);
    assert.ok((x?.data.data.length ?? 0) <= 10_000);
  },
  '10-memory.ts': async () => {
    const found = await run('10-memory.ts');
    near(Number(lines(found)[0]), (4 * 999 ** 3) / 10_000);
    assert.equal(found.script?.backwardCount, 1000);
  },
  '11-shape-and-print.ts': async () => {
    const found = await run('11-shape-and-print.ts');
    assert.deepEqual(lines(found).slice(0, 3), [
      '[2, 3] 2 6 float64 2',
      'variable([[1 2 3]\n          [4 5 6]])',
      'float32',
    ]);
    assert.deepEqual(found.inputs[0].grad, [
      [2, 4, 6],
      [8, 10, 12],
    ]);
    assert.equal(state(found, 'x').text, 'variable([[1 2 3]\n          [4 5 6]])');
  },
  '12-operators.ts': async () => {
    const found = await run('12-operators.ts');
    assert.deepEqual(lines(found), ['variable(7)', 'variable(2) variable(3) variable(1)']);
    assert.deepEqual(
      found.inputs.map(({ name, value, grad }) => [name, value, grad]),
      [
        ['a', 3, 2],
        ['b', 2, 3],
        ['c', 1, 1],
      ],
    );
    const moved = await run('12-operators.ts', { inputs: { a: 5 } });
    assert.deepEqual([moved.output.value, moved.inputs[1].grad], [11, 5]);
  },
  '13-arrays.ts': async () => {
    assert.deepEqual(lines(await run('13-arrays.ts')), [
      'variable([0.8 1.6 2.4])',
      'variable([3.8 4.6 5.4]) true []',
      '[0.   0.25 0.5  0.75 1.  ] [0.25 0.25]',
      'true',
    ]);
  },
  '14-functions.ts': async () => {
    const found = await run('14-functions.ts');
    const x = 2;
    near(
      found.output.value,
      -x - 1 / x + x ** 3 - Math.exp(-x) + Math.sin(x) * Math.cos(x) + Math.tanh(x) + Math.log(x) + Math.sqrt(x),
    );
    const slope =
      -1 + x ** -2 + 3 * x ** 2 + Math.exp(-x) + Math.cos(2 * x) + 1 - Math.tanh(x) ** 2 + 1 / x + 0.5 / Math.sqrt(x);
    near(named(found, 'x').grad, slope);
  },
  '15-gradient-check.ts': async () => {
    const found = await run('15-gradient-check.ts');
    assert.deepEqual(lines(found).slice(0, 2), ['variable(6)', 'true']);
    assert.match(lines(found)[2], /^false backward gives 6 for input 1; differences give 1[12]\./);
    const [check] = found.script?.checks ?? [];
    assert.deepEqual([check.name, check.passed, check.given], ['Cube', false, 6]);
    near(check.expected, 12, 1e-4);
    const said = found.diagnostics.find(({ code }) => code === 'wrongFunction');
    const text = readFileSync(path.join(folder, '15-gradient-check.ts'), 'utf8');
    assert.equal(text.slice(said?.start, said?.end), 'backward');
    assert.match(said?.message ?? '', /gives 6, differences of forward give 12/);
  },
  '16-create-graph.ts': async () => {
    const found = await run('16-create-graph.ts');
    assert.deepEqual(lines(found), ['variable(24)', 'variable(68)', 'variable(44)']);
    assert.equal(named(found, 'u').grad, 44);
  },
  '17-newton.ts': async () => {
    const expected = [
      2, 1.4545454545454546, 1.1510467893775467, 1.0253259289766978, 1.0009084519430513, 1.0000012353089454,
      1.000000000002289, 1,
    ];
    const found = lines(await run('17-newton.ts'));
    expected.forEach((value, i) => {
      assert.equal(found[i], `${i} ${value}`);
    });
  },
  '18-higher-derivatives.ts': async () => {
    const [sines, tanhs] = lines(await run('18-higher-derivatives.ts'));
    const [s, c] = [Math.sin(1), Math.cos(1)];
    JSON.parse(sines).forEach((value: number, k: number) => {
      near(value, [s, c, -s, -c, s][k]);
    });
    const t = Math.tanh(1);
    assert.deepEqual(
      [...tanhs.matchAll(/\(([^)]*)\)/g)].map(([, value]) => Number(value).toFixed(12)),
      [t, 1 - t * t, -2 * t * (1 - t * t)].map((value) => value.toFixed(12)),
    );
  },
  '19-gradient-graph.ts': async () => {
    const found = await run('19-gradient-graph.ts');
    for (const name of ['x', 'y', 'gx3']) named(found, name);
    const t = Math.tanh(1);
    const u = 1 - t * t;
    // tanh''' and, behind the last backward, tanh''''
    near(named(found, 'gx3').value, -2 * u * (1 - 3 * t * t));
    near(named(found, 'x').grad, 8 * t * u * (2 - 3 * t * t));
  },
  '20-double-backprop.ts': async () => {
    const found = await run('20-double-backprop.ts');
    assert.deepEqual(lines(found), ['variable(100)']);
    assert.equal(named(found, 'x').grad, 100);
  },
  '20-gradient-penalty.ts': async () => {
    const found = await run('20-gradient-penalty.ts');
    near(Number(lines(found)[0]), 1, 0.25);
    const [series] = found.script?.series.filter(({ name }) => name === 'loss') ?? [];
    assert.equal(series.steps, 200);
    assert.ok((series.points.at(-1)?.value ?? 0) < series.points[0].value);
  },
  '21-test-functions.ts': async () => {
    const found = await run('21-test-functions.ts');
    const numbers = lines(found).map((line) => [...line.matchAll(/\(([^)]*)\)/g)].map(([, value]) => Number(value)));
    const expected = [
      [2, 2],
      [0.04, 0.04],
      [-5376, 8064],
      [-2, 400],
    ];
    expected.forEach((pair, k) => {
      pair.forEach((value, i) => {
        near(numbers[k][i], value);
      });
    });
    assert.equal(found.script?.backwardCount, 4);
  },
  '21-rosenbrock-descent.ts': async () => {
    const found = await run('21-rosenbrock-descent.ts');
    let [x0, x1] = [0, 2];
    for (let i = 0; i < 10_000; i++) {
      const inner = x1 - x0 ** 2;
      [x0, x1] = [x0 - 0.001 * (-400 * x0 * inner + 2 * (x0 - 1)), x1 - 0.001 * 200 * inner];
    }
    near(state(found, 'x0').data as number, x0, 1e-8);
    near(state(found, 'x1').data as number, x1, 1e-8);
    assert.equal(found.script?.series[0].steps, 10_000);
  },
  '22-taylor-sine.ts': async () => {
    const found = await run('22-taylor-sine.ts');
    assert.equal(lines(found)[1], '0.7071064695751781 0.7071032148228457');
    const [value, slope] = lines(found)[0].split(' ').map(Number);
    near(value, 0.7071067811865475, 1e-15);
    near(slope, Math.SQRT1_2, 1e-15);
  },
  '23-dot.ts': async () => {
    const found = await run('23-dot.ts');
    const [text] = lines(found);
    assert.match(text, /^digraph g \{/);
    for (const name of ['x', 'y', 'z']) assert.match(text, new RegExp(`label="${name}\\\\n`));
    // one box for each function of the panel
    assert.equal(text.match(/shape=box/g)?.length, found.functions.length);
  },
  '24-three-ways.ts': async () => {
    const found = await run('24-three-ways.ts');
    const [numerical, automatic, symbolic] = lines(found)[0].split(' ').map(Number);
    near(automatic, symbolic, 1e-15);
    near(numerical, symbolic, 1e-6);
  },
  '25-tensors.ts': async () => {
    const found = await run('25-tensors.ts');
    assert.match(lines(found).at(-1) ?? '', /^ShapeError: matmul: shapes \(2, 3\) and \(2, 3\)/);
    const W = named(found, 'W').tensor;
    assert.deepEqual(W?.grad?.shape, [3, 2]);
    // the gradient of b is the sum over the rows; that of W is xᵀ times what reaches y
    const x = found.inputs.find(({ name }) => name === 'x');
    assert.deepEqual(
      ((x?.grad ?? []) as number[][]).map((row) => row.length),
      [3, 3],
    );
    for (const [name, entry] of [
      ['W', 3],
      ['b', 1],
    ] as const) {
      const input = found.inputs.find((one) => one.name === name);
      assert.ok(input);
      const flat = (value: unknown): number[] => (Array.isArray(value) ? value.flatMap(flat) : [value as number]);
      const at = async (step: number) => {
        let k = 0;
        const moved = (value: unknown): unknown =>
          Array.isArray(value) ? value.map(moved) : (value as number) + (k++ === entry ? step : 0);
        return (await run('25-tensors.ts', { inputs: { [name]: moved(input.value) as number[] } })).output.value;
      };
      near(flat(input.grad)[entry], ((await at(1e-5)) - (await at(-1e-5))) / 2e-5, 1e-5);
    }
  },
  '25-linear-regression.ts': async () => {
    const found = await run('25-linear-regression.ts');
    const entries = (name: string) => (state(found, name).data as { data: number[] }).data;
    const [xs, ts] = [entries('x'), entries('t')];
    let [w, b] = [0, 0];
    const losses: number[] = [];
    for (let i = 0; i < 100; i++) {
      let [loss, gw, gb] = [0, 0, 0];
      xs.forEach((x, k) => {
        const off = w * x + b - ts[k];
        loss += off * off;
        gw += 2 * off * x;
        gb += 2 * off;
      });
      losses.push(loss / 100);
      w -= (0.1 * gw) / 100;
      b -= (0.1 * gb) / 100;
    }
    const [series] = found.script?.series ?? [];
    assert.deepEqual([series.name, series.steps, series.points.length], ['loss', 100, 100]);
    series.points.forEach(({ value }, k) => {
      near(value, losses[k]);
    });
    near(entries('W')[0], w);
    near(entries('b')[0], b);
  },
  '25-neural-network.ts': async () => {
    const found = await run('25-neural-network.ts');
    const [series] = found.script?.series ?? [];
    assert.equal(series.steps, 2000);
    assert.ok(series.points[0].value > 0.4 && (series.points.at(-1)?.value ?? 1) < 0.25);
    assert.deepEqual(named(found, 'W1').tensor?.grad?.shape, [1, 10]);
  },
  '25-layers.ts': async () => {
    const found = await run('25-layers.ts');
    assert.deepEqual(lines(found), ['hidden.W 1×10, hidden.b 10, out.W 10×1, out.b 1']);
    for (const name of ['hidden.W', 'hidden.b', 'out.W', 'out.b']) assert.ok(named(found, name).tensor?.grad, name);
    const [series] = found.script?.series ?? [];
    assert.ok((series.points.at(-1)?.value ?? 1) < 0.7 * series.points[0].value);
  },
  '25-classification.ts': async () => {
    const found = await run('25-classification.ts');
    assert.ok(Number(lines(found)[0]) > 0.95);
    const [series] = found.script?.series ?? [];
    near(series.points[0].value, Math.log(3), 0.6);
    assert.ok((series.points.at(-1)?.value ?? 1) < 0.15);
  },
};

describe('programs of the book', function () {
  this.timeout(120_000);

  for (const file of Object.keys(promises)) it(`${file} gives what it says`, promises[file]);

  it('are all held to their numbers', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
    assert.deepEqual(files.sort(), Object.keys(promises).sort());
  });
});
