/**
 * @file A sandbox in which an escape has succeeded: after hardening, code of the outer realm tries to get at files,
 * processes, the network and native code, and reports what it found.
 */
import { harden } from '../../../src/sandbox/harden';

const real = process;
const { send, onMessage } = harden();

type Attempt = [name: string, attempt: () => unknown];
const absent = (value: unknown) => {
  if (value === undefined || value === null) throw new Error('absent');
  return value;
};
const global_ = globalThis as unknown as Record<string, (...x: unknown[]) => unknown>;
const inside = real as unknown as Record<string, (...x: unknown[]) => unknown>;
const indirect = (globalThis as unknown as { eval(text: string): unknown }).eval;
const intrinsics: [string, object][] = [
  ['Object', Object],
  ['Object.prototype', Object.prototype],
  ['Array.prototype', Array.prototype],
  ['Function.prototype', Function.prototype],
  ['Promise.prototype', Promise.prototype],
  ['Map.prototype', Map.prototype],
  ['String.prototype', String.prototype],
  ['RegExp.prototype', RegExp.prototype],
  ['Error', Error],
  ['Error.prototype', Error.prototype],
  ['JSON', JSON],
  ['Reflect', Reflect],
  ['Symbol', Symbol],
  ['Float64Array.prototype', Float64Array.prototype],
  ['%TypedArray%.prototype', Object.getPrototypeOf(Float64Array.prototype)],
  ['%ArrayIteratorPrototype%', Object.getPrototypeOf([][Symbol.iterator]())],
  ['%AsyncFunction.prototype%', Object.getPrototypeOf(async () => {})],
  ['%GeneratorPrototype%', Object.getPrototypeOf(Object.getPrototypeOf(function* () {}).prototype)],
];
const names = [
  'fs',
  'net',
  'dns',
  'dgram',
  'http',
  'https',
  'http2',
  'tls',
  'child_process',
  'worker_threads',
  'vm',
  'inspector',
  'module',
  'v8',
];
const attempts: Attempt[] = [
  ...names.map((name): Attempt => [`require ${name}`, () => require(`${name}`)]),
  ...names.map((name): Attempt => [`require node:${name}`, () => require(`node:${name}`)]),
  ...names.map((name): Attempt => [`getBuiltinModule ${name}`, () => inside.getBuiltinModule(name)]),
  ...[
    'fetch',
    'WebSocket',
    'EventSource',
    'Worker',
    'BroadcastChannel',
    'MessageChannel',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'Buffer',
    'WebAssembly',
    'require',
    'module',
    'crypto',
    'navigator',
    'XMLHttpRequest',
    'global',
  ].map((name): Attempt => [`global ${name}`, () => absent(global_[name])]),
  ...[
    'binding',
    '_linkedBinding',
    'dlopen',
    'kill',
    '_kill',
    'exit',
    'reallyExit',
    'abort',
    'chdir',
    'cwd',
    'mainModule',
    'stdin',
    'stdout',
    'stderr',
    'execPath',
    'argv',
    'report',
    'openStdin',
    'send',
    'disconnect',
    'getActiveResourcesInfo',
    '_debugProcess',
    '_getActiveHandles',
    'setUncaughtExceptionCaptureCallback',
    'execve',
    'loadEnvFile',
  ].map((name): Attempt => [`process.${name}`, () => absent(inside[name])]),
  ['environment', () => absent(Object.keys(real.env)[0])],
  [
    'the global process is a stand-in',
    () => {
      if (global_.process !== (real as unknown)) throw new Error('stand-in');
    },
  ],
  ['code from text', () => Function('return 1')()],
  ['code from text, evaluated', () => indirect('1')],
  ['generator from text', () => Object.getPrototypeOf(function* () {}).constructor('yield 1')],
  [
    'Error.prepareStackTrace',
    () => {
      Error.prepareStackTrace = () => 'caught';
      if (new Error('x').stack !== 'caught') throw new Error('no effect');
    },
  ],
  ...['JSON', 'Math', 'Object', 'Map', 'Promise', 'Float64Array', 'console', 'process', 'performance'].flatMap(
    (name): Attempt[] => [
      [
        `replace the global ${name}`,
        () => {
          const before = global_[name];
          global_[name] = () => 1;
          global_[name] = before;
        },
      ],
      [
        `define the global ${name} anew`,
        () => {
          const value = global_[name];
          Object.defineProperty(globalThis, name, { get: () => value, configurable: true });
        },
      ],
    ],
  ),
  [
    'plant a global',
    () => {
      global_.planted = () => 1;
    },
  ],
  ...intrinsics.flatMap(([name, value]): Attempt[] => [
    [
      `change ${name}`,
      () => {
        (value as unknown as Record<string, unknown>).planted = 1;
      },
    ],
    [
      `replace a member of ${name}`,
      () => {
        Object.defineProperty(value, 'constructor', { value: 1 });
      },
    ],
  ]),
];
const imports = names.flatMap((name) => [name, `node:${name}`]);

/** An import gives a namespace even then; what matters is whether any function in it works. */
async function imported(name: string): Promise<string[]> {
  let namespace: Record<string, unknown>;
  try {
    namespace = await import(`${name}`);
  } catch {
    return [];
  }
  const working: string[] = [];
  const attempt = (what: string, run: () => unknown) => {
    try {
      run();
      working.push(`${name} ${what}`);
    } catch (error) {
      const { message } = error as Error;
      if (message !== 'Not available in the sandbox.') working.push(`${name} ${what}: ${message}`);
    }
  };
  const own = namespace.default as Record<string, unknown>;
  for (const [where, exports_] of [
    ['', namespace],
    ['default.', own ?? {}],
  ] as const) {
    for (const [key, value] of Object.entries(exports_)) {
      if (typeof value !== 'function' || (name.endsWith('module') && key === 'default')) continue;
      attempt(where + key, () => value());
      const prototype = (value.prototype ?? {}) as Record<string, unknown>;
      for (const method of Object.getOwnPropertyNames(prototype)) {
        const found = Object.getOwnPropertyDescriptor(prototype, method)?.value;
        if (method !== 'constructor' && typeof found === 'function') attempt(`${where}${key}#${method}`, () => found());
      }
    }
  }
  if (name.endsWith('module')) {
    const Module = own as unknown as new (
      id: string,
    ) => { _compile(text: string, file: string): void; require(id: string): void };
    attempt('Module#_compile', () => new Module('x')._compile('1', 'x'));
    attempt('Module#require', () => new Module('x').require('fs'));
  }
  return working;
}

onMessage(async () => {
  const succeeded: string[] = [];
  for (const [name, attempt] of attempts) {
    try {
      attempt();
      succeeded.push(name);
    } catch {
      // refused, as it should be
    }
  }
  for (const name of imports) succeeded.push(...(await imported(name)));
  send(JSON.stringify(succeeded));
});
