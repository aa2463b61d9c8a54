/** @file When a cursor or a selection in a file with Variables means the program, and what of it then runs. */
import assert from 'node:assert/strict';
import { planTarget } from '../../../src/snippet/target';

const program = `import { Function, noGrad, Variable } from 'gradlens';
export function scale(x: number) { return 2 * x; }
class Square extends Function { forward(x: number) { return x * x; } }
const x = new Variable(3, 'x');
const W = new Variable([[1, 2], [3, 4]]);
const late = new Variable(scale(1));
const y = x * x;
noGrad(() => y.backward());
console.log(y);
`;
const at = (source: string, text: string, end = text) => ({
  selection: { start: source.indexOf(text), end: source.indexOf(end) + end.length },
});
const cursor = (offset: number) => ({ selection: { start: offset, end: offset } });
const plan = (source: string, where: Parameters<typeof planTarget>[2]) => planTarget(source, '/a/program.ts', where);
const kept = (source: string, where: Parameters<typeof planTarget>[2]) =>
  plan(source, where).keep.map(({ start, end }) => source.slice(start, end).split('\n')[0]);

describe('a file with Variables', () => {
  it('is run as a whole where nothing is selected, wherever the cursor stands', () => {
    for (const offset of [0, program.indexOf('const y'), program.indexOf('return 2'), program.length]) {
      const { target, script } = plan(program, cursor(offset));
      assert.deepEqual([target.kind, target.name, script?.backward], ['script', 'program.ts', true]);
      assert.equal(program.slice(target.start, target.end), program.slice(program.indexOf('const x')).trimEnd());
    }
  });

  it('offers its leaves with values of the text as inputs', () => {
    const { script } = plan(program, cursor(0));
    assert.deepEqual(
      script?.leaves.map(({ name, initial }) => [name, initial?.value]),
      [
        ['x', 3],
        [
          'W',
          [
            [1, 2],
            [3, 4],
          ],
        ],
      ],
    );
  });

  it('is run up to the end of what is selected', () => {
    const where = at(program, 'const W', 'const y = x * x;');
    const { script, target } = plan(program, where);
    assert.equal(script?.backward, false);
    assert.equal(program.slice(target.start, target.end).split('\n').length, 3);
    assert.ok(!kept(program, where).some((text) => text.includes('backward') || text.includes('console')));
    assert.ok(kept(program, where).some((text) => text.includes('const x')));
    assert.equal(plan(program, at(program, 'noGrad(() => y.backward());')).script?.backward, true);
  });

  it('has its functions differentiated where they are selected or named', () => {
    assert.equal(plan(program, { target: 'scale' }).target.kind, 'function');
    assert.equal(plan(program, at(program, 'function scale(x: number) { return 2 * x; }')).target.kind, 'function');
    assert.equal(plan(program, at(program, '2 * x')).target.kind, 'expression');
  });

  it('without a call of backward() is a program only outside of its functions', () => {
    const source = `import { square, type Variable } from 'gradlens';
export const f = (x: Variable) => square(x);
export function g(x: number) { return x * 2; }
const z = 1;
`;
    assert.equal(plan(source, cursor(source.indexOf('x * 2'))).target.name, 'g');
    assert.equal(plan(source, cursor(source.indexOf('const z'))).target.kind, 'script');
    const [input] = plan(source, { target: 'f' }).parameters;
    assert.deepEqual(input.type, { kind: 'variable' });
  });

  it('is one also by require, and is none by the import of types alone', () => {
    const required = `const { Variable } = require('gradlens');\nconst x = new Variable(1);\nx.backward();`;
    assert.equal(plan(required, cursor(0)).target.kind, 'script');
    const types = `import type { Variable } from 'gradlens';\nexport function f(x: number) { return x * 2; }\nconst y = f(1);`;
    assert.notEqual(plan(types, cursor(types.indexOf('x * 2'))).target.kind, 'script');
    assert.notEqual(
      plan('const a = 1;\nconst b = a * 2;', at('const a = 1;\nconst b = a * 2;', 'const b')).target.kind,
      'script',
    );
  });
});
