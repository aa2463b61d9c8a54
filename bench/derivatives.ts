/** @file Replay under guards, and derivatives of many orders, beside the plain function, in one process. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as engine from '../src/engine';
import { functionsBehind, tanh, usingConfig, Variable } from '../src/engine';
import { jets } from '../src/engine/jets';
import { Replay } from '../src/engine/replay';
import { Tape } from '../src/engine/tape';
import { trace } from '../src/engine/trace';
import { decode, encode } from '../src/protocol/codec';
import { compileModule, Realm } from '../src/sandbox/realm';
import type { RunPlan, RunResult } from '../src/sandbox/realm-control';
import { instrument } from '../src/snippet/instrument';
import { w2 } from './works/w2';
import { w5 } from './works/w5';

/** Least of the means of several short runs, in microseconds: what the work takes when nothing else runs. */
function least(action: () => unknown, times: number): number {
  for (let k = 0; k < 20 * times; k++) action();
  let best = Infinity;
  for (let round = 0; round < 60; round++) {
    const began = performance.now();
    for (let k = 0; k < times; k++) action();
    best = Math.min(best, (performance.now() - began) / times);
  }
  return best * 1_000;
}

/** The tape of a work, recorded once through its instrumented source. */
function recorded(name: string, value: unknown): { tape: Tape; output: number } {
  const file = path.resolve(`bench/works/${name}.ts`);
  const lift = { params: [], prologue: [], body: { kind: 'name' as const, name } };
  const { code } = instrument(readFileSync(file, 'utf8'), {
    fileName: file,
    sourceType: 'module',
    format: 'registry',
    siteBase: 1,
    lift,
  });
  const realm = new Realm();
  realm.control.define(file, 'esm', realm.evaluate(compileModule(code, file)), encode({}));
  const plan: RunPlan = {
    entry: file,
    closedOver: [],
    args: [{ name: 'x', value, traced: true, site: 0 }],
    invoke: { kind: 'call' },
    seed: 1,
    now: 0,
    operationLimit: 20_000_000,
    mode: 'traced',
  };
  realm.enter(realm.control, 'start', encode(plan), 60_000);
  const result = decode<RunResult>(realm.enter(realm.control, 'result', undefined, 60_000));
  const leaf = result.leaves?.[0];
  if (result.status !== 'done' || !leaf) throw new Error(`${name} did not run: ${JSON.stringify(result.error)}`);
  return { tape: Tape.over(realm.control.columns()), output: leaf.id };
}

function measureReplay(name: string, plain: (x: never) => number, x: unknown) {
  const { tape, output } = recorded(name, x);
  const again = new Replay(tape, output);
  if (again.gradient() !== -1 || again.values[output] !== tape.value[output])
    throw new Error(`${name}: replay is wrong`);
  const rows = tape.length - 1;
  const plainUs = least(() => plain(x as never), 4);
  const forwardUs = least(() => again.run(), 2);
  const gradientUs = least(() => again.gradient(), 2);
  return { name, rows, plainUs, forwardUs, gradientUs };
}

const xs = Float64Array.from({ length: 200 }, (_, k) => -7 + (14 * k) / 199);
const out = new Float64Array(200);

function measureJets(name: string, plain: (x: number) => number, f: (x: Variable) => Variable) {
  const { tape, inputs, outputs } = trace(f, [1]);
  const plainUs = least(() => {
    for (let p = 0; p < xs.length; p++) out[p] = plain(xs[p]);
  }, 100);
  const jetUs = least(() => jets(tape, inputs[0], outputs[0], xs, 8), 20);
  return { name, plainUs, jetUs };
}

/** All derivatives of tanh up to order 8 at one point, by backward through backward. */
function nested(): number {
  const x = new Variable(1);
  let f = tanh(x);
  for (let order = 1; order <= 8; order++) {
    x.clearGrad();
    f.backward({ createGraph: true });
    f = x.grad as Variable;
  }
  return functionsBehind(f).length;
}

const sequence = Array.from({ length: 30 }, (_, k) => ((k * 0.618_033_988_749_895) % 1) - 0.5);
const { add, div, exp, mul, neg, sin } = engine;
console.log(
  JSON.stringify({
    replays: [
      measureReplay('w2', w2 as (x: never) => number, 0.6),
      measureReplay('w5', w5 as (x: never) => number, sequence),
    ],
    jets: [
      measureJets('tanh', Math.tanh, (x) => tanh(x)),
      measureJets(
        'sin(x)·x + exp(−x·x)/(1 + x·x), 8 operations',
        (x) => Math.sin(x) * x + Math.exp(-x * x) / (1 + x * x),
        (x) => {
          const square = mul(x, x);
          return add(mul(sin(x), x), div(exp(neg(square)), add(1, square)));
        },
      ),
    ],
    nested: {
      functions: nested(),
      plainFunctions: usingConfig('simplify', false, nested),
      us: least(nested, 5),
    },
  }),
);
