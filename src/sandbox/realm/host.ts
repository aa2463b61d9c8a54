/** @file What a program expects around it: a clock that stands still, seeded chance, timers in order, empty stand-ins. */

import { makeConsole, print, resetOutput } from './console';
import { makeEncodings } from './encodings';
import {
  apply,
  construct,
  createObject,
  defineProperty,
  disguise,
  getOwnPropertyDescriptor,
  NativeDate,
  realm,
  replaceConstructor,
} from './intrinsics';
import { cloned } from './structured-clone';
import { note, plain } from './traced';

export const host = {
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

/** @param outputLimit characters printed in all, before the rest is cut */
export function resetHost(seed: number, now: number, outputLimit = 1_000_000): void {
  resetOutput(outputLimit);
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

/** `crypto`, as far as it draws numbers: seeded like `Math.random`. */
function makeChance(): object {
  const whole = (below: number): number => native.floor(Math.random() * below);
  const fill = (target: unknown): unknown => {
    const bytes = ArrayBuffer.isView(target)
      ? new Uint8Array(target.buffer, target.byteOffset, target.byteLength)
      : new Uint8Array(0);
    for (let i = 0; i < bytes.length; i++) bytes[i] = whole(256);
    return target;
  };
  const digits = (count: number): string => {
    let text = '';
    for (let i = 0; i < count; i++) text += '0123456789abcdef'[whole(16)];
    return text;
  };
  return {
    getRandomValues: (target: unknown) => fill(target),
    randomUUID: () => `${digits(8)}-${digits(4)}-4${digits(3)}-${'89ab'[whole(4)]}${digits(3)}-${digits(12)}`,
  };
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
  const { atob, btoa, TextEncoder, TextDecoder } = makeEncodings();
  define('atob', atob);
  define('btoa', btoa);
  define('TextEncoder', TextEncoder);
  define('TextDecoder', TextDecoder);
  define('crypto', makeChance());
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
