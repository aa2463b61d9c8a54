/** @file Only what a person typed is remembered; guesses stay guesses. */
import assert from 'node:assert/strict';
import { sameValue, typedInputs, worthKeeping } from '../../src/host/typed-inputs';
import { diamond } from './sample';

const [guess] = diamond().inputs;

describe('typedInputs', () => {
  it('leaves out a guess that was not changed', () => {
    assert.deepEqual(typedInputs({ x: 2 }, [guess]), {});
  });

  it('keeps what was changed, and what was typed before', () => {
    assert.deepEqual(typedInputs({ x: 3 }, [guess]), { x: 3 });
    assert.deepEqual(typedInputs({ x: 2 }, [{ ...guess, origin: 'remembered' }]), { x: 2 });
    assert.deepEqual(typedInputs({ x: 2 }, [{ ...guess, origin: 'given' }]), { x: 2 });
  });

  it('keeps what it has no record of', () => assert.deepEqual(typedInputs({ y: 1 }, [guess]), { y: 1 }));

  it('looks into arrays and objects', () => {
    const record = { ...guess, value: { p: [1, 2] } };
    assert.deepEqual(typedInputs({ x: { p: [1, 2] } }, [record]), {});
    assert.deepEqual(typedInputs({ x: { p: [1, 3] } }, [record]), { x: { p: [1, 3] } });
  });
});

describe('sameValue', () => {
  it('tells apart what is not the same', () => {
    assert.ok(sameValue(Number.NaN, Number.NaN));
    assert.ok(!sameValue(0, -0));
    assert.ok(!sameValue([1], { 0: 1 }));
    assert.ok(!sameValue([1, 2], [1]));
    assert.ok(!sameValue({ a: 1 }, { b: 1 }));
    assert.ok(!sameValue(null, {}));
  });
});

describe('worthKeeping', () => {
  it('adds what was typed to what was typed before', () => {
    assert.deepEqual(worthKeeping({ inputs: { x: 1 } }, { inputs: { x: 0, y: 2 } }), { inputs: { x: 1, y: 2 } });
    assert.deepEqual(worthKeeping({ output: '[0]' }, {}), { output: '[0]' });
  });

  it('keeps nothing of what was refused, but what failed for another reason', () => {
    assert.equal(worthKeeping({ inputs: { x: 1 } }, {}, 'inputMismatch'), null);
    assert.equal(worthKeeping({ output: 'z' }, {}, 'noSuchOutput'), null);
    assert.deepEqual(worthKeeping({ inputs: { x: 1 } }, {}, 'userError'), { inputs: { x: 1 } });
  });

  it('keeps nothing where nothing was typed', () => {
    assert.equal(worthKeeping({}, { inputs: { x: 1 } }), null);
    assert.equal(worthKeeping({ inputs: {} }, {}), null);
  });
});
