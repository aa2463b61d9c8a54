import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { IdleWork } from '../../src/sandbox/idle-work';

function world() {
  const timers: (() => void)[] = [];
  const done: string[] = [];
  const idle = new IdleWork({
    after: (_ms, action) => void timers.push(action),
    turn: () => new Promise((resolve) => setImmediate(resolve)),
  });
  const quiet = async () => {
    for (const timer of timers.splice(0)) timer();
    for (let k = 0; k < 20; k++) await new Promise((resolve) => setImmediate(resolve));
  };
  return { idle, done, quiet };
}

describe('work of an idle sandbox', () => {
  it('waits for quiet, what is owed first, and goes on after a step that throws', async () => {
    const { idle, done, quiet } = world();
    idle.add(
      () => done.push('a'),
      () => {
        throw new Error('of no matter');
      },
      () => done.push('b'),
    );
    assert.equal(done.length, 0);
    await idle.during(() => idle.owe(() => done.push('owed')));
    assert.equal(done.length, 0);
    await quiet();
    assert.deepEqual(done, ['owed', 'a', 'b']);
  });

  it('does nothing while a request is answered, and goes on afterwards', async () => {
    const { idle, done, quiet } = world();
    let answer = () => {};
    const request = idle.during(() => new Promise<void>((resolve) => (answer = resolve)));
    idle.add(() => done.push('a'));
    await quiet();
    assert.equal(done.length, 0);
    answer();
    await request;
    await quiet();
    assert.deepEqual(done, ['a']);
  });

  it('does what is owed before a failure is told, since that may be its end', async () => {
    const { idle, done } = world();
    const request = idle.during(() => {
      idle.owe(() => done.push('owed'));
      throw new Error('failed');
    });
    await assert.rejects(request, /failed/);
    assert.deepEqual(done, ['owed']);
  });
});
