/** @file Resources that `using` declarations hold, and the names that programs with such declarations expect. */
import { isObject } from './convert';
import { apply, defineProperty, getOwnPropertyDescriptor, NativeError, NativeTypeError, realm } from './intrinsics';
import { idOf } from './traced';

type Dispose = (this: unknown) => unknown;

interface Resource {
  value: unknown;
  /** null: nothing is called. */
  dispose: Dispose | null;
  /** What `dispose` gives is awaited. */
  wait: boolean;
}

export interface Resources {
  list: Resource[];
  failed: boolean;
  error: unknown;
}

const names = Symbol as unknown as Record<'dispose' | 'asyncDispose', symbol | undefined>;
const dispose = names.dispose ?? Symbol('Symbol.dispose');
const asyncDispose = names.asyncDispose ?? Symbol('Symbol.asyncDispose');

export function resources(): Resources {
  return { list: [], failed: false, error: undefined };
}

/** Notes what is to be given back, and gives the value itself. */
export function use(held: Resources, value: unknown, wait: boolean): unknown {
  let found: unknown = null;
  let awaited = wait;
  if (value !== null && value !== undefined) {
    if (!isObject(value) || idOf(value) !== 0) throw new NativeTypeError('A resource must be an object.');
    const methods = value as Record<symbol, unknown>;
    if (wait) found = methods[asyncDispose];
    if (found === null || found === undefined) {
      awaited = false;
      found = methods[dispose];
    }
    if (typeof found !== 'function')
      throw new NativeTypeError(`The resource has no method Symbol.${wait ? 'asyncDispose' : 'dispose'}.`);
  } else if (!wait) return value;
  const made: Resource = { value, dispose: found as Dispose | null, wait: awaited };
  defineProperty(held.list, held.list.length, { value: made, writable: true, enumerable: true, configurable: true });
  return value;
}

/** An error that came while another one was on its way takes that one along. */
export function failed(held: Resources, error: unknown): void {
  held.error = held.failed ? suppressed(error, held.error) : error;
  held.failed = true;
}

function suppressed(error: unknown, earlier: unknown): unknown {
  const { SuppressedError } = realm as unknown as { SuppressedError: new (...given: unknown[]) => unknown };
  return new SuppressedError(error, earlier, 'An error was suppressed during disposal.');
}

export function disposeAll(held: Resources): void {
  for (let i = held.list.length - 1; i >= 0; i--) {
    const one = held.list[i];
    try {
      if (one.dispose) apply(one.dispose, one.value, []);
    } catch (error) {
      failed(held, error);
    }
  }
  if (held.failed) throw held.error;
}

export async function disposeAllAsync(held: Resources): Promise<void> {
  for (let i = held.list.length - 1; i >= 0; i--) {
    const one = held.list[i];
    try {
      const given = one.dispose ? apply(one.dispose, one.value, []) : undefined;
      if (one.wait) await given;
    } catch (error) {
      failed(held, error);
    }
  }
  if (held.failed) throw held.error;
}

export function installResources(): void {
  for (const [name, value] of [
    ['dispose', dispose],
    ['asyncDispose', asyncDispose],
  ] as const)
    if (!getOwnPropertyDescriptor(Symbol, name))
      defineProperty(Symbol, name, { value, writable: false, enumerable: false, configurable: false });
  if (getOwnPropertyDescriptor(realm, 'SuppressedError')) return;
  class SuppressedError extends NativeError {
    constructor(
      public error: unknown,
      public suppressed: unknown,
      message?: string,
    ) {
      super(message);
    }
  }
  defineProperty(SuppressedError.prototype, 'name', {
    value: 'SuppressedError',
    writable: true,
    enumerable: false,
    configurable: true,
  });
  defineProperty(realm, 'SuppressedError', {
    value: SuppressedError,
    writable: true,
    enumerable: false,
    configurable: true,
  });
}
