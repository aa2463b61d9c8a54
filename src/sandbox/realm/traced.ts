/** @file Traced values: thin handles on rows of the tape, and what happens when the language converts one by itself. */
import { Guard } from '../../engine/tape';
import {
  apply,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  NativeError,
  NativeNumber,
  NativeProxy,
  NativeTypeError,
  setPrototypeOf,
  toPrimitiveSymbol,
  toStringTagSymbol,
} from './intrinsics';
import { rowIfTraced, Traced, tape } from './recorder';

export interface EventRecord {
  code: string;
  site: number;
  detail: string;
  count: number;
  /** Where it happened, in the instrumented text; absent after the first hundred. */
  stack?: string;
}

/** What changes while code runs. */
export const state = {
  tape,
  /** A run with traced values is under way. */
  tracing: false,
  /** > 0: natives convert values that are read again afterwards, so nothing is lost. */
  quiet: 0,
  events: [] as EventRecord[],
  stacks: 0,
};

/** Row of a traced value; 0 for anything else. */
export function idOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? rowIfTraced(value) : 0;
}

export function valueOf(id: number): number {
  return state.tape.value[id];
}

export { handle, type TracedValue } from './recorder';

/** The number of a traced value, anything else as it is; leaves no trace. */
export function plain(value: unknown): unknown {
  const id = idOf(value);
  return id === 0 ? value : state.tape.value[id];
}

/** A traced value that goes on as a plain number: noted as a guard and, unless it is expected, as an event. */
export function detach(id: number, site: number, detail: string | null): number {
  const { tape } = state;
  const value = tape.value[id];
  if (state.quiet > 0) return value;
  tape.guard(Guard.detached, id, 0, value, true, site);
  if (detail !== null) note('detached', site >= 0 ? site : tape.site[id], detail);
  return value;
}

/** Natives convert what is in a list while the rows are kept here: no event. */
export function quietly<T>(body: () => T): T {
  state.quiet++;
  try {
    return body();
  } finally {
    state.quiet--;
  }
}

export function note(code: string, site: number, detail: string): void {
  const { events } = state;
  for (let i = 0; i < events.length; i++) {
    const one = events[i];
    if (one.code === code && one.site === site && one.detail === detail) {
      one.count++;
      return;
    }
  }
  if (events.length >= 500) return;
  const made: EventRecord = { code, site, detail, count: 1 };
  if (state.stacks < 100) {
    state.stacks++;
    const stack: unknown = new NativeError().stack;
    if (typeof stack === 'string') made.stack = stack;
  }
  defineProperty(events, events.length, { value: made, writable: true, enumerable: true, configurable: true });
}

const methods = {
  [toPrimitiveSymbol](this: unknown, hint: string): unknown {
    const id = idOf(this);
    if (id === 0) throw new NativeTypeError('not a number');
    return detach(
      id,
      -1,
      hint === 'string'
        ? 'it was turned into text or used as a key'
        : hint === 'number'
          ? 'a native operation read it as a plain number'
          : 'a native operator read it as a plain value',
    );
  },
  toJSON(this: unknown): unknown {
    return detach(idOf(this), -1, 'it was written as JSON');
  },
};
for (const key of [toPrimitiveSymbol, 'toJSON'] as const) {
  defineProperty(Traced.prototype, key, {
    value: methods[key],
    writable: false,
    enumerable: false,
    configurable: true,
  });
}
defineProperty(Traced.prototype, toStringTagSymbol, {
  value: 'Number',
  writable: false,
  enumerable: false,
  configurable: true,
});
// only natives get here, which iterate: `x.done` in the text of a program asks the number
defineProperty(Traced.prototype, 'done', {
  get(this: unknown): never {
    throw new NativeTypeError(`Iterator result ${String(plain(this))} is not an object`);
  },
  enumerable: false,
  configurable: true,
});
// a number's methods, also those that a program adds; `constructor` is then Number
delete (Traced.prototype as { constructor?: unknown }).constructor;
setPrototypeOf(
  Traced.prototype,
  new NativeProxy(NativeNumber.prototype, {
    // x.p = 1 on a number: a setter that numbers have is called; else nothing is stored, an error in strict code
    set(numbers: object, key: PropertyKey, value: unknown, receiver: unknown): boolean {
      for (let holder: object | null = numbers; holder !== null; holder = getPrototypeOf(holder)) {
        const property = getOwnPropertyDescriptor(holder, key);
        if (property === undefined) continue;
        if (property.set === undefined) return false;
        apply(property.set, receiver, [value]);
        return true;
      }
      return false;
    },
  }),
);
