/** @file Sites, names, bindings and marks: what joins the tape to the source. */
import assert from 'node:assert/strict';
import { instrument } from '../../src/snippet/instrument';
import { differentiate } from '../realm/fixture';

const source = `export function f(x: number, y: number) {
  const r = g(x) * y;
  let s = r;
  s += Math.sin(x * y);
  const o = { p: s };
  o.p = o.p - 1;
  return o.p;
}
function g(v: number) { return v; }
`;
const at = (text: string, from = 0): { start: number; end: number } => {
  const start = source.indexOf(text, from);
  return { start, end: start + text.length };
};

describe('sites', () => {
  const { sites, bindings } = instrument(source, { fileName: 'a.ts', siteBase: 10 });
  const siteAt = (span: { start: number; end: number }) =>
    sites.find((one) => one.start === span.start && one.end === span.end);

  it('have the range, the primitive, the name and the ranges of the operands', () => {
    const product = siteAt(at('g(x) * y'));
    assert.deepEqual(product, {
      ...at('g(x) * y'),
      kind: 'operation',
      op: 'mul',
      name: 'r',
      operands: [at('g(x)'), at('y', source.indexOf('g(x) *'))],
    });
    assert.equal(siteAt(at('Math.sin(x * y)'))?.op, 'sin');
    assert.equal(siteAt(at('s += Math.sin(x * y)'))?.name, 's');
    assert.equal(siteAt(at('o.p - 1'))?.name, 'o.p');
  });
  it('are given to every binding: declaration first, then references, and what gives it values', () => {
    const binding = bindings.find((one) => one.name === 's');
    assert.deepEqual(
      binding?.references.map((one) => source.slice(one.start, one.end)),
      ['s', 's', 's'],
    );
    assert.deepEqual(binding?.references[0], at('s = r'.slice(0, 1), source.indexOf('let s') + 4));
    assert.deepEqual(
      binding?.sites.map((k) => source.slice(sites[k].start, sites[k].end)),
      ['r', 's += Math.sin(x * y)'],
    );
  });
  it('mark parameters, aliases and results of calls with the rows that passed there', async () => {
    const { marks, instrumented, tape } = await differentiate({
      files: { 'main.ts': source },
      call: 'f',
      args: [2, 3],
    });
    const table = instrumented.get('main.ts')?.sites ?? [];
    const passed = (span: { start: number; end: number }): number[] =>
      marks
        .filter(([site]) => table[site]?.start === span.start && table[site].end === span.end)
        .map(([, id]) => tape.value[id]);
    assert.deepEqual(passed(at('v', source.indexOf('g(v'))), [2]);
    assert.deepEqual(passed(at('r', source.indexOf('let s = r') + 8)), [6]);
  });
  it('of a lifted target are those of the source', () => {
    const body = at('return o.p;');
    const made = instrument(source, {
      fileName: 'a.ts',
      format: 'registry',
      keep: [at('function g(v: number) { return v; }')],
      lift: {
        params: ['y'],
        prologue: [],
        body: { kind: 'statements', statements: [at('let s = r;')], result: at('g(x) * y') },
      },
    });
    assert.ok(made.sites.some((one) => one.op === 'mul' && one.start === at('g(x) * y').start));
    const input = made.sites.find((one) => one.kind === 'input');
    assert.equal(input?.name, 'y');
    assert.deepEqual({ start: input?.start, end: input?.end }, at('y', source.indexOf('y: number')));
    assert.ok(body.start > 0);
  });
  it('number from the base upwards and never twice for one range', () => {
    const { code } = instrument('const f = (a, b) => a * b;', { fileName: 'a.js', siteBase: 40, marks: false });
    assert.match(code, /\$gl\.mul\(a, b, 40\)/);
    const ranges = sites.filter((one) => one.kind === 'operation').map((one) => `${one.start}-${one.end}`);
    assert.equal(new Set(ranges).size, ranges.length);
  });
});

describe('lifted targets', () => {
  const lifted = async (text: string, target: string, params: string[]): Promise<string> => {
    const start = text.indexOf(target);
    return instrument(text, {
      fileName: 'a.js',
      format: 'registry',
      sources: false,
      marks: false,
      keep: [],
      lift: { params, prologue: [], body: { kind: 'value', span: { start, end: start + target.length } } },
    }).code;
  };
  it('are expressions, functions, classes and methods, wherever they stand', async () => {
    const text =
      'function outer(k) { const inner = (v) => v * k; class C { m(a) { return a + k; } } return { go(b) { return b - k; } }; }';
    assert.match(await lifted(text, '(v) => v * k', ['k']), /target\(function \(k\) \{return \(\(v\) =>/);
    assert.match(await lifted(text, 'class C { m(a) { return a + k; } }', ['k']), /return \(class C \{ m\(a\)/);
    assert.match(await lifted(text, 'v * k', ['v', 'k']), /target\(function \(v, k\)/);
    assert.match(await lifted(text, 'go(b) { return b - k; }', ['k']), /return \(\(\{ go\(b\).*\}\)\["go"\]\)/);
  });
});
