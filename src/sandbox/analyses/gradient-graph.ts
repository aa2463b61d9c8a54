/** @file The graph of a gradient: gx1, gx2, … of one input, each the backward pass of the one before. */
import { rowBytes } from '../../engine/tape';
import type { GradientGraphAnswer } from '../../protocol/analysis';
import { failure } from '../../protocol/codes';
import type { GradientGraphChoice } from '../../protocol/gradient-graph';
import { leafAt } from '../leaf-paths';
import { plainRecords } from '../report/graph-records';
import { sweptTape } from '../report/report';
import { functionsOf, GradientTape } from './gradient-tape';
import type { Reading } from './reading';

/** Functions of the whole picture, and of one gradient before the next is given up. */
const shownAtMost = 10_000;
const countedAtMost = 20_000;
const highestOrder = 8;
/** For orders that are counted and not shown. */
const countingMs = 400;
/** After so few functions the next order is counted, however long it takes. */
const alwaysCounted = 1_000;

/** @throws noSuchInput, invalidRequest */
export async function gradientGraphOf(reading: Reading, choice: GradientGraphChoice): Promise<GradientGraphAnswer> {
  const { input, order, simplify } = choice;
  if (!Number.isInteger(order) || order < 1 || order > highestOrder)
    throw failure('invalidRequest', { detail: `order must be from 1 to ${highestOrder}.` });
  const { tape, leaves, names, inputs, rows, output, request } = reading;
  const leaf = leafAt(input, leaves, names);
  const report = reading.reportFor(output.id);
  const answer = {
    kind: 'gradientGraph',
    inputs,
    diagnostics: report.findings.diagnostics,
    input,
    order,
    simplify,
  } as const;
  if (output.id === 0) return { ...answer, ...constantGraph(order, tape.length) };

  const functions = functionsOf(tape, output.id);
  if (functions > shownAtMost) {
    const detail = `the program has ${functions} functions; gradients are drawn of up to ${shownAtMost}.`;
    throw failure('invalidRequest', { detail });
  }
  const shown = await grown(reading, leaf.id, order, simplify, request.limits.timeoutMs / 4);
  const other = await grown(reading, leaf.id, order, !simplify, countingMs);
  const [plain, simplified] = simplify ? [other, shown] : [shown, other];
  const { made } = shown;
  let last = made.roots.length - 1;
  while (last > 0 && made.functionsOf(made.roots.slice(0, last + 1)) > shownAtMost) last--;
  const roots = made.roots.slice(0, last + 1);
  const besides = [...made.behind(roots).entries()].filter(([, mark]) => mark === 1).map(([id]) => id);
  const gradients = new Map(roots.map((id, k) => [id, nameOf(input, k)]));
  gradients.delete(output.id);
  const { variables, functions: records } = plainRecords({
    tape: made.tape,
    swept: sweptTape(made.tape, roots[last]),
    names: {
      isInput: (id) => report.names.isInput(id),
      nameOf: (id) => gradients.get(id) ?? (id < tape.length ? report.names.nameOf(id) : null),
    },
    output: output.id,
    inputs: rows,
    besides,
  });
  const orderOf = (id: number) => made.ends.findIndex((end) => id < end);
  return {
    ...answer,
    counts: Array.from({ length: order + 1 }, (_, k) => ({
      order: k,
      plain: plain.counts[k] ?? null,
      simplified: simplified.counts[k] ?? null,
    })),
    variables,
    functions: records,
    introduced: variables.map(({ id }) => ({ variable: id, order: orderOf(id) })),
    bytes: { forward: (tape.length - 1) * rowBytes, withGradients: (made.ends[last] - 1) * rowBytes },
    roots,
    cutAfter: last < order ? last : null,
  };
}

/** gx1; where the name ends in a number or is a path, g1(xs[0]). */
function nameOf(input: string, order: number): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?<!\d)$/u.test(input) ? `g${input}${order}` : `g${order}(${input})`;
}

interface Grown {
  made: GradientTape;
  /** Functions of each order, as far as it went. */
  counts: number[];
}

/** As many orders as were asked for, unless they grow beyond measure: what is only counted has less time than `ms`. */
async function grown(reading: Reading, input: number, order: number, simplify: boolean, ms: number): Promise<Grown> {
  const { tape, output } = reading;
  const began = performance.now();
  const made = new GradientTape(tape, output.id, input, simplify);
  const counts = [made.functionsOf([output.id])];
  for (let last = counts[0]; counts.length <= order && last <= countedAtMost; last = counts[counts.length - 1]) {
    const spent = performance.now() - began;
    if (last > alwaysCounted && (spent > ms || (spent > countingMs && last > shownAtMost / 2))) break;
    await reading.stage('sweeping');
    made.next();
    counts.push(made.functionsOf(made.roots.slice(-1)));
  }
  return { made, counts };
}

/** Of an output that depends on nothing. */
function constantGraph(order: number, rows: number) {
  const bytes = (rows - 1) * rowBytes;
  return {
    counts: Array.from({ length: order + 1 }, (_, k) => ({ order: k, plain: 0, simplified: 0 })),
    variables: [],
    functions: [],
    introduced: [],
    bytes: { forward: bytes, withGradients: bytes },
    roots: [],
    cutAfter: null,
  };
}
