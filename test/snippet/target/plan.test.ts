/** @file What a selection, a cursor or a name means. */
import assert from 'node:assert/strict';
import { planTargets } from '../../../src/snippet/target';
import { codeOf, inputs, type Place, plan, text } from './plans';

/** kind, name and body of the plan for a place. */
function meant(source: string, where: Place, fileName?: string): string {
  const { target, lift, invoke } = plan(source, where, fileName);
  const { body } = lift;
  const how =
    body.kind === 'name'
      ? body.name
      : body.kind === 'default'
        ? 'default'
        : body.kind === 'value'
          ? text(source, body.span)
          : 'statements';
  const call =
    invoke.kind === 'method'
      ? `.${invoke.method}${invoke.isStatic ? ' static' : ''}${invoke.accessor ? ' get' : ''}`
      : '';
  return `${target.kind} ${target.name} <- ${how}${call}`;
}

describe('what is selected', () => {
  const file = `import { g } from './g';
/** Twice. */
export function twice(x: number): number { return 2 * x; }
export const square = (x: number) => x * x;
const cube = function (x: number) { return x * square(x); };
export default (x: number) => x - 1;
`;

  it('takes a whole declaration with export, comments and white space around it', () => {
    const whole = `/** Twice. */\nexport function twice(x: number): number { return 2 * x; }\n`;
    assert.equal(meant(file, whole), 'function twice <- twice');
    assert.equal(meant(file, 'export const square = (x: number) => x * x;\n'), 'function square <- square');
    assert.equal(meant(file, 'square = (x: number) => x * x'), 'function square <- square');
    assert.equal(meant(file, 'const cube = function (x: number) { return x * square(x); };'), 'function cube <- cube');
    assert.equal(meant(file, 'export default (x: number) => x - 1;'), 'function default <- default');
  });

  it('takes a part of a function that is no whole expression for the statements or the function it stands in', () => {
    assert.equal(meant(file, 'function twice(x: number)'), 'function twice <- twice');
    const source = 'function f(x) {\n  const y = x * x;\n  return y + 1;\n}';
    const made = plan(source, 'y = x * x;\n  return', '/p/a.js');
    assert.equal(made.target.kind, 'statements');
    assert.equal(text(source, made.target), 'const y = x * x; return y + 1;');
  });

  it('takes the name of a function for the function, where it is declared and where it is used', () => {
    assert.equal(meant(file, 'twice'), 'function twice <- twice');
    assert.equal(meant(`${file}\nconsole.log(cube);`, { at: 'cube)' }), 'function cube <- cube');
  });

  it('takes the smallest function around a cursor', () => {
    const source = 'function outer(a: number) { const inner = (x: number) => x * 3; return inner(a); }';
    assert.match(meant(source, { at: 'x * 3' }), /^function inner <- /);
    assert.match(meant(source, { at: 'return inner' }), /^function outer <- outer/);
  });

  it('finds functions by name: nested ones, members, defaults', () => {
    const source = `class Vec { static zero(x: number) { return x; } get norm() { return this.x; } constructor(public x: number) {} scale(k: number) { return k * this.x; } }
const api = { area(r: number) { return r * r; }, deep: (x: number) => x };
export default function (x: number) { return x; }`;
    assert.equal(meant(source, { name: 'Vec.scale' }), 'method Vec.scale <- Vec.scale');
    assert.equal(meant(source, { name: 'Vec.zero' }), 'method Vec.zero <- Vec.zero static');
    assert.equal(meant(source, { name: 'Vec.norm' }), 'method Vec.norm <- Vec.norm get');
    assert.equal(meant(source, { name: 'api.area' }), 'method api.area <- api.area static');
    assert.equal(meant(source, { name: 'area' }), 'method api.area <- api.area static');
    assert.equal(meant(source, { name: 'api.deep' }), 'function api.deep <- (x: number) => x');
    assert.equal(meant(source, { name: 'default' }), 'function default <- default');
    assert.equal(
      codeOf(() => plan(source, { name: 'missing' })),
      'noSuchTarget',
    );
  });

  it('knows CommonJS exports and prototypes', () => {
    const source = `exports.half = function (x) { return x / 2; };
module.exports.third = (x) => x / 3;
function Vec(x, y) { this.x = x; this.y = y; }
Vec.prototype.dot = function (k) { return k * this.x * this.y; };`;
    assert.equal(meant(source, { name: 'half' }, '/p/a.js'), 'function half <- function (x) { return x / 2; }');
    assert.equal(meant(source, { name: 'third' }, '/p/a.js'), 'function third <- (x) => x / 3');
    assert.equal(meant(source, { name: 'Vec.dot' }, '/p/a.js'), 'method Vec.dot <- Vec.dot');
    assert.equal(inputs(plan(source, { name: 'Vec.dot' }, '/p/a.js')), 'k=0.5(guess) x=0.75(guess) y=1.25(guess)');
  });

  it('takes an expression with its free variables as inputs', () => {
    const source = 'const x = 0.3;\nconst y = Math.sin(x) * Math.exp(-x * x);';
    const made = plan(source, 'Math.sin(x) * Math.exp(-x * x)');
    assert.equal(made.target.kind, 'expression');
    assert.equal(inputs(made), 'x=0.3(initialiser)');
    assert.equal(made.invoke.kind, 'value');
    assert.deepEqual(made.lift.params, ['x']);
  });

  it('takes names that nobody declares as inputs of a formula, but not those that are only called', () => {
    assert.equal(inputs(plan('Math.sin(x) * k + g(x)', 'Math.sin(x) * k + g(x)')), 'x=0.5(guess) k=0.75(guess)');
  });

  it('takes statements with the last value as the output', () => {
    const source = 'const t = x ** 2; const y = t * Math.sin(t);';
    const made = plan(source, source);
    assert.equal(inputs(made), 'x=0.5(guess)');
    assert.deepEqual(made.lift.body, {
      kind: 'statements',
      statements: [
        { start: 0, end: 17 },
        { start: 18, end: 44 },
      ],
      result: 'y',
    });
  });

  it('takes the return, the last expression, or the variable that a loop assigns as the value of statements', () => {
    const result = (source: string, selected: string): string => {
      const { body } = plan(source, selected).lift;
      if (body.kind !== 'statements') return body.kind;
      return typeof body.result === 'string' ? body.result : text(source, body.result);
    };
    const loop = 'function f(xs: number[]) { let s = 0; for (const x of xs) s += x * x; return Math.sqrt(s); }';
    assert.equal(result(loop, 'let s = 0; for (const x of xs) s += x * x;'), 's');
    assert.equal(result(loop, 'for (const x of xs) s += x * x; return Math.sqrt(s);'), 'Math.sqrt(s)');
    assert.equal(result('const a = x * 2;\na * a;', 'const a = x * 2;\na * a;'), 'a * a');
    assert.equal(result('const a = x * 2;\nconsole.log(a);', 'const a = x * 2;\nconsole.log(a);'), 'a');
    assert.equal(
      result('function f(x: number) { if (x > 0) return x; else return -x; }', 'if (x > 0) return x; else return -x;'),
      'undefined',
    );
  });

  it('takes the numbers that statements start from, where nothing else is free', () => {
    const source = 'const a = 1;\nconst b = a + a;\nconst c = b + b;';
    const made = plan(source, source);
    assert.equal(inputs(made), 'a=1(initialiser)');
    assert.equal(made.target.kind, 'script');
    assert.deepEqual(made.lift.params, ['a']);
    assert.equal(
      inputs(plan('a = 1; b = a + a; c = b + b', 'a = 1; b = a + a; c = b + b', '/p/a.js')),
      'a=1(initialiser)',
    );
  });

  it('takes a call with literal arguments for the function at these arguments', () => {
    const source = 'function f(x: number, y: number) { return x * y; }\nconsole.log(f(2, 3));\nf(4, 5);';
    assert.equal(inputs(plan(source, 'f(4, 5)')), 'x=4(call) y=5(call)');
    assert.equal(inputs(plan(source, 'console.log(f(2, 3));')), 'x=2(call) y=3(call)');
  });

  it('makes one plan for each of several selections, and equal ones once', () => {
    const source = 'function f(x: number) { return x; }\nfunction g(x: number) { return 2 * x; }';
    const selections = ['f(x', 'g(x', 'return x'].map((piece) => ({
      start: source.indexOf(piece),
      end: source.indexOf(piece),
    }));
    assert.deepEqual(
      planTargets(source, '/p/a.ts', selections).map(({ target }) => target.name),
      ['f', 'g'],
    );
  });

  it('says what to select where there is nothing', () => {
    const source = `// a comment\nimport x from 'y';\ninterface A { b: number }\ntype B = number;\nconst s = 'text';\nclass C { a(x: number) { return x; } b(x: number) { return x; } }`;
    for (const piece of [
      '// a comment',
      "import x from 'y';",
      'interface A { b: number }',
      'b: number',
      'type B = number;',
      "const s = 'text';",
      "'text'",
      source.slice(source.indexOf('class')),
    ]) {
      assert.equal(
        codeOf(() => plan(source, piece)),
        'nothingToDifferentiate',
        piece,
      );
    }
    assert.equal(
      codeOf(() => plan(source, { at: 'comment' })),
      'nothingToDifferentiate',
    );
    assert.equal(
      codeOf(() => plan('', { at: '' })),
      'nothingToDifferentiate',
    );
    assert.equal(
      codeOf(() => plan('function f(s: string) { return s; }', { name: 'f' })),
      'nothingToDifferentiate',
    );
  });

  it('places a syntax error', () => {
    try {
      plan('const a = 1;\nfunction f( { return 1 }', { name: 'f' });
      assert.fail('nothing was thrown');
    } catch (error) {
      const { code, message, start } = error as { code: string; message: string; start: number };
      assert.equal(code, 'syntaxError');
      assert.match(message, /line 2/);
      assert.ok(start > 13 && start < 38);
    }
  });

  it('reads TSX, JSX, .mts, .cts, scripts and decorators', () => {
    assert.match(
      meant('export const f = <T,>(x: number) => x * 2;\nconst v = <p>{f(1)}</p>;', { name: 'f' }, '/p/a.tsx'),
      /^function f/,
    );
    assert.match(
      meant('const v = <p>hi</p>;\nfunction f(x) { return x * 2; }', { name: 'f' }, '/p/a.jsx'),
      /^function f/,
    );
    assert.match(meant('export function f(x: number) { return x; }', { name: 'f' }, '/p/a.mts'), /^function f/);
    assert.match(
      meant('import a = require("a");\nexport = function f(x: number) { return x; }', { name: 'f' }, '/p/a.cts'),
      /^function f/,
    );
    assert.match(meant('with (o) { y = 010; }\nfunction f(x) { return x; }', { name: 'f' }, '/p/a.js'), /^function f/);
    assert.match(meant('@dec class A { @log m(@p x: number) { return x; } }', { name: 'A.m' }), /^method A.m/);
  });
});
