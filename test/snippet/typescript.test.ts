/** @file TypeScript in full: types vanish, declarations that exist while running exist, lines keep their numbers. */
import assert from 'node:assert/strict';
import { instrument } from '../../src/snippet/instrument';
import { differentiate, gradientError } from '../realm/fixture';

/** f(1.5) of a TypeScript file, and its derivative checked against differences. */
async function check(source: string, expected: number, fileName = 'main.ts'): Promise<void> {
  const test = { files: { [fileName]: source }, call: 'f', args: [1.5] };
  const { value } = await differentiate(test);
  assert.equal(value, expected);
  const error = await gradientError(test);
  assert.ok(error < 1e-6, `the gradient is off by ${error}`);
}

describe('TypeScript', () => {
  const cases: Record<string, [source: string, expected: number]> = {
    'annotations, generics, assertions and satisfies': [
      'interface P<T = number> { x: T; y?: T } type Q = { [key: string]: number };\nfunction id<T extends number>(this: void, v: T, _w?: T): T { return v!; }\nexport const f = <T extends number>(x: T): number => { const p = { x, y: x } satisfies P as P; const q = <number>p.y!; return id<number>(p.x) * (q as any as number); };',
      2.25,
    ],
    'statements that end where a type ended': [
      'let a = 1 as number\n;[a] = [2]\ntype T = number\n;(a as any) = 3\nlet u: number\n["x"].forEach(() => { u = 1 })\nfunction f(x: number) { const b = x as number\n+ a; return b }',
      4.5,
    ],
    enums: [
      'enum E { A, B = 3, C, D = B * 2, T = "t" } const enum K { L = 2 } declare enum X { Y } function f(x: number) { return x * E.C + E.D * K.L + E[E.B].length + E.T.length; }',
      20,
    ],
    'namespaces that nest, merge and export': [
      'namespace N { export const k = 2; export let m = 1; export function g(v: number) { m++; return v * k + m; } const hidden = 5; export namespace I { export const z = hidden; } } namespace N { export const w = 7; } namespace A.B { export const c = 1; } namespace OnlyTypes { export type T = number; } function f(x: number) { return N.g(x) + N.m + N.I.z + N.w + A.B.c; }',
      20,
    ],
    'names of earlier pieces of an enum or namespace': [
      'enum E { A = 1, C = A } enum E { B = A + 1 } namespace N { export const k = 2, { a } = { a: 3 }; export function g(v: number) { return v * k; } export namespace I { export const z = 1; } } namespace N { export import M = N; export const w = g(k) + k; export namespace I { export const y = z + 1; } } import A = N.a; function f(x: number) { return x * E.B + N.w + N.M.a - A + N.I.y - 8; }',
      3,
    ],
    'parameter properties, before and after super': [
      'class P { constructor(public readonly a: number, protected b = a * 2, c?: number) {} } class Q extends P { private d: number = 3; constructor(private k: number) { super(k); this.d += this.k; } get all(): number { return this.a * this.b + this.d; } } function f(x: number) { return new Q(x).all; }',
      9,
    ],
    'a field that reads a parameter property': [
      'class P { twice = this.a * 2; constructor(private a: number) {} } function f(x: number) { return new P(x).twice; }',
      3,
    ],
    'abstract classes, overloads, index signatures and implements': [
      'interface S { area(): number } abstract class B implements S { [key: string]: unknown; abstract area(): number; declare z: number; private static readonly one = 1; static make(r: number): B; static make(r: any): any { return new C(r); } one() { return B.one; } } class C extends B { constructor(readonly r: number) { super(); } override area(): number { return this.r * this.r; } } function f(x: number): number; function f(x: any) { return B.make(x).area() + B.make(x).one(); }',
      3.25,
    ],
    accessors: [
      'class A { accessor x = 2; static accessor s: number = 3; accessor #p = 1; get p() { return this.#p; } } function f(v: number) { const a = new A(); a.x = v * a.x; A.s += v; return a.x * A.s + a.p; }',
      14.5,
    ],
    'optional chaining with non-null assertions': [
      'interface O { p?: { q(v: number): number } } function f(x: number) { const o: O = { p: { q: (v) => v * 2 } }; return o.p!.q(x) + o?.p!.q!(x); }',
      6,
    ],
    'arrows with types over several lines': [
      'const g = async <T,>(a: T): Promise<\n  T\n> => a; const h = (\n  a: number,\n  b: {\n    c: number\n  }\n): {\n  q: number\n}["q"] => a * b.c; function f(x: number) { void g; return h(x, { c: x }); }',
      2.25,
    ],
    'import equals, export equals and type-only imports': [
      'import type { T } from "nowhere"; import { type U, type V } from "elsewhere"; namespace N { export namespace I { export const k = 2; } } import W = N.I; export type { T, U, V }; export function f(x: number) { return x * W.k; }',
      3,
    ],
    'destructured parameters with types': [
      'function f(x: number) { return g({ a: x, b: [x, 2] }); } function g({ a, b: [c, d] }: { a: number; b: [number, number] }, ...rest: number[]): number { return a * c + d + rest.length; }',
      4.25,
    ],
    'legacy decorators': [
      'function log(target: any, key: string, descriptor: PropertyDescriptor) { const inner = descriptor.value; descriptor.value = function (v: number) { return inner.call(this, v) * 2; }; } class A { @log m(v: number) { return v * v; } } function f(x: number) { return new A().m(x); }',
      4.5,
    ],
  };
  for (const [title, [source, expected]] of Object.entries(cases)) it(title, () => check(source, expected));

  it('standard decorators', () =>
    check(
      'function twice<T extends (v: number) => number>(inner: T, context: ClassMethodDecoratorContext): T { return function (this: unknown, v: number) { return inner.call(this, v) * (context.name === "m" ? 2 : 1); } as T; } class A { @twice m(v: number) { return v * v; } } function f(x: number) { return new A().m(x); }',
      4.5,
    ));

  it('TSX and JSX: elements are plain objects where no library is there', () =>
    check(
      'const Box = (p: { v: number }) => p.v * 2; function f(x: number) { const e: any = <Box v={x} {...{ w: 1 }}>text {x * 2}<></></Box>; return e.type(e.props) + e.props.children[1] + e.props.children.length; }',
      9,
      'main.tsx',
    ));

  it('leaves lines where they were', () => {
    const source =
      'interface A {\n  x: number;\n}\nenum E {\n  A,\n  B,\n}\nnamespace N {\n  export const a = 1;\n}\nclass C<T extends {\n  a: number\n}> {\n  declare x: number;\n  y?: number;\n}\nconst z = ((a: {\n  b: number\n}) => a) as unknown as {\n  q: number\n};\nfunction marker() {}\n';
    const { code } = instrument(source, { fileName: 'a.ts', sources: false });
    const line = (text: string): number => text.slice(0, text.indexOf('function marker')).split('\n').length;
    assert.equal(line(code), line(source));
  });
});
