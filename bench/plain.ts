/** @file One work of plain code, its instrumented text beside the original, in turns, each in a fresh context of one process. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { decode, encode } from '../src/protocol/codec';
import { compileModule, Realm } from '../src/sandbox/realm';
import type { RunPlan, RunResult } from '../src/sandbox/realm-control';
import { instrument } from '../src/snippet/instrument';

const name = process.argv[2];
const file = path.resolve(`bench/works/plain/${name}.js`);
const text = readFileSync(file, 'utf8');

/** Rounds taken of each in turn, and the time that both have beforehand. */
const rounds = 60;
const warmMs = 1_500;

/** The work as it stands, in the runtime's own context: globals of a made context are slow to read. */
const original = vm.runInThisContext(`(() => { 'use strict'; ${text}\nreturn work; })()`) as () => number;

const lift = { params: [], prologue: [], body: { kind: 'name' as const, name: 'timed' } };
/** Many calls in one run, so that starting a run, which is the same for a function that does nothing, tells little. */
const many = `${text}
export function timed(calls) {
  let last = 0;
  for (let k = 0; k < calls; k++) last = work();
  return last;
}`;
const { code } = instrument(many, { fileName: file, sourceType: 'module', format: 'registry', siteBase: 1, lift });
const realm = new Realm();
realm.control.define(file, 'esm', realm.evaluate(compileModule(code, file)), encode({}));

function planOf(calls: number, mode: RunPlan['mode']): string {
  const plan: RunPlan = {
    entry: file,
    closedOver: [],
    args: [{ name: 'calls', value: calls, traced: false, site: 0 }],
    invoke: { kind: 'call' },
    seed: 1,
    now: 0,
    operationLimit: 20_000_000,
    mode,
    keepModules: true,
  };
  return encode(plan);
}

function milliseconds(action: () => void): number {
  const began = performance.now();
  action();
  return performance.now() - began;
}

const expected = original();
const mode = (process.argv[3] ?? 'plain') as RunPlan['mode'];
realm.control.start(planOf(1, mode));
const result = decode<RunResult>(realm.control.result());
if (result.leaves?.[0]?.value !== expected)
  throw new Error(`${name} gives ${result.leaves?.[0]?.value}, not ${expected}`);

const calls = Math.max(1, Math.round(20 / milliseconds(original)));
const plan = planOf(calls, mode);
const plain = (): void => {
  for (let k = 0; k < calls; k++) original();
};
const instrumented = (): void => void realm.control.start(plan);
for (const action of [plain, instrumented]) {
  const end = performance.now() + warmMs;
  do action();
  while (performance.now() < end);
}
let plainMs = Number.POSITIVE_INFINITY;
let instrumentedMs = Number.POSITIVE_INFINITY;
const ratios: number[] = [];
for (let k = 0; k < rounds; k++) {
  const first = milliseconds(plain);
  const second = milliseconds(instrumented);
  plainMs = Math.min(plainMs, first);
  instrumentedMs = Math.min(instrumentedMs, second);
  ratios.push(second / first);
}
ratios.sort((p, q) => p - q);
console.log(
  JSON.stringify({ plainMs: plainMs / calls, instrumentedMs: instrumentedMs / calls, median: ratios[rounds >> 1] }),
);
