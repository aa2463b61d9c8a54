/**
 * @file A fresh inner realm: a `vm` context with nothing but ECMAScript, the prelude and the person's code.
 * Inner functions are called only from inside a script run under a watchdog that also drains the realm's own
 * microtasks, so nothing of the person runs outside of a time limit. What comes back is a string or nothing.
 */
import vm from 'node:vm';
import variablesText from 'virtual:gradlens-module';
import prelude from 'virtual:realm-prelude';
import type { RealmControl } from './realm-control';

// taken now, since the built-in module is emptied before any code of the person runs
const { Script, createContext, constants } = vm;
const { runInContext } = Script.prototype;
const now = performance.now.bind(performance);

function runScript(script: vm.Script, context: vm.Context, options?: { timeout: number }): unknown {
  return Reflect.apply(runInContext, script, [context, options]) as unknown;
}

/** The person's code did not come back in time. */
export class RealmTimeout extends Error {}
/** An inner function threw instead of answering: the prelude itself was broken, or the stack is exhausted. */
export class RealmBroken extends Error {}

/**
 * `Error.prepareStackTrace` would be handed frames of the outer realm, so it stays unset.
 * `$glEnter` is how a script under the watchdog reaches the call that the outer realm prepared.
 */
const lock = `'use strict';
Object.defineProperty(Error, 'prepareStackTrace', { get() { return undefined; }, set() {}, configurable: false });
const $glEnter = (() => {
  let object, name, argument;
  const enter = () => {
    const holder = object, method = name, given = argument;
    object = name = argument = undefined;
    return holder === undefined ? undefined : holder[method](given);
  };
  enter.prepare = (holder, method, given) => { object = holder; name = method; argument = given; };
  return enter;
})();
(() => { const { prepare } = $glEnter; delete $glEnter.prepare; Object.freeze($glEnter); return prepare; })()`;

const lockScript = new Script(lock, { filename: 'gradlens:lock' });
const preludeScript = new Script(prelude, { filename: 'gradlens:prelude' });
const enterScript = new Script('$glEnter()', { filename: 'gradlens:enter' });

let compiledVariables: vm.Script | null = null;

/** The module of programs with Variables, compiled when the first program imports it. */
export function variablesScript(): vm.Script {
  compiledVariables ??= new Script(variablesText, { filename: 'gradlens:module' });
  return compiledVariables;
}

export class Realm {
  readonly control: RealmControl;
  private readonly context: vm.Context;
  private readonly prepare: (control: RealmControl, method: string, argument: string | undefined) => void;

  constructor() {
    const bare = constants?.DONT_CONTEXTIFY as unknown as vm.Context | undefined;
    this.context = createContext(bare ?? (Object.create(null) as vm.Context), {
      codeGeneration: { strings: true, wasm: false },
      microtaskMode: 'afterEvaluate',
    });
    this.prepare = runScript(lockScript, this.context) as Realm['prepare'];
    this.control = runScript(preludeScript, this.context) as RealmControl;
  }

  /** Evaluates a compiled module: its value is the factory function that `control.define` takes. */
  evaluate(script: vm.Script): unknown {
    return runScript(script, this.context);
  }

  /**
   * Calls a method of the control and drains the realm's microtasks.
   * @throws RealmTimeout, RealmBroken
   */
  enter(
    control: RealmControl,
    method: 'start' | 'status' | 'result' | 'interrupted',
    argument: string | undefined,
    timeoutMs: number,
  ): string {
    this.prepare(control, method, argument);
    const timeout = Math.max(1, Math.ceil(timeoutMs));
    const began = now();
    let value: unknown;
    try {
      value = runScript(enterScript, this.context, { timeout });
    } catch (thrown) {
      // the runtime's own error cannot be told from one that the program made up, but the clock can
      if (now() - began > timeout - 2) throw new RealmTimeout('the time limit was reached');
      throw new RealmBroken(described(thrown));
    }
    return typeof value === 'string' ? value : '';
  }
}

/** What an inner realm threw, read without trusting it. */
function described(thrown: unknown): string {
  try {
    if (thrown !== null && typeof thrown === 'object') {
      const { name, message } = thrown as { name: unknown; message: unknown };
      if (typeof name === 'string' && typeof message === 'string') return `${name}: ${message}`.slice(0, 500);
    }
    return typeof thrown === 'string' ? thrown.slice(0, 500) : 'an unreadable value was thrown';
  } catch {
    return 'an unreadable value was thrown';
  }
}

export { compileModule } from './module-script';
