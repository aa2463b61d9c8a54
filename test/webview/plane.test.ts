/** @file Which part of two inputs is looked at, and where descents start. */
import assert from 'node:assert/strict';
import type { Along } from '../../src/webview/curve-inputs';
import { Plane } from '../../src/webview/surface/plane';

const along = (label: string, value: number): Along => ({
  label,
  value,
  path: [],
  record: { name: label } as Along['record'],
});
const choices = [along('x', -1.2), along('y', 1), along('z', 300)];

function plane(): Plane {
  const made = new Plane();
  made.follow(choices);
  return made;
}
const names = (made: Plane) => made.axes?.map(({ label }) => label);

describe('the plane of a surface', () => {
  it('begins with the first two inputs, around them, and starts where they are', () => {
    const made = plane();
    assert.deepEqual(names(made), ['x', 'y']);
    assert.deepEqual(made.ranges, [
      [-4, 4],
      [-4, 4],
    ]);
    assert.deepEqual(made.start, [-1.2, 1]);
  });

  it('has its start follow the inputs until a person places it', () => {
    const made = plane();
    assert.equal(made.follow([along('x', 2), along('y', 1)]), true);
    assert.deepEqual(made.start, [2, 1]);
    made.place([0.5, 0.5]);
    assert.equal(made.follow([along('x', 3), along('y', 1)]), false);
    assert.deepEqual(made.start, [0.5, 0.5]);
    assert.equal(made.axes?.[0].value, 3);
  });

  it('takes another input, or lets the two change places', () => {
    const made = plane();
    made.change([
      [0, 1],
      [2, 3],
    ]);
    made.choose(0, choices[1]);
    assert.deepEqual(
      [names(made), made.ranges[0]],
      [
        ['y', 'x'],
        [2, 3],
      ],
    );
    made.choose(1, choices[2]);
    assert.deepEqual(names(made), ['y', 'z']);
    assert.ok(made.ranges[1][0] < 300 && made.ranges[1][1] > 300);
    assert.deepEqual(made.start, [1, 300]);
  });

  it('begins anew where an input is gone, and has no axes where one alone is left', () => {
    const made = plane();
    made.place([9, 9]);
    made.follow([along('a', 0), along('b', 0)]);
    assert.deepEqual(
      [names(made), made.start],
      [
        ['a', 'b'],
        [0, 0],
      ],
    );
    made.follow([along('a', 0)]);
    assert.equal(made.axes, null);
  });

  it('zooms about a place and shifts by shares, and refuses ranges that cannot be drawn', () => {
    const made = plane();
    made.zoom([4, -4], 0.5);
    assert.deepEqual(made.ranges, [
      [0, 4],
      [-4, 0],
    ]);
    made.shift(0.5, -0.25, made.space(100, 100));
    assert.deepEqual(made.ranges, [
      [2, 6],
      [-5, -1],
    ]);
    assert.equal(
      made.change([
        [1, 1],
        [0, 1],
      ]),
      false,
    );
    assert.equal(
      made.change([
        [0, Number.POSITIVE_INFINITY],
        [0, 1],
      ]),
      false,
    );
    assert.deepEqual(made.ranges[0], [2, 6]);
    made.reset();
    assert.deepEqual(made.ranges[0], [-4, 4]);
  });
});
