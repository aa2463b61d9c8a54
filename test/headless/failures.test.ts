/** @file Every way to fail, end to end, and what is told of a value that got lost. */
import assert from 'node:assert/strict';
import type * as Headless from '../../src/headless';
import { ask, codes, failing, grads, headless, temporaryFolder } from './fixture';

const { differentiate } = headless;

describe('headless', function () {
  this.timeout(30_000);
  const { put, inFolder } = temporaryFolder();
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
      assert.equal((await failing(differentiate({ fileName: inFolder('gone.ts'), target: 'f' }))).code, 'fileNotFound');
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
      const error = await failing(differentiate({ fileName: inFolder('d.ts'), source, target: 'f', inputs: [3] }));
      assert.equal(error.code, 'userError');
      assert.match(error.message, /TypeError: no 6 .*line 4 of thrower\.ts.*x = 3/);
      assert.deepEqual(
        error.frames?.slice(0, 2).map(({ line, name, fileName }) => [line, name, fileName.endsWith('thrower.ts')]),
        [
          [4, 'check', true],
          [4, 'f', false],
        ],
      );
      assert.equal(error.fileName, inFolder('thrower.ts'));
    });
  });
});
