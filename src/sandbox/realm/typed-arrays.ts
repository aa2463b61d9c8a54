/** @file Typed arrays: constructors and methods that carry the rows behind the elements along. */

import { byOrder, byTruth } from './arrays';
import { truth } from './convert';
import { installDataView } from './data-view';
import { decided, orderDecided } from './decided';
import {
  apply,
  arrayFrom,
  construct,
  isArray,
  iteratorSymbol,
  realm,
  replaceConstructor,
  replaceMethod,
} from './intrinsics';
import {
  allWritten,
  copyRows,
  elementOf,
  elementsOf,
  hasShadow,
  isTypedArray,
  rd,
  shadowStore,
  storeAll,
  whenLive,
} from './shadow';
import { detach, idOf, plain, quietly, state } from './traced';
import { abstract, type Callback, isBuffer, method, type Numbers, prototype, relative, shadowed } from './typed-method';
import { installStores, installWhenLive } from './typed-natives';

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
function anyTraced(list: ArrayLike<unknown>): boolean {
  for (let i = 0; i < list.length; i++) if (idOf(list[i]) !== 0) return true;
  return false;
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
    copyRows(a, made);
    if (isArray(list)) allWritten(made);
    return made;
  }
  replaceConstructor(name, native, TracedArray);
}

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

/** As typed arrays sort: by number, NaN last, −0 before 0. */
function numerically(a: unknown, b: unknown): number {
  orderDecided(a, b);
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
      if (list === source && !shadowed(self) && (isTypedArray(list) || !anyTraced(list))) {
        apply(native, self, given);
        allWritten(self);
        return undefined;
      }
      quietly(() => apply(native, self, given));
      const start = Math.trunc(Number(decided(given[1]))) || 0;
      for (let i = 0; i < list.length; i++)
        shadowStore(self, start + i, idOf(list[i]) !== 0 ? list[i] : self[start + i]);
      copyRows(source, self, start);
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
      if (name === 'slice' && made.length > 0)
        copyRows(self.subarray(relative(given[0], self.length, 0), relative(given[1], self.length, self.length)), made);
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
      const index = Math.trunc(Number(decided(given[0]))) || 0;
      list[index < 0 ? list.length + index : index] = given[1];
      for (let i = 0; i < list.length; i++) shadowStore(made, i, idOf(list[i]) !== 0 ? list[i] : made[i]);
      return made;
    },
  );
  for (const name of ['includes', 'indexOf', 'lastIndexOf'] as const) {
    method(
      prototype,
      name,
      (self, given) => idOf(given[0]) !== 0 || shadowed(self),
      (native, self, given) => {
        if (shadowed(self)) for (let i = 0; i < self.length; i++) decided(elementOf(self, i));
        const value = decided(given[0]);
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
          if (!state.tracing || typeof this !== 'function') return apply(native, this, arguments);
          if (anyTraced(arguments)) return fromList(this, arguments);
          const made = apply(native, this, arguments);
          allWritten(made);
          return made;
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
  allWritten(made);
  return made;
}

export function installTypedArrays(): void {
  for (const name of names) replaceArrayConstructor(name);
  installMethods();
  installDataView();
  installStores();
  whenLive(installWhenLive);
}
