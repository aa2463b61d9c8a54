/** @file Programs with Variables: the module 'gradlens' of this realm, and where operators and natives reach it. */
import type { Op } from '../../engine/opcodes';
import type { Guard } from '../../engine/tape';
import { output } from './console';
import { NativeDate, NativeError, realm } from './intrinsics';
import { marks } from './marks';
import { runtime } from './runtime';
import type { ScriptLinks, ScriptModule, ScriptPlan } from './script/links';
import { detach, idOf, note, state } from './traced';

/** Built-ins as they were before they were replaced; the module computes with these. */
const native: Record<string, unknown> = { Math: nativeMath() };
for (const name of [
  'Number',
  'Boolean',
  'String',
  'Map',
  'Set',
  'WeakMap',
  'Float64Array',
  'Float32Array',
  'Int32Array',
  'Int16Array',
  'Int8Array',
  'Uint32Array',
  'Uint16Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'ArrayBuffer',
])
  native[name] = (realm as unknown as Record<string, unknown>)[name];
const now = NativeDate.now;

function nativeMath(): object {
  const copy = {};
  for (const key of Reflect.ownKeys(Math))
    Object.defineProperty(copy, key, Object.getOwnPropertyDescriptor(Math, key) as PropertyDescriptor);
  return copy;
}

/** null until a module asks for it: plain programs pay one comparison, on the slow path. */
let module: ScriptModule | null = null;
let plan: ScriptPlan | null = null;
/** A function of the realm outside, which takes text and gives nothing. Nothing else refers to it. */
let tell: ((text: string) => void) | null = null;

/** @param send what is to be told outside while the program runs */
export function connect(send: (text: string) => void): void {
  tell ??= send;
}

const links: ScriptLinks = {
  tape: () => state.tape,
  idOf,
  mark: (site, id) => marks.add(site, id),
  detach: (id, detail) => detach(id, -1, detail),
  note,
  takeBackwardSite() {
    const site = runtime.back;
    runtime.back = 0;
    return site;
  },
  now: () => now(),
  send(text) {
    try {
      tell?.(text);
    } catch {
      // an error of the realm outside must not be seen here
    }
  },
  silently(body) {
    const { limit } = output;
    output.limit = 0;
    try {
      return body();
    } finally {
      output.limit = limit;
    }
  },
};

/** What `import … from 'gradlens'` sees. `factory` is the text's value, compiled in this realm. */
export function variablesModule(factory: unknown): Record<string, unknown> {
  if (module === null) {
    module = (factory as (links: ScriptLinks, native: object) => ScriptModule)(links, native);
    // errors are thrown some calls deep in the module, and the program's own lines stand above
    NativeError.stackTraceLimit = 50;
    if (plan !== null) module.reset(plan);
  }
  return module.exports;
}

/** The module of programs with Variables, if this one is. */
export function variables(): ScriptModule | null {
  return module;
}

/** A run begins. */
export function planVariables(made: ScriptPlan): void {
  plan = made;
  module?.reset(made);
}

/** Whether a value is a Variable or an array of the module. */
export function isOperand(value: unknown): boolean {
  return module !== null && typeof value === 'object' && value !== null && module.isOperand(value);
}

/** A primitive with such an operand. */
export function operate(op: Op, operands: readonly unknown[], site: number): unknown {
  return (module as ScriptModule).operate(op, operands, site);
}

export function compareOperands(kind: Guard, a: unknown, b: unknown, site: number): boolean {
  return (module as ScriptModule).compare(kind, a, b, site);
}

export function operandText(value: unknown): string {
  return (module as ScriptModule).text(value);
}

/** `$gl.made`: a call in a module that imports 'gradlens' gave this value. */
export function made(value: unknown, site: number): unknown {
  if (module !== null && typeof value === 'object' && value !== null) module.made(value, site);
  return value;
}
