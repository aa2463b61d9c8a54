/** @file A report: records, names, statistics and roll-up of a recorded tape. */
import assert from 'node:assert/strict';
import { Op } from '../../../src/engine/opcodes';
import { Guard, Tape } from '../../../src/engine/tape';
import { type Recorded, report, rollUpAbove } from '../../../src/sandbox/report/report';
import type { SiteInfo } from '../../../src/snippet/contract';

function site(
  start: number,
  end: number,
  op: string | null,
  name: string | null = null,
  operands: SiteInfo['operands'] = [],
): SiteInfo {
  return { start, end, kind: op === null ? 'input' : 'operation', op, name, operands };
}

const target = { fileName: '/f.ts', start: 0, end: 100 };

function recorded(tape: Tape, sites: SiteInfo[], rest: Partial<Recorded>): Recorded {
  const modules = [{ fileName: '/f.ts', siteBase: 1, sites, bindings: [] }];
  return {
    tape,
    marks: { length: 0, pairs: new Int32Array(0) },
    modules,
    output: 0,
    inputs: [],
    target,
    events: [],
    ...rest,
  };
}

/** x = 2, a = x², b = a², c = a², y = b + c. */
function diamond(): Recorded {
  const tape = new Tape();
  const x = tape.leaf(2, 1);
  const a = tape.push(Op.mul, x, x, 0, 4, 2);
  const b = tape.push(Op.mul, a, a, 0, 16, 3);
  const c = tape.push(Op.mul, a, a, 0, 16, 4);
  const y = tape.push(Op.add, b, c, 0, 32, 5);
  const sites = [
    site(2, 3, null, 'x'),
    site(10, 15, 'mul', 'a', [
      { start: 10, end: 11 },
      { start: 14, end: 15 },
    ]),
    site(20, 25, 'mul', 'b'),
    site(30, 35, 'mul', 'c'),
    site(40, 45, 'add'),
  ];
  return recorded(tape, sites, { output: y, inputs: [{ name: 'x', variables: x }] });
}

describe('report', () => {
  it('gives every variable its name, value, gradient and generation', () => {
    const { variables } = report(diamond());
    assert.deepEqual(
      variables.map(({ name, value, grad, generation, role }) => [name, value, grad, generation, role]),
      [
        ['x', 2, 64, 0, 'input'],
        ['a', 4, 16, 1, 'intermediate'],
        ['b', 16, 1, 2, 'intermediate'],
        ['c', 16, 1, 2, 'intermediate'],
        [null, 32, 1, 3, 'output'],
      ],
    );
  });

  it('gives every function its operands, contributions and place in the backward order', () => {
    const { functions } = report(diamond());
    assert.deepEqual(
      functions.map(({ id, order }) => [id, order]),
      [
        [2, 4],
        [3, 3],
        [4, 2],
        [5, 1],
      ],
    );
    assert.deepEqual(functions[1].operands, [
      { variable: 2, value: 4, partial: 4, contribution: 4 },
      { variable: 2, value: 4, partial: 4, contribution: 4 },
    ]);
  });

  it('joins executions and operands to their source ranges', () => {
    const { sites } = report(diamond());
    assert.equal(sites.length, 5);
    assert.equal(sites[1].statistics.value.last, 4);
    assert.deepEqual(
      sites[1].operands.map(({ start, statistics }) => [start, statistics.grad?.last]),
      [
        [10, 64],
        [14, 64],
      ],
    );
  });

  it('shows only what the output depends on, and all inputs', () => {
    const given = diamond();
    const lost = given.tape.push(Op.add, 1, 0, 1, 3, 2);
    const unused = given.tape.leaf(7, 1);
    given.inputs.push({ name: 'z', variables: unused });
    const { variables } = report(given);
    assert.ok(!variables.some(({ id }) => id === lost));
    assert.deepEqual(variables.find(({ id }) => id === unused)?.grad, null);
  });

  it('takes a name from a marked value where the operation has none', () => {
    const given = diamond();
    given.modules[0].sites.push({ ...site(50, 51, null, 'y'), kind: 'value' });
    given.marks = { length: 1, pairs: Int32Array.of(6, 5) };
    assert.equal(report(given).variables.at(-1)?.name, 'y');
  });

  it('rolls a loop up by source range, with the loop-carried edge', () => {
    const tape = new Tape();
    const x = tape.leaf(0.6, 1);
    let v = x;
    const steps = 50_000;
    for (let k = 0; k < steps; k++) {
      const s = tape.push(Op.sin, v, 0, 0, Math.sin(tape.value[v]), 2);
      const m = tape.push(Op.mul, s, 0, 0.999, tape.value[s] * 0.999, 3);
      v = tape.push(Op.add, m, 0, 0.001, tape.value[m] + 0.001, 4);
    }
    const sites = [site(1, 2, null, 'x'), site(10, 15, 'sin'), site(10, 20, 'mul'), site(10, 25, 'add', 'v')];
    const made = report(recorded(tape, sites, { output: v, inputs: [{ name: 'x', variables: x }] }));
    assert.ok(made.rolledUp);
    assert.equal(made.functions.length, 4);
    const sine = made.functions.find(({ op }) => op === 'sin');
    assert.equal(sine?.rolled?.count, steps);
    const add = made.variables.find(({ site: id, role }) => id === 4 && role === 'intermediate');
    const from = sine?.operands.map(({ variable }) => variable).sort();
    assert.deepEqual(from, [x, add?.id].sort());
    assert.deepEqual(add?.rolled?.generation, [3, 3 * (steps - 1)]);
    const shown = new Set(made.variables.map(({ id }) => id));
    for (const { operands } of made.functions) {
      for (const { variable } of operands) assert.ok(variable === null || shown.has(variable));
    }
  });

  it('rolls up the leaves of one large input', () => {
    const tape = new Tape();
    const ids = Array.from({ length: rollUpAbove }, (_, k) => tape.leaf(k, 1));
    let sum = ids[0];
    for (const id of ids.slice(1)) sum = tape.push(Op.add, sum, id, 0, 0, 2);
    const sites = [site(1, 2, null, 'x'), site(10, 15, 'add', 'sum')];
    const { variables } = report(recorded(tape, sites, { output: sum, inputs: [{ name: 'x', variables: ids }] }));
    assert.equal(variables.length, 3);
    assert.equal(variables[0].name, 'x');
    assert.equal(variables[0].rolled?.count, rollUpAbove);
  });

  const codes = (given: Recorded) => report(given).findings.diagnostics.map(({ code, start }) => [code, start]);

  it('reports a kink, a step and the first value that is not finite, each at its place', () => {
    const tape = new Tape();
    const x = tape.leaf(0, 1);
    const a = tape.push(Op.abs, x, 0, 0, 0, 2);
    const f = tape.push(Op.floor, a, 0, 0, 0, 3);
    const d = tape.push(Op.div, 0, f, 1, Infinity, 4);
    const y = tape.push(Op.add, d, 0, 1, Infinity, 5);
    const sites = [
      site(1, 2, null),
      site(10, 11, 'abs'),
      site(20, 21, 'floor'),
      site(30, 31, 'div'),
      site(40, 41, 'add'),
    ];
    const found = codes(recorded(tape, sites, { output: y, inputs: [{ name: 'x', variables: x }] }));
    assert.deepEqual(
      found.filter(([code]) => code !== 'nonFiniteGradient'),
      [
        ['kink', 10],
        ['stepwise', 20],
        ['nonFiniteValue', 30],
      ],
    );
  });

  it('reports where the gradient first stops being finite on its way back', () => {
    const tape = new Tape();
    const x = tape.leaf(0, 1);
    const r = tape.push(Op.sqrt, x, 0, 0, 0, 2);
    const y = tape.push(Op.mul, r, 0, 3, 0, 3);
    const sites = [site(1, 2, null), site(10, 11, 'sqrt'), site(20, 21, 'mul')];
    const found = report(recorded(tape, sites, { output: y, inputs: [{ name: 'x', variables: x }] })).findings
      .diagnostics;
    assert.deepEqual(
      found.map(({ code, start, parameters }) => [code, start, parameters?.value]),
      [['nonFiniteGradient', 10, 'Infinity']],
    );
  });

  it('reports a branch that was decided exactly on its boundary, and no other', () => {
    const tape = new Tape();
    const x = tape.leaf(0, 1);
    tape.guard(Guard.greater, x, 0, 0, false, 2);
    tape.guard(Guard.greater, x, 0, 1, false, 3);
    const y = tape.push(Op.mul, x, 0, 2, 0, 4);
    const sites = [site(1, 2, null), site(10, 11, null), site(20, 21, null), site(30, 31, 'mul')];
    assert.deepEqual(codes(recorded(tape, sites, { output: y })), [['boundary', 10]]);
  });
});
