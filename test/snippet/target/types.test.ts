/** @file The types of inputs: from annotations, JSDoc, and from how the body uses them. */
import assert from 'node:assert/strict';
import { describeType, type InputType, planTarget, readSource } from '../../../src/snippet/target';
import { plan } from './plans';

/** A type written down in one line. */
function short(type: InputType): string {
  switch (type.kind) {
    case 'array':
      return `${short(type.of)}[${type.length ?? ''}]`;
    case 'tuple':
      return `(${type.of.map(short).join(' ')}${type.rest ? ` ...${short(type.rest)}` : ''})`;
    case 'object':
      return `{${type.fields.map((field) => `${field.name}${field.optional ? '?' : ''}:${short(field.type)}`).join(' ')}${type.index ? ` *:${short(type.index)}` : ''}}`;
    case 'union':
      return type.members.map(short).join('|');
    case 'literal':
      return JSON.stringify(type.value);
    case 'typedArray':
      return type.name;
    case 'number':
      return type.integer ? 'integer' : 'number';
    default:
      return type.kind;
  }
}

function types(source: string, name = 'f', fileName = '/p/a.ts'): string {
  return plan(source, { name }, fileName)
    .parameters.map((input) => short(input.type))
    .join(' ');
}

describe('types of inputs from annotations', () => {
  it('follow interfaces, aliases, generics, tuples, classes and utility types', () => {
    const source = `interface Base { id: number }
interface Point extends Base { x: number; y?: number; readonly tags: string[]; at(t: number): number }
type Pair<A, B = A> = [first: A, second: B];
type Deep<T> = { value: T; list: ReadonlyArray<T> };
class Vec { constructor(public x: number, private hidden: number) {} z = 1; w: number; #p: number; norm() { return 1; } }
type Keys = 'a' | 'b';
function f(n: number, p: Point, q: Pair<number>, d: Deep<[number, number]>, v: Vec, r: Record<Keys, number>, m: { [K in Keys]: number[] }, i: { [k: string]: number }, g: Pick<Point, 'x'>, o: Omit<Point, 'tags' | 'at'>, e: Partial<Base>) { return n; }`;
    assert.equal(
      types(source),
      'number {id:number x:number y?:number tags:string[] at:function} (number number) {value:(number number) list:(number number)[]} ' +
        '{x:number hidden:number z:number w:number} {a:number b:number} {a:number[] b:number[]} { *:number} {x:number} {id:number x:number y?:number} {id?:number}',
    );
  });

  it('read unions, literals, enums, functions, typed arrays, generics with constraints', () => {
    const source = `enum E { A, B = 4, C }
function f<T extends number, V extends number[]>(a: number | undefined, b: 1 | 2, c: E, d: (x: number) => number, e: Float32Array, g: T, h: V, i: number | string, j: [number, ...number[]], k: NonNullable<number | null>, l: readonly (readonly number[])[]) { return a; }`;
    assert.equal(
      types(source),
      'number 1|2 0|4|5 function Float32Array number number[] number|string (number ...number) number number[][]',
    );
  });

  it('come from overloads, and from the type of the variable that holds the function', () => {
    assert.equal(
      types(
        'function f(x: number, y: number[]): number;\nfunction f(x: string): number;\nfunction f(x: any, y?: any): any { return x; }',
      ),
      'number number[]',
    );
    assert.equal(
      types('type F = (x: number, p: { a: number }) => number;\nconst f: F = (x, p) => x * p.a;'),
      'number {a:number}',
    );
    assert.equal(
      types('class A { m(x: number): number; m(x: string): string; m(x: any) { return x; } }', 'A.m'),
      'number',
    );
  });

  it('come from other modules whose text is given, and name those that are missing', () => {
    const source = `import type { P } from './types';\nexport function f(p: P) { return p.x; }`;
    assert.deepEqual(planTarget(source, '/p/a.ts', { target: 'f' }).typeImports, ['./types']);
    const importedTypes = new Map([
      [
        './types',
        { fileName: '/p/types.ts', source: 'export interface P { x: number; q: Q }\ntype Q = [number, number];' },
      ],
    ]);
    const model = readSource(source, '/p/a.ts', { importedTypes });
    const made = planTarget(source, '/p/a.ts', { target: 'f' }, { model });
    assert.equal(short(made.parameters[0].type), '{x:number q:(number number)}');
    assert.deepEqual(made.typeImports, []);
  });

  it('survive recursive and broken types', () => {
    assert.equal(
      types(
        'interface T { v: number; next?: T }\ntype L = L[];\nfunction f(t: T, l: L, u: Missing, n: number) { return t.v; }',
      )
        .split(' ')
        .at(-1),
      'number',
    );
  });
});

describe('types of inputs from JSDoc', () => {
  it('are read from @param, @type and @typedef', () => {
    const source = `/**
 * @typedef {Object} Point
 * @property {number} x
 * @property {number} [y]
 */
/** @typedef {{ k: number }} Options */
/**
 * @param {number[]} xs - some
 * @param {Point} p
 * @param {Options} o
 * @param {function(number): number} g
 * @param {Array.<number>} ys
 * @param {?number} n
 * @param {number=} m
 * @param {Object} opts
 * @param {number} opts.a
 * @param {Float64Array} data
 */
function f(xs, p, o, g, ys, n, m, opts, data) { return 1; }`;
    assert.equal(
      types(source, 'f', '/p/a.js'),
      'number[] {x:number y?:number} {k:number} function number[] number number {a:number} Float64Array',
    );
  });

  it('give defaults and optional parameters', () => {
    const [, p, q] = plan(
      '/**\n * @param {number} x\n * @param {number} [p=3]\n * @param {number} [q]\n */\nconst f = (x, p, q) => x * p;',
      { name: 'f' },
      '/p/a.js',
    ).parameters;
    assert.deepEqual([p.optional, p.initial], [true, { value: 3, origin: 'default' }]);
    assert.equal(q.optional, true);
  });
});

describe('types of inputs from use', () => {
  const used = (body: string, parameter = 'p'): string => types(`function f(${parameter}) { ${body} }`, 'f', '/p/a.js');

  it('tell numbers, strings, functions and objects', () => {
    assert.equal(used('return p * 2;'), 'number');
    assert.equal(used('return Math.sin(p);'), 'number');
    assert.equal(used('return p > 0 ? 1 : 2;'), 'number');
    assert.equal(used('return p.toFixed(2);'), 'number');
    assert.equal(used('return p(1) * n;', 'p, n'), 'function number');
    assert.equal(used('return p.toLowerCase().length * n;', 'p, n'), 'string number');
    assert.equal(used('return p.x * p.pos.y;'), '{x:number pos:{y:number}}');
    assert.equal(used('const { a, b: { c } } = p; return a * c;'), '{a:number b:{c:number}}');
    assert.equal(used('return a * b;', '{ a, b = 2 }'), '{a:number b?:number}');
  });

  it('tell arrays and what is in them', () => {
    assert.equal(used('return p[0] * p[2];'), 'number[3]');
    assert.equal(used('let s = 0; for (let i = 0; i < p.length; i++) s += p[i]; return s;'), 'number[]');
    assert.equal(used('let s = 0; for (const x of p) s += x.w; return s;'), '{w:number}[]');
    assert.equal(used('return p.map((q) => q.x * 2);'), '{x:number}[]');
    assert.equal(used('return p.reduce((s, v) => s + v * 2, 0);'), 'number[]');
    assert.equal(used('return p[0][1] * p[1][0];'), 'number[2][2]');
    assert.equal(used('return Math.max(...p);'), 'number[]');
    assert.equal(used('const [a, b] = p; return a * b;'), '(number number)');
    assert.equal(used('return q * r;', '[q, r]'), '(number number)');
  });

  it('tell whole numbers: indices, lengths, counts', () => {
    assert.equal(used('return list[p];'), 'integer');
    assert.equal(used('let s = 0; for (let i = 0; i < p; i++) s += i; return s;'), 'integer');
    assert.equal(used('return new Array(p);'), 'integer');
  });

  it('follow aliases and other functions of the file', () => {
    assert.equal(
      types('function g(v) { return v.x * 2; }\nfunction f(p) { const q = p; return g(q); }', 'f', '/p/a.js'),
      '{x:number}',
    );
    assert.equal(
      types(
        'function even(n) { return n === 0 ? 1 : odd(n - 1); }\nfunction odd(n) { return even(n - 1); }\nfunction f(p) { return even(p); }',
        'f',
        '/p/a.js',
      ),
      'number',
    );
  });

  it('complete what an annotation leaves open', () => {
    assert.equal(types('function f(xs: number[], o: object) { return xs[3] * o.k; }'), 'number[4] {k:number}');
  });
});

describe('a type in words', () => {
  it('reads as a person would say it', () => {
    assert.equal(describeType({ kind: 'array', of: { kind: 'number' } }), 'an array of numbers');
    assert.equal(
      describeType({ kind: 'union', members: [{ kind: 'literal', value: 'a' }, { kind: 'number' }] }),
      '"a" or a number',
    );
  });
});
