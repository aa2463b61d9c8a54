/**
 * @file Empties the outer realm before any code of the person runs. The border is the process with its flags and
 * the inner realm; this is for the case that someone gets out of the inner realm all the same: nothing is to be had.
 */
import { createRequire } from 'node:module';
import { lockIntrinsics } from './lock';

/** What the sandbox itself goes on using. */
export interface Lifeline {
  send(text: string): void;
  onMessage(listener: (text: string) => void): void;
}

/** Modules that reach files, processes, the network, other threads, native code or the runtime's inside. */
const refusedModules = [
  'fs',
  'fs/promises',
  'net',
  'dns',
  'dns/promises',
  'dgram',
  'http',
  'https',
  'http2',
  'tls',
  'child_process',
  'worker_threads',
  'cluster',
  'inspector',
  'inspector/promises',
  'vm',
  'v8',
  'wasi',
  'repl',
  'readline',
  'readline/promises',
  'os',
  'perf_hooks',
  'trace_events',
  'async_hooks',
  'diagnostics_channel',
  'crypto',
  'tty',
  'test',
  'node:test',
  'node:sqlite',
  'node:sea',
  'sys',
  'timers',
  'timers/promises',
  'module',
];

/** Members of `process` that Node's own code keeps using; all others go. */
const keptOfProcess = new Set([
  'emit',
  'on',
  'once',
  'off',
  'addListener',
  'removeListener',
  'listenerCount',
  'listeners',
  'emitWarning',
  '_events',
  '_eventsCount',
  '_maxListeners',
  '_exiting',
  '_send',
  '_handleQueue',
  '_pendingMessage',
  '_tickCallback',
  'nextTick',
  'version',
  'versions',
  'platform',
  'arch',
  'release',
  'features',
  'config',
  'connected',
  'channel',
  '_channel',
  'domain',
  'exitCode',
  'hrtime',
  'memoryUsage',
  'noDeprecation',
  'throwDeprecation',
  'traceDeprecation',
  '_disconnect',
  'exiting',
]);

/** Properties of the global object that belong to ECMAScript. */
const keptGlobals = new Set([
  'Object',
  'Function',
  'Array',
  'Number',
  'parseFloat',
  'parseInt',
  'Infinity',
  'NaN',
  'undefined',
  'Boolean',
  'String',
  'Symbol',
  'Date',
  'Promise',
  'RegExp',
  'Error',
  'AggregateError',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
  'SuppressedError',
  'globalThis',
  'JSON',
  'Math',
  'Intl',
  'ArrayBuffer',
  'Atomics',
  'Uint8Array',
  'Int8Array',
  'Uint16Array',
  'Int16Array',
  'Uint32Array',
  'Int32Array',
  'Float16Array',
  'Float32Array',
  'Float64Array',
  'Uint8ClampedArray',
  'BigUint64Array',
  'BigInt64Array',
  'DataView',
  'Map',
  'BigInt',
  'Set',
  'Iterator',
  'WeakMap',
  'WeakSet',
  'WeakRef',
  'Proxy',
  'Reflect',
  'FinalizationRegistry',
  'decodeURI',
  'decodeURIComponent',
  'encodeURI',
  'encodeURIComponent',
  'escape',
  'unescape',
  'isFinite',
  'isNaN',
]);

function refuse(): never {
  throw new Error('Not available in the sandbox.');
}

/** Replaces every member of an exports object, classes' prototypes included. */
function emptied(exports_: object, depth = 0): void {
  for (const key of Reflect.ownKeys(exports_)) {
    const property = Reflect.getOwnPropertyDescriptor(exports_, key);
    if (!property || (depth > 0 && key === 'constructor')) continue;
    const value: unknown = 'value' in property ? property.value : undefined;
    if (typeof value === 'function' && depth < 2) {
      const prototype: unknown = value.prototype;
      if (prototype !== null && typeof prototype === 'object' && depth === 0) emptiedPrototype(prototype);
    }
    if (key === 'promises' && value !== null && typeof value === 'object') emptied(value, depth + 1);
    const replacement = typeof value === 'function' ? refuse : undefined;
    if (property.configurable)
      Reflect.defineProperty(exports_, key, { value: replacement, writable: false, configurable: false });
    else if (property.writable) Reflect.set(exports_, key, replacement);
  }
}

function emptiedPrototype(prototype: object): void {
  for (const key of Reflect.ownKeys(prototype)) {
    const property = Reflect.getOwnPropertyDescriptor(prototype, key);
    if (!property?.configurable || typeof property.value !== 'function' || key === 'constructor') continue;
    Reflect.defineProperty(prototype, key, { value: refuse, writable: true, configurable: true });
  }
}

/**
 * Takes away everything but ECMAScript. Whatever the sandbox needs of Node must have been taken before.
 */
export function harden(): Lifeline {
  const real = process;
  const now = performance.now.bind(performance);
  const { structuredClone } = globalThis;
  const send = real.send?.bind(real);
  const listeners: ((text: string) => void)[] = [];
  real.on('message', (message) => {
    if (typeof message === 'string') for (const listener of listeners) listener(message);
  });
  const exit = real.exit.bind(real);
  real.on('disconnect', () => exit(0));
  // a promise of the inner realm that nobody waits for is no reason to end
  real.on('unhandledRejection', () => undefined);

  const load = createRequire(__filename);
  for (const name of refusedModules) {
    try {
      const exports_: unknown = load(name);
      if (name === 'module') emptiedLoader(exports_ as Record<string, unknown>);
      else emptied(exports_ as object);
    } catch {
      // this Node does not have it, or the permission model already refuses it
    }
  }
  emptiedProcess(real);
  emptiedGlobal(real, { performance: Object.freeze({ now }), structuredClone });
  lockIntrinsics();
  return {
    send: (text) => void send?.(text),
    onMessage: (listener) => void listeners.push(listener),
  };
}

/** `require`, `createRequire`, `import()` of a built-in all end in one of these. */
function emptiedLoader(loader: Record<string, unknown>): void {
  const { syncBuiltinESMExports, prototype } = loader as unknown as {
    syncBuiltinESMExports(): void;
    prototype: object;
  };
  emptiedPrototype(prototype);
  for (const key of Object.keys(loader)) {
    if (key === 'prototype') continue;
    const own = loader[key];
    const value = typeof own === 'function' ? refuse : own !== null && typeof own === 'object' ? {} : undefined;
    Reflect.defineProperty(loader, key, { value, writable: false, configurable: false });
  }
  // what `import()` gives of a built-in is a copy, brought up to date here
  syncBuiltinESMExports();
}

function emptiedProcess(real: NodeJS.Process): void {
  for (const key of Reflect.ownKeys(real)) {
    if (typeof key !== 'string' || keptOfProcess.has(key)) continue;
    if (!Reflect.deleteProperty(real, key)) Reflect.set(real, key, undefined);
  }
  Reflect.defineProperty(real, 'env', { value: Object.freeze({}), writable: false, configurable: true });
}

/** @param harmless what is put back under its name */
function emptiedGlobal(real: NodeJS.Process, harmless: Record<string, unknown>): void {
  const { version, versions, platform } = real;
  for (const key of Reflect.ownKeys(globalThis)) {
    if (typeof key === 'string' && keptGlobals.has(key)) continue;
    if (key === Symbol.toStringTag) continue;
    if (!Reflect.deleteProperty(globalThis, key)) Reflect.set(globalThis, key, undefined);
  }
  const silent = Object.freeze({ log() {}, info() {}, warn() {}, error() {}, debug() {}, trace() {} });
  const stand = {
    version,
    versions: Object.freeze({ ...versions }),
    platform,
    env: Object.freeze({}),
    argv: Object.freeze([]),
  };
  const kept = { ...harmless, console: silent, process: Object.freeze(stand) };
  for (const [key, value] of Object.entries(kept)) {
    Reflect.defineProperty(globalThis, key, { value, writable: false, configurable: false, enumerable: false });
  }
}
