/** @file Record and reverse sweep of one work through its instrumented source, beside the plain function, in one process. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { reverse } from '../src/engine/sweep';
import { Tape } from '../src/engine/tape';
import { decode, encode } from '../src/protocol/codec';
import { compileModule, Realm } from '../src/sandbox/realm';
import type { RunPlan, RunResult } from '../src/sandbox/realm-control';
import { instrument } from '../src/snippet/instrument';
import { w1 } from './works/w1';
import { w2 } from './works/w2';
import { w5 } from './works/w5';

interface Work {
  plain(x: never): number;
  input: number | number[];
  /** The gradient written by hand, returning the value; null where it is only compared by differences. */
  hand: ((x: never) => number) | null;
}

/** A fixed sequence in [−½, ½), so that every run sees the same numbers. */
const sequence = (length: number) => Array.from({ length }, (_, k) => ((k * 0.618_033_988_749_895) % 1) - 0.5);

const gradient = new Float64Array(1_000);
function w1ByHand(x: number[]): number {
  gradient.fill(0);
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const valley = x[i + 1] - x[i] * x[i];
    const slope = 1 - x[i];
    sum += 100 * valley * valley + slope * slope;
    gradient[i] += -400 * valley * x[i] - 2 * slope;
    gradient[i + 1] += 200 * valley;
  }
  return sum;
}

const cosines = new Float64Array(33_333);
let handResult = 0;
function w2ByHand(x: number): number {
  let v = x;
  for (let i = 0; i < 33_333; i++) {
    cosines[i] = Math.cos(v);
    v = Math.sin(v) * 0.999 + 0.001;
  }
  let adjoint = 1;
  for (let i = 33_332; i >= 0; i--) adjoint *= 0.999 * cosines[i];
  handResult = adjoint;
  return v;
}

const works: Record<string, Work> = {
  w1: { plain: w1, input: sequence(1_000), hand: w1ByHand },
  w2: { plain: w2, input: 0.6, hand: w2ByHand },
  w5: { plain: w5, input: sequence(30), hand: null },
};

let sink = 0;

/** Median of repeated timings in milliseconds, after a warm-up; short actions are timed many at once. */
function median(action: () => number, { forMs = 1_500, warmMs = 500 } = {}): number {
  const warm = performance.now() + warmMs;
  let runs = 0;
  do {
    sink += action();
    runs++;
  } while (performance.now() < warm);
  const batch = Math.max(1, Math.floor((runs / warmMs) * 2));
  const times: number[] = [];
  const end = performance.now() + forMs;
  do {
    const began = performance.now();
    for (let k = 0; k < batch; k++) sink += action();
    times.push((performance.now() - began) / batch);
  } while (performance.now() < end || times.length < 5);
  times.sort((p, q) => p - q);
  return times[times.length >> 1];
}

const name = process.argv[2];
const work = works[name];
const file = path.resolve(`bench/works/${name}.ts`);
const text = readFileSync(file, 'utf8');
const lift = { params: [], prologue: [], body: { kind: 'name' as const, name } };
const { code } = instrument(text, { fileName: file, sourceType: 'module', format: 'registry', siteBase: 1, lift });
const script = compileModule(code, file);
const plan: RunPlan = {
  entry: file,
  closedOver: [],
  args: [{ name: 'x', value: work.input, traced: true, site: 0 }],
  invoke: { kind: 'call' },
  seed: 1,
  now: 0,
  operationLimit: 20_000_000,
  mode: 'traced',
};
const planText = encode(plan);

function record(realm: Realm): { tape: Tape; output: number; value: number } {
  realm.enter(realm.control, 'start', planText, 60_000);
  const result = decode<RunResult>(realm.control.result());
  const leaf = result.leaves?.[0];
  if (result.status !== 'done' || !leaf) throw new Error(`${name} did not run: ${JSON.stringify(result.error)}`);
  return { tape: Tape.over(realm.control.columns()), output: leaf.id, value: leaf.value };
}

function freshRealm(): Realm {
  const realm = new Realm();
  realm.control.define(file, 'esm', realm.evaluate(script), encode({}));
  return realm;
}

const { tape, output, value } = record(freshRealm());
const expected = work.plain(work.input as never);
if (!(Math.abs(value - expected) <= 1e-9 * Math.abs(expected)))
  throw new Error(`${name} gives ${value}, not ${expected}`);
const adjoints = reverse(tape, output);
if (name === 'w2') {
  w2ByHand(0.6);
  const leaf = tape.op.indexOf(0, 1);
  if (!(Math.abs(adjoints[leaf] - handResult) <= 1e-9 * Math.abs(handResult)))
    throw new Error('the gradient of w2 is wrong');
}

const rows = tape.length - 1;
const { hand } = work;
const plainMs = median(() => work.plain(work.input as never));
const handMs = hand ? median(() => hand(work.input as never)) : null;
const sweepMs = median(() => reverse(tape, output)[1]);
const realmMs = median(() => (freshRealm().control ? 1 : 0));
/** A whole evaluation as the product does it. */
const freshMs = median(() => {
  const run = record(freshRealm());
  return reverse(run.tape, run.output)[1];
});
/** The same realm for many runs, so that what is timed is code that V8 has optimised; a tape goes on from run to run. */
const runsPerRealm = Math.max(20, Math.round(4_000_000 / rows));
let realm = freshRealm();
let left = runsPerRealm;
const recordMs = median(() => {
  if (left-- === 0) {
    realm = freshRealm();
    left = runsPerRealm;
  }
  return record(realm).value;
});
const buffers = Object.values(tape.columns()).filter((column): column is ArrayBuffer => typeof column === 'object');
const bytes = buffers.reduce((sum, buffer) => sum + buffer.byteLength, adjoints.byteLength);
const report = {
  name,
  rows,
  plainMs,
  handMs,
  sweepMs,
  realmMs,
  freshMs,
  recordMs,
  bytesPerRow: bytes / rows,
  sink: sink !== 0,
};
console.log(JSON.stringify(report));
