/** @file dist/headless.cjs end to end: what a script, a test or a benchmark can ask of it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import vm from 'node:vm';
import type * as Headless from '../../src/headless';
import type { Evaluation } from '../../src/protocol/evaluation';

const bundle = resolve(process.env.GL_DIST ?? 'dist', 'headless.cjs');
const { differentiate, instrument, runtimePrelude, engine } = require(bundle) as typeof Headless;

type Failed = Error & Headless.Failure;
const failing = (promise: Promise<unknown>) =>
  promise.then(
    () => assert.fail('no failure'),
    (error: Failed) => error,
  );
const ask = (source: string, rest: Partial<Headless.DifferentiateRequest> = {}) =>
  differentiate({ fileName: '/w/a.ts', source, ...rest });
const grads = ({ inputs }: Evaluation) => inputs.map(({ grad }) => grad);
const codes = ({ diagnostics }: Evaluation) => diagnostics.map(({ code }) => code);

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

describe('headless', function () {
  this.timeout(30_000);
  let folder = '';
  const put = (name: string, text: string): string => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'gradlens-headless-')));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

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

  describe('the record', () => {
    it('joins variables, functions and sites to the source', async () => {
      const source = 'function f(x: number) { const a = Math.sin(x); return a * 2; }';
      const { sites, variables, bindings, target } = await ask(source, { target: 'f', inputs: [1] });
      const text = ({ start, end }: { start: number; end: number }) => source.slice(start, end);
      assert.equal(text(target), source);
      assert.deepEqual(sites.filter(({ kind }) => kind === 'operation').map(text), ['Math.sin(x)', 'a * 2']);
      const a = variables.find(({ name }) => name === 'a');
      const site = sites.find(({ id }) => id === a?.site);
      assert.equal(site?.statistics.value.last, Math.sin(1));
      assert.equal(site?.statistics.grad?.last, 2);
      assert.equal(text(site?.operands[0] ?? { start: 0, end: 0 }), 'x');
      const name = bindings.find((binding) => binding.name === 'a');
      assert.deepEqual(name?.references.map(text), ['a', 'a']);
      assert.ok(name?.sites.length);
    });
    it('counts how often an expression ran and over which range', async () => {
      const made = await ask(
        'function f(x: number) { let s = 0; for (let i = 1; i <= 10; i++) s += x / i; return s; }',
        { target: 'f', inputs: [1] },
      );
      const division = made.sites.find(({ op }) => op === 'div');
      assert.deepEqual(
        [division?.statistics.count, division?.statistics.value.min, division?.statistics.value.max],
        [10, 0.1, 1],
      );
    });
    it('rolls a million operations up into a handful of records', async () => {
      const chain =
        'export function chain(x: number) { let v = x; for (let i = 0; i < 333334; i++) v = Math.sin(v) * 0.999 + 0.001; return v; }';
      const made = await ask(chain, { target: 'chain', inputs: [0.6] });
      assert.ok(made.statistics.operations > 1_000_000 && made.statistics.rolledUp);
      assert.ok(made.variables.length < 10 && made.functions.length < 10);
      assert.ok(made.variables.some(({ rolled }) => (rolled?.count ?? 0) > 300_000));
    });
    it('records ten million operations within the default limits', async () => {
      const source =
        'export function chain(x: number) { let v = x; for (let i = 0; i < 4999990; i++) v = v * 0.999 + 0.001; return v; }';
      const made = await ask(source, { target: 'chain', inputs: [0.6], timeoutMs: 60_000 });
      assert.ok(made.statistics.operations > 9_999_000);
      assert.ok(made.variables.length < 10);
    });
    it('carries NaN and infinities', async () => {
      const made = await ask('const f = (x: number) => Math.log(x) * 0 + Math.sqrt(x);', { target: 'f', inputs: [0] });
      assert.ok(Number.isNaN(made.output.value));
      assert.ok(codes(made).includes('nonFiniteValue'));
    });
  });

  describe('modules', () => {
    it('imports other files, unsaved entry text included, and packages', async () => {
      put('lib/square.ts', 'export const square = (x: number): number => x * x;');
      put('node_modules/cube/package.json', '{"name":"cube","version":"1.0.0","main":"main.js"}');
      put('node_modules/cube/main.js', 'module.exports = function cube(x) { return x * x * x }');
      const source =
        "import { square } from './lib/square';\nimport cube from 'cube';\nexport const f = (x: number) => square(x) + cube(x);";
      const made = await differentiate({ fileName: join(folder, 'not-there.ts'), source, target: 'f', inputs: [2] });
      assert.deepEqual([made.output.value, ...grads(made)], [12, 16]);
      assert.equal(Object.keys(made.sources).length, 3);
    });
    it('reads the file where no text is given', async () => {
      const fileName = put('own.ts', 'export const f = (x: number) => 5 * x;');
      assert.deepEqual(grads(await differentiate({ fileName, target: 'f' })), [5]);
    });
    it('sees a module that changed on the disk', async () => {
      const source = "import { k } from './k'; export const f = (x: number) => k * x;";
      const run = async () => grads(await differentiate({ fileName: join(folder, 'b.ts'), source, target: 'f' }));
      put('k.ts', 'export const k = 2;');
      assert.deepEqual(await run(), [2]);
      await new Promise((done) => setTimeout(done, 20));
      put('k.ts', 'export const k = 3.5;');
      assert.deepEqual(await run(), [3.5]);
    });
    it('uses a large package over calls and over a sandbox that was replaced', async () => {
      const body = Array.from(
        { length: 20_000 },
        (_, k) => `function f${k}(x) { var y = x * ${k} + 1; return y / 2 }\n`,
      ).join('');
      put('node_modules/big/package.json', '{"name":"big","version":"1.0.0"}');
      put('node_modules/big/index.js', `${body}exports.f = f1;`);
      const source = "import { f } from 'big'; export const g = (x: number) => f(x);";
      const run = async () =>
        grads(await differentiate({ fileName: join(folder, 'c.ts'), source, target: 'g', inputs: [3] }));
      assert.deepEqual([await run(), await run()], [[0.5], [0.5]]);
      await failing(ask('function f(x: number) { for (;;) x = x * 1; }', { target: 'f', timeoutMs: 50 }));
      assert.deepEqual(await run(), [0.5]);
    });
    it('runs the whole file where a module that it imports imports it back', async () => {
      put('back.ts', "import { base } from './cycle'; export const scaled = (x: number) => base() * x;");
      const fileName = put(
        'cycle.ts',
        "import { scaled } from './back';\nexport function base() { return 3; }\nexport const f = (x: number) => scaled(x) * x;",
      );
      assert.deepEqual(grads(await differentiate({ fileName, target: 'f', inputs: [2] })), [12]);
    });
    it('does not run statements that the target does not need', async () => {
      const source =
        "import net from 'net';\nconst server = net.createServer().listen(1);\nexport const f = (x: number) => 2 * x;\nserver.close();";
      assert.deepEqual(grads(await ask(source, { target: 'f' })), [2]);
    });
  });

  describe('failures', () => {
    const cases: [string, string, Partial<Headless.DifferentiateRequest>, string][] = [
      ['a syntax error', 'function f(x: number) { return x +; }', { target: 'f' }, 'syntaxError'],
      ['nothing to differentiate', '// only words', { selection: { start: 0, end: 5 } }, 'nothingToDifferentiate'],
      ['no such target', 'const f = (x: number) => x;', { target: 'g' }, 'noSuchTarget'],
      ['no such input', 'const f = (x: number) => x;', { target: 'f', inputs: { y: 1 } }, 'noSuchInput'],
      [
        'no such input to differentiate',
        'const f = (x: number) => x;',
        { target: 'f', withRespectTo: ['y'] },
        'noSuchInput',
      ],
      [
        'an input that does not fit',
        'const f = (x: number) => x;',
        { target: 'f', inputs: { x: 'a' } },
        'inputMismatch',
      ],
      ['no such output', 'const f = (x: number) => [x];', { target: 'f', output: 'z' }, 'noSuchOutput'],
      [
        'an error of the program',
        'function f(x: number) {\n  if (x > 0)\n    throw new RangeError("too much");\n  return x;\n}',
        { target: 'f', inputs: [1] },
        'userError',
      ],
      ['an endless loop', 'function f(x: number) { for (;;) x = x * 1; }', { target: 'f', timeoutMs: 100 }, 'timeout'],
      [
        'an endless loop without arithmetic',
        'function f(x: number) { for (;;); return x; }',
        { target: 'f', timeoutMs: 100 },
        'timeout',
      ],
      [
        'an endless chain of promises',
        'async function f(x: number) { for (;;) await x; }',
        { target: 'f', timeoutMs: 100 },
        'timeout',
      ],
      [
        'a promise that never settles',
        'function f(x: number) { return new Promise<number>(() => x * 1); }',
        { target: 'f' },
        'neverSettles',
      ],
      ['endless recursion', 'function f(x: number): number { return f(x + 1) * 2; }', { target: 'f' }, 'userError'],
      [
        'too many operations',
        'function f(x: number) { let v = x; for (let i = 0; i < 2e7; i++) v = v * 1.01; return v; }',
        { target: 'f', timeoutMs: 60_000 },
        'operationLimit',
      ],
      [
        'a module that is not there',
        "import { g } from './nowhere';\nexport const f = (x: number) => g(x);",
        { target: 'f' },
        'moduleNotFound',
      ],
      [
        'a built-in that is used',
        "import fs from 'fs';\nexport const f = (x: number) => fs.readFileSync('/etc/hosts').length * x;",
        { target: 'f' },
        'moduleRefused',
      ],
    ];
    for (const [what, source, rest, code] of cases) {
      it(`says ${code} for ${what}, and goes on`, async () => {
        const error = await failing(ask(source, rest));
        assert.equal(error.code, code, error.message);
        assert.ok(error instanceof Error && error.message.length > 20);
        assert.deepEqual(grads(await ask('const f = (x: number) => 3 * x;', { target: 'f' })), [3]);
      });
    }
    it('gives what was recorded before a limit was met', async () => {
      const loop = 'function f(x: number) { let v = x; for (;;) v = Math.sin(v) + 1; }';
      const { partial, target, inputs } = await failing(ask(loop, { target: 'f', inputs: [2], timeoutMs: 200 }));
      assert.ok(partial && partial.statistics.operations > 1_000);
      assert.deepEqual(partial.functions.map(({ op }) => op).sort(), ['add', 'add', 'sin']);
      assert.equal(target?.name, 'f');
      assert.equal(inputs?.[0].value, 2);
      const many = await failing(ask(loop, { target: 'f', limits: { operations: 5_000 } } as never));
      assert.equal(many.code, 'operationLimit');
      assert.ok(many.partial && many.partial.statistics.operations <= 5_000);
    });
    it('cuts what is printed, and says so', async () => {
      const made = await ask(
        'function f(x: number) { for (let i = 0; i < 100; i++) console.log("line", i, x); return x; }',
        { target: 'f', limits: { outputBytes: 200 } } as never,
      );
      assert.ok(codes(made).includes('outputLimit'));
      assert.ok(made.printed.reduce((sum, { text }) => sum + text.length, 0) <= 200);
    });
    it('does not accuse the recorded run where a plain one fails', async () => {
      const source = `const seen = globalThis as { runs?: number };
export function f(x: number) {
  seen.runs = (seen.runs ?? 0) + 1;
  if (seen.runs > 1) throw new RangeError('once only');
  return x * x;
}`;
      const made = await ask(source, { target: 'f', inputs: [3] });
      assert.equal(made.inputs[0].grad, 6);
      assert.ok(!codes(made).includes('valueDisagrees'));
      const { message } = made.diagnostics.find(({ code }) => code === 'notComparable') ?? assert.fail();
      assert.match(message, /RangeError: once only/);
    });
    it("places a value that left the tape, a branch on its boundary and a program whose derivative is not its function's", async () => {
      const source = `function f(x: number) {
  const text = JSON.stringify({ x });
  let low = 0, high = 10;
  while (high - low > 1e-13) { const m = (low + high) / 2; if (m * m < x) low = m; else high = m; }
  return low + JSON.parse(text).x;
}`;
      const made = await ask(source, { target: 'f', inputs: [2] });
      const detached = made.diagnostics.find(({ code }) => code === 'detached');
      assert.equal(source.slice(0, detached?.start).split('\n').length, 2);
      assert.ok(codes(made).includes('derivativeDisagrees'));
      assert.ok(
        codes(await ask('const f = (x: number) => (x > 1 ? x : 2 * x);', { target: 'f', inputs: [1] })).includes(
          'boundary',
        ),
      );
    });
    const told: [string, string, string, string][] = [
      ['an operation without a rule', 'Math.clz32(x) + x', 'noRule', 'Math.clz32(x)'],
      [
        'a gradient that is zero because the code is piecewise constant',
        'Math.floor(x) * 2',
        'zeroGradient',
        'x: number',
      ],
      ['the step itself', 'Math.floor(x) * 2', 'stepwise', 'Math.floor(x)'],
      ['chance that is seeded', 'Math.random() * x', 'seededRandom', ''],
      ['a clock that stands still', 'Date.now() * x', 'fixedClock', ''],
      ['a kink', 'Math.abs(x - 2)', 'kink', 'Math.abs(x - 2)'],
      ['a gradient that becomes infinite', 'Math.sqrt(x - 2) * 3', 'nonFiniteGradient', 'Math.sqrt(x - 2)'],
      ['bits', '(x & 1) + x', 'detached', ''],
    ];
    for (const [what, expression, code, place] of told) {
      it(`tells of ${what}`, async () => {
        const source = `function f(x: number) { return ${expression}; }`;
        const { diagnostics } = await ask(source, { target: 'f', inputs: [2] });
        const found = diagnostics.find((one) => one.code === code);
        assert.ok(found, diagnostics.map((one) => one.code).join());
        if (place) assert.equal(source.slice(found.start, found.end), place);
      });
    }
    it('says fileNotFound for a file that is not there', async () => {
      assert.equal(
        (await failing(differentiate({ fileName: join(folder, 'gone.ts'), target: 'f' }))).code,
        'fileNotFound',
      );
    });
    it('says invalidRequest for what cannot be a request', async () => {
      for (const odd of [
        null,
        {},
        { fileName: 'relative.ts' },
        { fileName: '/a.ts', source: 5 },
        { fileName: '/a.ts', source: '', selection: {} },
        { fileName: '/a.ts', source: '', timeoutMs: -1 },
      ]) {
        assert.equal((await failing(differentiate(odd as never))).code, 'invalidRequest');
      }
    });
    it('maps an error of the program to its line, through calls and files', async () => {
      put(
        'thrower.ts',
        '// first line\nexport function check(x: number): number {\n  const twice = x * 2;\n  if (twice > 1) throw new TypeError("no " + twice);\n  return twice;\n}',
      );
      const source = "import { check } from './thrower';\n\nexport function f(x: number) {\n  return check(x) + 1;\n}";
      const error = await failing(differentiate({ fileName: join(folder, 'd.ts'), source, target: 'f', inputs: [3] }));
      assert.equal(error.code, 'userError');
      assert.match(error.message, /TypeError: no 6 .*line 4 of thrower\.ts.*x = 3/);
      assert.deepEqual(
        error.frames?.slice(0, 2).map(({ line, name, fileName }) => [line, name, fileName.endsWith('thrower.ts')]),
        [
          [4, 'check', true],
          [4, 'f', false],
        ],
      );
      assert.equal(error.fileName, join(folder, 'thrower.ts'));
    });
  });

  describe('many at once', () => {
    it('answers a hundred at once, each with its own', async () => {
      const all = await Promise.all(
        Array.from({ length: 100 }, (_, k) =>
          ask(`const f = (x: number) => ${k} * x * x;`, { target: 'f', inputs: [1] }),
        ),
      );
      assert.deepEqual(
        all.map((made) => grads(made)[0]),
        Array.from({ length: 100 }, (_, k) => 2 * k),
      );
    });
    it('goes on after each of many endless loops', async () => {
      const loop = failing(ask('function f(x: number) { for (;;); return x; }', { target: 'f', timeoutMs: 50 }));
      const next = ask('const f = (x: number) => 3 * x;', { target: 'f' });
      assert.equal((await loop).code, 'timeout');
      assert.deepEqual(grads(await next), [3]);
    });
  });

  describe('instrument and runtimePrelude', () => {
    const realm = () => {
      const context = vm.createContext({});
      vm.runInContext(runtimePrelude(), context);
      return (code: string) => vm.runInContext(code, context) as unknown;
    };
    it('gives text that means the same in any realm, with its sites', () => {
      const source = 'var f = (a, b) => a * b + 1; f(2, 3)';
      const { code, sites } = instrument(source);
      assert.equal(realm()(code), 7);
      assert.ok(sites.some(({ start, end }) => source.slice(start, end) === 'a * b'));
    });
    it('takes a script for plain sloppy JavaScript', () => {
      const source = 'with ({ p: 5 }) { var q = p * 2 } delete globalThis.nothing; q + 010';
      assert.equal(realm()(instrument(source, { fileName: 'x.js', sourceType: 'script' }).code), 18);
    });
    it('keeps import and export of a module', () => {
      assert.match(
        instrument('export const f = (x: number) => x * 2;', { fileName: 'a.ts', sourceType: 'module' }).code,
        /export/,
      );
    });
    it('works in a worker thread', () => {
      const script = `const { Worker } = require('node:worker_threads');
        const text = "const { instrument, runtimePrelude } = require(" + ${JSON.stringify(JSON.stringify(bundle))} + ");" +
          "require('node:worker_threads').parentPort.postMessage(require('node:vm').runInNewContext(runtimePrelude() + ';' + instrument('var x = 3; x * x').code))";
        new Worker(text, { eval: true }).on('message', (value) => console.log(value));`;
      assert.equal(
        spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', timeout: 20_000 }).stdout.trim(),
        '9',
      );
    });
  });

  it('gives the engine', () => {
    assert.equal(typeof engine.reverse, 'function');
    assert.equal(typeof engine.Variable, 'function');
  });

  it('does not keep Node alive when idle, and leaves no process behind', () => {
    const script = `const { differentiate } = require(${JSON.stringify(bundle)});
      differentiate({ fileName: '/w/a.ts', source: 'const f = (x: number) => x * x;', target: 'f', inputs: [3] })
        .then(({ inputs }) => console.log(inputs[0].grad));`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    assert.deepEqual([status, stdout.trim(), stderr], [0, '6', '']);
  });
});
