/** @file The supervisor against a sandbox that misbehaves on demand. */
import assert from 'node:assert/strict';
import { messageLimit } from '../../src/protocol/answers';
import type { PreparedRequest, SandboxMethods, SupervisorMethods } from '../../src/protocol/border';
import { failure, GradlensError } from '../../src/protocol/codes';
import type { Evaluation } from '../../src/protocol/evaluation';
import { Peer } from '../../src/protocol/rpc';
import type { ModuleSource } from '../../src/supervisor/module-source';
import { Supervisor } from '../../src/supervisor/supervisor';
import type { Ending, Sandbox } from '../../src/supervisor/transport';

type Behaviour = (request: PreparedRequest, sandbox: FakeSandbox, signal: AbortSignal) => Promise<Evaluation>;

const evaluationOf = (source: string): Evaluation => ({
  target: { fileName: '/a.ts', start: 0, end: 1, name: 'f', kind: 'function', signature: 'x', line: 0 },
  output: { path: '', value: Number(source), variable: null, choices: [] },
  inputs: [],
  variables: [],
  functions: [],
  sites: [],
  bindings: [],
  diagnostics: [],
  printed: [],
  statistics: {
    operations: 0,
    tapeBytes: 0,
    rolledUp: false,
    milliseconds: { load: 0, instrument: 0, run: 0, sweep: 0, report: 0, total: 0 },
  },
  sources: {},
});
const never = () => new Promise<never>(() => undefined);

/** A sandbox in this very process; messages arrive in later turns, as real ones do. */
class FakeSandbox implements Sandbox {
  readonly supervisor: Peer<SandboxMethods, SupervisorMethods>;
  held = true;
  ended = false;
  bytes: number | null = null;
  private toSupervisor: ((text: string) => void)[] = [];
  private toSandbox: ((text: string) => void)[] = [];
  private endListeners: ((ending: Ending) => void)[] = [];

  constructor(behaviour: Behaviour) {
    const port = {
      post: (text: string) =>
        this.later(() => {
          for (const each of this.toSupervisor) each(text);
        }),
      listen: (listener: (text: string) => void) => void this.toSandbox.push(listener),
    };
    this.supervisor = new Peer<SandboxMethods, SupervisorMethods>(port, {
      evaluate: (request, signal) => behaviour(request, this, signal),
      derivatives: never,
      analyse: never,
      targets: () => [],
    });
    this.later(() => this.supervisor.notify('ready', null));
  }

  private later(run: () => void): void {
    setImmediate(() => !this.ended && run());
  }
  post(text: string): void {
    this.later(() => {
      for (const each of this.toSandbox) each(text);
    });
  }
  listen(listener: (text: string) => void): void {
    this.toSupervisor.push(listener);
  }
  onEnd(listener: (ending: Ending) => void): void {
    this.endListeners.push(listener);
  }
  end(ending: Ending): void {
    if (this.ended) return;
    this.ended = true;
    setImmediate(() => {
      for (const each of this.endListeners) each(ending);
    });
  }
  kill(): void {
    this.end({ cause: 'killed', detail: 'killed' });
  }
  hold(held: boolean): void {
    this.held = held;
  }
  memory(): Promise<number | null> {
    return Promise.resolve(this.bytes);
  }
}

const modules: ModuleSource = {
  read: (fileName) => (fileName === '/gone.ts' ? Promise.reject(new Error('ENOENT')) : Promise.resolve('7')),
  resolve: () => Promise.resolve({ imports: [], modules: [] }),
  invalidate: () => undefined,
};

function supervised(behaviour: Behaviour) {
  const started: FakeSandbox[] = [];
  const supervisor = new Supervisor({
    modules,
    start: () => {
      const sandbox = new FakeSandbox(behaviour);
      started.push(sandbox);
      return sandbox;
    },
  });
  return { supervisor, started };
}

const echo: Behaviour = async ({ source }) => evaluationOf(source);
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no failure',
    (error: GradlensError) => error.code,
  );
const ask = (source: string, rest: object = {}) => ({ fileName: '/a.ts', source, ...rest });

describe('Supervisor', () => {
  it('answers a hundred evaluations asked for at once, each with its own result, from one sandbox', async () => {
    const { supervisor, started } = supervised(echo);
    const all = await Promise.all(Array.from({ length: 100 }, (_, k) => supervisor.evaluate(ask(String(k)))));
    assert.deepEqual(
      all.map(({ output }) => output.value),
      Array.from({ length: 100 }, (_, k) => k),
    );
    assert.equal(started.length, 1);
    supervisor.dispose();
  });

  it('holds the process only while there is work', async () => {
    const { supervisor, started } = supervised(echo);
    const work = supervisor.evaluate(ask('1'));
    assert.equal(started[0]?.held ?? true, true);
    await work;
    await new Promise(setImmediate);
    assert.equal(started[0].held, false);
    supervisor.dispose();
  });

  it('reads the text where none is given, and names a file that cannot be read', async () => {
    const { supervisor } = supervised(echo);
    assert.equal((await supervisor.evaluate({ fileName: '/a.ts' })).output.value, 7);
    assert.equal(await codeOf(supervisor.evaluate({ fileName: '/gone.ts' })), 'fileNotFound');
    supervisor.dispose();
  });

  it('rejects at once on cancel, and serves the next from a sandbox that is free', async () => {
    const { supervisor, started } = supervised((request) =>
      request.source === 'loop' ? never() : echo(request, started[0], new AbortController().signal),
    );
    const controller = new AbortController();
    const looping = codeOf(supervisor.evaluate(ask('loop'), { signal: controller.signal }));
    const next = supervisor.evaluate(ask('2'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    controller.abort();
    assert.equal(await looping, 'cancelled');
    assert.equal((await next).output.value, 2);
    assert.equal(started.length, 2);
    assert.ok(started[0].ended && !started[1].ended);
    supervisor.dispose();
  });

  it('keeps a sandbox that stops by itself when it is told to', async () => {
    const { supervisor, started } = supervised(async (request, _sandbox, signal) => {
      if (request.source === 'polite') {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        throw failure('cancelled', {});
      }
      return evaluationOf(request.source);
    });
    const controller = new AbortController();
    const polite = codeOf(supervisor.evaluate(ask('polite'), { signal: controller.signal }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    controller.abort();
    assert.equal(await polite, 'cancelled');
    assert.equal((await supervisor.evaluate(ask('3'))).output.value, 3);
    assert.equal(started.length, 1);
    supervisor.dispose();
  });

  it('drops a cancelled evaluation that has not begun, and refuses one that is cancelled already', async () => {
    const seen: string[] = [];
    const { supervisor } = supervised(async (request) => {
      seen.push(request.source);
      return evaluationOf(request.source);
    });
    const controller = new AbortController();
    const first = supervisor.evaluate(ask('1'));
    const second = codeOf(supervisor.evaluate(ask('2'), { signal: controller.signal }));
    controller.abort();
    assert.equal(await codeOf(supervisor.evaluate(ask('3'), { signal: controller.signal })), 'cancelled');
    await first;
    assert.equal(await second, 'cancelled');
    assert.deepEqual(seen, ['1']);
    supervisor.dispose();
  });

  it('lets a newer evaluation of a session replace the older ones', async () => {
    const { supervisor } = supervised(echo);
    const codes = [1, 2, 3].map((k) => codeOf(supervisor.evaluate(ask(String(k)), { session: 'panel' })));
    assert.deepEqual(await Promise.all(codes), ['cancelled', 'cancelled', 'no failure']);
    supervisor.dispose();
  });

  it('kills a sandbox that overruns, names the limit, and goes on with a fresh one', async () => {
    const { supervisor, started } = supervised(async (request, { supervisor: peer }) => {
      if (request.source !== 'loop') return evaluationOf(request.source);
      peer.notify('progress', 'running');
      return never();
    });
    const looping = supervisor.evaluate(ask('loop', { timeoutMs: 10 }));
    await assert.rejects(
      looping,
      (error: GradlensError) =>
        error.code === 'timeout' && /10 ms/.test(error.message) && /gradlens\.limits\.timeoutMs/.test(error.message),
    );
    assert.equal((await supervisor.evaluate(ask('4'))).output.value, 4);
    assert.equal(started.length, 2);
    supervisor.dispose();
  });

  it('reports a crash to the evaluation it met, and to no other', async () => {
    const { supervisor, started } = supervised(async (request, sandbox) => {
      if (request.source !== 'crash') return evaluationOf(request.source);
      sandbox.supervisor.notify('progress', 'running');
      setImmediate(() => setImmediate(() => sandbox.end({ cause: 'exit', detail: 'signal SIGSEGV' })));
      return never();
    });
    const crashing = supervisor.evaluate(ask('crash'));
    const next = supervisor.evaluate(ask('5'));
    await assert.rejects(
      crashing,
      (error: GradlensError) => error.code === 'sandboxCrashed' && /SIGSEGV/.test(error.message),
    );
    assert.equal((await next).output.value, 5);
    assert.equal(started.length, 2);
    supervisor.dispose();
  });

  it('begins anew where the sandbox died before the program had begun', async () => {
    let times = 0;
    const { supervisor } = supervised(async (request, sandbox) => {
      if (times++ > 0) return evaluationOf(request.source);
      sandbox.end({ cause: 'exit', detail: 'signal SIGKILL' });
      return never();
    });
    assert.equal((await supervisor.evaluate(ask('6'))).output.value, 6);
    supervisor.dispose();
  });

  it('says that memory was the limit, whether the heap or the whole process was full', async () => {
    const { supervisor, started } = supervised(async (request, sandbox) => {
      sandbox.supervisor.notify('progress', 'running');
      if (request.source === 'heap')
        setImmediate(() => setImmediate(() => sandbox.end({ cause: 'memory', detail: '' })));
      else sandbox.bytes = 2 ** 40;
      return never();
    });
    for (const how of ['heap', 'process']) {
      await assert.rejects(
        supervisor.evaluate(ask(how)),
        (error: GradlensError) => error.code === 'memoryLimit' && /gradlens\.limits\.memoryMb/.test(error.message),
      );
    }
    assert.ok(started.length >= 2);
    supervisor.dispose();
  });

  it('takes a fresh sandbox after a limit that the sandbox itself has kept', async () => {
    const { supervisor, started } = supervised(async (request) => {
      if (request.source === 'many') throw failure('operationLimit', { limit: 5 });
      return evaluationOf(request.source);
    });
    assert.equal(await codeOf(supervisor.evaluate(ask('many'))), 'operationLimit');
    assert.equal((await supervisor.evaluate(ask('7'))).output.value, 7);
    assert.equal(started.length, 2);
    supervisor.dispose();
  });

  it('refuses an answer that is not one, and goes on with a fresh sandbox', async () => {
    const wrong: Record<string, unknown> = {
      nothing: undefined,
      text: 'evaluation',
      'an output that is no number': { ...evaluationOf('1'), output: { ...evaluationOf('1').output, value: '1' } },
      'a list that is none': { ...evaluationOf('1'), variables: { length: 3 } },
      'a record without its fields': { ...evaluationOf('1'), functions: [{ id: 1 }] },
      'a place that is none': { ...evaluationOf('1'), target: { ...evaluationOf('1').target, fileName: null } },
    };
    for (const [title, answer] of Object.entries(wrong)) {
      const { supervisor, started } = supervised(async ({ source }) =>
        source === 'wrong' ? (answer as Evaluation) : evaluationOf(source),
      );
      const next = supervisor.evaluate(ask('8'), { session: 'other' });
      await assert.rejects(
        supervisor.evaluate(ask('wrong')),
        (error: GradlensError) =>
          error.code === 'sandboxAnswer' && /evaluate: .+ is not of its type/.test(error.message),
        title,
      );
      assert.equal((await next).output.value, 8);
      assert.equal((await supervisor.evaluate(ask('9'))).output.value, 9);
      assert.equal(started.length, 2, title);
      assert.ok(started[0].ended, title);
      supervisor.dispose();
    }
  });

  it('takes what numbers there are, NaN and the infinities too', async () => {
    const { supervisor } = supervised(echo);
    for (const value of ['NaN', 'Infinity', '-0'])
      assert.ok(Object.is((await supervisor.evaluate(ask(value))).output.value, Number(value)));
    supervisor.dispose();
  });

  it('refuses a failure that is not one', async () => {
    const { supervisor, started } = supervised(async () => {
      throw new GradlensError({ code: 'userError', message: 'x', frames: [{ fileName: 7 }] } as never);
    });
    assert.equal(await codeOf(supervisor.evaluate(ask('1'))), 'sandboxAnswer');
    assert.ok(started[0].ended);
    supervisor.dispose();
  });

  it('reads no message beyond the limit, and ends who sent it', async () => {
    const { supervisor, started } = supervised(async ({ source }) => {
      if (source !== 'flood') return evaluationOf(source);
      return { ...evaluationOf('1'), printed: [{ level: 'log', text: 'x'.repeat(messageLimit) }] };
    });
    await assert.rejects(
      supervisor.evaluate(ask('flood')),
      (error: GradlensError) => error.code === 'sandboxAnswer' && /a message of \d+ characters/.test(error.message),
    );
    assert.equal((await supervisor.evaluate(ask('2'))).output.value, 2);
    assert.ok(started[0].ended && started.length === 2);
    supervisor.dispose();
  });

  it('takes no notice of notices and questions that are not as they should be', async () => {
    const asked: unknown[] = [];
    const answered: unknown[] = [];
    const sandboxes: FakeSandbox[] = [];
    const supervisor = new Supervisor({
      modules: {
        ...modules,
        resolve: (queries) => (asked.push(queries), Promise.resolve({ imports: [], modules: [] })),
      },
      start: () => {
        sandboxes.push(
          new FakeSandbox(async ({ source }, { supervisor: peer }) => {
            for (const stage of ['running away', 7]) peer.notify('progress', stage as never);
            peer.notify('keep', { key: 'k', instrumented: 7, end: -1 } as never);
            await peer.call('resolve', [{ specifier: {} }] as never).catch((error) => answered.push(error.code));
            return evaluationOf(source);
          }),
        );
        return sandboxes[sandboxes.length - 1];
      },
    });
    const stages: string[] = [];
    const { output } = await supervisor.evaluate(ask('3'), { onProgress: (stage) => stages.push(stage) });
    assert.deepEqual([output.value, stages, asked, answered], [3, ['starting'], [], ['sandboxAnswer']]);
    supervisor.dispose();
  });

  it('ends everything when it is disposed', async () => {
    const { supervisor, started } = supervised(never);
    const open = [1, 2].map((k) => codeOf(supervisor.evaluate(ask(String(k)))));
    await new Promise((resolve) => setTimeout(resolve, 10));
    supervisor.dispose();
    assert.deepEqual(await Promise.all(open), ['cancelled', 'cancelled']);
    assert.ok(started.every(({ ended }) => ended));
    assert.equal(await codeOf(supervisor.evaluate(ask('1'))), 'cancelled');
  });
});
