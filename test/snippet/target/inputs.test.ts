/** @file Where the values of inputs come from, and which are refused. */
import assert from 'node:assert/strict';
import { chooseInputs } from '../../../src/snippet/target';
import { guessedNumber } from '../../../src/snippet/target/guess';
import { codeOf, inputs, plan } from './plans';

describe('values of inputs', () => {
  it('are taken from what was given, then remembered, then the file, then the type', () => {
    const source = 'function f(a: number, b: number, c = 7, d: number, e: number) { return a * b * c * d * e; }';
    const made = plan(source, { name: 'f' });
    assert.equal(
      inputs(made, { a: 1 }, { a: 8, b: 9 }),
      'a=1(given) b=9(remembered) c=7(default) d=0.5(guess) e=0.75(guess)',
    );
  });

  it('are given by name or in order, also in part', () => {
    const made = plan('function f(a: number, b: number[], c: number) { return a * b[0] * c; }', { name: 'f' });
    assert.equal(inputs(made, [3]), 'a=3(given) b=[0.5,0.75,1.25](guess) c=1.5(guess)');
    assert.equal(inputs(made, { c: 2 }), 'a=0.5(guess) b=[0.75,1.25,1.5](guess) c=2(given)');
    assert.equal(
      codeOf(() => inputs(made, { z: 2 })),
      'noSuchInput',
    );
    assert.equal(
      codeOf(() => inputs(made, [1, [2], 3, 4])),
      'noSuchInput',
    );
  });

  it('gather a rest parameter, and the fields of a destructured one', () => {
    const rest = plan('function f(k: number, ...xs: number[]) { return k * xs.length; }', { name: 'f' });
    assert.equal(inputs(rest, [1, 2, 3]), 'k=1(given) xs=[2,3](given)');
    assert.equal(inputs(rest, [1, [2, 3]]), 'k=1(given) xs=[2,3](given)');
    assert.equal(inputs(rest), 'k=0.5(guess) xs=[0.75,1.25,1.5](guess)');
    assert.equal(chooseInputs(rest).parameters[1].spread, true);
    const fields = plan('function f({ a, b }: { a: number; b: number }) { return a * b; }', { name: 'f' });
    assert.equal(inputs(fields, { b: 9 }), '{ a, b }={"a":0.5,"b":9}(given)');
    assert.equal(inputs(fields, [{ a: 1, b: 2 }]), '{ a, b }={"a":1,"b":2}(given)');
  });

  it('come from a call in the file with literal arguments, constants included, but not from recursion', () => {
    const source = `const half = 1 / 2;
function f(x: number, ys: number[]): number { return x > 9 ? f(1, [2]) : x * ys[0]; }
f(unknown, [1]);
f(-half, [half, 2 * Math.PI]);`;
    assert.equal(inputs(plan(source, { name: 'f' })), `x=-0.5(call) ys=[0.5,${2 * Math.PI}](call)`);
  });

  it('are made up without ties, zeros or whole numbers', () => {
    const made = Array.from({ length: 40 }, (_, i) => guessedNumber(i));
    assert.deepEqual(made.slice(0, 6), [0.5, 0.75, 1.25, 1.5, 1.75, 2.25]);
    assert.equal(new Set(made).size, 40);
    assert.ok(made.every((value) => !Number.isInteger(value)));
  });

  it('are made up for every kind of type', () => {
    const source = `interface Point { x: number; y: number }
type Pair<T> = [T, T];
enum Mode { Fast = 3, Slow }
export function f(n: number, list: number[], p: Point, pair: Pair<number>, on: boolean, name: string, mode: 'a' | 'b', e: Mode, cb: (x: number) => number, data: Float64Array, points: Point[], rec: Record<'u' | 'v', number>, opt?: { k: number }) { return n; }`;
    assert.equal(
      inputs(plan(source, { name: 'f' })),
      'n=5(guess) list=[0.5,0.75,1.25](guess) p={"x":1.5,"y":1.75}(guess) pair=[2.25,2.5](guess) on=false(guess) name=""(guess) ' +
        'mode="a"(guess) e=3(guess) cb=identity:null(guess) data=Float64Array:[2.75,3.25,3.5](guess) ' +
        'points=[{"x":3.75,"y":4.25},{"x":4.5,"y":4.75},{"x":5.25,"y":5.5}](guess) rec={"u":5.75,"v":6.25}(guess) opt=undefined:null(default)',
    );
  });

  it('have lengths that go together, and matrices that can be inverted', () => {
    const value = (source: string, given?: Record<string, number[]>): unknown[] =>
      chooseInputs(plan(source, { name: 'f' }, '/p/a.js'), given).all.map((one) => one.value);
    const [, b] = value(
      'function f(a, b) { let s = 0; for (let i = 0; i < a.length; i++) s += a[i] * b[i]; return s; }',
      { a: [1, 2, 3, 4, 5] },
    );
    assert.equal((b as number[]).length, 5);
    const [m] = value('function f(m) { return m[0][0] * m[1][1] - m[0][1] * m[1][0]; }') as number[][][];
    assert.equal(m.length, 2);
    assert.notEqual(m[0][0] * m[1][1] - m[0][1] * m[1][0], 0);
    const [q, x] = value(
      'function f(q, x) { let s = 0; for (let i = 0; i < x.length; i++) for (let j = 0; j < x.length; j++) s += x[i] * q[i][j] * x[j]; return s; }',
    ) as [number[][], number[]];
    assert.ok(q.length === x.length && q.every((row) => row.length === x.length));
  });

  it('leave out defaults that only running gives', () => {
    const made = plan('function f(xs: number[], n = xs.length) { return n * xs[0]; }', { name: 'f' });
    assert.equal(inputs(made), 'xs=[0.5,0.75,1.25](guess) n=undefined:null(default)');
    assert.equal(inputs(made, { n: 4 }), 'xs=[0.5,0.75,1.25](guess) n=4(given)');
  });

  it('know the older ways to write a default', () => {
    const source =
      'function f(x, k, m, n) { k = k || 3; if (m === undefined) m = 4; n = typeof n === "undefined" ? 5 : n; return x * k * m * n; }';
    assert.equal(inputs(plan(source, { name: 'f' }, '/p/a.js')), 'x=0.5(guess) k=3(default) m=4(default) n=5(default)');
  });

  it('are refused where they do not fit an annotation, and say why', () => {
    const made = plan(
      'interface P { x: number; ys: number[] }\nfunction f(p: P, t: [number, number], g: (x: number) => number) { return p.x * t[0]; }',
      { name: 'f' },
    );
    const why = (given: Record<string, never>): string => {
      try {
        chooseInputs(made, given);
      } catch (error) {
        const { code, message } = error as { code: string; message: string };
        return `${code} ${message}`;
      }
      return 'fits';
    };
    assert.match(why({ p: 3 } as never), /^inputMismatch Input p .*object with x, ys, not a number/);
    assert.match(why({ p: { x: 1 } } as never), /ys: it is missing/);
    assert.match(why({ p: { x: 1, ys: [1, 'a'] } } as never), /ys: entry 1: it must be a number, not a string/);
    assert.match(why({ t: [1] } as never), /must have 2 entries, not 1/);
    assert.match(why({ g: 3 } as never), /a function cannot be given/);
    assert.equal(why({ p: { x: 1, ys: [], more: 2 }, t: [1, 2] } as never), 'fits');
  });

  it('are not refused where the type is only a guess from use', () => {
    const made = plan('function f(x) { return x * 2; }', { name: 'f' }, '/p/a.js');
    assert.equal(inputs(made, { x: [1, 2] }), 'x=[1,2](given)');
  });

  it('pass over remembered values that fit no more', () => {
    const made = plan('function f(x: number) { return x; }', { name: 'f' });
    assert.equal(inputs(made, {}, { x: [1], gone: 2 }), 'x=0.5(guess)');
  });
});

describe('values of inputs of older JavaScript', () => {
  const script = (source: string, name: string, given?: unknown): string =>
    inputs(plan(source, { name }, '/p/a.js'), given as never);

  it('are as many arguments as a function reads beyond its parameters', () => {
    const source = `function sum() { var s = 0; for (var i = 0; i < arguments.length; i++) s += arguments[i] * 2; return s; }
function more(a) { return a * arguments[1]; }`;
    assert.equal(script(source, 'sum'), 'arguments=[0.5,0.75,1.25](guess)');
    assert.equal(script(source, 'sum', [1, 2]), 'arguments=[1,2](given)');
    assert.equal(script(source, 'more', [1, 2]), 'a=1(given) arguments=[2](given)');
  });

  it('end where a call ends: rest parameters are not made up after it', () => {
    const source = 'function f(xs, ...keys) { return keys.length ? 0 : xs[0]; }';
    assert.equal(script(source, 'f', [[1]]), 'xs=[1](given) keys=[](default)');
    assert.equal(script('function g(x, ...fs) { return fs[0](x) * x; }', 'g'), 'x=0.5(guess) fs=[](default)');
  });

  it('are what was given, though the use of a name suggests functions', () => {
    const source = `function each(o) { var it = o[Symbol.iterator] || o['@@iterator']; return (it = it.call(o)).next.bind(it); }
function f(xs) { for (var next = each(xs), one; !(one = next()).done; ) return one.value * 2; }
function g(fs, k) { return fs[0](1) * k; }`;
    assert.equal(script(source, 'f', [[1, 2]]), 'xs=[1,2](given)');
    assert.equal(script(source, 'g', [[1, 2], 3]), 'fs=[1,2](given) k=3(given)');
  });

  it('follow names: places, probabilities, counts, years, lists, matrices', () => {
    const source = `function f(lat, lng, p, n, year, values, matrix, startLon) { return g(lat, lng, p, n, year, values, matrix, startLon); }
function h({ lat, lon }) { return lat * lon; }`;
    assert.match(
      script(source, 'f'),
      /^lat=47.25\(guess\) lng=8.5\(guess\) p=0.3\(guess\) n=5\(guess\) year=2000\(guess\) values=\[[\d.,]+\]\(guess\) matrix=\[\[.*\]\]\(guess\) startLon=12.25\(guess\)$/,
    );
    assert.match(script(source, 'h'), /"lat":47.25,"lon":8.5/);
  });

  it('are left out where only running the function gives their default', () => {
    const source = `function f(x, fv, when) { if (fv === void 0) { fv = 0; } if (when === void 0) { when = Time.End; } return x + fv + when; }
function Vec(x, y) { this.x = x; this.y = y; }
Vec.prototype.norm = function () { return Math.hypot(this.x, this.y); };
var zero = new Vec(0, 0);`;
    assert.equal(script(source, 'f'), 'x=0.5(guess) fv=0(default) when=undefined:null(default)');
    assert.equal(script(source, 'Vec.norm'), 'x=0.5(guess) y=0.75(guess)');
  });

  it('are a text of a switch, a length of a slice, options with their fields', () => {
    const source = `function f(kind, x) { switch (kind) { case 'sin': return Math.sin(x); default: throw new Error(kind); } }
function g(xs, k) { return xs.slice(0, k)[0] * 2; }
function h(o) { o = o || {}; return (o.a || 1) * o.b; }`;
    assert.equal(script(source, 'f'), 'kind="sin"(guess) x=0.5(guess)');
    assert.equal(script(source, 'g'), 'xs=[0.5,0.75,1.25](guess) k=2(guess)');
    assert.equal(script(source, 'h'), 'o={"a":0.5,"b":0.75}(guess)');
  });
});
