/** @file Thousands of evaluations in one sandbox leave its memory, and ours, where they were. */
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { DiskModules } from '../../src/supervisor/modules';
import { startNodeSandbox } from '../../src/supervisor/node-sandbox';
import { Supervisor } from '../../src/supervisor/supervisor';
import type { Sandbox } from '../../src/supervisor/transport';
import { cases } from '../packages/cases';

const megabyte = 2 ** 20;
const evaluations = Number(process.env.SOAK ?? 4_000);
const every = 250;
/** Caches of modules and compiled code fill during these. */
const warmUp = 1_000;

const programs = Array.from(
  { length: 40 },
  (_, k) =>
    `import { mean } from 'simple-statistics';\nexport function f(x: number, ys: number[]) { let s = x; for (let i = 0; i < ${200 + k}; i++) s = Math.sin(s) * ys[i % 3] + mean(ys); return s; }`,
);

describe('a soak', () => {
  it('of thousands of evaluations, failures among them, keeps memory flat and every result right', async () => {
    const started: Sandbox[] = [];
    const start = startNodeSandbox(join(resolve(process.env.GL_DIST ?? 'dist'), 'sandbox.cjs'));
    const supervisor = new Supervisor({
      modules: new DiskModules(),
      warm: false,
      start: (options) => {
        const sandbox = start(options);
        started.push(sandbox);
        return sandbox;
      },
    });
    const seen: { sandbox: number; own: number }[] = [];
    const first = new Map<string, string>();
    try {
      for (let n = 1; n <= evaluations; n++) {
        const kind = n % 4;
        if (kind === 3) {
          const source = `export function f(x: number) { if (x > ${n}) return x; throw new RangeError('no ${n}'); }`;
          const failed = supervisor.evaluate({ fileName: resolve('test/soak.ts'), source, target: 'f', inputs: [1] });
          await assert.rejects(failed, { code: 'userError' });
          continue;
        }
        const names = Object.keys(cases);
        const program = names[n % names.length];
        const [target, , inputs] = cases[program][n % cases[program].length];
        const request =
          kind === 0
            ? { fileName: resolve('test/packages/programs', `${program}.mjs`), target, inputs }
            : { fileName: resolve('test/soak.ts'), source: programs[n % 40], target: 'f', inputs: [0.3, [1, 2, 3]] };
        const made = await supervisor.evaluate(request);
        const key = kind === 0 ? `${program} ${target}` : programs[n % 40];
        const result = JSON.stringify([made.output.value, made.inputs.map(({ grad }) => grad)]);
        assert.equal(
          result,
          first.get(key) ?? result,
          `evaluation ${n} of ${target} gave something else than the first`,
        );
        first.set(key, result);
        if (n % every === 0) {
          const bytes = await started[started.length - 1].memory();
          if (bytes !== null) seen.push({ sandbox: bytes / megabyte, own: process.memoryUsage().rss / megabyte });
          console.log(`      ${n}: ${JSON.stringify(seen[seen.length - 1])}`);
        }
      }
    } finally {
      supervisor.dispose();
    }
    assert.equal(started.length, 1, 'a sandbox was replaced');
    const settled = seen.slice(warmUp / every - 1);
    const half = settled.length >> 1;
    const highest = (list: typeof seen, of: 'sandbox' | 'own'): number => Math.max(...list.map((one) => one[of]));
    for (const of of ['sandbox', 'own'] as const) {
      const before = highest(settled.slice(0, half), of);
      const after = highest(settled.slice(half), of);
      assert.ok(after <= before * 1.15 + 16, `${of}: ${before} MB, and later ${after} MB`);
    }
  }).timeout(1_800_000);
});
