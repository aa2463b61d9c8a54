/** @file Whatever is selected: a plan that can be transformed, or a reason with a code; never a crash, never for ever. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { instrument } from '../../../src/snippet/instrument';
import { chooseInputs, listTargets, planTarget, readSource } from '../../../src/snippet/target';
import { codeOf, inputs, plan } from './plans';

const files = [
  'src/snippet/target/slice.ts',
  'src/snippet/target/guess.ts',
  'src/engine/tape.ts',
  'src/protocol/codec.ts',
  'src/supervisor/modules/paths.ts',
];

describe('any selection', function () {
  this.timeout(30_000);

  for (const file of files) {
    it(`in ${file} gives a plan or a reason`, () => {
      const source = readFileSync(file, 'utf8');
      const model = readSource(source, file);
      fc.assert(
        fc.property(fc.nat(source.length), fc.nat(300), (start, length) => {
          const selection = { start, end: Math.min(source.length, start + length) };
          try {
            const made = planTarget(source, file, { selection }, { model });
            chooseInputs(made);
            const { code } = instrument(source, {
              fileName: file,
              format: 'registry',
              keep: made.keep,
              lift: made.lift,
            });
            // Compiled, not run.
            new Function(`return ${code}`);
          } catch (error) {
            assert.equal((error as { code?: string }).code, 'nothingToDifferentiate', String((error as Error).stack));
          }
        }),
        { numRuns: 25 },
      );
    });
  }

  it('finds every function that is listed, by its name', () => {
    for (const file of files) {
      const source = readFileSync(file, 'utf8');
      const model = readSource(source, file);
      for (const { name, numeric } of listTargets(source, file, { model })) {
        const code = codeOf(() => planTarget(source, file, { target: name }, { model }));
        assert.ok(code === 'nothing was thrown' || (!numeric && code === 'nothingToDifferentiate'), `${name}: ${code}`);
      }
    }
  });
});

describe('tangled code is read in reasonable time', () => {
  it('where constants double, types contain themselves, names go round', () => {
    const doubling = Array.from({ length: 60 }, (_, i) => `const a${i + 1} = a${i} + a${i} * a${i};`).join('\n');
    assert.equal(
      codeOf(() => plan(`const a0 = 1e-9;\n${doubling}\nconst f = (x: number) => x * a60;`, { name: 'f' })),
      'nothing was thrown',
    );
    const self =
      'interface T { a: T; b: T; c: T; d: T; v: number }\ninterface U { a: V; b: V; c: V }\ninterface V { a: U; b: U; c: U }\nfunction f(t: T, u: U, x: number) { return t.v * x; }';
    assert.match(inputs(plan(self, { name: 'f' })), /x=/);
    const round = Array.from(
      { length: 40 },
      (_, i) =>
        `function g${i}(p) { const q = p; return g${(i + 1) % 40}(q) + g${(i + 7) % 40}(p) + g${(i + 13) % 40}(q); }`,
    ).join('\n');
    assert.match(inputs(plan(`${round}\nfunction f(p) { return g0(p) * p; }`, { name: 'f' }, '/p/a.js')), /p=0.3/);
  });

  it('where hundreds of statements hang together', () => {
    const chain = Array.from(
      { length: 400 },
      (_, i) => `let v${i} = ${i ? `h(v${i - 1})` : 'x'};\nv${i} = v${i} + ${i ? `v${i >> 1}` : '1'};`,
    ).join('\n');
    const source = `function h(t) { return t * 2; }\nconst x = 2;\n${chain}\nconst y = v399 * x;`;
    const made = plan(source, { at: 'v399 * x' }, '/p/a.js');
    assert.match(inputs(made), /x=2/);
  });
});

describe('statements that cannot stand alone', () => {
  it('are refused: jumps out of a loop, super, yield', () => {
    assert.equal(
      codeOf(() => plan('for (const x of xs) { if (x > 1) break; s += x; }', 'if (x > 1) break; s += x;')),
      'nothingToDifferentiate',
    );
    assert.equal(
      codeOf(() => plan('class A extends B { f(x: number) { return super.f(x) * x; } }', 'super.f(x) * x')),
      'nothingToDifferentiate',
    );
    assert.equal(
      codeOf(() =>
        plan('function* g(x: number) { const y = yield x; return y * x; }', 'const y = yield x; return y * x;'),
      ),
      'nothingToDifferentiate',
    );
  });

  it('may jump within themselves', () => {
    const source =
      'let s = 0;\nouter: for (let i = 0; i < 9; i++) { for (;;) { s += x; if (i > 3) break outer; continue outer; } }';
    assert.equal(inputs(plan(source, source.slice(11))), 's=0(initialiser) x=0.5(guess)');
  });

  it('end before the break of a case', () => {
    const source = 'function f(k: number, x: number) { let y = 0; switch (k) { case 1: y = x * x; break; } return y; }';
    assert.match(inputs(plan(source, 'y = x * x; break;')), /^x=/);
  });
});
