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

/** Timings in milliseconds, sorted, after a warm-up; short actions are timed many at once. */
function timings(action: () => number, forMs = 1_500, warmMs = 500): number[] {
  const warm = performance.now() + warmMs;
  let runs = 0;
  do {
    sink += action();
    runs++;
  } while (performance.now() < warm);
  // a batch takes half a millisecond, so that some are not interrupted
  const batch = Math.max(1, Math.floor(runs / warmMs / 2));
  const times: number[] = [];
  const end = performance.now() + forMs;
  do {
    const began = performance.now();
    for (let k = 0; k < batch; k++) sink += action();
    times.push((performance.now() - began) / batch);
  } while (performance.now() < end || times.length < 5);
  return times.sort((p, q) => p - q);
}

/** What the action takes when nothing else runs. */
const least = (action: () => number) => timings(action, 3_000)[0];

function median(action: () => number): number {
  const times = timings(action);
  return times[times.length >> 1];
}

const name = process.argv[2];
const work = works[name];

/** A function in a realm of its own, and what starts it there. */
class Recorded {
  private readonly plan: string;
  private readonly script: ReturnType<typeof compileModule>;
  realm: Realm;

  constructor(
    private readonly file: string,
    text: string,
    call: string,
  ) {
    const lift = { params: [], prologue: [], body: { kind: 'name' as const, name: call } };
    const { code } = instrument(text, { fileName: file, sourceType: 'module', format: 'registry', siteBase: 1, lift });
    this.script = compileModule(code, file);
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
    this.plan = encode(plan);
    this.realm = this.fresh();
  }

  fresh(): Realm {
    const realm = new Realm();
    realm.control.define(this.file, 'esm', realm.evaluate(this.script), encode({}));
    return realm;
  }

  /** As the product runs it: under the watchdog, once in its realm. */
  once(realm: Realm): { tape: Tape; output: number; value: number } {
    realm.enter(realm.control, 'start', this.plan, 60_000);
    return this.result(realm);
  }

  /** In a realm that has run it, in the memory that its tape has. */
  warm(): { tape: Tape; output: number; value: number } {
    this.realm.control.rewind();
    this.realm.control.start(this.plan);
    return this.result(this.realm);
  }

  private result({ control }: Realm): { tape: Tape; output: number; value: number } {
    const result = decode<RunResult>(control.result());
    const leaf = result.leaves?.[0];
    if (result.status !== 'done' || !leaf) throw new Error(`${name} did not run: ${JSON.stringify(result.error)}`);
    return { tape: Tape.over(control.columns()), output: leaf.id, value: leaf.value };
  }
}

const file = path.resolve(`bench/works/${name}.ts`);
const recorded = new Recorded(file, readFileSync(file, 'utf8'), name);
/** The same inputs handed to a function that does nothing with them. */
const idle = new Recorded(
  path.resolve('bench/works/idle.ts'),
  'export const idle = (x) => (Array.isArray(x) ? x[0] : x);',
  'idle',
);

const { tape, output, value } = recorded.once(recorded.realm);
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
const { guards } = tape;
const marks = recorded.realm.control.marks().length;
const { hand } = work;
const plainMs = least(() => work.plain(work.input as never));
const handMs = hand ? least(() => hand(work.input as never)) : null;
const sweepMs = least(() => reverse(tape, output)[1]);
const realmMs = median(() => (recorded.fresh().control ? 1 : 0));
/** A whole evaluation as the product does it. */
const freshMs = median(() => {
  const run = recorded.once(recorded.fresh());
  return reverse(run.tape, run.output)[1];
});
const idleMs = least(() => idle.warm().value);
recorded.realm = recorded.fresh();
const recordMs = least(() => recorded.warm().value);
const again = recorded.warm();
if (again.tape.length !== tape.length || again.value !== value) throw new Error(`${name} records other things again`);
/** A row is 29 bytes and its adjoint 8, a guard 26, a mark 8. */
const bytes = rows * (29 + 8) + guards * 26 + marks * 8;
const report = {
  name,
  rows,
  plainMs,
  handMs,
  sweepMs,
  realmMs,
  freshMs,
  idleMs,
  recordMs: Math.max(0, recordMs - idleMs),
  bytesPerRow: bytes / rows,
  sink: sink !== 0,
};
console.log(JSON.stringify(report));
