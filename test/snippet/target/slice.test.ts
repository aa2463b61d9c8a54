/** @file Only what the target needs is run; what the file does not determine is an input. */
import assert from 'node:assert/strict';
import { codeOf, inputs, kept, plan, prologue } from './plans';

describe('the statements a target needs', () => {
  it('leaves out what starts servers, prints or has nothing to do with it', () => {
    const source = `import express from 'express';
import { g } from './g';
const app = express();
const k = 3;
app.get('/', () => f(1));
export function f(x: number) { return g(x) * k; }
app.listen(3000);
console.log(f(2));`;
    assert.deepEqual(kept(source, plan(source, { name: 'f' })), [
      "import { g } from './g';",
      'const k = 3;',
      'export function f(x: number) { return g(x) * k; }',
    ]);
  });

  it('keeps what fills a table: loops, calls of functions that write to it, aliases, prototypes', () => {
    const source = `const table = [0, 0, 0];
const other = [];
for (let i = 0; i < 3; i++) table[i] = i;
fill(table, 2);
function fill(t, i) { const row = t; row[i] = 9; }
other.push(1);
setup();
function setup() { table[1] = 5; }
function unused() { table[0] = 7; }
table.map((x) => x);
export function f(x) { return x * table[1]; }`;
    assert.deepEqual(kept(source, plan(source, { name: 'f' }, '/p/a.js')), [
      'const table = [0, 0, 0];',
      'for (let i = 0; i < 3; i++) table[i] = i;',
      'fill(table, 2);',
      'function fill(t, i) { const row = t; row[i] = 9; }',
      'setup();',
      'function setup() { table[1] = 5; }',
      'export function f(x) { return x * table[1]; }',
    ]);
  });

  it('keeps assignments to what the target reads, and what a class is built on', () => {
    const source = `let k;
k = 4;
class Base { m() { return k; } }
Base.prototype.extra = function () { return 1; };
class Sub extends Base { f(x) { return x * this.m(); } }
let unrelated = 1;
unrelated = 2;`;
    const got = kept(source, plan(source, { name: 'Sub.f' }, '/p/a.js'));
    assert.deepEqual(got, source.split('\n').slice(0, 5));
  });

  it('keeps both names of a CommonJS module’s exports', () => {
    const source = `exports.sq = function (x) { return x * x; };
exports.other = startServer();
const f = (x) => exports.sq(x) + 1;`;
    assert.ok(kept(source, plan(source, { name: 'f' }, '/p/a.js')).some((one) => one.startsWith('exports.sq')));
  });

  it('moves statements that read an input behind it', () => {
    const source = 'const x = 0.3;\nconst k = 2;\nconst h = () => x * k;\nconst y = h() + x;';
    const made = plan(source, 'h() + x');
    assert.deepEqual(made.lift.params, ['x']);
    assert.deepEqual(prologue(source, made), ['const h = () => x * k;']);
    assert.deepEqual(kept(source, made), ['const k = 2;']);
  });
});

describe('a nested function', () => {
  it('gets locals that the file determines, and the rest as inputs', () => {
    const source = `function outer(a: number) {
  const k = 2;
  const b = a * k;
  let n = 0;
  n += 5;
  const help = (t: number) => t * b;
  function inner(x: number): number { return help(x) + k * b + n; }
  return inner(3);
}`;
    const made = plan(source, { name: 'inner' });
    assert.deepEqual(prologue(source, made), [
      'const k = 2;',
      'let n = 0;',
      'n += 5;',
      'const help = (t: number) => t * b;',
    ]);
    assert.equal(inputs(made), 'x=3(call) b=0.5(guess)');
  });

  it('takes the enclosing function’s argument from a call of it', () => {
    const source = 'function scale(k: number) { return (x: number) => x * k; }\nconst twice = scale(2);';
    assert.equal(inputs(plan(source, { at: 'x * k' })), 'x=0.5(guess) k=2(call)');
  });

  it('never takes a value once that a loop around it changes', () => {
    const source =
      'function f(xs: number[]) { const fs = []; let s = 0; for (let i = 0; i < 3; i++) { s += i; fs.push((x: number) => x * s); } return fs; }';
    const made = plan(source, { at: 'x * s' });
    assert.deepEqual(prologue(source, made), []);
    assert.equal(inputs(made).split(' ')[1], 's=0.75(guess)');
  });

  it('finds itself when it recurses, and its siblings', () => {
    const source = `function outer() {
  const fact = (n: number): number => (n < 2 ? 1 : n * fact(n - 1));
  function even(n: number): number { return n === 0 ? 1 : odd(n - 1); }
  function odd(n: number): number { return n === 0 ? 0 : even(n - 1); }
  return fact(3) + even(2);
}`;
    assert.deepEqual(prologue(source, plan(source, { name: 'fact' })), [
      'const fact = (n: number): number => (n < 2 ? 1 : n * fact(n - 1));',
    ]);
    assert.equal(prologue(source, plan(source, { name: 'even' })).length, 1);
  });

  it('is found inside a universal module wrapper', () => {
    const source = `(function (root, factory) { root.lib = factory(); })(this, function () {
  'use strict';
  var K = 4;
  function sq(x) { return x * x * K; }
  var lib = {};
  lib.cube = function (x) { return x * sq(x); };
  return lib;
});`;
    const made = plan(source, { name: 'cube' }, '/p/a.js');
    assert.deepEqual(prologue(source, made), ['var K = 4;', 'function sq(x) { return x * x * K; }']);
    assert.deepEqual(made.keep, []);
  });

  it('refuses to mix up names that mean different things on the way in', () => {
    const source = `function a(p: number) {
  const k = 1;
  const outer = (t: number) => t * k;
  return function () {
    const k = 2;
    return (x: number) => outer(x) * k;
  };
}`;
    assert.equal(
      codeOf(() => plan(source, { at: 'outer(x) * k' })),
      'nothingToDifferentiate',
    );
  });

  it('reads the fields of this in an arrow function inside a method', () => {
    const source = 'class A { mu = 3; f(x: number) { return [x].map((y) => y * this.mu)[0]; } }';
    const made = plan(source, { at: 'y * this' });
    assert.equal(inputs(made), 'y=0.5(guess) this.mu=3(initialiser)');
    assert.deepEqual(
      made.receiver.map((input) => input.field),
      ['mu'],
    );
  });
});

describe('methods', () => {
  it('build their object by the constructor, inherited ones too, from literal uses of new', () => {
    const source = `class A { constructor(protected r: number, private opts = { k: 2 }) {} }
class B extends A { f(x: number) { return x * this.r; } }
new B(3).f(4);`;
    assert.equal(inputs(plan(source, { name: 'B.f' })), 'x=4(call) r=0.5(guess) opts={"k":2}(default)');
    const own = 'class A { constructor(readonly r: number) {} f(x: number) { return x * this.r; } }\nnew A(3);';
    assert.equal(inputs(plan(own, { name: 'A.f' })), 'x=0.5(guess) r=3(call)');
  });

  it('keep names of constructor arguments apart from parameters', () => {
    const source = 'class A { constructor(private x: number) {} f(x: number) { return x * this.x; } }';
    assert.equal(inputs(plan(source, { name: 'A.f' })), 'x=0.5(guess) this.x=0.75(guess)');
  });

  it('take the fields of this where the constructor needs what cannot be made up', () => {
    const source = `interface Loader { load(): number }
class A { private k = 2; constructor(loader: Loader) { this.v = loader.load(); } v: number; f(x: number) { return x * this.v * this.g(); } g() { return this.k; } }`;
    const made = plan(source, { name: 'A.f' });
    assert.equal(inputs(made), 'x=0.5(guess) this.v=0.75(guess) this.k=2(initialiser)');
    assert.ok(made.invoke.kind === 'method' && made.invoke.thisFields?.length === 2);
  });

  it('take the fields of this where nothing else is a number', () => {
    const source = 'class Circle { r = 2; area() { return Math.PI * this.r ** 2; } }';
    assert.equal(inputs(plan(source, { name: 'Circle.area' })), 'this.r=2(initialiser)');
  });
});
