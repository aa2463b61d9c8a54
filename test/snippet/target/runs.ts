/** @file Plans carried out: a target of one file (and the files it imports) run in a fresh realm, with its gradient. */
import vm from 'node:vm';
import { reverse } from '../../../src/engine/sweep';
import { Tape } from '../../../src/engine/tape';
import { decode, encode } from '../../../src/protocol/codec';
import type { InputValue } from '../../../src/protocol/evaluation';
import type { RunInput, RunPlan, RunResult } from '../../../src/sandbox/realm-control';
import { instrument } from '../../../src/snippet/instrument';
import { type ChosenInput, chooseInputs, planTarget, readSource, type TargetPlan } from '../../../src/snippet/target';
import { makeRealm } from '../../realm/fixture';
import { type Place, placed } from './plans';

export interface Outcome {
  plan: TargetPlan;
  /** The instrumented text of the file. */
  code: string;
  /** Of the result's numbers, the sum. */
  value: number;
  /** By input. */
  gradient: Record<string, unknown>;
}

export interface Options {
  given?: Record<string, InputValue> | InputValue[];
  fileName?: string;
  /** Texts by specifier, as both files and types. */
  imports?: Record<string, string>;
}

/** @throws the program's own error */
export function outcome(source: string, where: Place, { given, fileName, imports = {} }: Options = {}): Outcome {
  const name = fileName ?? '/project/file.ts';
  const importedTypes = new Map(
    Object.entries(imports).map(([specifier, text]) => [specifier, { fileName: `${specifier}.ts`, source: text }]),
  );
  const model = readSource(source, name, { importedTypes });
  const plan = planTarget(source, name, placed(source, where), { model });
  const chosen = chooseInputs(plan, given);
  const { keep, lift } = plan;
  const made = instrument(source, { fileName: name, format: 'registry', keep, lift, sources: false });
  const { control, context } = makeRealm();
  const links = JSON.stringify(Object.fromEntries(Object.keys(imports).map((one) => [one, one])));
  const define = (id: string, { code, esm }: { code: string; esm: boolean }): void =>
    control.define(id, esm ? 'esm' : 'commonjs', vm.runInContext(code, context, { filename: id }), links);
  define('entry', made);
  for (const [id, text] of Object.entries(imports))
    define(id, instrument(text, { fileName: `${id}.ts`, format: 'registry' }));
  const inputs = (list: ChosenInput[]): RunInput[] =>
    list.map(({ planned, value, numeric, as, spread, shape }) => ({
      name: planned.field ?? planned.name,
      value,
      traced: numeric,
      site: 0,
      ...(as ? { as } : {}),
      ...(spread ? { spread } : {}),
      ...(shape ? { shape } : {}),
    }));
  const { invoke } = plan;
  const { closedOver, receiver, parameters, constructorParameters, thisFields } = chosen;
  const run: RunPlan = {
    entry: 'entry',
    closedOver: inputs(closedOver),
    args: inputs(parameters),
    receiver: inputs(receiver),
    ...(plan.receiverClass ? { receiverClass: plan.receiverClass } : {}),
    invoke:
      invoke.kind === 'method'
        ? {
            ...invoke,
            constructorArgs: inputs(constructorParameters),
            ...(thisFields ? { thisFields: inputs(thisFields) } : { thisFields: undefined }),
          }
        : invoke,
    seed: 1,
    now: 0,
    operationLimit: 100_000,
    mode: 'traced',
  };
  control.start(encode(run));
  const result = decode<RunResult>(control.result());
  if (result.status !== 'done') throw new Error(result.error?.message ?? result.status);
  const tape = Tape.over(control.columns());
  const adjoints = new Float64Array(tape.length);
  let value = 0;
  for (const leaf of result.leaves ?? []) {
    value += leaf.value;
    for (const [i, one] of leaf.id > 0 ? reverse(tape, leaf.id).entries() : []) adjoints[i] += one;
  }
  const order = [...closedOver, ...receiver, ...parameters, ...constructorParameters, ...(thisFields ?? [])];
  const gradient: Record<string, unknown> = {};
  for (const [k, { planned }] of order.entries()) gradient[planned.name] = adjointsOf(result.inputIds?.[k], adjoints);
  return { plan, code: made.code, value, gradient };
}

function adjointsOf(ids: unknown, adjoints: Float64Array): unknown {
  if (typeof ids === 'number') return adjoints[ids];
  if (Array.isArray(ids)) return ids.map((one) => adjointsOf(one, adjoints));
  if (typeof ids !== 'object' || ids === null) return null;
  return Object.fromEntries(Object.entries(ids).map(([key, one]) => [key, adjointsOf(one, adjoints)]));
}
