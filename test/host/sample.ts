/** @file A small evaluation, put together by hand, that the host's tests read. */

import type { Words } from '../../src/host/words';
import type { Evaluation, SiteRecord, SiteStatistics } from '../../src/protocol/evaluation';

export const fileName = '/project/diamond.ts';
export const source = `function f(x) {
  const a = x ** 2;
  const b = a ** 2;
  const c = a ** 2;
  return b + c;
}
`;

/** The range of the `occurrence`-th place of `text`. */
export function rangeOf(text: string, occurrence = 1, within = source): { start: number; end: number } {
  let start = -1;
  for (let k = 0; k < occurrence; k++) start = within.indexOf(text, start + 1);
  if (start < 0) throw new Error(`no ${text}`);
  return { start, end: start + text.length };
}

export function once(value: number, grad: number | null, generation: number, order: number | null): SiteStatistics {
  const spread = (one: number) => ({ min: one, mean: one, max: one, last: one });
  return {
    count: 1,
    value: spread(value),
    grad: grad === null ? null : spread(grad),
    generation: [generation, generation],
    order: order === null ? null : [order, order],
  };
}

function site(
  id: number,
  range: { start: number; end: number },
  rest: Partial<SiteRecord> & { statistics: SiteStatistics },
): SiteRecord {
  return { id, fileName, ...range, kind: 'operation', op: 'powc', name: null, operands: [], ...rest };
}

/** f(2) = 32 with gradients 64 (x), 16 (a), 1 (b, c, output). */
export function diamond(): Evaluation {
  const x = once(2, 64, 0, null);
  const a = once(4, 16, 1, 4);
  const operand = (text: string, occurrence: number, statistics: SiteStatistics) => ({
    fileName,
    ...rangeOf(text, occurrence),
    statistics,
  });
  const firstOf = (text: string, letter: string, statistics: SiteStatistics, occurrence = 1) => {
    const { start } = rangeOf(text, occurrence);
    return { fileName, start, end: start + letter.length, statistics };
  };
  const references = (...ranges: { start: number; end: number }[]) => ranges.map(({ start, end }) => ({ start, end }));
  const nameIn = (text: string, letter: string, occurrence = 1) => {
    const { start } = rangeOf(text, occurrence);
    const at = start + text.indexOf(letter);
    return { start: at, end: at + letter.length };
  };
  return {
    target: { name: 'f', kind: 'function', signature: 'x', line: 0, fileName, start: 0, end: source.trimEnd().length },
    output: { path: '', value: 32, variable: 5, choices: [{ path: '', value: 32 }] },
    inputs: [
      {
        name: 'x',
        value: 2,
        grad: 64,
        origin: 'guess',
        closedOver: false,
        differentiated: true,
        variables: 1,
        range: { fileName, ...nameIn('(x)', 'x') },
      },
    ],
    variables: [
      { id: 1, name: 'x', value: 2, grad: 64, generation: 0, creator: null, role: 'input', site: 1, rolled: null },
      { id: 2, name: 'a', value: 4, grad: 16, generation: 1, creator: 2, role: 'intermediate', site: 2, rolled: null },
    ],
    functions: [
      {
        id: 2,
        op: 'powc',
        label: 'x²',
        operands: [{ variable: 1, value: 2, partial: 4, contribution: 64 }],
        outputs: [2],
        generation: 0,
        order: 4,
        site: 2,
        stepwise: false,
        rolled: null,
      },
    ],
    sites: [
      site(1, nameIn('(x)', 'x'), { kind: 'input', op: null, name: 'x', statistics: x }),
      site(2, rangeOf('x ** 2'), { name: 'a', statistics: a, operands: [firstOf('x ** 2', 'x', x)] }),
      site(3, rangeOf('a ** 2', 1), {
        name: 'b',
        statistics: once(16, 1, 2, 2),
        operands: [firstOf('a ** 2', 'a', a, 1)],
      }),
      site(4, rangeOf('a ** 2', 2), {
        name: 'c',
        statistics: once(16, 1, 2, 3),
        operands: [firstOf('a ** 2', 'a', a, 2)],
      }),
      site(5, rangeOf('b + c'), {
        op: 'add',
        statistics: once(32, 1, 3, 1),
        operands: [firstOf('b + c', 'b', once(16, 1, 2, 2)), operand('c;', 1, once(16, 1, 2, 3))].map((one) => ({
          ...one,
          end: one.start + 1,
        })),
      }),
    ],
    bindings: [
      { fileName, name: 'x', references: references(nameIn('(x)', 'x'), nameIn('= x', 'x')), sites: [1] },
      {
        fileName,
        name: 'a',
        references: references(nameIn('const a', 'a'), nameIn('= a', 'a', 1), nameIn('= a', 'a', 2)),
        sites: [2],
      },
      { fileName, name: 'b', references: references(nameIn('const b', 'b'), nameIn('b + c', 'b')), sites: [3] },
      { fileName, name: 'c', references: references(nameIn('t c =', 'c'), nameIn('b + c', 'c')), sites: [4] },
    ],
    diagnostics: [],
    printed: [],
    statistics: {
      operations: 4,
      tapeBytes: 132,
      rolledUp: false,
      milliseconds: { load: 0, instrument: 0, run: 0, sweep: 0, report: 0, total: 0 },
    },
    sources: { [fileName]: '0' },
  };
}

export const english: Words = {
  lastOf: (count) => `last of ${count}`,
  generation: (generation) => `generation ${generation}`,
  generations: (first, last) => `generations ${first} … ${last}`,
  order: (place, total) => `${place} of ${total} in the backward order`,
  orders: (first, last, total) => `${first} … ${last} of ${total} in the backward order`,
  executions: (count, min, max) => `${count} executions: value ${min} … ${max}`,
  executionsWithGradient: (count, min, max, gradMin, gradMax) =>
    `${count} executions: value ${min} … ${max}, gradient ${gradMin} … ${gradMax}`,
  noGradient: 'no gradient reaches it',
  stale: 'stale',
  showInGraph: 'Show in graph',
  entries: (count) => `${count} entries`,
  array: (shape, dtype) => `shape ${shape}, ${dtype}`,
  byDifferences: (value) => `${value} by differences`,
  differs: (value) => `${value} by differences: differs`,
  onTheseBranches: 'on these branches',
};
