/** @file A realm for tests: modules in, value and gradient of one function out. */
import vm from 'node:vm';
import prelude from 'virtual:realm-prelude';
import { reverse } from '../../src/engine/sweep';
import { Tape } from '../../src/engine/tape';
import { decode, encode } from '../../src/protocol/codec';
import type { RealmControl, RunInput, RunPlan, RunResult } from '../../src/sandbox/realm-control';
import type { Instrumented, InstrumentOptions } from '../../src/snippet/contract';
import { instrument, mentionsTypedArrays } from '../../src/snippet/instrument';

const script = new vm.Script(prelude, { filename: 'prelude.js' });

export interface TestRealm {
  context: vm.Context;
  control: RealmControl;
}

export function makeRealm(): TestRealm {
  const context = vm.createContext(Object.create(null) as object);
  return { context, control: script.runInContext(context) as RealmControl };
}

/** Evaluates a script in a realm where the prelude ran. */
export function run(source: string, realm: TestRealm = makeRealm(), fileName = 'test.js'): unknown {
  const { code } = instrument(source, { fileName, sourceType: 'script' });
  return vm.runInContext(code, realm.context, { filename: fileName });
}

export interface Outcome {
  result: RunResult;
  value: number;
  /** Shaped like the arguments. */
  gradient: unknown[];
  tape: Tape;
  marks: [site: number, id: number][];
  instrumented: Map<string, Instrumented>;
}

export interface Case {
  /** Files by id; the first is the entry. Imports are resolved by exact specifier or `./name`. */
  files: Record<string, string>;
  call: string;
  args: unknown[];
  as?: (RunInput['as'] | undefined)[];
  invoke?: RunPlan['invoke'];
  options?: InstrumentOptions;
  realm?: TestRealm;
  dependencies?: Record<string, Record<string, string>>;
  seed?: number;
}

/** Defines the files in a realm and gives what starts a run. */
export function prepared(test: Case): {
  realm: TestRealm;
  plan(args: unknown[], mode: 'traced' | 'plain'): string;
  instrumented: Map<string, Instrumented>;
} {
  const realm = test.realm ?? makeRealm();
  const instrumented = new Map<string, Instrumented>();
  const ids = Object.keys(test.files);
  const typedArrays =
    Object.values(test.files).some(mentionsTypedArrays) || (test.as ?? []).some((one) => one?.endsWith('Array'));
  let siteBase = 0;
  for (const id of ids) {
    if (id.endsWith('.json')) {
      realm.control.define(id, 'json', test.files[id], '{}');
      continue;
    }
    const made = instrument(test.files[id], {
      fileName: id,
      format: 'registry',
      siteBase,
      typedArrays,
      ...(id === ids[0] ? { lift: { params: [], prologue: [], body: { kind: 'name', name: test.call } } } : {}),
      ...(id === ids[0] ? test.options : {}),
    });
    siteBase += made.sites.length;
    instrumented.set(id, made);
    const links = Object.fromEntries(
      made.imports.map(({ specifier }) => [
        specifier,
        ids.find(
          (one) =>
            one === specifier.replace(/^\.\//, '') || one.replace(/\.\w+$/, '') === specifier.replace(/^\.\//, ''),
        ) ?? specifier,
      ]),
    );
    realm.control.define(
      id,
      made.esm ? 'esm' : 'commonjs',
      vm.runInContext(made.code, realm.context, { filename: id }),
      JSON.stringify({ ...links, ...test.dependencies?.[id] }),
    );
  }
  return {
    realm,
    instrumented,
    plan: (args, mode) =>
      encode({
        entry: ids[0],
        closedOver: [],
        invoke: test.invoke ?? { kind: 'call' },
        seed: test.seed ?? 1,
        now: 1_000,
        operationLimit: 1_000_000,
        mode,
        args: args.map(
          (value, k): RunInput => ({ name: `p${k}`, value, traced: true, site: 900_000 + k, as: test.as?.[k] }),
        ),
      } satisfies RunPlan),
  };
}

async function finished(control: RealmControl): Promise<RunResult> {
  while (control.status() === 'running') await new Promise((done) => setImmediate(done));
  return decode<RunResult>(control.result());
}

export async function differentiate(test: Case): Promise<Outcome> {
  const { realm, plan, instrumented } = prepared(test);
  realm.control.start(plan(test.args, 'traced'));
  const result = await finished(realm.control);
  if (result.status !== 'done')
    throw Object.assign(
      new Error(`${result.status}: ${result.error?.name}: ${result.error?.message}\n${result.error?.stack}`),
      { result },
    );
  const tape = Tape.over(realm.control.columns());
  const adjoints = new Float64Array(tape.length);
  let value = 0;
  for (const leaf of result.leaves ?? []) {
    value += leaf.value;
    if (leaf.id === 0) continue;
    const one = reverse(tape, leaf.id);
    for (let i = 0; i < one.length; i++) adjoints[i] += one[i];
  }
  const gradOf = (ids: unknown): unknown =>
    typeof ids === 'number'
      ? adjoints[ids]
      : Array.isArray(ids)
        ? ids.map(gradOf)
        : ids !== null && typeof ids === 'object'
          ? Object.fromEntries(Object.entries(ids).map(([key, one]) => [key, gradOf(one)]))
          : null;
  const pairs = realm.control.marks();
  const flat = new Int32Array(pairs.buffer, 0, pairs.length * 2);
  const marks: [number, number][] = Array.from({ length: pairs.length }, (_, k) => [flat[2 * k], flat[2 * k + 1]]);
  return { result, value, gradient: (result.inputIds ?? []).map(gradOf), tape, marks, instrumented };
}

/** The value alone, computed with plain numbers; the sum of all numbers of the result. */
export async function plainValue(test: Case, args: unknown[]): Promise<number> {
  const { realm, plan } = prepared(test);
  realm.control.start(plan(args, 'plain'));
  const result = await finished(realm.control);
  if (result.status !== 'done') throw new Error(`${result.status}: ${result.error?.message}`);
  return (result.leaves ?? []).reduce((sum, leaf) => sum + leaf.value, 0);
}

/** Greatest relative difference between the gradient and central differences. */
export async function gradientError(test: Case, step = 1e-6): Promise<number> {
  const { gradient, value } = await differentiate(test);
  let worst = Math.abs((await plainValue(test, test.args)) - value) / Math.max(1, Math.abs(value));
  const visit = async (shape: unknown, grad: unknown, put: (x: number) => unknown[]): Promise<void> => {
    if (typeof shape === 'number') {
      const h = step * Math.max(1, Math.abs(shape));
      const difference =
        ((await plainValue(test, put(shape + h))) - (await plainValue(test, put(shape - h)))) / (2 * h);
      worst = Math.max(worst, Math.abs((grad as number) - difference) / Math.max(1, Math.abs(difference)));
    } else if (Array.isArray(shape)) {
      for (let k = 0; k < shape.length; k++)
        await visit(shape[k], (grad as unknown[])[k], (x) => put(shape.map((one, i) => (i === k ? x : one)) as never));
    } else if (shape !== null && typeof shape === 'object') {
      for (const key of Object.keys(shape))
        await visit((shape as Record<string, unknown>)[key], (grad as Record<string, unknown>)[key], (x) =>
          put({ ...shape, [key]: x } as never),
        );
    }
  };
  for (let k = 0; k < test.args.length; k++)
    await visit(test.args[k], gradient[k], (x) => test.args.map((one, i) => (i === k ? x : one)));
  return worst;
}
