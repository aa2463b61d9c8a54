/** @file What an evaluation records: variables, functions, sites, statistics. */
import assert from 'node:assert/strict';
import { ask, codes } from './fixture';

describe('headless', function () {
  this.timeout(30_000);
  describe('the record', () => {
    it('joins variables, functions and sites to the source', async () => {
      const source = 'function f(x: number) { const a = Math.sin(x); return a * 2; }';
      const { sites, variables, bindings, target } = await ask(source, { target: 'f', inputs: [1] });
      const text = ({ start, end }: { start: number; end: number }) => source.slice(start, end);
      assert.equal(text(target), source);
      assert.deepEqual(sites.filter(({ kind }) => kind === 'operation').map(text), ['Math.sin(x)', 'a * 2']);
      const a = variables.find(({ name }) => name === 'a');
      const site = sites.find(({ id }) => id === a?.site);
      assert.equal(site?.statistics.value.last, Math.sin(1));
      assert.equal(site?.statistics.grad?.last, 2);
      assert.equal(text(site?.operands[0] ?? { start: 0, end: 0 }), 'x');
      const name = bindings.find((binding) => binding.name === 'a');
      assert.deepEqual(name?.references.map(text), ['a', 'a']);
      assert.ok(name?.sites.length);
    });
    it('counts how often an expression ran and over which range', async () => {
      const made = await ask(
        'function f(x: number) { let s = 0; for (let i = 1; i <= 10; i++) s += x / i; return s; }',
        { target: 'f', inputs: [1] },
      );
      const division = made.sites.find(({ op }) => op === 'div');
      assert.deepEqual(
        [division?.statistics.count, division?.statistics.value.min, division?.statistics.value.max],
        [10, 0.1, 1],
      );
    });
    it('rolls a million operations up into a handful of records', async () => {
      const chain =
        'export function chain(x: number) { let v = x; for (let i = 0; i < 333334; i++) v = Math.sin(v) * 0.999 + 0.001; return v; }';
      const made = await ask(chain, { target: 'chain', inputs: [0.6] });
      assert.ok(made.statistics.operations > 1_000_000 && made.statistics.rolledUp);
      assert.ok(made.variables.length < 10 && made.functions.length < 10);
      assert.ok(made.variables.some(({ rolled }) => (rolled?.count ?? 0) > 300_000));
    });
    it('records ten million operations within the default limits', async () => {
      const source =
        'export function chain(x: number) { let v = x; for (let i = 0; i < 4999990; i++) v = v * 0.999 + 0.001; return v; }';
      const made = await ask(source, { target: 'chain', inputs: [0.6], timeoutMs: 60_000 });
      assert.ok(made.statistics.operations > 9_999_000);
      assert.ok(made.variables.length < 10);
    });
    it('carries NaN and infinities', async () => {
      const made = await ask('const f = (x: number) => Math.log(x) * 0 + Math.sqrt(x);', { target: 'f', inputs: [0] });
      assert.ok(Number.isNaN(made.output.value));
      assert.ok(codes(made).includes('nonFiniteValue'));
    });
  });
});
