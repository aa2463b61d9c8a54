/** @file What a plan says is what runs: values, gradients by name, nothing that the target does not need. */
import assert from 'node:assert/strict';
import { outcome } from './runs';

const vec = `export class Vec2 {
  constructor(public readonly x: number, public readonly y: number) {}
  scaled(k: number): Vec2 { return new Vec2(this.x * k, this.y * k); }
  dot(other: Vec2): number { return this.x * other.x + this.y * other.y; }
}
`;

describe('a plan that is run', () => {
  it('has nothing of the statements that the target does not need', () => {
    const source = `const k = 3;
startServer('secret');
const unused = openFile('other');
function helper(x: number) { return x * k; }
function idle() { return 'idle'; }
export function f(x: number) { return helper(x) * x; }
console.log(f(1), 'printed');`;
    const { code, value, gradient } = outcome(source, { name: 'f' }, { given: [2] });
    assert.equal(value, 12);
    assert.deepEqual(gradient, { x: 12 });
    for (const dropped of ['secret', 'openFile', 'idle', 'printed']) assert.ok(!code.includes(dropped), dropped);
    assert.ok(code.includes('helper'));
  });

  it('declares functions of the prologue before they are called', () => {
    const source = `function outer(a: number) {
  const b = twice(a0);
  function twice(x: number) { return 2 * x; }
  const a0 = 5;
  function inner(x: number) { return later(x) * 3; }
  function later(x: number) { return x * four; }
  const four = 4;
  return inner(b) + a;
}
outer(1);`;
    const { value, gradient } = outcome(source, { name: 'inner' }, { given: [2] });
    assert.equal(value, 24);
    assert.deepEqual(gradient, { x: 12 });
  });

  it('keeps fields of this, parameters and closed-over values apart', () => {
    const source = `class A {
  constructor(private readonly m: number, private readonly n: number) {}
  f(x: number, y: number) { return x * x + 10 * y + 100 * this.m + 1000 * this.n; }
}`;
    const built = outcome(source, { name: 'A.f' }, { given: { x: 3, y: 4, m: 5, n: 6 } });
    assert.deepEqual(built.gradient, { x: 6, y: 10, m: 100, n: 1000 });
    const sensor = `class B { b; c; constructor(sensor: { read(): number }) { this.b = sensor.read(); this.c = 1; }
  g(x: number) { return x * this.b + 7 * this.c; } }`;
    const fields = outcome(sensor, { name: 'B.g' }, { given: { x: 2, 'this.b': 3, 'this.c': 4 } });
    assert.deepEqual(fields.gradient, { x: 3, 'this.b': 2, 'this.c': 7 });
  });

  it('calls methods of this in a piece of a method', () => {
    const source = `class A {
  constructor(private k: number) {}
  h(x: number) { return x * x * this.k; }
  f(x: number) { const g = (y: number) => y * this.h(y); return g(x) + this.h(x); }
}`;
    const call = outcome(source, 'this.h(x)', { given: { x: 3, 'this.k': 2 } });
    assert.equal(call.value, 18);
    assert.deepEqual(call.gradient, { x: 12, 'this.k': 9 });
    const arrow = outcome(source, '(y: number) => y * this.h(y)', { given: { y: 2, 'this.k': 3 } });
    assert.equal(arrow.value, 24);
    assert.deepEqual(arrow.gradient, { y: 36, 'this.k': 8 });
  });
});

describe('inputs that are instances', () => {
  it('are made by the constructor of a class of the file', () => {
    const source = `${vec}const unit = 2;
export function f(v: Vec2, w: Vec2) { return v.scaled(unit).dot(w); }`;
    const { value, gradient, code } = outcome(
      source,
      { name: 'f' },
      {
        given: [
          { x: 1, y: 2 },
          { x: 3, y: 4 },
        ],
      },
    );
    assert.equal(value, 22);
    assert.deepEqual(gradient, { v: { x: 6, y: 8 }, w: { x: 2, y: 4 } });
    assert.ok(code.includes('Vec2'));
  });

  it('are found inside arrays, objects and parameters of their own methods', () => {
    const list = outcome(
      `${vec}export const f = (vs: Vec2[]) => vs[0].dot(vs[1]);`,
      { name: 'f' },
      {
        given: [
          [
            { x: 1, y: 2 },
            { x: 3, y: 4 },
          ],
        ],
      },
    );
    assert.deepEqual(list.gradient, {
      vs: [
        { x: 3, y: 4 },
        { x: 1, y: 2 },
      ],
    });
    const field = outcome(
      `${vec}interface Edge { a: Vec2; b: Vec2 }\nexport const f = (e: Edge) => e.a.dot(e.b);`,
      { name: 'f' },
      {
        given: [{ a: { x: 1, y: 2 }, b: { x: 3, y: 4 } }],
      },
    );
    assert.deepEqual(field.gradient, { e: { a: { x: 3, y: 4 }, b: { x: 1, y: 2 } } });
    const own = outcome(vec, { name: 'Vec2.dot' }, { given: { other: { x: 3, y: 4 }, x: 1, y: 2 } });
    assert.deepEqual(own.gradient, { other: { x: 1, y: 2 }, x: 3, y: 4 });
  });

  it('come from other modules, also through one that exports it again, and where only the type is imported', () => {
    const imports = { './vec': vec, './all': "export * from './vec';", './all\n./vec': vec };
    for (const line of [
      "import { Vec2 } from './vec';",
      "import type { Vec2 } from './vec';",
      "import { Vec2 } from './all';",
    ]) {
      const { gradient } = outcome(
        `${line} export const f = (v: Vec2) => v.dot(v);`,
        { name: 'f' },
        {
          given: [{ x: 1, y: 2 }],
          imports,
        },
      );
      assert.deepEqual(gradient, { v: { x: 2, y: 4 } }, line);
    }
  });

  it('give private fields their values through the constructor', () => {
    const source = `class Spring { #k: number; rest = 1; constructor(k: number) { this.#k = k; }
energy(x: number) { return this.#k * (x - this.rest) ** 2; } }
export const f = (s: Spring, x: number) => s.energy(x);`;
    const { gradient } = outcome(source, { name: 'f' }, { given: [{ k: 5, rest: 2 }, 4] });
    assert.deepEqual(gradient, { s: { k: 4, rest: -20 }, x: 20 });
  });

  it('stand in for interfaces and abstract classes, by a class that carries them out', () => {
    const circle = 'Shape { constructor(readonly r: number) {super} area() { return this.r ** 2; } }';
    const face = `interface Shape { area(): number }\nclass Circle implements ${circle.replace('{super}', '{}')}`;
    const base = `abstract class Shape { abstract area(): number }\nclass Circle extends ${circle.replace('{super}', '{ super(); }')}`;
    for (const text of [face, base]) {
      const { gradient } = outcome(
        `${text}\nexport const f = (s: Shape) => s.area();`,
        { name: 'f' },
        { given: [{ r: 3 }] },
      );
      assert.deepEqual(gradient, { s: { r: 6 } });
    }
  });

  it('are recognised by their methods where nothing is annotated', () => {
    const source = `class V { constructor(x, y) { this.x = x; this.y = y; }
norm() { return this.x ** 2 + this.y ** 2; } plus(o) { return this.x * o.x + o.norm(); } }`;
    const { gradient } = outcome(
      source,
      { name: 'V.plus' },
      {
        fileName: '/p/a.js',
        given: { o: { x: 1, y: 2 }, x: 3, y: 4 },
      },
    );
    assert.deepEqual(gradient, { o: { x: 5, y: 4 }, x: 1, y: 0 });
  });

  it('do not read a variable of their file that is an input of its own', () => {
    const source = `const k = 2;\nclass A { constructor(readonly x: number) {} g() { return this.x * k; } }
export function f(a: A) { return a.x * k; }`;
    const { gradient } = outcome(source, 'a.x * k', { given: { a: { x: 3 }, k: 5 } });
    assert.deepEqual(gradient, { a: { x: 5 }, k: 3 });
  });
});

describe('inputs that are collections', () => {
  it('are Maps, Sets, Dates and typed arrays, wherever they stand', () => {
    const source = `interface All { m: Map<number, number>; s: Set<number>; w: Float64Array; d: Date; g: (x: number) => number }
export function f(o: All, names: Map<string, number>) {
  let sum = 0;
  for (const x of o.s) sum += x * x;
  return sum + o.m.get(1)! * o.g(o.w[1]) + names.get('a')! * o.d.getUTCFullYear();
}`;
    const { gradient } = outcome(
      source,
      { name: 'f' },
      {
        given: { o: { m: { 1: 3 }, s: [4, 5], w: [6, 7], d: 0 }, names: { a: 8 } },
      },
    );
    assert.deepEqual(gradient, {
      o: { m: { 1: 7 }, s: [8, 10], w: [0, 3], d: null },
      names: { a: 1970 },
    });
  });
});

describe('a target inside a wrapper', () => {
  const library = `(function (root, factory) { root.lib = factory(root.Other); })(this, function () {
  var lib = (function (Math, undefined) { function lib() {} lib.two = function () { return Math.sqrt(4); }; return lib; }(Math));
  (function (lib, Math) {
    lib.twice = function twice(x) { return lib.two() * x; };
    lib.square = function square(x) { return Math.pow(x, 2) * lib.cube(1); };
  }(lib, Math));
  (function (l, M) { l.cube = function cube(x) { return M.pow(x, 3); }; })(lib, Math);
  return lib;
});`;

  it('knows what the wrapper’s parameters stand for', () => {
    const made = outcome(library, { name: 'square' }, { fileName: '/p/lib.js', given: [3] });
    assert.deepEqual(Object.keys(made.gradient), ['x']);
    assert.equal(made.value, 9);
    assert.deepEqual(made.gradient, { x: 6 });
    assert.deepEqual(outcome(library, { name: 'twice' }, { fileName: '/p/lib.js', given: [3] }).gradient, { x: 2 });
  });

  it('gets the modules that the wrapper requires', () => {
    const source = `(function (global, factory) { factory(exports, require('./k')); })(this, function (exports, k) {
  function f(x) { return x * k.three; }
  exports.f = f;
});`;
    const { gradient } = outcome(
      source,
      { name: 'f' },
      {
        fileName: '/p/lib.js',
        given: [2],
        imports: { './k': 'export const three = 3;' },
      },
    );
    assert.equal(gradient.x, 3);
  });

  it('knows what goes by another name inside the wrapper', () => {
    const source = `(function (cb) {
  var lib = {}; lib.Tools = {}; lib.Shape = {};
  (function (m, M) { m.scale = 3; m.cube = function (x) { return M.pow(x, 3) * m.scale; }; })(lib.Tools, Math);
  (function (s, t) {
    s.unit = 2;
    s.volume = function (r) { return t.cube(r) * s.unit; };
    s.mass = function (d, r) { return d * s.volume(r); };
  })(lib.Shape, lib.Tools);
  cb(lib);
})(function (made) { module.exports = made; });`;
    const of = (name: string, given: number[]) => outcome(source, { name }, { fileName: '/p/lib.js', given });
    assert.deepEqual(of('cube', [2]).gradient, { x: 36 });
    const { value, gradient } = of('mass', [5, 2]);
    assert.equal(value, 240);
    assert.deepEqual(gradient, { d: 48, r: 360 });
  });

  it('finds methods of a constructor that is stored in an object', () => {
    const source = `var lib = { Shape: {} };
(function (s, m) {
  s.Ball = function (r) { this.r = r; };
  s.Ball.prototype.volume = function (k) { return k * this.cube() * s.unit; };
  s.Ball.prototype.cube = function () { return m.pow(this.r, 3); };
  s.unit = 2;
})(lib.Shape, Math);
module.exports = lib;`;
    const made = outcome(source, { name: 'Ball.volume' }, { fileName: '/p/lib.js', given: [5, 2] });
    assert.equal(made.value, 80);
    assert.deepEqual(made.gradient, { k: 16, r: 120 });
  });

  it('finds functions that are known by their own name only', () => {
    const source = `var ease = (function custom(a) { a = a + 0;
  function ease(t) { return t * a; }
  ease.amplitude = function (b, t) { return custom(b)(t); };
  return ease; })(1);`;
    const { gradient } = outcome(source, { name: 'ease.amplitude' }, { fileName: '/p/lib.js', given: [3, 2] });
    assert.deepEqual(gradient, { b: 2, t: 3 });
  });
});

describe('a target of somebody else’s file', () => {
  it('is a method of a constructor that stands in a module wrapper', () => {
    const source = `(function (root, factory) { if (typeof module === 'object') module.exports = factory(); }(this, function () {
  function Vec(x, y) { this.x = x; this.y = y; }
  Vec.prototype = { constructor: Vec, dot: function (v) { return this.x * v.x + this.y * v.y; } };
  return { Vec: Vec };
}));`;
    const given = [{ x: 2, y: 3 }, 4, 5];
    const { value, gradient } = outcome(source, { name: 'Vec.dot' }, { fileName: '/p/a.js', given });
    assert.equal(value, 23);
    assert.deepEqual(gradient, { v: { x: 4, y: 5 }, x: 2, y: 3 });
  });

  it('is known by the name of its export as well as by its own', () => {
    const source = 'exports.area = function circle(r) { return Math.PI * r * r; };';
    for (const name of ['area', 'circle'])
      assert.equal(outcome(source, { name }, { fileName: '/p/a.js', given: [1] }).value, Math.PI);
  });

  it('is made by the constructor of an imported base, and takes what it is tested for', () => {
    const imports = {
      './base': `class Place { constructor(lat, lon, height = 0) { this._lat = Number(lat); this._lon = Number(lon); this._height = height; } get lat() { return this._lat; } }
export { Place as default };`,
    };
    const source = `import Place from './base';
class Better extends Place { to(point) { if (!(point instanceof Place)) throw new TypeError('no place'); return this.lat * point.lat; } }
export default Better;`;
    const { value, gradient } = outcome(source, { name: 'Better.to' }, { fileName: '/p/a.js', imports });
    assert.equal(value, 47.25 * 41.5);
    assert.deepEqual(gradient, { point: { lat: 41.5, lon: 0, _height: 0 }, lat: 47.25, lon: 0, _height: 0 });
  });

  it('may be private: methods, accessors and static ones', () => {
    const source = `class Lens {
  #f; static #unit = 2;
  constructor(f) { this.#f = f; }
  #power(n) { return (n - 1) / this.#f; }
  get #diopters() { return 1 / this.#f; }
  #bent = (x) => x / this.#f;
  static #scaled(x) { return x * Lens.#unit; }
}
export { Lens };`;
    const of = (name: string, given: number[]) => outcome(source, { name }, { fileName: '/p/a.js', given });
    assert.deepEqual(of('Lens.#power', [1.5, 2]).gradient, { n: 0.5, f: -0.125 });
    assert.deepEqual(of('Lens.#diopters', [2]).gradient, { f: -0.25 });
    assert.deepEqual(of('Lens.#bent', [3, 2]).gradient, { x: 0.5, f: -0.75 });
    assert.deepEqual(of('Lens.#scaled', [3]).gradient, { x: 2 });
  });

  it('is a member of a class as compilers write it', () => {
    const source = `function _define(target, list) { for (var i = 0; i < list.length; i++) Object.defineProperty(target, list[i].key, list[i]); }
function _createClass(C, own, statics) { if (own) _define(C.prototype, own); if (statics) _define(C, statics); return C; }
var Lens = function () {
  function Lens(f) { this.f = f; }
  _createClass(Lens, [{ key: "power", value: function power(n) { return (n - 1) / this.f; } }, { key: "diopters", get: function () { return 1 / this.f; } }], [{ key: "twice", value: function twice(x) { return 2 * x; } }]);
  return Lens;
}();
exports.Lens = Lens;`;
    const of = (name: string, given: number[]) => outcome(source, { name }, { fileName: '/p/a.js', given });
    assert.deepEqual(of('Lens.power', [1.5, 2]).gradient, { n: 0.5, f: -0.125 });
    assert.deepEqual(of('Lens.diopters', [2]).gradient, { f: -0.25 });
    assert.deepEqual(of('Lens.twice', [3]).gradient, { x: 2 });
  });

  it('may put its results into what it is given', () => {
    const source = 'function scale(xs, k) { for (let i = 0; i < xs.length; i++) xs[i] *= k; }';
    const { value, gradient } = outcome(source, { name: 'scale' }, { fileName: '/p/a.js', given: [[1, 2], 3] });
    assert.equal(value, 9);
    assert.deepEqual(gradient, { xs: [3, 3], k: 3 });
  });

  it('may change its own object only', () => {
    const source = `class Ball { constructor(y, v) { this.y = y; this.v = v; } step(dt) { this.y += this.v * dt; } }`;
    const { value, gradient } = outcome(source, { name: 'Ball.step' }, { fileName: '/p/a.js', given: [2, 10, 3] });
    assert.equal(value, 16);
    assert.deepEqual(gradient, { dt: 3, y: 1, v: 2 });
  });
});
