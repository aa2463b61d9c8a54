/** @file What was typed for a target comes back for that target, in this workspace, and nothing breaks the memory. */
import assert from 'node:assert/strict';
import { InputSets } from '../../src/host/input-sets';
import { Memory } from '../../src/host/memory';
import type { Store } from '../../src/host/target-store';

function store(): Store & { kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  return {
    kept,
    get: (key) => kept.get(key),
    update: async (key, value) => {
      // As VS Code keeps it: as JSON.
      kept.set(key, value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
    },
  };
}

const file = 'file:///project/a.ts';

describe('Memory', () => {
  it('gives back what was typed, by file and target', () => {
    const kept = store();
    new Memory(kept).remember(file, 'f', { inputs: { x: 2 }, output: '[0]' });
    const again = new Memory(kept);
    assert.deepEqual(again.of(file, 'f'), { inputs: { x: 2 }, output: '[0]' });
    assert.deepEqual(again.of(file, 'g'), {});
    assert.deepEqual(again.ofFile(file), { f: { inputs: { x: 2 }, output: '[0]' } });
    assert.deepEqual(again.ofFile('file:///project/b.ts'), {});
  });

  it('adds to what it has', () => {
    const memory = new Memory(store());
    memory.remember(file, 'f', { inputs: { x: 2 } });
    memory.remember(file, 'f', { output: 'sum' });
    assert.deepEqual(memory.of(file, 'f'), { inputs: { x: 2 }, output: 'sum' });
  });

  it('forgets inputs but not the output', () => {
    const memory = new Memory(store());
    memory.remember(file, 'f', { inputs: { x: 2 }, withRespectTo: ['x'], output: 'sum' });
    memory.forgetInputs(file, 'f');
    assert.deepEqual(memory.of(file, 'f'), { output: 'sum' });
  });

  it('keeps numbers that JSON has not', () => {
    const memory = new Memory(store());
    memory.remember(file, 'f', { inputs: { x: Number.NaN, y: [Number.POSITIVE_INFINITY, -0] } });
    assert.deepEqual(memory.of(file, 'f').inputs, { x: Number.NaN, y: [Number.POSITIVE_INFINITY, -0] });
  });

  it('is safe from names that mean something to objects', () => {
    const memory = new Memory(store());
    memory.remember(file, '__proto__', { inputs: { constructor: 1 } });
    assert.deepEqual(memory.of(file, '__proto__'), { inputs: { constructor: 1 } });
    assert.equal(Object.keys(memory.ofFile(file)).length, 1);
  });

  it('forgets the longest untouched beyond 500 targets', () => {
    const memory = new Memory(store());
    for (let k = 0; k < 501; k++) memory.remember(file, `f${k}`, { inputs: { x: k } });
    assert.deepEqual(memory.of(file, 'f0'), {});
    assert.deepEqual(memory.of(file, 'f500'), { inputs: { x: 500 } });
  });

  it('keeps the targets of the session', () => {
    const kept = store();
    const target = { uri: file, name: 'f', known: true, start: 1, end: 9, line: 0 };
    new Memory(kept).keepSession({ targets: [target], current: 0 });
    assert.deepEqual(new Memory(kept).session, { targets: [target], current: 0 });
    new Memory(kept).keepSession(null);
    assert.equal(new Memory(kept).session, null);
  });

  it('starts anew where what was kept is not what it expects', () => {
    const kept = store();
    for (const odd of [42, 'x', '[1, {"file": 3}]', { targets: [{ uri: 1 }] }, { targets: [], current: 0 }]) {
      kept.kept.set('gradlens.inputs', odd);
      kept.kept.set('gradlens.session', odd);
      const memory = new Memory(kept);
      assert.deepEqual(memory.ofFile(file), {});
      assert.equal(memory.session, null);
    }
  });
});

describe('InputSets', () => {
  it('keeps named inputs of a target, one of each name', () => {
    const kept = store();
    const sets = new InputSets(kept);
    sets.save(file, 'f', 'start', { x: 1 });
    sets.save(file, 'f', ' far away ', { x: Number.POSITIVE_INFINITY });
    sets.save(file, 'f', 'start', { x: 2 });
    sets.save(file, 'f', '  ', { x: 3 });
    assert.deepEqual(new InputSets(kept).of(file, 'f'), [
      { name: 'far away', inputs: { x: Number.POSITIVE_INFINITY } },
      { name: 'start', inputs: { x: 2 } },
    ]);
    assert.deepEqual(sets.of(file, 'g'), []);
  });

  it('deletes a set, and keeps no more than fifty of a target and two hundred targets', () => {
    const sets = new InputSets(store());
    for (let k = 0; k < 51; k++) sets.save(file, 'f', `set ${k}`, { x: k });
    assert.equal(sets.of(file, 'f').length, 50);
    assert.equal(sets.of(file, 'f')[0].name, 'set 1');
    sets.delete(file, 'f', 'set 1');
    assert.equal(sets.of(file, 'f')[0].name, 'set 2');
    for (let k = 0; k < 200; k++) sets.save(file, `g${k}`, 'one', { x: k });
    assert.deepEqual(sets.of(file, 'f'), []);
    assert.equal(sets.of(file, 'g0').length, 1);
  });
});
