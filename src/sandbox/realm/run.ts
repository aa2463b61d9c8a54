/** @file One evaluation in this realm: loads the entry, calls the target, gathers what came of it. */

import { TapeLimitError } from '../../engine/tape';
import { decode, encode } from '../../protocol/codec';
import type { Encoded, RealmControl, RunInput, RunPlan, RunResult } from '../realm-control';
import { output } from './console';
import { host, installRunGlobals, resetHost, runNextTimer } from './host';
import { buildInput } from './inputs';
import { NativePromise, promiseThen } from './intrinsics';
import { marks } from './marks';
import { type ModuleKind, Registry, UnresolvedModule } from './modules';
import { isTraced } from './operators';
import { type Flattened, flatten, typeName } from './outputs';
import { rewind } from './recorder';
import { runtime } from './runtime';
import { refuseImports } from './text';
import { state } from './traced';
import { connect, isOperand, planVariables, variables } from './variables';

/** How many times an idle run is asked for its status before it counts as never settling. */
const patience = 64;

class Run implements RealmControl {
  private readonly registry = new Registry();
  private phase: 'idle' | 'running' | 'ready' = 'idle';
  private outcome: RunResult | null = null;
  private idlePolls = 0;
  private installed = false;
  private inputIds: unknown[] = [];
  private number = 0;
  /** Objects that the target was given, by name, and the first row that is its own. */
  private given: Record<string, unknown> = {};
  private firstOwn = 0;
  /** The program itself is the target: what it left counts, not what a call gave. */
  private whole = false;

  define(id: string, kind: ModuleKind, factory: unknown, dependencies: Encoded): void {
    this.registry.define(id, kind, factory, decode<Record<string, string>>(dependencies));
  }

  connect(send: (text: string) => void): void {
    connect(send);
  }

  /**
   * Modules are evaluated anew at every start, so that what a run stored in them does not reach the next one; who asks
   * for `keepModules` has seen that it makes no difference.
   * The tape goes on: rows of an earlier traced run stay what they are, and a handle that the program kept on a
   * built-in object is a constant to the next run, since no leaf of that run leads to it.
   */
  start(text: Encoded): void {
    const plan = decode<RunPlan>(text);
    resetHost(plan.seed, plan.now, plan.outputLimit);
    if (!this.installed) {
      this.installed = true;
      installRunGlobals();
      refuseImports();
    }
    if (!plan.keepModules) this.registry.reset();
    this.phase = 'running';
    this.outcome = null;
    this.idlePolls = 0;
    this.inputIds = [];
    const run = ++this.number;
    state.events = [];
    state.stacks = 0;
    state.tracing = plan.mode === 'traced';
    if (runtime.on !== state.tracing) runtime.on = state.tracing;
    runtime.at = -1;
    if (state.tracing) state.tape.allow(plan.operationLimit);
    const { script } = plan;
    this.whole = script?.whole ?? false;
    planVariables({
      script: script?.whole ?? false,
      fresh: script?.fresh ?? false,
      traced: state.tracing,
      operationLimit: plan.operationLimit,
      named: script?.named ?? [],
      ...(script?.backward === undefined ? {} : { backward: script.backward }),
      ...(script?.leaves ? { leaves: script.leaves } : {}),
    });
    const fail = (error: unknown): void => {
      if (run === this.number) this.fail(error);
    };
    try {
      const pending = this.registry.load(plan.entry);
      if (pending)
        promiseThen(
          pending,
          () => {
            try {
              this.call(plan, run);
            } catch (error) {
              fail(error);
            }
          },
          fail,
        );
      else this.call(plan, run);
    } catch (error) {
      fail(error);
    }
  }

  rewind(): void {
    // rows also stand in shadows of typed arrays and in Variables
    if (runtime.live || variables() !== null) return;
    rewind();
    marks.clear();
  }

  private call(plan: RunPlan, run: number): void {
    this.given = {};
    const build = (input: RunInput): unknown => {
      const { value, ids } = buildInput(input, state.tracing, (from, name) => this.classNamed(plan.entry, from, name));
      this.inputIds[this.inputIds.length] = ids;
      if (typeof value === 'object' && value !== null && !isTraced(value)) this.given[input.name] = value;
      return value;
    };
    const target = this.registry.target(plan.entry) as (...given: unknown[]) => unknown;
    const closedOver = plan.closedOver.map(build);
    const receiver = plan.receiver ? fieldsOf(plan.receiver, build, this.receiverOf(plan)) : undefined;
    const lifted = typeof target === 'function' ? Reflect.apply(target, receiver, closedOver) : target;
    const finish = (value: unknown): void => this.settle(value, run);
    const { invoke } = plan;
    // an async prologue gives a promise of the target itself
    if (lifted instanceof NativePromise && invoke.kind !== 'value') {
      promiseThen(
        lifted,
        (value) => {
          try {
            finish(this.invoke(plan, value, build));
          } catch (error) {
            if (run === this.number) this.fail(error);
          }
        },
        (error) => {
          if (run === this.number) this.fail(error);
        },
      );
      return;
    }
    finish(this.invoke(plan, lifted, build));
  }

  private receiverOf(plan: RunPlan): object {
    const found = plan.receiverClass === undefined ? null : this.classNamed(plan.entry, [], plan.receiverClass);
    return typeof found === 'function' ? (Object.create(found.prototype as object) as object) : {};
  }

  /** null where there is none after all: the value stays plain data. An import that is only met here is fetched first. */
  private classNamed(entry: string, from: readonly string[], name: string): unknown {
    try {
      return this.registry.named(entry, from, name) ?? null;
    } catch (error) {
      if (error instanceof UnresolvedModule) throw error;
      return null;
    }
  }

  private invoke(plan: RunPlan, lifted: unknown, build: (input: RunInput) => unknown): unknown {
    const { invoke } = plan;
    const args: unknown[] = [];
    for (const input of plan.args) {
      const value = build(input);
      if (input.spread && Array.isArray(value)) for (let i = 0; i < value.length; i++) args[args.length] = value[i];
      else args[args.length] = value;
    }
    while (args.length > 0 && plan.args[args.length - 1]?.as === 'undefined') args.length--;
    if (invoke.kind === 'value') return lifted;
    this.firstOwn = state.tape.length;
    if (invoke.kind === 'method') return this.invokeMethod(invoke, lifted, args, build);
    if (typeof lifted !== 'function') throw new TypeError(`The target is ${typeName(lifted)}, not a function.`);
    return invoke.kind === 'construct' ? Reflect.construct(lifted, args) : Reflect.apply(lifted, undefined, args);
  }

  private invokeMethod(
    invoke: RunPlan['invoke'] & { kind: 'method' },
    lifted: unknown,
    args: unknown[],
    build: (input: RunInput) => unknown,
  ): unknown {
    let holder: unknown = lifted;
    if (!invoke.isStatic) {
      if (typeof lifted !== 'function') throw new TypeError(`The target is ${typeName(lifted)}, not a class.`);
      holder = invoke.thisFields
        ? fieldsOf(
            invoke.thisFields,
            build,
            Object.create((lifted as unknown as { prototype: object }).prototype) as object,
          )
        : Reflect.construct(lifted, invoke.constructorArgs.map(build));
    }
    const object = holder as Record<string, unknown>;
    if (!invoke.isStatic) {
      this.given.this = holder;
      this.firstOwn = state.tape.length;
    }
    if (invoke.reach !== undefined) {
      const reach = (lifted as Record<string, unknown>)[invoke.reach] as (object: unknown, given: unknown[]) => unknown;
      return Reflect.apply(reach, lifted, [holder, args]);
    }
    if (invoke.accessor) return object[invoke.method];
    const method = object[invoke.method];
    if (typeof method !== 'function')
      throw new TypeError(`${invoke.method} is not a method of ${invoke.isStatic ? 'the class' : 'the instance'}.`);
    return Reflect.apply(method as (...given: unknown[]) => unknown, holder, args);
  }

  private settle(value: unknown, run: number): void {
    if (run !== this.number) return;
    if (
      typeof value === 'object' &&
      value !== null &&
      !isTraced(value) &&
      typeof (value as { then?: unknown }).then === 'function'
    ) {
      promiseThen(
        NativePromise.resolve(value) as Promise<unknown>,
        (settled) => this.settle(settled, run),
        (error) => {
          if (run === this.number) this.fail(error);
        },
      );
      return;
    }
    if (isIterator(value)) {
      this.settle(drained(value), run);
      return;
    }
    if (this.unresolved()) return;
    const { leaves, truncated } = value === undefined ? this.changed() : flatten(value);
    const script = variables()?.finish();
    if (this.whole) {
      leaves.length = 0;
      if (script && (script.root > 0 || !state.tracing)) leaves[0] = { path: '', value: script.value, id: script.root };
    }
    this.finish({
      status: 'done',
      leaves,
      truncated,
      ...(script ? { script } : {}),
      resultType: typeName(value),
      inputIds: this.inputIds,
      ...this.gathered(),
    });
  }

  /** The numbers that a target which gives nothing back has put into what it was given. */
  private changed(): Flattened {
    const all = flatten(this.given);
    if (!state.tracing) return all;
    const own = all.leaves.filter(({ id }) => id >= this.firstOwn);
    return { leaves: own.length > 0 ? own : all.leaves.filter(({ id }) => id > 0), truncated: all.truncated };
  }

  private fail(error: unknown): void {
    if (this.unresolved()) return;
    this.finish({ status: 'failed', error: described(error), inputIds: this.inputIds, ...this.gathered() });
  }

  /** A program may have caught the error of an import that only this run met: it has to run again with the module. */
  private unresolved(): boolean {
    if (this.registry.missing.length === 0) return false;
    this.finish({
      status: 'unresolved',
      missing: [...this.registry.missing],
      inputIds: this.inputIds,
      ...this.gathered(),
    });
    return true;
  }

  private gathered(): Pick<RunResult, 'printed' | 'events'> {
    return { printed: output.printed, events: state.events };
  }

  private finish(result: RunResult): void {
    this.outcome = result;
    this.phase = 'ready';
    host.timers = [];
    host.active = false;
    state.tracing = false;
    if (runtime.on) runtime.on = false;
  }

  /** To be called from a task of its own until it says 'ready': each call runs the next timer. */
  status(): 'idle' | 'running' | 'ready' {
    if (this.phase !== 'running') return this.phase;
    try {
      if (runNextTimer()) this.idlePolls = 0;
      else if (++this.idlePolls > patience) {
        this.finish({
          status: 'failed',
          error: { name: 'Error', message: 'The promise never settles.', stack: '', code: 'neverSettles' },
          inputIds: this.inputIds,
          ...this.gathered(),
        });
      }
    } catch (error) {
      this.fail(error);
    }
    return this.phase;
  }

  result(): Encoded {
    if (!this.outcome) throw new Error('internal: there is no result yet.');
    return encode(this.outcome);
  }

  interrupted(): Encoded {
    const script = this.whole ? variables()?.finish() : null;
    return encode({ status: 'failed', ...(script ? { script } : {}), ...this.gathered() } satisfies RunResult);
  }

  columns(): ReturnType<RealmControl['columns']> {
    return state.tape.columns();
  }

  marks(): { length: number; buffer: ArrayBuffer } {
    return marks.columns();
  }
}

function fieldsOf(fields: RunInput[], build: (input: RunInput) => unknown, object: object): object {
  for (const field of fields)
    Object.defineProperty(object, field.name, {
      value: build(field),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  return object;
}

/** A generator's result is the list of what it yields (a thousand at most). */
function isIterator(value: unknown): value is Iterator<unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isTraced(value) || isOperand(value))
    return false;
  const { next, length } = value as { next?: unknown; length?: unknown };
  return (
    typeof next === 'function' &&
    length === undefined &&
    typeof (value as { [Symbol.iterator]?: unknown })[Symbol.iterator] === 'function'
  );
}

function drained(iterator: Iterator<unknown>): unknown[] {
  const values: unknown[] = [];
  for (let step = iterator.next(); !step.done && values.length < 1000; step = iterator.next())
    values[values.length] = step.value;
  return values;
}

/** A revoked proxy throws when it is asked for its prototype. */
function isTapeLimit(error: unknown): error is TapeLimitError {
  try {
    return error instanceof TapeLimitError;
  } catch {
    return false;
  }
}

function described(error: unknown): RunResult['error'] {
  if (isTapeLimit(error) || variables()?.isLimit(error))
    return { name: 'TapeLimitError', message: 'too many operations', stack: '', code: 'operationLimit' };
  state.quiet++;
  try {
    if (error !== null && typeof error === 'object') {
      const { name, message, stack, code } = error as {
        name?: unknown;
        message?: unknown;
        stack?: unknown;
        code?: unknown;
      };
      return {
        name: text(name, 'Error', 200),
        message: text(message, '', 10_000),
        stack: text(stack, '', 20_000),
        ...(code === 'moduleRefused' ? { code } : {}),
      };
    }
    return { name: 'Error', message: text(error, 'an unprintable value was thrown', 10_000), stack: '' };
  } catch {
    return { name: 'Error', message: 'an unreadable value was thrown', stack: '' };
  } finally {
    state.quiet--;
  }
}

function text(value: unknown, otherwise: string, limit: number): string {
  if (value === undefined) return otherwise;
  try {
    return String(value).slice(0, limit);
  } catch {
    return otherwise;
  }
}

export const control: RealmControl = new Run();
