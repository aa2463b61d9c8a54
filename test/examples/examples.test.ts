/** @file Every example gives the numbers that its comment promises, through the built dist/headless.cjs. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Evaluation } from '../../src/protocol/evaluation';
import type { DifferentiateRequest } from '../../src/protocol/request';

type Expected = { value: number; inputs: Record<string, { value: unknown; grad: unknown }> };
interface Case extends Expected {
  file: string;
  /** A function by name, or the text to select. */
  target?: string;
  selected?: string;
}

const folder = path.resolve('examples');
/** Derivatives from the formulas on paper, independent of the code that is tested. */
const cases: Case[] = [
  {
    file: 'chain-rule.ts',
    target: 'chainRule',
    value: Math.exp(0.5),
    inputs: { x: { value: 0.5, grad: 3.297442541400256 } },
  },
  { file: 'diamond.ts', target: 'diamond', value: 32, inputs: { x: { value: 2, grad: 64 } } },
  { file: 'repeated-use.ts', target: 'repeatedUse', value: 4, inputs: { a: { value: 1, grad: 4 } } },
  {
    file: 'repeated-use.ts',
    selected: 'let p = 1;\nconst q = p + p;\nconst r = q + q;',
    value: 4,
    inputs: { p: { value: 1, grad: 4 } },
  },
  { file: 'sine.ts', target: 'sine', value: 0.8414709848078965, inputs: { x: { value: 1, grad: 0.5403023058681398 } } },
  {
    file: 'sine.ts',
    selected: 'Math.sin(x) * Math.exp(-x * x)',
    value: 0.37337698488938337,
    inputs: { x: { value: 0.5, grad: 0.3100850015206486 } },
  },
  {
    file: 'tanh.ts',
    target: 'tanhByHand',
    value: 0.7615941559557649,
    inputs: { x: { value: 1, grad: 0.41997434161402614 } },
  },
  {
    file: 'tanh.ts',
    target: 'tanh',
    value: 0.7615941559557649,
    inputs: { x: { value: 1, grad: 0.41997434161402614 } },
  },
  { file: 'rosenbrock.ts', target: 'rosenbrock', value: 401, inputs: { x: { value: [0, 2], grad: [-2, 400] } } },
  {
    file: 'goldstein-price.ts',
    target: 'goldsteinPrice',
    value: 1876,
    inputs: { x: { value: 1, grad: -5376 }, y: { value: 1, grad: 8064 } },
  },
  {
    file: 'matyas.ts',
    target: 'matyas',
    value: 0.04,
    inputs: { x: { value: 1, grad: 0.04 }, y: { value: 1, grad: 0.04 } },
  },
  {
    file: 'himmelblau.ts',
    target: 'himmelblau',
    value: 170,
    inputs: { x: { value: 0, grad: -14 }, y: { value: 0, grad: -22 } },
  },
  {
    file: 'beale.ts',
    target: 'beale',
    value: 4.820789,
    inputs: { x: { value: 1, grad: -6.836672 }, y: { value: 0.2, grad: 2.82392 } },
  },
  {
    file: 'taylor-sine.ts',
    target: 'taylorSine',
    value: 0.7071064695751781,
    inputs: { x: { value: Math.PI / 4, grad: 0.7071032148228457 }, threshold: { value: 1e-4, grad: 0 } },
  },
  {
    file: 'pendulum.ts',
    target: 'pendulum',
    value: -0.5367036173155632,
    // by dual numbers, written out beside it
    inputs: {
      angle: { value: 1, grad: 1.0991867521412 },
      speed: { value: 0, grad: 0.30037027457828497 },
      pull: { value: 9.81, grad: -0.6380045769145404 },
    },
  },
  {
    file: 'branch.ts',
    target: 'huber',
    value: 2.5,
    inputs: { error: { value: 3, grad: 1 }, limit: { value: 1, grad: 2 } },
  },
  {
    file: 'imported-function.ts',
    target: 'distance',
    value: 5,
    inputs: {
      from: { value: { x: 1, y: 1 }, grad: { x: -0.6, y: -0.8 } },
      to: { value: { x: 4, y: 5 }, grad: { x: 0.6, y: 0.8 } },
    },
  },
  {
    file: 'npm-package.ts',
    target: 'spread',
    value: 4,
    inputs: { sample: { value: [2, 4, 4, 4, 5, 5, 7, 9], grad: [-0.75, -0.25, -0.25, -0.25, 0, 0, 0.5, 1] } },
  },
  {
    file: 'class-method.ts',
    target: 'Spring.energy',
    value: 2.625,
    inputs: {
      displacement: { value: 0.5, grad: 1.5 },
      speed: { value: 1.5, grad: 3 },
      stiffness: { value: 3, grad: 0.125 },
      mass: { value: 2, grad: 1.125 },
    },
  },
  {
    file: 'logistic-regression.ts',
    target: 'logisticLoss',
    value: 0.7714610352805394,
    inputs: {
      weights: { value: [0.2, -0.4], grad: [-0.3163155871697507, -0.394473149373395] },
      bias: { value: 0.1, grad: -0.006422914560829093 },
    },
  },
  { file: 'double-well.ts', target: 'doubleWell', value: 8, inputs: { x: { value: 2, grad: 24 } } },
  {
    file: 'newton-step.ts',
    target: 'newton',
    value: 1,
    inputs: { start: { value: 2, grad: 0 }, steps: { value: 7, grad: 0 } },
  },
  {
    file: 'sphere.ts',
    target: 'sphere',
    value: 2,
    inputs: { x: { value: 1, grad: 2 }, y: { value: 1, grad: 2 } },
  },
  { file: 'double-backprop.ts', target: 'doubleBackprop', value: 68, inputs: { x: { value: 2, grad: 100 } } },
  {
    file: 'gradient-penalty.ts',
    target: 'penalty',
    value: 4.694836817939239,
    inputs: {
      weights: { value: [0.5, -1, 2], grad: [12.3282294412512, 4.964434086649025, -0.8011963235842522] },
      outer: { value: [1, 0.5, -0.25], grad: [6.456958023727961, -12.073272383651098, 18.691468335468958] },
      x: { value: 0.3, grad: 13.269556343749613 },
    },
  },
  { file: 'activations.ts', target: 'size', value: 0, inputs: { x: { value: 0, grad: 0 } } },
  { file: 'activations.ts', target: 'ramp', value: 0, inputs: { x: { value: 0, grad: 0.5 } } },
  { file: 'activations.ts', target: 'relu', value: 0, inputs: { x: { value: 0, grad: 0 } } },
  {
    file: 'softplus-neuron.js',
    target: 'neuron',
    value: 0.9740769841801067,
    inputs: {
      weights: { value: [0.5, -0.25, 1], grad: [0.6224593312018546, 1.2449186624037092, 0.3112296656009273] },
      inputs: { value: [1, 2, 0.5], grad: [0.3112296656009273, -0.15561483280046365, 0.6224593312018546] },
    },
  },
];

function assertClose(actual: unknown, expected: unknown, where: string): void {
  if (typeof expected === 'number') {
    const near = typeof actual === 'number' && Math.abs(actual - expected) <= 1e-12 * Math.max(1, Math.abs(expected));
    assert.ok(near, `${where}: ${String(actual)}, expected ${expected}`);
    return;
  }
  assert.ok(typeof actual === 'object' && actual !== null, `${where}: ${String(actual)}`);
  const given = actual as Record<string, unknown>;
  assert.deepEqual(Object.keys(given), Object.keys(expected as object), where);
  for (const [key, part] of Object.entries(expected as object)) assertClose(given[key], part, `${where}.${key}`);
}

describe('examples', () => {
  const { differentiate } = createRequire(path.resolve('package.json'))('./dist/headless.cjs') as {
    differentiate(request: DifferentiateRequest): Promise<Evaluation>;
  };

  for (const { file, target, selected, value, inputs } of cases) {
    it(`${file}: ${target ?? 'the selection'} gives its value and gradients`, async () => {
      const fileName = path.join(folder, file);
      const start = selected ? readFileSync(fileName, 'utf8').lastIndexOf(selected) : 0;
      assert.ok(start >= 0);
      const where = selected ? { selection: { start, end: start + selected.length } } : { target };
      const evaluation = await differentiate({ fileName, ...where });
      assertClose(evaluation.output.value, value, 'value');
      const given = Object.fromEntries(evaluation.inputs.map((input) => [input.name, input]));
      assert.deepEqual(Object.keys(given).sort(), Object.keys(inputs).sort());
      for (const [name, expected] of Object.entries(inputs)) {
        assertClose(given[name].value, expected.value, name);
        assertClose(given[name].grad, expected.grad, `∂/∂${name}`);
      }
      assert.deepEqual(
        evaluation.diagnostics.filter(({ severity }) => severity === 'error'),
        [],
      );
    });
  }

  it('diamond.ts: every name has its gradient', async () => {
    const { variables } = await differentiate({ fileName: path.join(folder, 'diamond.ts'), target: 'diamond' });
    const named = Object.fromEntries(
      variables.filter(({ name }) => name).map(({ name, value, grad }) => [name, [value, grad]]),
    );
    assert.deepEqual(named, { x: [2, 64], a: [4, 16], b: [16, 1], c: [16, 1], y: [32, 1] });
  });

  it('taylor-sine.ts: a lower threshold comes within 1e-15 of the sine', async () => {
    const request = {
      fileName: path.join(folder, 'taylor-sine.ts'),
      target: 'taylorSine',
      inputs: { threshold: 1e-150 },
    };
    const { output, inputs } = await differentiate(request);
    assert.ok(Math.abs(output.value - Math.SQRT1_2) < 1e-15);
    assert.ok(Math.abs((inputs[0].grad as number) - Math.SQRT1_2) < 1e-15);
  });

  it('newton-step.ts: the known steps from 2', async () => {
    const fileName = path.join(folder, 'newton-step.ts');
    const known = [1.4545454545454546, 1.1510467893775467, 1.0253259289766978, 1.0009084519430513, 1.0000012353089454];
    for (const [k, expected] of known.entries()) {
      const { output, inputs } = await differentiate({ fileName, target: 'newton', inputs: { steps: k + 1 } });
      assertClose(output.value, expected, `step ${k + 1}`);
      if (k === 0) assertClose(inputs[0].grad, (24 * 48) / 44 ** 2, 'slope of a step');
    }
  });

  it('gradient-penalty.ts: training on its gradient makes the penalty vanish', async () => {
    const fileName = path.join(folder, 'gradient-penalty.ts');
    let weights = [0.5, -1, 2];
    let outer = [1, 0.5, -0.25];
    const values: number[] = [];
    for (let step = 0; step < 12; step++) {
      const { output, inputs } = await differentiate({ fileName, target: 'penalty', inputs: { weights, outer } });
      values.push(output.value);
      const down = (from: number[], grad: unknown) => from.map((w, k) => w - 0.01 * (grad as number[])[k]);
      [weights, outer] = [down(weights, inputs[0].grad), down(outer, inputs[1].grad)];
    }
    assert.ok(values[11] < 0.2 * values[0], `${values}`);
  });

  it('rosenbrock.ts: works in more dimensions', async () => {
    const request = { fileName: path.join(folder, 'rosenbrock.ts'), target: 'rosenbrock', inputs: { x: [1, 1, 1, 1] } };
    const { output, inputs } = await differentiate(request);
    assert.equal(output.value, 0);
    assertClose(inputs[0].grad, [0, 0, 0, 0], '∂/∂x');
  });

  it('endless-loop.ts: is stopped, says so, and the next one works', async () => {
    const fileName = path.join(folder, 'endless-loop.ts');
    await assert.rejects(
      differentiate({ fileName, target: 'weigh', timeoutMs: 500 }),
      (error: { code?: string; message: string }) => {
        assert.equal(error.code, 'timeout');
        assert.match(error.message, /500|0\.5/);
        return true;
      },
    );
    const mended = readFileSync(fileName, 'utf8').replace('// k is never increased', 'k++;');
    const { output, inputs } = await differentiate({ fileName, source: mended, target: 'weigh' });
    assert.deepEqual([output.value, inputs[0].grad], [42, 6]);
  });

  it('are short, say what to look at, and are all run here', () => {
    const files = readdirSync(folder).filter((file) => /\.[tj]sx?$/.test(file));
    const run = new Set([...cases.map(({ file }) => file), 'endless-loop.ts']);
    assert.deepEqual([...run].sort(), files.sort());
    assert.ok(files.length >= 14);
    for (const file of files) {
      const text = readFileSync(path.join(folder, file), 'utf8');
      const lines = text.trimEnd().split('\n').length;
      assert.ok(lines >= 10 && lines <= 40, `${file} has ${lines} lines`);
      assert.match(text, /^\/\/ .*\n/, file);
      assert.match(text, /^\/\/ Look at: /m, file);
    }
  });
});
