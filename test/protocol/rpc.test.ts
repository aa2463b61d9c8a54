/** @file Calls over a port of strings: answers, failures, cancellation, and a hostile other side. */
import assert from 'node:assert/strict';
import { failure, type GradlensError } from '../../src/protocol/codes';
import { type Methods, Peer, type Port } from '../../src/protocol/rpc';

interface There extends Methods {
  add(numbers: number[]): number;
  fail(code: null): never;
  wait(argument: null, signal: AbortSignal): Promise<string>;
}
type Here = { tell(text: string): void };

/** Two ports; what one posts the other hears in a later turn. */
function ports(): [Port, Port, string[]] {
  const heard: ((text: string) => void)[][] = [[], []];
  const sent: string[] = [];
  const port = (own: number): Port => ({
    post: (text) => {
      sent.push(text);
      setImmediate(() => {
        for (const each of heard[1 - own]) each(text);
      });
    },
    listen: (listener) => void heard[own].push(listener),
  });
  return [port(0), port(1), sent];
}

function pair(told: string[] = []) {
  const [here, there, sent] = ports();
  const caller = new Peer<Here & Methods, There>(here, { tell: (text: string) => void told.push(text) });
  const callee = new Peer<There, Here & Methods>(there, {
    add: (numbers) => numbers.reduce((x, y) => x + y, 0),
    fail: () => {
      throw failure('noSuchInput', { name: 'x', known: 'y' }, { fileName: '/a.ts', start: 3, end: 4 });
    },
    wait: (_argument, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve('stopped'))),
  });
  return { caller, callee, here, there, sent };
}

describe('Peer', () => {
  it('answers calls, in any order, with numbers that JSON does not have', async () => {
    const { caller } = pair();
    assert.deepEqual(
      await Promise.all([
        caller.call('add', [1, 2]),
        caller.call('add', [Infinity, 1]),
        caller.call('add', [Number.NaN]),
      ]),
      [3, Infinity, Number.NaN],
    );
  });

  it('carries a failure with its code, place and parameters', async () => {
    const { caller } = pair();
    await assert.rejects(caller.call('fail', null), (error: GradlensError) => {
      const { code, fileName, start, end, parameters } = error.failure;
      assert.deepEqual(
        [code, fileName, start, end, parameters],
        ['noSuchInput', '/a.ts', 3, 4, { name: 'x', known: 'y' }],
      );
      return true;
    });
  });

  it('tells the other side of a cancellation', async () => {
    const { caller } = pair();
    const controller = new AbortController();
    const waiting = caller.call('wait', null, controller.signal);
    setImmediate(() => setImmediate(() => controller.abort()));
    assert.equal(await waiting, 'stopped');
  });

  it('gives a notice without an answer', async () => {
    const told: string[] = [];
    const { callee } = pair(told);
    callee.notify('tell', 'x');
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(told, ['x']);
  });

  it('rejects open and later calls once it is closed', async () => {
    const { caller } = pair();
    const open = caller.call('wait', null);
    caller.close(failure('sandboxCrashed', { detail: 'x' }));
    await assert.rejects(open, { code: 'sandboxCrashed' });
    await assert.rejects(caller.call('add', [1]), { code: 'sandboxCrashed' });
  });

  it('calls nothing but what is offered', async () => {
    const { caller } = pair();
    for (const method of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'nothing']) {
      await assert.rejects(caller.call(method, [1]), { code: 'internal' });
    }
  });

  it('ignores whatever is not a message', async () => {
    const { caller, there } = pair();
    for (const text of [
      '',
      '{',
      'null',
      '7',
      '[]',
      '{"answer":99,"value":1}',
      '{"notice":"constructor"}',
      '{"notice":{}}',
      '{"cancel":5}',
      '{"call":1}',
      '"\\u0001"',
    ])
      there.post(text);
    assert.equal(await caller.call('add', [1, 1]), 2);
  });

  it('makes a failure of anything that the other side calls one', async () => {
    const [here, there] = ports();
    const caller = new Peer<Methods, There>(here, {});
    const odd = ['null', '7', '{}', '{"code":5}', '{"code":"x"}'];
    there.listen((text) =>
      there.post(`{"answer":${JSON.parse(text).call},"failure":${odd[JSON.parse(text).call - 1]}}`),
    );
    for (const _each of odd) await assert.rejects(caller.call('add', [1]), { code: 'internal' });
  });
});
