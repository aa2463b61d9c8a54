/**
 * @file Stand-ins for those of Node's own modules that only compute: assertions, events, utilities, seeded chance. They
 * are ordinary modules to the program, so traced values pass through them. All that reaches outside refuses.
 */

/** What stands before the name of a module that stays outside, in the text of a stand-in. */
export const outside = 'gradlens:outside/';

/** Members of a stand-in that are not to be had: each refuses when it is used, and names its module. */
const refusing = (name: string, members: string): string =>
  `const outside = require('${outside}${name}');\nfor (const name of '${members}'.split(' ')) module.exports[name] = outside[name];\n`;

const assertion = `
class AssertionError extends Error {
  constructor({ message = 'Failed', actual, expected, operator } = {}) {
    super(message);
    this.name = 'AssertionError';
    this.code = 'ERR_ASSERTION';
    Object.assign(this, { actual, expected, operator, generatedMessage: false });
  }
}
const fails = (given, usual, actual, expected, operator) => {
  if (given instanceof Error) throw given;
  throw new AssertionError({ message: given ?? usual, actual, expected, operator });
};
const { isDeepStrictEqual, isDeepEqual } = require('util');
const assert = (value, message) => {
  if (!value) fails(message, 'The expression evaluated to a falsy value', value, true, '==');
};
const comparing = (operator, holds) => (actual, expected, message) => {
  if (!holds(actual, expected)) fails(message, 'Expected ' + String(actual) + ' ' + operator + ' ' + String(expected), actual, expected, operator);
};
const thrown = (f) => {
  try {
    f();
  } catch (error) {
    return { error };
  }
  return null;
};
module.exports = Object.assign(assert, {
  AssertionError,
  ok: assert,
  equal: comparing('==', (a, b) => a == b || (a !== a && b !== b)),
  notEqual: comparing('!=', (a, b) => a != b),
  strictEqual: comparing('===', (a, b) => a === b || (a !== a && b !== b)),
  notStrictEqual: comparing('!==', (a, b) => a !== b),
  deepEqual: comparing('deepEqual', isDeepEqual),
  notDeepEqual: comparing('notDeepEqual', (a, b) => !isDeepEqual(a, b)),
  deepStrictEqual: comparing('deepStrictEqual', isDeepStrictEqual),
  notDeepStrictEqual: comparing('notDeepStrictEqual', (a, b) => !isDeepStrictEqual(a, b)),
  match: comparing('match', (text, pattern) => pattern.test(text)),
  fail: (message) => fails(message, 'Failed', undefined, undefined, 'fail'),
  ifError: (value) => {
    if (value !== null && value !== undefined) throw value;
  },
  throws: (f, ...rest) => {
    if (!thrown(f)) fails(rest.find((one) => typeof one === 'string'), 'Missing expected exception.');
  },
  doesNotThrow: (f) => {
    const found = thrown(f);
    if (found) throw found.error;
  },
});
assert.strict = assert;
`;

const util = `
const custom = Symbol.for('nodejs.util.inspect.custom');
const plain = (value) => (value instanceof Map || value instanceof Set ? [...value] : value);
const alike = (first, second, same, seen) => {
  if (same(first, second)) return true;
  if (typeof first !== 'object' || typeof second !== 'object' || first === null || second === null) return false;
  if (seen.includes(first)) return true;
  const [a, b] = [plain(first), plain(second)];
  const keys = Object.keys(a);
  if (Array.isArray(a) !== Array.isArray(b) || keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => key in b && alike(a[key], b[key], same, [...seen, first]));
};
const shown = (value, depth) => {
  if (typeof value === 'string') return depth === 0 ? value : "'" + value + "'";
  if (typeof value === 'function') return '[Function: ' + value.name + ']';
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Error) return String(value.stack);
  if (depth > 2) return Array.isArray(value) ? '[Array]' : '[Object]';
  const parts = Array.isArray(value) || ArrayBuffer.isView(value) ? Array.from(value, (one) => shown(one, depth + 1)) : Object.keys(value).map((key) => key + ': ' + shown(value[key], depth + 1));
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return parts.length ? open + ' ' + parts.join(', ') + ' ' + close : open + close;
};
const inspect = Object.assign((value) => shown(value, 1), { custom, defaultOptions: {} });
const is = (name) => (value) => Object.prototype.toString.call(value) === '[object ' + name + ']';
const types = { isDate: is('Date'), isRegExp: is('RegExp'), isMap: is('Map'), isSet: is('Set'), isPromise: is('Promise'), isTypedArray: (value) => ArrayBuffer.isView(value) && !is('DataView')(value), isArrayBuffer: is('ArrayBuffer'), isNativeError: is('Error') };
for (const name of ['Float64Array', 'Float32Array', 'Uint8Array', 'Int32Array', 'Uint32Array']) types['is' + name] = is(name);
module.exports = {
  inspect,
  types,
  inherits(child, parent) {
    Object.defineProperty(child, 'super_', { value: parent, writable: true, configurable: true });
    Object.setPrototypeOf(child.prototype, parent.prototype);
  },
  format(first, ...rest) {
    const text = typeof first === 'string' ? first.replace(/%([sdifjoO%])/g, (whole, kind) => {
      if (kind === '%') return '%';
      if (rest.length === 0) return whole;
      const value = rest.shift();
      return kind === 's' ? String(value) : kind === 'd' || kind === 'f' ? String(Number(value)) : kind === 'i' ? String(Math.trunc(value)) : kind === 'j' ? JSON.stringify(value) : shown(value, 1);
    }) : shown(first, 0);
    return [text, ...rest.map((one) => shown(one, 0))].join(' ');
  },
  promisify: (f) => (...given) => new Promise((done, failed) => f(...given, (error, value) => (error ? failed(error) : done(value)))),
  callbackify: (f) => (...given) => void f(...given.slice(0, -1)).then((value) => given.at(-1)(null, value), given.at(-1)),
  deprecate: (f) => f,
  debuglog: () => Object.assign(() => {}, { enabled: false }),
  isArray: Array.isArray,
  isDate: types.isDate,
  isRegExp: types.isRegExp,
  isDeepStrictEqual: (a, b) => alike(a, b, Object.is, []),
  isDeepEqual: (a, b) => alike(a, b, (x, y) => x == y || Object.is(x, y), []),
  TextEncoder,
  TextDecoder,
};
`;

const events = `
function EventEmitter() {
  this._events = new Map();
}
const of = (self, name) => {
  if (!(self._events instanceof Map)) self._events = new Map();
  return self._events.get(name) ?? [];
};
const methods = {
  on(name, listener) {
    const known = of(this, name);
    this._events.set(name, [...known, listener]);
    return this;
  },
  prependListener(name, listener) {
    const known = of(this, name);
    this._events.set(name, [listener, ...known]);
    return this;
  },
  once(name, listener) {
    const first = (...given) => {
      this.off(name, first);
      listener.apply(this, given);
    };
    first.listener = listener;
    return this.on(name, first);
  },
  off(name, listener) {
    const known = of(this, name);
    this._events.set(name, known.filter((one) => one !== listener && one.listener !== listener));
    return this;
  },
  removeAllListeners(name) {
    of(this, name);
    if (name === undefined) this._events.clear();
    else this._events.delete(name);
    return this;
  },
  emit(name, ...given) {
    const known = of(this, name);
    if (name === 'error' && known.length === 0) throw given[0] instanceof Error ? given[0] : new Error('Unhandled error. (' + String(given[0]) + ')');
    for (const listener of known) listener.apply(this, given);
    return known.length > 0;
  },
  listeners(name) {
    return of(this, name).map((one) => one.listener ?? one);
  },
  listenerCount(name) {
    return of(this, name).length;
  },
  eventNames() {
    of(this, '');
    return [...this._events.keys()];
  },
  setMaxListeners() {
    return this;
  },
  getMaxListeners: () => 10,
};
methods.addListener = methods.on;
methods.removeListener = methods.off;
Object.assign(EventEmitter.prototype, methods);
for (const name of Object.keys(methods)) Object.defineProperty(EventEmitter.prototype, name, { enumerable: false });
module.exports = Object.assign(EventEmitter, {
  EventEmitter,
  defaultMaxListeners: 10,
  once: (emitter, name) => new Promise((done) => emitter.once(name, (...given) => done(given))),
});
`;

const chance = `
class Bytes extends Uint8Array {
  readUInt8(at = 0) { return this[at]; }
  readInt8(at = 0) { return (this[at] << 24) >> 24; }
  readUInt16BE(at = 0) { return this[at] * 256 + this[at + 1]; }
  readUInt16LE(at = 0) { return this[at + 1] * 256 + this[at]; }
  readUInt32BE(at = 0) { return this.readUInt16BE(at) * 65536 + this.readUInt16BE(at + 2); }
  readUInt32LE(at = 0) { return this.readUInt16LE(at + 2) * 65536 + this.readUInt16LE(at); }
  readInt32BE(at = 0) { return this.readUInt32BE(at) | 0; }
  readInt32LE(at = 0) { return this.readUInt32LE(at) | 0; }
  toString() { return Array.from(this, (one) => one.toString(16).padStart(2, '0')).join(''); }
}
const filled = (bytes) => crypto.getRandomValues(bytes);
module.exports = {
  randomBytes(size, done) {
    const bytes = filled(new Bytes(size));
    if (typeof done === 'function') done(null, bytes);
    return bytes;
  },
  randomFillSync: filled,
  randomInt: (low, high) => {
    const [from, to] = typeof high === 'number' ? [low, high] : [0, low];
    return from + Math.floor(Math.random() * (to - from));
  },
  getRandomValues: filled,
  randomUUID: () => crypto.randomUUID(),
  webcrypto: crypto,
};
module.exports.pseudoRandomBytes = module.exports.randomBytes;
`;

const path = `
const normalize = (text) => {
  const out = [];
  for (const part of text.split('/')) {
    if (part === '..' && out.length > 0 && out.at(-1) !== '..') out.pop();
    else if (part !== '' && part !== '.') out.push(part);
  }
  return (text.startsWith('/') ? '/' : '') + out.join('/') || '.';
};
const basename = (text, end = '') => {
  const name = text.replace(/\\/+$/, '').split('/').at(-1);
  return end !== '' && name.endsWith(end) ? name.slice(0, -end.length) : name;
};
const path = {
  sep: '/',
  delimiter: ':',
  normalize,
  basename,
  join: (...parts) => normalize(parts.filter(Boolean).join('/')),
  resolve: (...parts) => normalize(parts.reduce((at, part) => (part.startsWith('/') ? part : at + '/' + part), '/')),
  dirname: (text) => text.replace(/\\/+[^/]*\\/*$/, '') || (text.startsWith('/') ? '/' : '.'),
  extname: (text) => /[^/](\\.[^./]*)$/.exec(basename(text))?.[1] ?? '',
  isAbsolute: (text) => text.startsWith('/'),
};
module.exports = Object.assign(path, { posix: path, win32: path });
`;

const url = `
module.exports = {
  fileURLToPath: (address) => decodeURIComponent(String(address).replace(/^file:\\/\\//, '')),
  pathToFileURL: (path) => ({ href: 'file://' + path, toString: () => 'file://' + path }),
};
`;

const texts: Record<string, string> = {
  assert: assertion,
  'assert/strict': "module.exports = require('assert').strict;",
  util: util + refusing('util', 'parseArgs getSystemErrorName'),
  'util/types': "module.exports = require('util').types;",
  events,
  crypto:
    chance +
    refusing(
      'crypto',
      'createHash createHmac createCipheriv createDecipheriv createSign createVerify pbkdf2 pbkdf2Sync scrypt scryptSync hash subtle',
    ),
  perf_hooks: 'module.exports = { performance };',
  tty: 'module.exports = { isatty: () => false };',
  os:
    "module.exports = { EOL: '\\n', platform: () => 'linux', type: () => 'Linux', arch: () => 'x64', release: () => '0', endianness: () => 'LE' };" +
    refusing('os', 'cpus hostname networkInterfaces userInfo homedir tmpdir totalmem freemem loadavg uptime'),
  path,
  'path/posix': "module.exports = require('path');",
  url: url + refusing('url', 'URL URLSearchParams parse format resolve'),
  module: `module.exports = { createRequire: () => require('${outside}module'), builtinModules: [] };`,
};

/** The stand-in for one of Node's modules; null where there is none. */
export function standIn(specifier: string): { id: string; text: string } | null {
  const name = specifier.replace(/^node:/, '');
  if (!Object.hasOwn(texts, name)) return null;
  return { id: `gradlens:/node_modules/${name}/index.cjs`, text: `'use strict';${texts[name]}` };
}
