/** @file From a request to what will run: the target's plan, its inputs, the entry module, the run plans. */
import type { PreparedRequest } from '../protocol/border';
import { failure } from '../protocol/codes';
import type { GradValue, InputRecord, InputValue } from '../protocol/evaluation';
import type { Span } from '../snippet/contract';
import { type ChosenInput, type ChosenInputs, chooseInputs, type Manner, type TargetPlan } from '../snippet/target';
import type { LoadedModule, ModuleCache } from './module-cache';
import { type EntryForm, importsVariables, type Resolve } from './module-graph';
import { plannedTarget } from './planned-target';
import type { ScriptRun } from './realm/script/run';
import type { RunInput, RunPlan, RunResult } from './realm-control';
import { arrayGrad, leafRow, siteOfLeaf } from './script-leaves';

/** Seed of `Math.random` where the request has none. */
const defaultSeed = 20_241_113;

export class Preparation {
  plan!: TargetPlan;
  chosen!: ChosenInputs;
  private entryModule: LoadedModule | null = null;
  private differentiated: ReadonlySet<ChosenInput> = new Set();
  private readonly now = Date.now();
  private manner: Manner = {};

  constructor(
    private readonly request: PreparedRequest,
    private readonly cache: ModuleCache,
    private readonly resolve: Resolve,
  ) {}

  /** Finds the target and a value for each of its inputs. @throws GradlensError */
  async choose(): Promise<void> {
    this.plan = await plannedTarget(this.request, this.cache, this.resolve);
    this.chooseInputs();
  }

  /** The same target with the inputs of another request; null where they do not fit it. */
  again(request: PreparedRequest): Preparation | null {
    const other = new Preparation(request, this.cache, this.resolve);
    other.plan = this.plan;
    other.entryModule = this.entryModule;
    other.manner = this.manner;
    try {
      other.chooseInputs();
      return other;
    } catch {
      return null;
    }
  }

  /** Makes up once more what neither person nor file gives. */
  guess(manner: Manner): void {
    this.manner = manner;
    this.chooseInputs();
  }

  get guessed(): boolean {
    return this.chosen.all.some(({ origin }) => origin === 'guess');
  }

  private chooseInputs(): void {
    const { request } = this;
    const remembered = request.remembered?.[this.plan.target.name] ?? {};
    this.chosen = chooseInputs(this.plan, request.inputs, remembered.inputs, this.manner);
    this.differentiated = this.withRespectTo(request.withRespectTo, remembered.withRespectTo);
  }

  private withRespectTo(given: string[] | undefined, remembered: string[] | undefined): Set<ChosenInput> {
    const { all } = this.chosen;
    const numeric = all.filter((input) => input.numeric);
    if (given) {
      for (const name of given) {
        if (all.some(({ planned }) => planned.name === name)) continue;
        const known = all.map(({ planned }) => planned.name).join(', ') || 'none';
        throw failure('noSuchInput', { name, known }, { fileName: this.request.fileName });
      }
      return new Set(numeric.filter(({ planned }) => given.includes(planned.name)));
    }
    const kept = remembered ? numeric.filter(({ planned }) => remembered.includes(planned.name)) : [];
    return new Set(kept.length > 0 ? kept : numeric);
  }

  /** Whether the numbers of an input are leaves. */
  isDifferentiated(input: ChosenInput): boolean {
    return this.differentiated.has(input);
  }

  /** The instrumented text of the file itself, with the target lifted out. */
  entry(): LoadedModule {
    this.entryModule ??= this.entryAs({
      typedArrays: this.chosen.all.some(({ as }) => as?.endsWith('Array')),
      whole: false,
    });
    return this.entryModule;
  }

  /** The same, adapted to what the rest of the program turned out to be. */
  entryAs({ typedArrays, whole }: EntryForm): LoadedModule {
    const { fileName, source, sourceHash } = this.request;
    const { keep, lift } = this.plan;
    const options = { lift, ...(whole ? {} : { keep }), ...(typedArrays ? { typedArrays } : {}) };
    this.entryModule = this.cache.entry({ fileName, source, sourceHash }, options);
    return this.entryModule;
  }

  /** @param values other values for `chosen.all`, in that order */
  runPlan(mode: RunPlan['mode'], values?: readonly unknown[]): RunPlan {
    const { chosen, plan, request } = this;
    const place = new Map(chosen.all.map((input, k) => [input, k]));
    const inputs = (list: ChosenInput[]): RunInput[] =>
      list.map((input) => this.runInput(input, values?.[place.get(input) ?? -1] ?? input.value));
    const { invoke } = plan;
    return {
      entry: this.entry().id,
      closedOver: inputs(chosen.closedOver),
      args: inputs(chosen.parameters),
      ...(chosen.receiver.length > 0 || plan.receiverClass ? { receiver: inputs(chosen.receiver) } : {}),
      ...(plan.receiverClass ? { receiverClass: plan.receiverClass } : {}),
      invoke:
        invoke.kind === 'method'
          ? {
              kind: 'method',
              method: invoke.method,
              isStatic: invoke.isStatic,
              accessor: invoke.accessor,
              ...(invoke.reach === undefined ? {} : { reach: invoke.reach }),
              constructorArgs: inputs(chosen.constructorParameters),
              ...(chosen.thisFields ? { thisFields: inputs(chosen.thisFields) } : {}),
            }
          : invoke,
      seed: request.seed ?? defaultSeed,
      now: this.now,
      ...this.scriptPlan(values),
      operationLimit: request.limits.operations,
      outputLimit: request.limits.outputBytes,
      mode,
    };
  }

  /** How Variables are recorded: which sites name something, and the leaves that are given other values. */
  private scriptPlan(values?: readonly unknown[]): Pick<RunPlan, 'script'> {
    const { chosen, plan, request } = this;
    const { siteBase, instrumented } = this.entry();
    if (!importsVariables(instrumented)) return {};
    const leaves = chosen.leaves.flatMap((input): [number, unknown][] => {
      const value = values?.[chosen.all.indexOf(input)] ?? input.value;
      return value === input.planned.initial?.value ? [] : [[siteOfLeaf(input, this.entry()), value]];
    });
    return {
      script: {
        whole: plan.script !== undefined,
        fresh: plan.script?.backward === false,
        named: instrumented.sites.flatMap(({ name }, k) => (name === null ? [] : [siteBase + k])),
        ...(request.backward === undefined ? {} : { backward: request.backward }),
        ...(leaves.length > 0 ? { leaves } : {}),
      },
    };
  }

  private runInput(input: ChosenInput, value: unknown): RunInput {
    const { planned, as, spread, shape } = input;
    return {
      name: planned.field ?? planned.name,
      value,
      traced: this.differentiated.has(input),
      site: this.siteAt(planned.range),
      ...(as ? { as } : {}),
      ...(spread ? { spread } : {}),
      ...(shape ? { shape } : {}),
    };
  }

  /** The site of a parameter's name; 0 where it has none. */
  private siteAt({ start }: Span): number {
    const { siteBase, instrumented } = this.entry();
    const index = instrumented.sites.findIndex((site) => site.start === start && site.kind !== 'operation');
    return index < 0 ? 0 : siteBase + index;
  }

  /** The run's rows, given as the realm builds them, in the order of `chosen.all`; of a script by the sites of its leaves. */
  idsOf({ inputIds = [], script }: Pick<RunResult, 'inputIds' | 'script'>, values?: readonly unknown[]): unknown[] {
    if (this.plan.script)
      return this.chosen.all.map((input, k) =>
        leafRow(values?.[k] ?? input.value, siteOfLeaf(input, this.entry()), script),
      );
    const order = this.built();
    return this.chosen.all.map((input) => inputIds[order.indexOf(input)] ?? null);
  }

  /** The gradient of an input that a script makes an array of; null for any other. */
  arrayGrad(input: number, script: ScriptRun | undefined): GradValue {
    const chosen = this.chosen.all[input];
    if (!this.plan.script || !Array.isArray(chosen.value)) return null;
    return arrayGrad(chosen.value, siteOfLeaf(chosen, this.entry()), script);
  }

  /** Values in the order in which the realm builds them, and whether their numbers are leaves. */
  inBuildingOrder(): { value: InputValue; traced: boolean }[] {
    return this.built().map((input) => ({ value: input.value, traced: this.differentiated.has(input) }));
  }

  private built(): ChosenInput[] {
    const { closedOver, parameters, constructorParameters, thisFields, receiver } = this.chosen;
    return [...closedOver, ...receiver, ...parameters, ...constructorParameters, ...(thisFields ?? [])];
  }

  /** What the inputs are, before any gradient is known. */
  records(): InputRecord[] {
    const { fileName } = this.request;
    return this.chosen.all.map((input) => {
      const { planned, value, origin } = input;
      const { start, end } = planned.range;
      return {
        name: planned.name,
        value,
        grad: null as GradValue,
        origin,
        closedOver: planned.role !== 'parameter',
        differentiated: this.differentiated.has(input),
        variables: null as GradValue,
        range: start < 0 ? null : { fileName, start, end },
      };
    });
  }

  values(): InputValue[] {
    return this.chosen.all.map(({ value }) => value);
  }
}
