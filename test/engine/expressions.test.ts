/** @file Formulas read off a tape: simplified, and equal to what was computed. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { centralDifference, ridders } from '../../src/engine/checks';
import { type Formulas, formulas, ruleOf } from '../../src/engine/expressions';
import type { PrimitiveName } from '../../src/engine/opcodes';
import { primitiveNames, primitives } from '../../src/engine/primitives';
import { reverse } from '../../src/engine/sweep';
import { Tape } from '../../src/engine/tape';
import { pushOperation, smoothSamples } from './samples';

type Item = { id: number } | number;
type Push = (name: PrimitiveName, ...operands: Item[]) => Item;

function program(build: (push: Push, x: Item, y: Item) => Item, at: [number, number] = [0.7, 1.3]) {
  const tape = new Tape();
  const inputs = at.map((value, k) => ({ id: tape.leaf(value, 0), name: 'xy'[k] }));
  const push: Push = (name, ...operands) => {
    const ids = operands.map((item) => (typeof item === 'number' ? 0 : item.id));
    const values = operands.map((item) => (typeof item === 'number' ? item : tape.value[item.id]));
    return { id: pushOperation(tape, name, ids, values) };
  };
  const output = build(push, inputs[0], inputs[1]) as { id: number };
  return { tape, inputs, output: output.id };
}

function read(build: (push: Push, x: Item, y: Item) => Item, at?: [number, number], limit?: number): Formulas {
  const { tape, inputs, output } = program(build, at);
  return formulas(tape, output, inputs, limit);
}

/** Runs code that `toCode` wrote. */
function evaluate(code: string, values: Record<string, number>): number {
  const own = Object.fromEntries(
    (['relu', 'sigmoid', 'softplus', 'clamp'] as const).map((name) => [name, primitives[name].forward]),
  );
  const scope = { ...values, ...own };
  return new Function(...Object.keys(scope), `return ${code};`)(...Object.values(scope));
}

describe('a formula', () => {
  const known: [string, (push: Push, x: Item, y: Item) => Item, string, string, string][] = [
    ['polynomial', (p, x) => p('sub', p('pow', x, 4), p('mul', 2, p('square', x))), 'x⁴ − 2·x²', '4·x³ − 4·x', '0'],
    ['tanh', (p, x) => p('tanh', x), 'tanh(x)', '1 − tanh(x)²', '0'],
    ['square root', (p, x) => p('sqrt', x), '√(x)', '1/(2·√(x))', '0'],
    ['asin', (p, x) => p('asin', x), 'asin(x)', '1/√(1 − x²)', '0'],
    ['quotient', (p, x, y) => p('div', x, y), 'x/y', '1/y', '−x/y²'],
    ['power', (p, x, y) => p('pow', x, y), 'x^y', 'y·x^(y − 1)', 'x^y·log(x)'],
    ['norm', (p, x, y) => p('hypot', x, y), '√(x² + y²)', 'x/√(x² + y²)', 'y/√(x² + y²)'],
    ['remainder', (p, x, y) => p('rem', x, y), 'x % y', '1', '−trunc(x/y)'],
    ['exponential', (p, x) => p('exp', p('neg', p('mul', x, x))), 'exp(−x²)', '−2·x·exp(−x²)', '0'],
    ['repeated product', (p, x, y) => p('mul', p('mul', p('mul', x, x), x), y), 'x³·y', '3·y·x²', 'x³'],
    [
      'product of circle functions',
      (p, x) => p('mul', p('sin', x), p('cos', x)),
      'sin(x)·cos(x)',
      'cos(x)² − sin(x)²',
      '0',
    ],
    ['sum of their squares', (p, x) => p('add', p('square', p('sin', x)), p('square', p('cos', x))), '1', '0', '0'],
    ['choice', (p, x, y) => p('max', x, y), 'max(x, y)', '0', '1'],
    [
      'valley',
      (p, x, y) => p('add', p('mul', 100, p('square', p('sub', y, p('square', x)))), p('square', p('sub', 1, x))),
      '100·(y − x²)² + (1 − x)²',
      '2·x − 400·x·(y − x²) − 2',
      '200·(y − x²)',
    ],
  ];
  for (const [title, build, value, dx, dy] of known) {
    it(`is simplified: ${title}`, () => {
      const found = read(build);
      assert.deepEqual([found.value?.text, ...found.derivatives.map((d) => d?.text)], [value, dx, dy]);
    });
  }

  const names = primitiveNames.filter((name) => name !== 'fround' && name !== 'acosh');
  it('of a random program computes what the program does, and its derivative is the gradient', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000), fc.nat(5)), { minLength: 1, maxLength: 9 }),
        ([...choices]) => {
          const { tape, inputs, output } = program((push, x, y) => {
            const made: Item[] = [x, y];
            for (const [which, p, q, r] of choices) {
              const name = names[which % names.length];
              const { arity } = primitives[name];
              const pick = (k: number) => (k % 7 === 0 && arity !== 1 ? (k % 5) + 0.5 : made[k % made.length]);
              const items = arity === 1 ? [made[p % made.length]] : [made[p % made.length], pick(q)];
              made.push(push(name, ...(arity === 3 ? [...items, r + 0.25] : items)));
            }
            return made[made.length - 1];
          });
          const found = formulas(tape, output, inputs, 2000);
          const adjoints = reverse(tape, output);
          const at = { x: 0.7, y: 1.3 };
          const agree = (code: string | undefined, expected: number) => {
            if (code === undefined || !Number.isFinite(expected) || Math.abs(expected) > 1e8) return;
            const given = evaluate(code, at);
            // a formula that was simplified may be finite where the program is not, never the reverse
            assert.ok(
              Math.abs(given - expected) <= 1e-6 * Math.max(1, Math.abs(expected)),
              `${code} = ${given}, not ${expected}`,
            );
          };
          if (sensitive(tape)) return;
          agree(found.value?.code, tape.value[output]);
          found.derivatives.forEach((derivative, k) => {
            agree(derivative?.code, adjoints[inputs[k].id]);
          });
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('stands beside the numerical and the automatic value, and they agree', () => {
    const { tape, inputs, output } = program((p, x, y) => p('add', p('sin', p('mul', x, y)), p('exp', x)));
    const found = formulas(tape, output, inputs);
    const f = (x: number) => Math.sin(x * 1.3) + Math.exp(x);
    const automatic = reverse(tape, output)[inputs[0].id];
    const symbolic = evaluate(found.derivatives[0]?.code as string, { x: 0.7, y: 1.3 });
    assert.ok(Math.abs(symbolic - automatic) < 1e-14);
    assert.ok(Math.abs(ridders(f, 0.7).value - automatic) < 1e-10);
    assert.ok(Math.abs(centralDifference(f, 0.7).value - automatic) < 1e-8);
  });

  it('is TeX that says the same', () => {
    const tex = (build: (push: Push, x: Item, y: Item) => Item) => {
      const { value, derivatives } = read(build);
      return [value?.tex, derivatives[0]?.tex];
    };
    assert.deepEqual(
      tex((p, x) => p('sub', p('pow', x, 4), p('mul', 2, p('square', x)))),
      ['x^{4} - 2 \\cdot x^{2}', '4 \\cdot x^{3} - 4 \\cdot x'],
    );
    assert.deepEqual(
      tex((p, x) => p('sqrt', x)),
      ['\\sqrt{x}', '\\frac{1}{2 \\cdot \\sqrt{x}}'],
    );
    assert.deepEqual(
      tex((p, x) => p('exp', p('neg', p('mul', x, x)))),
      ['e^{-x^{2}}', '-2 \\cdot x \\cdot e^{-x^{2}}'],
    );
    assert.deepEqual(tex((p, x) => p('square', p('tanh', x)))[0], '\\tanh\\left(x\\right)^{2}');
    assert.deepEqual(tex((p, x, y) => p('pow', p('exp', x), y))[0], '{e^{x}}^{y}');
    assert.deepEqual(
      tex((p, x) => p('mul', 1e-12, p('asinh', x)))[0],
      '1 \\cdot 10^{-12} \\cdot \\operatorname{asinh}\\left(x\\right)',
    );
    const { tape, inputs, output } = program((p, x, y) => p('rem', p('abs', x), y));
    const named = ['weights[0]', 'a_b', 'theta', 'x12', 'p.y'].map(
      (name) => formulas(tape, output, [{ ...inputs[0], name }, inputs[1]]).value?.tex,
    );
    assert.deepEqual(named, [
      '\\left|\\mathrm{weights}_{0}\\right| \\bmod y',
      '\\left|\\mathrm{a\\_b}\\right| \\bmod y',
      '\\left|\\theta\\right| \\bmod y',
      '\\left|x_{12}\\right| \\bmod y',
      '\\left|\\mathrm{p.y}\\right| \\bmod y',
    ]);
  });

  it('is well-formed TeX, whatever the function', () => {
    for (const name of primitiveNames) {
      const { arity } = primitives[name];
      const found = read((p, x, y) => p(name, ...[x, y, 2].slice(0, arity === 'any' ? 2 : arity)));
      for (const formula of [found.value, ...found.derivatives]) {
        if (!formula) continue;
        let depth = 0;
        for (const sign of formula.tex.replace(/\\[{}]/g, '')) {
          if (sign === '{') depth++;
          if (sign === '}') depth--;
          assert.ok(depth >= 0, formula.tex);
        }
        assert.equal(depth, 0, formula.tex);
        const count = (word: string) => formula.tex.split(word).length - 1;
        assert.equal(count('\\left'), count('\\right'), formula.tex);
        // nothing of the other ways of writing, and no name that TeX would read as a product
        assert.doesNotMatch(formula.tex, /Math\.|\*|[²³√∞−·]|(?<![\\a-z{])[a-z]{2,}\\left/);
      }
    }
  });

  it('is well-formed MathML, with names escaped', () => {
    const { tape, inputs, output } = program((p, x, y) =>
      p('div', p('sqrt', p('add', p('pow', x, y), p('abs', x))), p('exp', p('neg', p('cbrt', y)))),
    );
    const found = formulas(tape, output, [{ ...inputs[0], name: 'a<b' }, inputs[1]]);
    for (const formula of [found.value, ...found.derivatives]) {
      const mathml = formula?.mathml as string;
      assert.ok(mathml.includes('<mi>a&lt;b</mi>') && mathml.startsWith('<math '));
      const open: string[] = [];
      for (const [, close, tag] of mathml.matchAll(/<(\/?)(\w+)[^>]*>/g)) {
        if (close === '') open.push(tag);
        else assert.equal(open.pop(), tag);
      }
      assert.deepEqual(open, []);
      const children = (tag: string) => mathml.includes(`<${tag}>`);
      assert.ok(children('msqrt') || children('msup'));
    }
  });

  it('is not made where it would be too large, in little time', () => {
    const chain = (p: Push, x: Item) => {
      let v = x;
      for (let k = 0; k < 5000; k++) v = p('sin', p('mul', v, v));
      return v;
    };
    assert.deepEqual(read(chain), { value: null, derivatives: [null, null], branches: false });
    const wide = read((p, x, y) => {
      let v = x;
      for (let k = 0; k < 12; k++) v = p('mul', p('add', v, y), p('sin', v));
      return v;
    });
    assert.equal(wide.value, null);
    assert.equal(read((p, x, y) => p('mul', x, y), undefined, 2).value, null);
  });

  it('has a branch noted, and takes other leaves as numbers', () => {
    const { tape, inputs, output } = program((p, x, y) => p('mul', x, y));
    tape.guard(2, inputs[0].id, 0, 0, true, 0);
    const found = formulas(tape, output, [inputs[0]]);
    assert.equal(found.branches, true);
    assert.equal(found.value?.text, '1.3·x');
  });
});

describe('the rule of a primitive', () => {
  it('is written with the names of the operands', () => {
    assert.equal(ruleOf('square', 0, ['a']).text, '2·a');
    assert.equal(ruleOf('mul', 1, ['a', 'b']).text, 'a');
    assert.equal(ruleOf('pow', 0, ['a', 'n'], 3).text, '3·a²');
    assert.equal(ruleOf('tanh', 0, ['a']).text, '1 − y²');
    assert.equal(ruleOf('sin', 0, ['v']).text, 'cos(v)');
  });
  it('gives the derivative, for each primitive', () => {
    for (const name of primitiveNames) {
      const row = primitives[name];
      // rules of choices are written for one of the cases
      if (['max', 'min', 'clamp', 'relu'].includes(name)) continue;
      for (const x of smoothSamples(name).slice(0, 4)) {
        const operandNames = ['a', 'b', 'c'].slice(0, x.length);
        const y = row.forward(...x);
        x.forEach((_, k) => {
          const { code } = ruleOf(name, k, operandNames);
          const scope = { ...Object.fromEntries(operandNames.map((n, i) => [n, x[i]])), y };
          const tape = new Tape();
          const leaves = x.map((value) => tape.leaf(value, 0));
          const expected = reverse(tape, pushOperation(tape, name, leaves, x))[leaves[k]];
          const given = evaluate(code, scope);
          assert.ok(
            Math.abs(given - expected) <= 1e-12 * Math.max(1, Math.abs(expected)),
            `${name}: ${code} = ${given}`,
          );
        });
      }
    }
  });
});

/** Whether a program stands where rounding decides: next to a kink, a step, or beyond the domain of an operation. */
function sensitive(tape: Tape): boolean {
  for (let id = 1; id < tape.length; id++)
    if (!Number.isFinite(tape.value[id]) || Math.abs(tape.value[id]) < 1e-9) return true;
  for (let id = 3; id < tape.length; id++) {
    const value = tape.value[id];
    if (Math.abs(value - Math.round(value)) < 1e-7) return true;
    for (let other = 1; other < id; other++) if (Math.abs(tape.value[other] - value) < 1e-9) return true;
  }
  return false;
}
