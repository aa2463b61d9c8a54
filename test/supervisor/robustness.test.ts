/** @file Real sandboxes that are edited under, cancelled, killed and robbed of their files at any moment. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { GradlensError } from '../../src/protocol/codes';
import type { EvaluationRequest } from '../../src/protocol/request';
import { DiskModules } from '../../src/supervisor/modules';
import { startNodeSandbox } from '../../src/supervisor/node-sandbox';
import { Supervisor } from '../../src/supervisor/supervisor';
import type { Sandbox } from '../../src/supervisor/transport';

const bundle = resolve(process.env.GL_DIST ?? 'dist', 'sandbox.cjs');
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const square = (k: number): EvaluationRequest => ({
  fileName: '/w/a.ts',
  source: `const f = (x = 3) => ${k} * x * x;`,
  target: 'f',
  check: false,
});
const endless: EvaluationRequest = { fileName: '/w/a.ts', source: 'const f = (x = 1) => { for (;;); };', target: 'f' };
const codeOf = (error: unknown) => (error instanceof GradlensError ? error.failure.code : String(error));

describe('supervisor and a real sandbox', function () {
  this.timeout(120_000);
  const started: Sandbox[] = [];
  const start = startNodeSandbox(bundle);
  let supervisor: Supervisor;
  beforeEach(() => {
    started.length = 0;
    supervisor = new Supervisor({
      start: (options) => {
        const sandbox = start(options);
        started.push(sandbox);
        return sandbox;
      },
      modules: new DiskModules(),
    });
  });
  afterEach(() => supervisor.dispose());

  /** Ends the newest sandbox as the system would, not as the supervisor does. */
  const killFromOutside = () => (started.at(-1) as unknown as { child: ChildProcess }).child.kill('SIGKILL');
  const gradOf = async (request: EvaluationRequest) => (await supervisor.evaluate(request)).inputs[0].grad;

  it('answers the last of many quick edits, and no older one with a newer text', async () => {
    const edits = Array.from({ length: 60 }, (_, k) => k);
    const answers: Promise<void>[] = [];
    let answered = 0;
    for (const k of edits) {
      const answer = supervisor.evaluate(square(k), { session: 'editor' }).then(
        ({ inputs }) => {
          answered++;
          assert.equal(inputs[0].grad, 6 * k);
        },
        (error) => assert.equal(codeOf(error), 'cancelled'),
      );
      answers.push(answer);
      if (k % 7 === 0) await pause(k % 3);
    }
    await Promise.all(answers);
    assert.ok(answered >= 1);
    assert.equal(await gradOf(square(7)), 42);
  });

  it('can be cancelled at any moment, and answers the next', async () => {
    const long = 'const f = (x = 3) => { let v = x; for (let i = 0; i < 20000; i++) v = Math.sin(v) + x; return v; };';
    let cancelled = 0;
    for (let ms = 0; ms < 60; ms += 3) {
      const stop = new AbortController();
      const answer = supervisor.evaluate({ ...square(1), source: long, check: true }, { signal: stop.signal });
      setTimeout(() => stop.abort(), ms);
      await answer.catch((error) => {
        assert.equal(codeOf(error), 'cancelled');
        cancelled++;
      });
      assert.equal(await gradOf(square(ms + 1)), 6 * (ms + 1));
    }
    assert.ok(cancelled > 0);
  });

  it('survives a sandbox that is killed from outside: idle, at work, or at any moment', async () => {
    assert.equal(await gradOf(square(1)), 6);
    killFromOutside();
    assert.equal(await gradOf(square(2)), 12);
    const loop = supervisor.evaluate(endless).then(
      () => 'an answer',
      (error) => codeOf(error),
    );
    await pause(300);
    killFromOutside();
    assert.equal(await loop, 'sandboxCrashed');
    assert.equal(await gradOf(square(3)), 18);
    for (let ms = 0; ms < 40; ms += 4) {
      const answer = supervisor.evaluate(square(ms + 1)).then(
        ({ inputs }) => assert.equal(inputs[0].grad, 6 * (ms + 1)),
        (error) => assert.equal(codeOf(error), 'sandboxCrashed'),
      );
      await pause(ms);
      killFromOutside();
      await answer;
    }
    assert.equal(await gradOf(square(4)), 24);
    assert.equal((await supervisor.evaluate({ ...square(5), live: true, inputs: [1] })).inputs[0].grad, 10);
  });

  it('says which file is gone, also when it goes while the program is being run', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gradlens-robust-')));
    try {
      const [a, b] = [join(folder, 'a.ts'), join(folder, 'b.ts')];
      const restore = () => {
        writeFileSync(a, "import { g } from './b';\nexport const f = (x = 3) => g(x) * x;");
        writeFileSync(b, 'export const g = (x: number) => 2 * x;');
        supervisor.invalidate();
      };
      const request = { fileName: a, target: 'f', check: false };
      for (let ms = 0; ms < 24; ms += 3) {
        restore();
        const answer = supervisor.evaluate(request).then(
          ({ inputs }) => assert.equal(inputs[0].grad, 12),
          (error) => assert.ok(['fileNotFound', 'moduleNotFound'].includes(codeOf(error)), codeOf(error)),
        );
        await pause(ms);
        rmSync(ms % 2 ? a : b);
        supervisor.invalidate(ms % 2 ? a : b);
        await answer;
        await assert.rejects(supervisor.evaluate(request), { code: ms % 2 ? 'fileNotFound' : 'moduleNotFound' });
      }
      restore();
      assert.equal(await gradOf(request), 12);
      rmSync(b);
      supervisor.invalidate(b);
      await assert.rejects(supervisor.evaluate({ ...request, live: true, inputs: [4] }), { code: 'moduleNotFound' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('gives a hundred mixed questions at once each its own answer', async () => {
    const all = Array.from({ length: 100 }, async (_, k) => {
      const request = square(k % 10);
      const slope = 6 * (k % 10);
      switch (k % 5) {
        case 0:
          return assert.equal(
            (await supervisor.evaluate({ ...request, live: true, inputs: [k] })).inputs[0].grad,
            (slope / 3) * k,
          );
        case 1: {
          const { orders } = await supervisor.derivatives({
            ...request,
            input: 'x',
            from: 3,
            to: 3,
            points: 1,
            order: 1,
          });
          return assert.equal(orders[1][0], slope);
        }
        case 2: {
          const answer = await supervisor.analyse({ ...request, analysis: { kind: 'hessian' } });
          return assert.deepEqual(answer.kind === 'hessian' && answer.matrix, [[slope / 3]]);
        }
        case 3:
          return assert.equal(
            (await supervisor.targets({ fileName: '/w/a.ts', source: request.source ?? '' }))[0].name,
            'f',
          );
        default:
          return assert.equal(await gradOf(request), slope);
      }
    });
    await Promise.all(all);
    assert.equal(started.length, 1);
  });
});
