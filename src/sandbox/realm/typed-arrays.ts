/** @file Typed arrays: constructors and methods that carry the rows behind the elements along. */
import { Op } from '../../engine/opcodes';
import { byOrder, byTruth } from './arrays';
import { truth } from './convert';
import {
  apply,
  arrayFrom,
  construct,
  createObject,
  defineProperty,
  getPrototypeOf,
  isArray,
  iteratorSymbol,
  realm,
  replaceConstructor,
  replaceMethod,
} from './intrinsics';
import { runtime } from './runtime';
import {
  elementOf,
  elementsOf,
  hasShadow,
  isTypedArray,
  rd,
  rowsFor,
  rowsOf,
  shadowStore,
  storeAll,
  whenLive,
} from './shadow';
import { detach, handle, idOf, plain, state } from './traced';

type Callback = (this: unknown, ...given: unknown[]) => unknown;
type Numbers = Float64Array;

const names = [
  'Float64Array',
  'Float32Array',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
] as const;
const abstract = getPrototypeOf(Float64Array) as object;
const prototype = getPrototypeOf(Float64Array.prototype) as object;
const arrayIterator = getPrototypeOf(apply(Array.prototype.values, [], [])) as object;
const NativeBuffer = ArrayBuffer;
const isBuffer = (value: unknown): boolean => value instanceof NativeBuffer;

function anyTraced(list: ArrayLike<unknown>): boolean {
  for (let i = 0; i < list.length; i++) if (idOf(list[i]) !== 0) return true;
  return false;
}

/** Natives convert what is in a list while the rows are kept here: no event. */
function quietly<T>(body: () => T): T {
  state.quiet++;
  try {
    return body();
  } finally {
    state.quiet--;
  }
}

function replaceArrayConstructor(name: string): void {
  const native = (realm as unknown as Record<string, new (...given: unknown[]) => Numbers>)[name];
  if (!native) return;
  function TracedArray(this: unknown, a?: unknown): unknown {
    if (new.target === undefined) return apply(native as unknown as Callback, this, arguments);
    if (typeof a === 'number' && (new.target as unknown) === TracedArray) return new native(a);
    const target = new.target as unknown as typeof native;
    if (!state.tracing || typeof a !== 'object' || a === null || isBuffer(a))
      return construct(native, arguments, target);
    const id = idOf(a);
    if (id !== 0) return construct(native, [detach(id, -1, null)], target);
    let list: ArrayLike<unknown>;
    if (isTypedArray(a)) {
      if (!hasShadow(a)) return construct(native, arguments, target);
      list = elementsOf(a as Numbers);
    } else if (isArray(a)) list = a;
    else if ((a as { [iteratorSymbol]?: unknown })[iteratorSymbol] != null) list = arrayFrom(a as Iterable<unknown>);
    else list = arrayFrom(a as ArrayLike<unknown>);
    const made = quietly(() => construct(native, [list], target)) as Numbers;
    if (anyTraced(list)) for (let i = 0; i < list.length; i++) if (idOf(list[i]) !== 0) shadowStore(made, i, list[i]);
    return made;
  }
  replaceConstructor(name, native, TracedArray);
}

/** A method that does something else only where rows are at stake. */
function method(
  holder: object,
  name: PropertyKey,
  atStake: (self: unknown, given: IArguments) => boolean,
  traced: (native: Callback, self: Numbers, given: IArguments) => unknown,
): void {
  replaceMethod(
    holder,
    name,
    (native) =>
      ({
        method(this: unknown): unknown {
          return state.tracing && atStake(this, arguments)
            ? traced(native as Callback, this as Numbers, arguments)
            : apply(native, this, arguments);
        },
      }).method,
  );
}

const shadowed = (self: unknown): boolean => hasShadow(self);
const shadowedOrCallback = (self: unknown, given: IArguments): boolean =>
  typeof given[0] === 'function' && isTypedArray(self);

/** A callback that sees traced elements; `place` is where its element argument stands. */
function seeing(callback: unknown, array: Numbers, place: 0 | 1): Callback {
  return place === 0
    ? function (this: unknown, value, index) {
        return apply(callback as Callback, this, [rd(value, array, index), index, array]);
      }
    : function (this: unknown, sum, value, index) {
        return apply(callback as Callback, this, [sum, rd(value, array, index), index, array]);
      };
}

function relative(index: unknown, length: number, otherwise: number): number {
  if (index === undefined) return otherwise;
  const whole = Math.trunc(Number(plain(index))) || 0;
  return whole < 0 ? Math.max(length + whole, 0) : Math.min(whole, length);
}

/** As typed arrays sort: by number, NaN last, −0 before 0. */
function numerically(a: unknown, b: unknown): number {
  const x = plain(a) as number;
  const y = plain(b) as number;
  if (x !== x) return y !== y ? 0 : 1;
  if (y !== y) return -1;
  if (x < y) return -1;
  if (x > y) return 1;
  return x === 0 && y === 0 ? (Object.is(x, -0) ? (Object.is(y, -0) ? 0 : -1) : Object.is(y, -0) ? 1 : 0) : 0;
}

function installMethods(): void {
  for (const name of ['forEach', 'some', 'every', 'findIndex', 'findLastIndex'] as const) {
    method(prototype, name, shadowedOrCallback, (native, self, given) => {
      const callback = seeing(given[0], self, 0);
      return apply(native, self, [name === 'forEach' ? callback : byTruth(callback), given[1]]);
    });
  }
  for (const [name, index] of [
    ['find', 'findIndex'],
    ['findLast', 'findLastIndex'],
  ] as const) {
    const search = (prototype as Record<string, Callback>)[index];
    if (search)
      method(prototype, name, shadowedOrCallback, (_native, self, given) => {
        const at = apply(search, self, [given[0], given[1]]) as number;
        return at < 0 ? undefined : elementOf(self, at);
      });
  }
  for (const name of ['reduce', 'reduceRight'] as const) {
    method(prototype, name, shadowed, (native, self, given) => {
      const callback = seeing(given[0], self, 1);
      if (given.length > 1) return apply(native, self, [callback, given[1]]);
      // without a start the first element is one, and must be traced
      const list = elementsOf(self);
      return apply(Array.prototype[name], list, [callback]);
    });
  }
  method(prototype, 'map', shadowedOrCallback, (native, self, given) => {
    const results: unknown[] = [];
    const callback = seeing(given[0], self, 0);
    const made = apply(native, self, [
      function (this: unknown, value: unknown, index: number) {
        const result = apply(callback, this, [value, index]);
        results[index] = result;
        return plain(result);
      },
      given[1],
    ]) as Numbers;
    for (let i = 0; i < results.length; i++) if (idOf(results[i]) !== 0) shadowStore(made, i, results[i]);
    return made;
  });
  method(prototype, 'filter', shadowedOrCallback, (native, self, given) => {
    const kept: unknown[] = [];
    const callback = seeing(given[0], self, 0);
    const made = apply(native, self, [
      function (this: unknown, value: unknown, index: number) {
        const keep = truth(apply(callback, this, [value, index]), -1);
        if (keep) kept[kept.length] = elementOf(self, index);
        return keep;
      },
      given[1],
    ]) as Numbers;
    storeAll(made, kept);
    return made;
  });
  method(prototype, 'at', shadowed, (native, self, given) => {
    const value = apply(native, self, given);
    const index = Math.trunc(Number(plain(given[0]))) || 0;
    return value === undefined ? value : elementOf(self, index < 0 ? self.length + index : index);
  });
  method(
    prototype,
    'fill',
    (self, given) => shadowed(self) || (idOf(given[0]) !== 0 && isTypedArray(self)),
    (native, self, given) => {
      quietly(() => apply(native, self, given));
      const end = relative(given[2], self.length, self.length);
      for (let i = relative(given[1], self.length, 0); i < end; i++)
        shadowStore(self, i, idOf(given[0]) !== 0 ? given[0] : self[i]);
      return self;
    },
  );
  method(
    prototype,
    'set',
    (self, given) => isTypedArray(self) && typeof given[0] === 'object' && given[0] !== null && idOf(given[0]) === 0,
    (native, self, given) => {
      const source = given[0] as ArrayLike<unknown>;
      const list = hasShadow(source) ? elementsOf(source as Numbers) : source;
      if (!shadowed(self) && (isTypedArray(list) || !anyTraced(list))) return apply(native, self, given);
      quietly(() => apply(native, self, given));
      const start = Math.trunc(Number(plain(given[1]))) || 0;
      for (let i = 0; i < list.length; i++)
        shadowStore(self, start + i, idOf(list[i]) !== 0 ? list[i] : self[start + i]);
      return undefined;
    },
  );
  for (const name of ['slice', 'toReversed'] as const) {
    method(prototype, name, shadowed, (native, self, given) => {
      const list = apply(
        Array.prototype[name === 'slice' ? 'slice' : 'reverse'] as Callback,
        elementsOf(self),
        name === 'slice' ? [given[0], given[1]] : [],
      ) as unknown[];
      const made = apply(native, self, given) as Numbers;
      storeAll(made, list);
      return made;
    });
  }
  for (const name of ['reverse', 'copyWithin'] as const) {
    method(prototype, name, shadowed, (_native, self, given) => {
      const list = elementsOf(self);
      apply(Array.prototype[name] as Callback, list, given);
      storeAll(self, list);
      return self;
    });
  }
  for (const name of ['sort', 'toSorted'] as const) {
    method(
      prototype,
      name,
      (self, given) => shadowed(self) || (typeof given[0] === 'function' && isTypedArray(self)),
      (native, self, given) => {
        if (!shadowed(self)) return apply(native, self, [byOrder(given[0])]);
        const list = elementsOf(self);
        apply(Array.prototype.sort as Callback, list, [given[0] === undefined ? numerically : byOrder(given[0])]);
        const made = name === 'sort' ? self : (apply(native, self, [() => 0]) as Numbers);
        storeAll(made, list);
        return made;
      },
    );
  }
  method(
    prototype,
    'with',
    (self, given) => shadowed(self) || (idOf(given[1]) !== 0 && isTypedArray(self)),
    (native, self, given) => {
      const list = elementsOf(self);
      const made = quietly(() => apply(native, self, given)) as Numbers;
      const index = Math.trunc(Number(plain(given[0]))) || 0;
      list[index < 0 ? list.length + index : index] = given[1];
      for (let i = 0; i < list.length; i++) shadowStore(made, i, idOf(list[i]) !== 0 ? list[i] : made[i]);
      return made;
    },
  );
  for (const name of ['includes', 'indexOf', 'lastIndexOf'] as const) {
    method(
      prototype,
      name,
      (_self, given) => idOf(given[0]) !== 0,
      (native, self, given) => {
        const value = detach(idOf(given[0]), -1, null);
        return given.length > 1 ? apply(native, self, [value, given[1]]) : apply(native, self, [value]);
      },
    );
  }
  replaceMethod(
    abstract,
    'from',
    (native) =>
      ({
        method(this: unknown, source: unknown, map: unknown, self: unknown): unknown {
          if (!state.tracing || typeof source !== 'object' || source === null || typeof this !== 'function')
            return apply(native, this, arguments);
          const list = (
            map === undefined
              ? arrayFrom(source as Iterable<unknown>)
              : apply(arrayFrom as Callback, Array, [source, map, self])
          ) as unknown[];
          return fromList(this, list);
        },
      }).method,
  );
  replaceMethod(
    abstract,
    'of',
    (native) =>
      ({
        method(this: unknown): unknown {
          if (!state.tracing || typeof this !== 'function' || !anyTraced(arguments))
            return apply(native, this, arguments);
          return fromList(this, arguments);
        },
      }).method,
  );
}

function fromList(constructor: unknown, list: ArrayLike<unknown>): unknown {
  const made = construct(constructor as new (n: number) => Numbers, [list.length]) as Numbers;
  for (let i = 0; i < list.length; i++) {
    if (idOf(list[i]) !== 0) shadowStore(made, i, list[i]);
    else made[i] = list[i] as number;
  }
  return made;
}

function iterator(array: Numbers, kind: 'values' | 'entries'): object {
  let index = 0;
  const made = createObject(arrayIterator) as object;
  defineProperty(made, 'next', {
    value(): unknown {
      if (index >= array.length) return { value: undefined, done: true };
      const at = index++;
      return { value: kind === 'values' ? elementOf(array, at) : [at, elementOf(array, at)], done: false };
    },
    writable: true,
    enumerable: false,
    configurable: true,
  });
  return made;
}

/** Only once an element is traced: these replacements would slow every loop over any array down. */
function installWhenLive(): void {
  for (const name of ['values', 'entries'] as const)
    method(prototype, name, shadowed, (_native, self) => iterator(self, name));
  const values = Object.getOwnPropertyDescriptor(prototype, 'values')?.value as unknown;
  defineProperty(prototype, iteratorSymbol, { value: values, writable: true, enumerable: false, configurable: true });
  // methods of Array applied to a typed array
  for (const name of [
    'forEach',
    'map',
    'filter',
    'some',
    'every',
    'find',
    'findIndex',
    'reduce',
    'reduceRight',
    'slice',
    'concat',
    'flatMap',
    'values',
    'entries',
    'at',
  ] as const) {
    method(Array.prototype, name, shadowed, (native, self, given) => apply(native, elementsOf(self), given));
  }
  for (const name of ['values', 'entries'] as const) {
    method(
      Object,
      name,
      (_self, given) => hasShadow(given[0]),
      (native, self, given) => apply(native, self, [elementsOf(given[0] as Numbers)]),
    );
  }
  method(
    Object,
    'assign',
    (_self, given) => {
      for (let i = 1; i < given.length; i++) if (hasShadow(given[i])) return true;
      return false;
    },
    (native, self, given) => {
      const list: unknown[] = [];
      for (let i = 0; i < given.length; i++)
        list[i] = i > 0 && hasShadow(given[i]) ? elementsOf(given[i] as Numbers) : given[i];
      return apply(native, self, list);
    },
  );
  method(
    Function.prototype,
    'apply',
    (_self, given) => hasShadow(given[1]),
    (native, self, given) => apply(native, self, [given[0], elementsOf(given[1] as Numbers)]),
  );
  method(
    Reflect,
    'apply',
    (_self, given) => hasShadow(given[2]),
    (native, self, given) => apply(native, self, [given[0], given[1], elementsOf(given[2] as Numbers)]),
  );
  method(
    Reflect,
    'get',
    (_self, given) => hasShadow(given[0]),
    (native, self, given) => rd(apply(native, self, given), given[0], given[1]),
  );
  replaceMethod(
    NativeBuffer.prototype,
    'slice',
    (native) =>
      ({
        method(this: unknown): unknown {
          const made = apply(native, this, arguments) as ArrayBuffer;
          const ids = state.tracing && isBuffer(this) ? rowsOf(this as ArrayBuffer) : undefined;
          if (ids) {
            const start = relative(arguments[0], (this as ArrayBuffer).byteLength, 0);
            if (start % 4 === 0) {
              const copy = rowsFor(made);
              for (let i = 0; i < made.byteLength >> 2; i++) copy[i] = ids[(start >> 2) + i];
            }
          }
          return made;
        },
      }).method,
  );
}

function installDataView(): void {
  const views = DataView.prototype;
  const byteOffset = Object.getOwnPropertyDescriptor(views, 'byteOffset')?.get as () => number;
  const bufferOf = Object.getOwnPropertyDescriptor(views, 'buffer')?.get as () => ArrayBuffer;
  const place = (view: unknown, offset: unknown): number => {
    const at = (apply(byteOffset, view, []) as number) + Math.trunc(Number(plain(offset)) || 0);
    return at % 4 === 0 ? at >> 2 : -1;
  };
  for (const name of ['setFloat64', 'setFloat32'] as const) {
    replaceMethod(
      views,
      name,
      (native) =>
        ({
          method(this: unknown, offset: unknown, value: unknown): unknown {
            const id = idOf(value);
            if (id === 0 || !state.tracing) return apply(native, this, arguments);
            quietly(() => apply(native, this, arguments));
            const at = place(this, offset);
            if (at < 0) detach(id, -1, 'it was stored at an odd offset of a buffer');
            else
              rowsFor(apply(bufferOf, this, []) as ArrayBuffer)[at] =
                name === 'setFloat64'
                  ? id
                  : state.tape.push(Op.fround, id, 0, 0, Math.fround(state.tape.value[id]), state.tape.site[id]);
            return undefined;
          },
        }).method,
    );
  }
  for (const name of ['getFloat64', 'getFloat32'] as const) {
    replaceMethod(
      views,
      name,
      (native) =>
        ({
          method(this: unknown, offset: unknown): unknown {
            const value = apply(native, this, arguments) as number;
            if (!runtime.live) return value;
            const ids = rowsOf(apply(bufferOf, this, []) as ArrayBuffer);
            const at = ids ? place(this, offset) : -1;
            const id = at < 0 ? 0 : (ids as Int32Array)[at];
            return id !== 0 && state.tape.value[id] === value ? handle(id) : value;
          },
        }).method,
    );
  }
}

export function installTypedArrays(): void {
  for (const name of names) replaceArrayConstructor(name);
  installMethods();
  installDataView();
  whenLive(installWhenLive);
}
