/** @file Live evaluations: a replayed tape gives what a run would, and where it would not the program runs. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import type * as Headless from '../../src/headless';
import type { Evaluation, InputValue } from '../../src/protocol/evaluation';
import type { EvaluationRequest } from '../../src/protocol/request';
import { ProgramText } from '../snippet/random-program';
import { expressions } from './replay-programs';

const { createSupervisor, GradlensError } = require(
  resolve(process.env.GL_DIST ?? 'dist', 'headless.cjs'),
) as typeof Headless;

/** All that an evaluation says, but for how long it took. */
const said = ({ statistics, ...rest }: Evaluation) => ({ ...rest, statistics: { ...statistics, milliseconds: null } });
const replayed = ({ statistics: { milliseconds } }: Evaluation) =>
  milliseconds.load === 0 && milliseconds.instrument === 0;

/** Every number a little off, by a different amount each. */
function moved(value: InputValue, step: { k: number }): InputValue {
  if (typeof value === 'number') return value * (1 + 0.003 * ++step.k) + 0.001 * step.k;
  if (Array.isArray(value)) return value.map((entry) => moved(entry, step));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, moved(entry, step)]));
}

describe('live evaluation', function () {
  this.timeout(120_000);
  const supervisor = createSupervisor();
  after(() => supervisor.dispose());

  const run = (request: EvaluationRequest) => supervisor.evaluate({ ...request, check: false });
  const live = (request: EvaluationRequest) => supervisor.evaluate({ ...request, live: true });

  /** A live evaluation next to a full one of the same inputs; whether the tape was replayed. */
  async function compared(base: EvaluationRequest, inputs: EvaluationRequest['inputs']): Promise<boolean> {
    await run(base);
    const quick = await live({ ...base, inputs });
    const full = await run({ ...base, inputs });
    assert.deepStrictEqual(said(quick), said(full));
    return replayed(quick);
  }

  it('of every example says what a full one says', async () => {
    let targets = 0;
    let replays = 0;
    for (const file of readdirSync(resolve('examples')).filter((name) => /\.[jt]s$/.test(name))) {
      const fileName = resolve('examples', file);
      const source = readFileSync(fileName, 'utf8');
      if (/from 'gradlens'/.test(source) || file === 'endless-loop.ts') continue;
      for (const { name } of await supervisor.targets({ fileName, source })) {
        const base = { fileName, source, target: name };
        const first = await run(base).catch((error: unknown) => {
          assert.ok(error instanceof GradlensError);
          return null;
        });
        if (!first) continue;
        const step = { k: 0 };
        const inputs = Object.fromEntries(
          first.inputs
            .filter(({ differentiated }) => differentiated)
            .map((input) => [input.name, moved(input.value, step)]),
        );
        targets++;
        if (await compared(base, inputs)) replays++;
      }
    }
    assert.ok(targets > 20, `${targets} targets`);
    assert.ok(replays > targets / 2, `only ${replays} of ${targets} were replayed`);
  });

  it('of random programs says what a full one says', async () => {
    let replays = 0;
    const programs = 200;
    const texts = fc
      .array(fc.nat(1_000), { minLength: 8, maxLength: 120, size: 'max' })
      .map((choices) => new ProgramText(choices).text());
    await fc.assert(
      fc.asyncProperty(texts, async (source) => {
        const base = { fileName: '/w/program.js', source, target: 'f', inputs: [0.73, -0.41] };
        if (await compared(base, [0.731, -0.4105])) replays++;
      }),
      { seed: 7, numRuns: programs, endOnFailure: true },
    );
    assert.ok(replays > programs / 2, `only ${replays} of ${programs} were replayed`);
  });

  it('of a program that learns something of a value in any way says what a full one says', async () => {
    let replays = 0;
    for (const expression of expressions) {
      const base = { fileName: '/w/a.js', source: `const f = (x = 2) => ${expression};`, target: 'f', check: false };
      const told = (made: Promise<Evaluation>) =>
        made.then(said, (error: { code: string }) => ({ code: error.code, failed: true }));
      for (const to of [2.0000001, 3, -2]) {
        await told(supervisor.evaluate({ ...base, inputs: [2] }));
        const quick = await live({ ...base, inputs: [to] }).catch((error: { code: string }) => error.code);
        if (typeof quick !== 'string' && replayed(quick)) replays++;
        const full = await told(run({ ...base, inputs: [to] }));
        const found = typeof quick === 'string' ? { code: quick, failed: true } : said(quick);
        assert.deepStrictEqual(found, full, `${expression} at ${to}`);
      }
    }
    assert.ok(replays > expressions.length / 2, `only ${replays} were replayed`);
  });

  it('runs again where a branch flips, and replays the new one from there', async () => {
    const base = { fileName: '/w/a.ts', source: 'const f = (x = 1) => (x > 0 ? x * x : -x);', target: 'f' };
    const at = async (x: number) => {
      const made = await live({ ...base, inputs: [x] });
      return [made.output.value, made.inputs[0].grad, replayed(made)];
    };
    await run(base);
    assert.deepEqual(await at(3), [9, 6, true]);
    assert.deepEqual(await at(-3), [3, -1, false]);
    assert.deepEqual(await at(-4), [4, -1, true]);
    assert.deepEqual(await at(2), [4, 4, false]);
  });

  it('runs again where a number became an index, an integer, text, or an entry of a typed array', async () => {
    const programs = [
      'const f = (x = 1) => [x, x * x, x ** 3][x];',
      'const f = (x = 1) => (x | 0) * x;',
      'const f = (x = 1) => { console.log(`x is ${x}`); return x * x; };',
      'const f = (x = 1) => new Array(x).fill(x).reduce((a, b) => a + b, 0);',
      'const f = (x = 1) => { const m = new Map([[1, 5], [2, 7]]); return m.get(x)! * x; };',
    ];
    for (const source of programs) {
      const replays = await compared({ fileName: '/w/a.ts', source, target: 'f' }, [2]);
      assert.equal(replays, false, source);
    }
    const rounded = 'function f(xs = new Float32Array([1, 2])) { return xs[0] * xs[1]; }';
    await compared({ fileName: '/w/a.ts', source: rounded, target: 'f' }, { xs: [0.1, 2] });
  });

  it('runs again where an input has another shape, and where what stands still moves', async () => {
    const sum = 'const f = (xs = [1, 2]) => xs.reduce((a, b) => a + b * b, 0);';
    assert.equal(await compared({ fileName: '/w/a.ts', source: sum, target: 'f' }, { xs: [1, 2, 3] }), false);
    assert.equal(await compared({ fileName: '/w/a.ts', source: sum, target: 'f' }, { xs: [4, 5] }), true);
    const two = 'const f = (x = 1, y = 2) => x * y;';
    const base = { fileName: '/w/a.ts', source: two, target: 'f', withRespectTo: ['x'] };
    assert.equal(await compared(base, [1, 3]), false);
    assert.equal(await compared(base, [5, 2]), true);
  });

  it('keeps a chosen output, a sum, other backward passes and unrolled graphs', async () => {
    const source = 'const f = (x = 1, y = 2) => ({ a: x * y, b: [x + y, 7] });';
    for (const output of ['a', 'b[0]', 'sum']) {
      const base = { fileName: '/w/a.ts', source, target: 'f', output };
      assert.equal(await compared(base, [3, 4]), true);
      for (const x of [5, 6]) {
        const quick = await live({ ...base, inputs: [x, 4] });
        assert.equal(replayed(quick), true);
        const [a, b] = [4 * x, x + 4];
        assert.deepEqual(
          quick.output.choices.map(({ value }) => value),
          [a, b, 7, a + b + 7],
        );
      }
    }
    const diamond = 'const f = (x = 1) => { const a = x * x; return a + a; };';
    const wrong = { fileName: '/w/a.ts', source: diamond, target: 'f', options: { order: 'naive' as const } };
    assert.equal(await compared(wrong, [3]), true);
    const long = 'const f = (x = 0.5) => { let v = x; for (let i = 0; i < 1500; i++) v = Math.sin(v) * x; return v; };';
    const unrolled = { fileName: '/w/a.ts', source: long, target: 'f', unrolled: true };
    assert.equal(await compared(unrolled, [0.6]), true);
    assert.equal((await live({ ...unrolled, inputs: [0.7] })).functions.length, 3000);
  });

  it('keeps the recordings of several targets', async () => {
    const source = 'export const f = (x = 1) => x * x;\nexport const g = (x = 1) => x ** 3;';
    const base = { fileName: '/w/a.ts', source };
    await run({ ...base, target: 'f' });
    await run({ ...base, target: 'g' });
    for (const target of ['f', 'g', 'f']) assert.equal(replayed(await live({ ...base, target, inputs: [2] })), true);
  });

  it('of curves and analyses says what those of a full run say', async () => {
    const source = 'const f = (x = 1, p = { a: 2 }) => (x > p.a ? Math.sin(x * p.a) : x ** 3 * p.a);';
    const base = { fileName: '/w/a.ts', source, target: 'f' };
    const range = { input: 'x', from: -1, to: 4, points: 101, order: 3, at: [2] };
    const fresh = createSupervisor();
    try {
      await supervisor.derivatives({ ...base, ...range });
      await supervisor.analyse({ ...base, analysis: { kind: 'hessian' } });
      for (const a of [2, 1.5, 2.5]) {
        const inputs = { x: 3, p: { a } };
        assert.deepStrictEqual(
          await supervisor.derivatives({ ...base, ...range, inputs, live: true }),
          await fresh.derivatives({ ...base, ...range, inputs }),
        );
        for (const analysis of [{ kind: 'hessian' }, { kind: 'formula' }, { kind: 'jacobian' }] as const) {
          assert.deepStrictEqual(
            await supervisor.analyse({ ...base, inputs, live: true, analysis }),
            await fresh.analyse({ ...base, inputs, analysis }),
          );
        }
      }
    } finally {
      fresh.dispose();
    }
  });

  it('sees that an imported file has changed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gradlens-live-'));
    try {
      const fileName = join(folder, 'a.ts');
      writeFileSync(join(folder, 'b.ts'), 'export const g = (x: number) => 2 * x;');
      const source = "import { g } from './b';\nexport const f = (x = 1) => g(x);";
      const base = { fileName, source, target: 'f' };
      await run(base);
      const before = await live({ ...base, inputs: [3] });
      assert.deepEqual([before.output.value, replayed(before)], [6, true]);
      writeFileSync(join(folder, 'b.ts'), 'export const g = (x: number) => x * x;');
      supervisor.invalidate(join(folder, 'b.ts'));
      const after = await live({ ...base, inputs: [3] });
      assert.deepEqual([after.output.value, replayed(after)], [9, false]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('makes no numerical checks, and tells of kinks and lost inputs where it now stands', async () => {
    const base = { fileName: '/w/a.ts', source: 'const f = (x = 1) => Math.abs(x) * 2;', target: 'f' };
    await run(base);
    const at = await live({ ...base, inputs: [0] });
    assert.equal(replayed(at), true);
    assert.deepEqual(
      at.diagnostics.map(({ code }) => code),
      ['kink'],
    );
    assert.equal(at.inputs[0].numerical, undefined);
  });
});
