/** @file The child process that a sandbox is: what it is started with, and how its end is told. */
import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNodeSandbox } from '../../src/supervisor/node-sandbox';
import type { Ending, Sandbox } from '../../src/supervisor/transport';

const program = `
const answers = {
  env: () => Object.keys(process.env),
  file: () => require('node:fs').readFileSync('/etc/hosts', 'utf8').length,
  write: () => require('node:fs').writeFileSync(__dirname + '/written', 'x'),
  child: () => require('node:child_process').execSync('echo x').length,
  worker: () => new (require('node:worker_threads').Worker)('1', { eval: true }) && 'started',
  text: () => Function('return 1')(),
  bundle: () => require('node:fs').readFileSync(__filename, 'utf8').length > 0,
  heap: () => { const all = []; for (;;) all.push(new Array(1e5).fill(1.5)); },
  loop: () => { for (;;); },
  exit: () => process.exit(3),
  crash: () => process.abort(),
};
process.on('message', (name) => {
  let answer;
  try { answer = { value: answers[name]() }; } catch (error) { answer = { error: error.code ?? error.name }; }
  process.send(JSON.stringify(answer));
});
process.on('disconnect', () => process.exit(0));
`;

describe('a sandbox as a child process', () => {
  let folder = '';
  let start: (options: { heapMb: number }) => Sandbox;
  let sandbox: Sandbox;
  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'gradlens-')));
    writeFileSync(join(folder, 'program.cjs'), program);
    start = startNodeSandbox(join(folder, 'program.cjs'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => {
    sandbox = start({ heapMb: 64 });
  });
  afterEach(() => sandbox.kill());

  const ask = (name: string) =>
    new Promise<{ value?: unknown; error?: string }>((resolve) => {
      sandbox.listen((text) => resolve(JSON.parse(text)));
      sandbox.post(name);
    });
  const ending = (name: string) =>
    new Promise<Ending>((resolve) => {
      sandbox.onEnd(resolve);
      sandbox.post(name);
    });

  it("has none of the caller's environment", async () => {
    process.env.GRADLENS_SECRET = 'x';
    const { value } = await ask('env');
    delete process.env.GRADLENS_SECRET;
    assert.deepEqual(
      (value as string[]).filter(
        (key) => !['NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE', 'SystemRoot'].includes(key),
      ),
      [],
    );
  });

  for (const name of ['file', 'write', 'child', 'worker']) {
    it(`is denied by the runtime: ${name}`, async () => {
      assert.equal((await ask(name)).error, 'ERR_ACCESS_DENIED');
    });
  }

  it('reads its own bundle, and makes no code from text', async () => {
    assert.equal((await ask('bundle')).value, true);
    assert.equal((await ask('text')).error, 'EvalError');
  });

  it('tells a full heap from a crash and from an exit', async () => {
    assert.equal((await ending('heap')).cause, 'memory');
    sandbox = start({ heapMb: 64 });
    const crash = await ending('crash');
    assert.deepEqual([crash.cause, /SIGABRT|exit code/.test(crash.detail)], ['exit', true]);
    sandbox = start({ heapMb: 64 });
    assert.deepEqual(await ending('exit'), { cause: 'exit', detail: 'exit code 3' });
  });

  it('is killed in an endless loop', async () => {
    const end = ending('loop');
    setTimeout(() => sandbox.kill(), 100);
    assert.equal((await end).cause, 'killed');
  });

  it('tells its memory where the system does', async () => {
    await ask('env');
    const bytes = await sandbox.memory();
    assert.ok(bytes === null || bytes > 2 ** 20);
  });
});
