/** @file Arrays: made from what, shaped how, read and changed, compared; and what they refuse. */
import assert from 'node:assert/strict';
import {
  add,
  allclose,
  arange,
  argmax,
  array,
  asArray,
  asVariable,
  broadcastTo,
  concat,
  div,
  equal,
  exp,
  eye,
  full,
  getItem,
  greater,
  isOperand,
  lessEqual,
  linspace,
  matmul,
  max,
  mean,
  meanSquaredError,
  mul,
  NdArray,
  noGrad,
  ones,
  operate,
  rand,
  randn,
  reshape,
  ShapeError,
  stack,
  sub,
  sum,
  sumTo,
  take,
  transpose,
  Variable,
  where,
  zeros,
} from '../../../src/engine';

const nested = (x: Variable | NdArray) => asArray(x instanceof Variable ? (x.data as number | NdArray) : x).toArray();

describe('NdArray', () => {
  it('is made of numbers, nested lists, typed arrays and arrays, and copies them', () => {
    const rows = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    const a = array(rows);
    rows[0][0] = 99;
    assert.deepEqual(a.toArray(), [
      [1, 2, 3],
      [4, 5, 6],
    ]);
    assert.deepEqual([a.shape, a.ndim, a.size, a.length, a.dtype], [[2, 3], 2, 6, 2, 'float64']);
    const typed = Float32Array.of(0.1, 0.2);
    const b = array(typed);
    typed[0] = 5;
    assert.deepEqual([b.dtype, b.at(0)], ['float32', Math.fround(0.1)]);
    assert.equal(array(new Int32Array(3)).dtype, 'int32');
    assert.equal(array(new Uint8ClampedArray(3)).dtype, 'uint8clamped');
    assert.deepEqual(array(7).shape, []);
    assert.deepEqual([array([]).shape, array([[], []]).shape], [[0], [2, 0]]);
    assert.equal(asArray(a), a);
    assert.equal(asArray([1, 2]).size, 2);
  });

  it('refuses ragged lists and what is no number, naming it', () => {
    const wrong = (data: unknown) => () => array(data as number);
    assert.throws(wrong([[1, 2], [3]]), /TypeError.*equal length.*\(2, 2\).*1 entries/);
    assert.throws(wrong([[1, 2], 3]), /a number stands where others have a list/);
    assert.throws(wrong([1, [2]]), /a list stands where others have a number/);
    assert.throws(wrong([1, 'two']), /a string was given at place 1/);
    assert.throws(wrong([1, null]), /null was given/);
    assert.throws(wrong({ length: 2 }), /an object was given/);
    assert.throws(wrong(new BigInt64Array(2)), /an object was given/);
    assert.throws(() => new Variable([[1], 2]), TypeError);
    const loop: unknown[] = [];
    loop.push(loop);
    assert.throws(wrong(loop), /holds itself/);
  });

  it('reads and changes entries, from the end with negative indices', () => {
    const a = arange(24).reshape(2, 3, 4);
    assert.equal(a.at(1, 2, 3), 23);
    assert.equal(a.at(-1, 0, -1), 15);
    assert.deepEqual((a.at(1) as NdArray).shape, [3, 4]);
    assert.deepEqual((a.at(0, 1) as NdArray).toArray(), [4, 5, 6, 7]);
    a.set(-1, 0, 0, 0);
    assert.equal(a.at(0, 0, 0), -1);
    assert.throws(() => a.at(2), /Index 2 is outside axis 0 of shape \(2, 3, 4\)/);
    assert.throws(() => a.at(0, 0, 0, 0), ShapeError);
    assert.throws(() => a.set(1, 0), ShapeError);
    assert.equal([...arange(3)].length, 3);
    assert.throws(() => array(1).length, /no length/);
  });

  it('is one number for plain operators only where it holds one', () => {
    assert.equal(Number(array([3])), 3);
    assert.throws(() => Number(array([1, 2])), /shape \(2,\) is not one number/);
    assert.equal(JSON.stringify({ a: array([[1], [2]]) }), '{"a":[[1],[2]]}');
  });

  it('comes filled, in ranges, and by chance from a seed', () => {
    assert.deepEqual(ones(2, 2).toArray(), [
      [1, 1],
      [1, 1],
    ]);
    assert.deepEqual(zeros([1, 2]).toArray(), [[0, 0]]);
    assert.deepEqual(full([2], 7).toArray(), [7, 7]);
    assert.deepEqual(linspace(-7, 7, 3).toArray(), [-7, 0, 7]);
    assert.equal(linspace(0, 1, 200).at(199), 1);
    assert.deepEqual(arange(1, 2, 0.25).toArray(), [1, 1.25, 1.5, 1.75]);
    assert.deepEqual(arange(3).toArray(), [0, 1, 2]);
    assert.deepEqual(eye(2).toArray(), [
      [1, 0],
      [0, 1],
    ]);
    assert.deepEqual(rand([3, 2], 5).toArray(), rand([3, 2], 5).toArray());
    assert.notDeepEqual(rand([3, 2], 5).toArray(), rand([3, 2], 6).toArray());
    const r = rand([10_000], 1);
    assert.ok(Math.abs((mean(r).data as number) - 0.5) < 0.02);
    const n = randn([10_000], 1);
    assert.ok(Math.abs(mean(n).data as number) < 0.05);
    assert.ok(Math.abs((mean(mul(n, n)).data as number) - 1) < 0.06);
    assert.throws(() => zeros(-1), ShapeError);
    assert.throws(() => arange(0, 1, 0), /no end/);
    assert.throws(() => full(2, 1, 'int64' as 'int32'), /no dtype int64; there are float64/);
  });

  it('keeps float32 among its own and plain numbers; whole numbers are computed as doubles', () => {
    const f = array(Float32Array.of(0.1, 0.2));
    const i = array(Int8Array.of(100, 100));
    assert.equal(mul(f, 3).dtype, 'float32');
    assert.equal((mul(f, 3).data as NdArray).at(0), Math.fround(Math.fround(0.1) * 3));
    assert.equal(add(f, [1, 2]).dtype, 'float64');
    assert.deepEqual([add(i, i).dtype, nested(add(i, i))], ['float64', [200, 200]]);
    assert.equal(reshape(i, 2, 1).dtype, 'int8');
    const x = new Variable(f);
    sum(mul(x, x)).backward();
    assert.equal(x.grad?.dtype, 'float32');
  });

  it('allclose says what numpy says', () => {
    assert.ok(allclose([1, 2], [1 + 1e-6, 2]));
    assert.ok(!allclose([1, 2], [1.001, 2]));
    assert.ok(allclose([1, 2], [1.001, 2], 1e-2));
    assert.ok(allclose([[1, 1]], 1));
    assert.ok(!allclose([Number.NaN], [Number.NaN]));
    assert.ok(allclose([Infinity], [Infinity]) && !allclose([1], [Infinity]) && !allclose([Infinity], [1]));
    assert.ok(allclose(new Variable(2), 2));
  });
});

describe('shapes that do not go together', () => {
  const throws = (action: () => unknown, ...parts: string[]) =>
    assert.throws(action, (error: Error) => {
      assert.ok(error instanceof ShapeError, `${error}`);
      for (const part of parts) assert.ok(error.message.includes(part), `${error.message} lacks ${part}`);
      return true;
    });

  it('are refused with both shapes and the operation', () => {
    throws(() => add([1, 2, 3], [1, 2]), 'add', '(3,)', '(2,)');
    throws(() => sub(ones(2, 3), ones(3, 2)), 'sub', '(2, 3)', '(3, 2)');
    throws(() => matmul(ones(2, 3), ones(2, 3)), 'matmul', '(2, 3)', '3 columns', '2 rows');
    throws(() => matmul([1, 2], [1, 2, 3]), 'matmul', '(2,)', '(3,)');
    throws(() => matmul(2, [1]), 'matmul', '()');
    throws(() => matmul(ones(2, 2, 3), ones(3, 3, 2)), 'matmul', '(2,)', '(3,)');
    throws(() => reshape(ones(2, 3), 4), 'reshape', '(2, 3)', '(4,)');
    throws(() => reshape(ones(2, 3), 4, -1), 'reshape', '(4, -1)');
    throws(() => broadcastTo(ones(2, 3), 3, 2), 'broadcastTo', '(2, 3)', '(3, 2)');
    throws(() => sumTo(ones(2, 3), 2, 2), 'sumTo', '(2, 2)', '(2, 3)');
    throws(() => concat([ones(2, 3), ones(3, 2)]), 'concat', '(2, 3)', '(3, 2)');
    throws(() => where([true, false], ones(3), 0), 'where', '(2,)', '(3,)');
    throws(() => meanSquaredError(ones(3, 1), ones(3)), 'meanSquaredError', '(3, 1)', '(3,)');
    throws(() => sum(ones(2), 1), 'sum', 'axis 1', '(2,)');
    throws(() => transpose(ones(2, 3), 0), 'transpose', '(2, 3)');
    throws(() => transpose(ones(2, 3), 0, 0), 'transpose', 'twice');
    throws(() => max(zeros(0)), 'max', 'no entries');
    throws(() => getItem(ones(2), 0, 0), 'getItem', '(2,)');
    assert.throws(() => getItem(ones(2), 2), /index 2 is outside axis 0 of shape \(2,\)/);
    assert.throws(() => take(ones(2), [5]), /index 5/);
  });
});

describe('functions of arrays', () => {
  const a = [
    [1, 2, 3],
    [4, 5, 6],
  ];

  it('have the values of their definitions', () => {
    assert.deepEqual(nested(transpose(a)), [
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    assert.deepEqual(nested(sum(a, 0)), [5, 7, 9]);
    assert.deepEqual(nested(sum(a, { axis: 1, keepdims: true })), [[6], [15]]);
    assert.equal(sum(a).data, 21);
    assert.equal(mean(a).data, 3.5);
    assert.deepEqual(nested(max(a, { axis: 0 })), [4, 5, 6]);
    assert.deepEqual(nested(max(a, 3)), [
      [3, 3, 3],
      [4, 5, 6],
    ]);
    assert.deepEqual(nested(matmul(a, transpose(a))), [
      [14, 32],
      [32, 77],
    ]);
    assert.equal(matmul([1, 2, 3], [4, 5, 6]).data, 32);
    assert.deepEqual(nested(getItem(a, 1)), [4, 5, 6]);
    assert.deepEqual(nested(getItem(a, null, [1])), [
      [2, 3],
      [5, 6],
    ]);
    assert.deepEqual(nested(getItem(a, [null, null, -1], -1)), [6, 3]);
    assert.equal(getItem(a, 0, -1).data, 3);
    assert.deepEqual(nested(take(a, [2, 0], 1)), [
      [3, 1],
      [6, 4],
    ]);
    assert.deepEqual(nested(concat([a, [[7, 8, 9]]])), [...a, [7, 8, 9]]);
    assert.deepEqual(
      nested(
        stack(
          [
            [1, 2],
            [3, 4],
          ],
          1,
        ),
      ),
      [
        [1, 3],
        [2, 4],
      ],
    );
    assert.deepEqual(nested(where(greater(a, 3), a, 0)), [
      [0, 0, 0],
      [4, 5, 6],
    ]);
    assert.deepEqual(nested(broadcastTo([1, 2], 2, 2)), [
      [1, 2],
      [1, 2],
    ]);
    assert.deepEqual(nested(sumTo(a, 1, 3)), [[5, 7, 9]]);
    assert.deepEqual(nested(lessEqual(a, [[2], [4]])), [
      [1, 1, 0],
      [1, 0, 0],
    ]);
    assert.deepEqual(nested(equal([1, 2], 2)), [0, 1]);
    assert.deepEqual(
      nested(
        argmax(
          [
            [1, 9, 2],
            [7, 0, 7],
          ],
          1,
        ),
      ),
      [1, 0],
    );
    assert.deepEqual(
      nested(transpose(arange(24).reshape(2, 3, 4), 2, 0, 1)),
      nested(stack([0, 1, 2, 3].map((k) => getItem(arange(24).reshape(2, 3, 4), null, null, k)))),
    );
  });

  it('multiply matrices of all small sizes as the plain triple loop does, to the last bit', () => {
    for (const [m, k, n] of [
      [1, 1, 1],
      [2, 3, 4],
      [4, 4, 4],
      [5, 7, 3],
      [8, 1, 9],
      [13, 17, 6],
      [1, 33, 5],
      [6, 9, 1],
    ]) {
      const p = randn([m, k], m);
      const q = randn([k, n], n);
      const plain = Array.from({ length: m }, (_, i) =>
        Array.from({ length: n }, (_, j) => {
          let total = 0;
          for (let l = 0; l < k; l++) total += (p.at(i, l) as number) * (q.at(l, j) as number);
          return total;
        }),
      );
      assert.deepEqual(nested(matmul(p, q)), plain, `${m} × ${k} × ${n}`);
    }
  });

  it('keep NaN and infinities in their places', () => {
    assert.deepEqual(
      nested(
        max(
          [
            [1, Number.NaN],
            [3, 2],
          ],
          { axis: 1 },
        ),
      ),
      [Number.NaN, 3],
    );
    assert.deepEqual(nested(matmul([[Infinity, 1, 1, 1, 1]], ones(5, 2))), [[Infinity, Infinity]]);
    assert.equal(sum([1, Infinity, 3]).data, Infinity);
    assert.deepEqual(nested(div([1, -1, 0], 0)), [Infinity, -Infinity, Number.NaN]);
  });

  it('sum a million numbers to within a few units of the last place', () => {
    const x = full([1_000_000], 0.1);
    assert.ok(Math.abs((sum(x).data as number) - 100_000) < 1e-8);
  });

  it('operate on plain arrays without recording, and on Variables with it', () => {
    const plain = operate('sub', array([1, 2]), operate('mul', 0.5, array([2, 4])) as NdArray);
    assert.ok(plain instanceof NdArray);
    assert.deepEqual(plain.toArray(), [0, 0]);
    assert.ok(operate('add', new Variable(1), array([1])) instanceof Variable);
    assert.deepEqual([isOperand(array(1)), isOperand([1]), isOperand(1)], [true, false, false]);
    assert.ok(asVariable([1, 2]) instanceof Variable);
    const x = asVariable(3);
    assert.equal(asVariable(x), x);
  });
});

describe('Variables that hold arrays', () => {
  it('take numbers and lists on either side', () => {
    const x = new Variable([1, 2]);
    assert.deepEqual(nested(add(x, [3])), [4, 5]);
    assert.deepEqual(nested(div(2, x)), [2, 1]);
    assert.deepEqual(nested(mul([[3], [4]], x)), [
      [3, 6],
      [4, 8],
    ]);
  });

  it('have shape, ndim, size, dtype and length', () => {
    const x = new Variable([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    assert.deepEqual([x.shape, x.ndim, x.size, x.dtype, x.length], [[2, 3], 2, 6, 'float64', 2]);
    assert.throws(() => new Variable(1).length, TypeError);
    assert.equal(new Variable(array(3)).data, 3);
  });

  it('have methods to reshape, transpose and sum', () => {
    const x = new Variable([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    assert.deepEqual(nested(x.reshape(3, 2)), [
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    assert.deepEqual(nested(x.T), [
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    assert.deepEqual(x.transpose(1, 0).shape, [3, 2]);
    assert.deepEqual(nested(x.sum(0, true)), [[5, 7, 9]]);
    const y = x.T.reshape([6]).sum();
    y.backward();
    assert.deepEqual(
      [y.data, nested(x.grad as Variable)],
      [
        21,
        [
          [1, 1, 1],
          [1, 1, 1],
        ],
      ],
    );
  });

  it('refuse operands that are no numbers, naming them', () => {
    const x = new Variable([1, 2]);
    assert.throws(() => add(x, null as unknown as number), /TypeError.*null was given/);
    assert.throws(() => add(x, 'a' as unknown as number), /a string was given/);
    assert.throws(() => add(x, new Variable(null, 'w')), /w without data/);
    assert.throws(() => sum(undefined as unknown as number), /undefined was given/);
  });

  it('refuse a backward over numbers that were changed in place', () => {
    const data = array([1, 2, 3]);
    const x = new Variable(data, 'x');
    const y = sum(mul(x, x));
    data.set(100, 0);
    assert.throws(() => y.backward(), /x of mul was changed in place/);
    const z = sum(mul(x, x));
    // through another array that shares the memory
    data.reshape(3, 1).set(0, 0, 0);
    assert.throws(() => z.backward(), /x of mul was changed in place/);
    sum(mul(x, x)).backward();
    assert.deepEqual(nested(x.grad as Variable), [0, 4, 6]);
  });

  it('keep what was recorded when new data is assigned', () => {
    const x = new Variable([1, 2, 3]);
    const y = sum(mul(x, x));
    x.data = [10, 20, 30];
    y.backward();
    assert.deepEqual(nested(x.grad as Variable), [2, 4, 6]);
  });

  it('do not share memory between the gradients of two inputs', () => {
    const a = new Variable([1, 2]);
    const b = new Variable([3, 4]);
    exp(add(a, b)).backward();
    const before = nested(b.grad as Variable);
    (a.grad!.data as NdArray).set(0, 0);
    assert.deepEqual(nested(b.grad as Variable), before);
    add(a, b).backward();
    (a.grad!.data as NdArray).set(-5, 1);
    assert.notEqual((b.grad!.data as NdArray).at(1), -5);
  });

  it('noGrad keeps no intermediate', () => {
    const y = noGrad(() => exp(new Variable([1, 2])));
    assert.equal(y.creator, null);
  });
});
