/** @file Which asks run, which wait, which are overtaken; and that a slider at rest is followed by one full run. */
import assert from 'node:assert/strict';
import { type Ask, RunQueue } from '../../src/host/run-queue';

const ticks = () => new Promise((resolve) => setImmediate(resolve));

/** Runs that end when they are told to. */
function staged() {
  const begun: { ask: Ask; run: number; aborted: boolean; end(): void }[] = [];
  const queue = new RunQueue(
    (ask, run, signal) =>
      new Promise((end) => {
        const one = { ask, run, aborted: false, end };
        signal.addEventListener('abort', () => {
          one.aborted = true;
        });
        begun.push(one);
      }),
  );
  return { queue, begun };
}

describe('RunQueue', () => {
  it('lets other inputs wait, and runs only the newest of them', async () => {
    const { queue, begun } = staged();
    void queue.add({ reason: 'new' });
    for (const x of [1, 2, 3]) void queue.add({ reason: 'inputs', inputs: { x } });
    await ticks();
    assert.equal(begun.length, 1);
    begun[0].end();
    await ticks();
    assert.deepEqual(
      begun.map(({ ask }) => ask.inputs),
      [undefined, { x: 3 }],
    );
    assert.equal(begun[0].aborted, false);
  });

  it('lets anything else replace the run under way', async () => {
    const { queue, begun } = staged();
    void queue.add({ reason: 'inputs', inputs: { x: 1 } });
    void queue.add({ reason: 'refresh' });
    await ticks();
    assert.deepEqual(
      begun.map(({ aborted }) => aborted),
      [true, false],
    );
    assert.ok(!queue.isNewest(begun[0].run) && queue.isNewest(begun[1].run));
    void queue.add({ reason: 'inputs', urgent: true });
    assert.ok(begun[1].aborted);
  });

  it('runs in full once a dragged slider rests, and once only', async () => {
    const { queue, begun } = staged();
    for (const x of [1, 2, 3]) {
      void queue.add({ reason: 'inputs', inputs: { x }, live: true });
      await ticks();
      begun.at(-1)?.end();
      await ticks();
    }
    while (begun.length < 4) await new Promise((resolve) => setTimeout(resolve, 20));
    begun[3].end();
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.deepEqual(
      begun.map(({ ask }) => [ask.inputs?.x, ask.live]),
      [
        [1, true],
        [2, true],
        [3, true],
        [3, false],
      ],
    );
  });

  it('is in full when the last of a drag waits as an ordinary change', async () => {
    const { queue, begun } = staged();
    void queue.add({ reason: 'inputs', inputs: { x: 1 }, live: true });
    void queue.add({ reason: 'inputs', inputs: { x: 2 }, live: false });
    begun[0].end();
    await ticks();
    assert.deepEqual([begun[1].ask.live, begun[1].ask.inputs], [false, { x: 2 }]);
  });

  it('forgets what waits when it is cancelled', async () => {
    const { queue, begun } = staged();
    void queue.add({ reason: 'inputs', inputs: { x: 1 }, live: true });
    void queue.add({ reason: 'inputs', inputs: { x: 2 }, live: true });
    queue.cancel();
    assert.ok(begun[0].aborted);
    begun[0].end();
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(begun.length, 1);
  });
});
