/** @file Telling of backward passes and a person's functions; counting rows; Variables fed from outside. */
import assert from 'node:assert/strict';
import { add, Function, gradientCheck, noGrad, square, Variable } from '../../src/engine';
import { admission } from '../../src/engine/admission';
import { observation } from '../../src/engine/observer';
import { limitRows, rowsRecorded } from '../../src/engine/segment';
import { TapeLimitError } from '../../src/engine/tape';

class Twice extends Function {
  override forward(x: number) {
    return 2 * x;
  }
  override backward(gy: Variable) {
    return add(gy, gy);
  }
}

describe('an observer', () => {
  afterEach(() => {
    observation.observer = null;
    admission.current = null;
    limitRows(Number.POSITIVE_INFINITY);
  });

  it('hears of every backward() with its root, its switches and the functions behind it', () => {
    const told: unknown[] = [];
    observation.observer = {
      begins: (root, switches) => told.push(['begins', root.data, switches]),
      ends: (root, functions) => told.push(['ends', root.data, functions]),
      called: (node) => told.push(['called', node.name]),
    };
    const x = new Variable(3);
    square(square(x)).backward();
    const y = new Twice().call(x) as Variable;
    y.backward({ retainGrad: true });
    x.backward();
    assert.deepEqual(told, [
      ['begins', 81, {}],
      ['ends', 81, 2],
      ['called', 'Twice'],
      ['begins', 6, { retainGrad: true }],
      ['ends', 6, 1],
      ['begins', 3, {}],
      ['ends', 3, 0],
    ]);
  });

  it('hears nothing of what the engine does for itself', () => {
    let told = 0;
    observation.observer = { begins: () => told++, ends: () => told++, called: () => told++ };
    assert.ok(gradientCheck((x) => square(x), 2).passed);
    assert.equal(told, 0);
  });
});

describe('rows of Variables', () => {
  afterEach(() => limitRows(Number.POSITIVE_INFINITY));

  it('are counted over all segments, and limited', () => {
    limitRows(20_000);
    let x = new Variable(1);
    for (let k = 0; k < 10_000; k++) x = square(x);
    assert.equal(rowsRecorded() >= 10_000, true);
    assert.throws(() => {
      for (let k = 0; k < 20_000; k++) x = square(x);
    }, TapeLimitError);
    limitRows(Number.POSITIVE_INFINITY);
    noGrad(() => square(x));
    assert.equal(rowsRecorded(), 0);
  });
});

describe('a Variable fed from outside', () => {
  afterEach(() => {
    admission.current = null;
  });

  it('remembers its feeds until its data is assigned, and hands them to what stands for its past', () => {
    const outside = { number: 5 };
    admission.current = {
      data(variable, data) {
        if (data !== outside) return data;
        variable.feeds = [7];
        return 5;
      },
      entry: () => undefined,
    };
    const x = new Variable(outside as never);
    assert.deepEqual([x.data, x.feeds], [5, [7]]);
    const y = square(x);
    x.data = 6;
    assert.deepEqual([x.feeds, y.creator?.inputs[0].feeds, y.creator?.inputs[0].data], [null, [7], 5]);
    // given to a function it is made a Variable, so that nothing is lost
    const z = add(outside as never, 1);
    assert.deepEqual(z.creator?.inputs[0].feeds, [7]);
  });
});
