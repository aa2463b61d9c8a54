/** @file What a program expects around it: console, a clock that stands still, seeded chance, timers in order, empty stand-ins. */
import {
  apply,
  construct,
  createObject,
  defineProperty,
  disguise,
  getOwnPropertyDescriptor,
  NativeDate,
  NativeString,
  realm,
  replaceConstructor,
  stringSlice,
  uncurry,
} from './intrinsics';
import { idOf, note, plain, state } from './traced';

export interface Printed {
  level: 'log' | 'info' | 'warn' | 'error';
  text: string;
}

export const host = {
  printed: [] as Printed[],
  printedLength: 0,
  outputLimit: 1_000_000,
  now: 0,
  /** State of the generator of Math.random. */
  random: 0,
  timers: [] as Timer[],
  nextTimer: 1,
  active: false,
  usedChance: false,
  usedClock: false,
};

interface Timer {
  id: number;
  due: number;
  /** ms between calls of an interval; -1 for a timeout. */
  every: number;
  callback: unknown;
  parameters: unknown[];
}

const native = { random: Math.random, dateNow: NativeDate.now, imul: Math.imul, floor: Math.floor };
const objectToString = uncurry(Object.prototype.toString) as (value: unknown) => string;
const stringify = JSON.stringify;

/** @param outputLimit characters printed in all, before the rest is cut */
export function resetHost(seed: number, now: number, outputLimit = 1_000_000): void {
  host.printed = [];
  host.outputLimit = outputLimit;
  host.printedLength = 0;
  host.now = now;
  host.random = seed | 0;
  host.timers = [];
  host.nextTimer = 1;
  host.active = true;
  host.usedChance = false;
  host.usedClock = false;
}

/** mulberry32, two draws for 53 bits. */
function draw(): number {
  host.random = (host.random + 0x6d2b79f5) | 0;
  let t = native.imul(host.random ^ (host.random >>> 15), 1 | host.random);
  t = (t + native.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return (t ^ (t >>> 14)) >>> 0;
}

function define(name: string, value: unknown, enumerable = false): void {
  if (getOwnPropertyDescriptor(realm, name)?.configurable === false) return;
  defineProperty(realm, name, { value, writable: true, enumerable, configurable: true });
}

// --- text for the console ---

function shown(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return depth === 0 ? value : (stringify(value) as string);
    case 'object': {
      if (value === null) return 'null';
      if (idOf(value) !== 0) return NativeString(plain(value));
      if (depth > 3) return Array.isArray(value) ? '[…]' : '{…}';
      try {
        return shownObject(value, depth);
      } catch {
        return '[object]';
      }
    }
    case 'function':
      return `[Function ${NativeString(value.name)}]`;
    case 'bigint':
      return `${NativeString(value)}n`;
    default:
      return Object.is(value, -0) ? '-0' : NativeString(value);
  }
}

function shownObject(value: object, depth: number): string {
  const tag = objectToString(value);
  if (tag === '[object Error]') return NativeString((value as Error).stack ?? value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const list = value as unknown as ArrayLike<unknown>;
    let text = '';
    for (let i = 0; i < list.length && i < 100; i++) text += (i ? ', ' : '') + shown(list[i], depth + 1);
    return `[${text}${list.length > 100 ? `, … ${list.length - 100} more` : ''}]`;
  }
  if (tag === '[object Map]' || tag === '[object Set]') {
    let text = '';
    (value as Map<unknown, unknown>).forEach((item, key) => {
      text +=
        (text ? ', ' : '') + (tag === '[object Map]' ? `${shown(key, depth + 1)} => ` : '') + shown(item, depth + 1);
    });
    return `${tag === '[object Map]' ? 'Map' : 'Set'} { ${text} }`;
  }
  if (tag === '[object Date]' || tag === '[object RegExp]') return NativeString(value);
  let text = '';
  for (const key of Object.keys(value))
    text += `${text ? ', ' : ''}${key}: ${shown((value as Record<string, unknown>)[key], depth + 1)}`;
  return text ? `{ ${text} }` : '{}';
}

function print(level: Printed['level'], parameters: ArrayLike<unknown>): void {
  if (host.printedLength >= host.outputLimit) return;
  state.quiet++;
  try {
    let text = '';
    for (let i = 0; i < parameters.length; i++) text += (i ? ' ' : '') + shown(parameters[i], 0);
    const room = host.outputLimit - host.printedLength;
    host.printedLength += text.length + 1;
    if (text.length + 1 > room) {
      text = stringSlice(text, 0, room);
      note('outputLimit', -1, '');
    }
    host.printed[host.printed.length] = { level, text };
  } finally {
    state.quiet--;
  }
}

function makeConsole(): object {
  const made: Record<string, unknown> = {};
  const levels = {
    log: 'log',
    info: 'info',
    debug: 'log',
    warn: 'warn',
    error: 'error',
    trace: 'log',
    dir: 'log',
    table: 'log',
  } as const;
  for (const name of Object.keys(levels) as (keyof typeof levels)[]) {
    made[name] = {
      [name](...parameters: unknown[]): void {
        print(levels[name], parameters);
      },
    }[name];
  }
  made.assert = (condition: unknown, ...parameters: unknown[]): void => {
    if (!plain(condition)) print('error', ['Assertion failed', ...parameters]);
  };
  for (const name of [
    'time',
    'timeEnd',
    'timeLog',
    'group',
    'groupCollapsed',
    'groupEnd',
    'count',
    'countReset',
    'clear',
    'profile',
    'profileEnd',
    'timeStamp',
  ]) {
    made[name] = { [name](): void {} }[name];
  }
  return made;
}

// --- clock, chance, timers ---

function clock(): number {
  if (!host.usedClock) {
    host.usedClock = true;
    note('fixedClock', -1, '');
  }
  return host.now;
}

function installClock(): void {
  function FrozenDate(this: unknown, ...parameters: unknown[]): unknown {
    if (new.target === undefined)
      return host.active ? new NativeDate(clock()).toString() : apply(NativeDate, undefined, parameters);
    const given = parameters.length === 0 && host.active ? [clock()] : parameters;
    return construct(NativeDate, given, new.target as unknown as new () => unknown);
  }
  replaceConstructor('Date', NativeDate, FrozenDate);
  const now = {
    now(): number {
      return host.active ? clock() : native.dateNow();
    },
  }.now;
  disguise(now, native.dateNow);
  defineProperty(realm.Date, 'now', { value: now, writable: true, enumerable: false, configurable: true });
  const random = {
    random(): number {
      if (!host.active) return native.random();
      if (!host.usedChance) {
        host.usedChance = true;
        note('seededRandom', -1, '');
      }
      return ((draw() >>> 5) * 67108864 + (draw() >>> 6)) / 9007199254740992;
    },
  }.random;
  disguise(random, native.random);
  defineProperty(Math, 'random', { value: random, writable: true, enumerable: false, configurable: true });
}

function addTimer(callback: unknown, delay: unknown, every: boolean, parameters: unknown[]): number {
  const ms = Math.max(every ? 1 : 0, Number(plain(delay)) || 0);
  const id = host.nextTimer++;
  host.timers[host.timers.length] = { id, due: host.now + ms, every: every ? ms : -1, callback, parameters };
  return id;
}

function clearTimer(id: unknown): void {
  host.timers = host.timers.filter((one) => one.id !== Number(plain(id)));
}

/** Runs the timer that is due next, and moves the clock to it. False where there is none. */
export function runNextTimer(): boolean {
  if (host.timers.length === 0) return false;
  let next = host.timers[0];
  for (const one of host.timers) if (one.due < next.due) next = one;
  host.now = Math.max(host.now, next.due);
  if (next.every < 0) host.timers = host.timers.filter((one) => one !== next);
  else next.due += next.every;
  if (typeof next.callback === 'function') apply(next.callback as () => void, undefined, next.parameters);
  return true;
}

/** Puts everything in place; what the realm's host already gives stays where a program outside of a run may need it. */
export function installHost(): void {
  installClock();
}

/** Names that only a run defines. */
export function installRunGlobals(): void {
  define('console', makeConsole());
  define('setTimeout', function setTimeout(callback: unknown, delay: unknown, ...parameters: unknown[]) {
    return addTimer(callback, delay, false, parameters);
  });
  define('setInterval', function setInterval(callback: unknown, delay: unknown, ...parameters: unknown[]) {
    return addTimer(callback, delay, true, parameters);
  });
  define('setImmediate', function setImmediate(callback: unknown, ...parameters: unknown[]) {
    return addTimer(callback, 0, false, parameters);
  });
  define('requestAnimationFrame', function requestAnimationFrame(callback: unknown) {
    return addTimer(callback, 16, false, [host.now + 16]);
  });
  for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate', 'cancelAnimationFrame'])
    define(
      name,
      {
        [name](id: unknown): void {
          clearTimer(id);
        },
      }[name],
    );
  define('queueMicrotask', function queueMicrotask(callback: () => void) {
    void Promise.resolve().then(() => callback());
  });
  define('structuredClone', function structuredClone(value: unknown) {
    return cloned(value, new Map());
  });
  const started = host.now;
  define('performance', {
    now: () => clock() - started,
    mark() {},
    measure() {},
    timeOrigin: started,
    toJSON: () => ({}),
  });
  const silent = (): undefined => undefined;
  const process = {
    env: createObject(null) as object,
    argv: ['node'],
    execArgv: [],
    platform: 'linux',
    arch: 'x64',
    pid: 1,
    version: 'v20.0.0',
    versions: { node: '20.0.0' },
    browser: false,
    cwd: () => '/',
    uptime: () => 0,
    nextTick: (callback: (...given: unknown[]) => void, ...given: unknown[]) =>
      void Promise.resolve().then(() => callback(...given)),
    hrtime: Object.assign(() => [Math.floor(clock() / 1000), (clock() % 1000) * 1e6], {
      bigint: () => BigInt(Math.floor(clock())) * 1000000n,
    }),
    memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
    on: silent,
    once: silent,
    off: silent,
    emit: silent,
    addListener: silent,
    removeListener: silent,
    removeAllListeners: silent,
    emitWarning: silent,
    stdout: {
      write(text: unknown) {
        print('log', [String(text).replace(/\n$/, '')]);
        return true;
      },
      isTTY: false,
      columns: 80,
    },
    stderr: {
      write(text: unknown) {
        print('error', [String(text).replace(/\n$/, '')]);
        return true;
      },
      isTTY: false,
    },
    exit(code: unknown) {
      throw new Error(`process.exit(${String(code ?? 0)}) was called`);
    },
  };
  define('process', process);
  define('global', realm);
}

function cloned(value: unknown, known: Map<object, unknown>): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError('could not be cloned');
  if (typeof value !== 'object' || value === null || idOf(value) !== 0) return value;
  if (known.has(value)) return known.get(value);
  if (Array.isArray(value)) {
    const made: unknown[] = [];
    known.set(value, made);
    for (let i = 0; i < value.length; i++) made[i] = cloned(value[i], known);
    return made;
  }
  if (value instanceof Map) {
    const made = new Map<unknown, unknown>();
    known.set(value, made);
    value.forEach((item, key) => void made.set(cloned(key, known), cloned(item, known)));
    return made;
  }
  if (value instanceof Set) {
    const made = new Set<unknown>();
    known.set(value, made);
    value.forEach((item) => void made.add(cloned(item, known)));
    return made;
  }
  if (value instanceof NativeDate) return new NativeDate(value.getTime());
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return (value as unknown as { slice(): unknown }).slice();
  const made: Record<string, unknown> = {};
  known.set(value, made);
  for (const key of Object.keys(value)) made[key] = cloned((value as Record<string, unknown>)[key], known);
  return made;
}
