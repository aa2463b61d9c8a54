/** @file Other ways to the elements of a typed array: iteration, methods of Array, buffers, DataView. */
import {
  apply,
  createObject,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  iteratorSymbol,
  ownKeys,
  replaceMethod,
} from './intrinsics';
import { elementOf, elementsOf, hasShadow, isTypedArray, rd, rowsFor, rowsOf, st, storeAll } from './shadow';
import { detach, idOf, quietly, state } from './traced';
import {
  type Callback,
  isBuffer,
  method,
  NativeBuffer,
  type Numbers,
  prototype,
  relative,
  shadowed,
} from './typed-method';

const arrayIterator = getPrototypeOf(apply(Array.prototype.values, [], [])) as object;

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
export function installWhenLive(): void {
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
    'findLast',
    'findLastIndex',
    'flatMap',
    'flat',
    'indexOf',
    'lastIndexOf',
    'includes',
    'toReversed',
    'toSorted',
    'toSpliced',
    'with',
    'values',
    'entries',
    'at',
  ] as const) {
    method(Array.prototype, name, shadowed, (native, self, given) => apply(native, elementsOf(self), given));
  }
  // those that change it are the typed array's own, but for what `sort` compares
  for (const name of ['reverse', 'copyWithin', 'fill'] as const) {
    const own = (prototype as unknown as Record<string, Callback>)[name];
    method(
      Array.prototype,
      name,
      (self, given) => shadowed(self) || (idOf(given[0]) !== 0 && isTypedArray(self)),
      (_native, self, given) => apply(own, self, given),
    );
  }
  method(Array.prototype, 'sort', shadowed, (native, self, given) => {
    storeAll(self, apply(native, elementsOf(self), given) as unknown[]);
    return self;
  });
  for (const holder of [Array.prototype, prototype]) {
    for (const name of ['join', 'toLocaleString'] as const)
      method(holder, name, shadowed, (native, self, given) => {
        leaves(self, 'it was turned into text by join');
        return apply(native, self, given);
      });
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
    JSON,
    'stringify',
    (_self, given) => typeof given[0] === 'object' && given[0] !== null,
    (native, self, given) => {
      leavesInside(given[0] as object, 0);
      return apply(native, self, given);
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
  for (const holder of [Object, Reflect])
    method(
      holder,
      'getOwnPropertyDescriptor',
      (_self, given) => hasShadow(given[0]),
      (native, self, given) => elementProperty(apply(native, self, given), given[0], given[1]),
    );
  method(
    Object,
    'getOwnPropertyDescriptors',
    (_self, given) => hasShadow(given[0]),
    (native, self, given) => {
      const made = apply(native, self, given) as Record<string, PropertyDescriptor>;
      const keys = ownKeys(made);
      for (let i = 0; i < keys.length; i++) elementProperty(made[keys[i] as string], given[0], keys[i]);
      return made;
    },
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

/** A property's description with the element as it is traced. */
function elementProperty(property: unknown, array: unknown, key: unknown): unknown {
  const made = property as PropertyDescriptor | undefined;
  if (made !== undefined && 'value' in made) made.value = rd(made.value, array, key);
  return property;
}

/** The elements of a typed array leave the tape all at once. */
function leaves(array: Numbers, detail: string): void {
  const list = elementsOf(array);
  for (let i = 0; i < list.length; i++) if (idOf(list[i]) !== 0) detach(idOf(list[i]), -1, detail);
}

/** What is written as JSON is looked through for typed arrays, without calling anything of the program. */
function leavesInside(value: object, depth: number): void {
  if (hasShadow(value)) {
    leaves(value as Numbers, 'it was written as JSON');
    return;
  }
  if (depth > 8 || idOf(value) !== 0) return;
  const keys = Object.keys(value);
  for (let i = 0; i < keys.length; i++) {
    const inside: unknown = getOwnPropertyDescriptor(value, keys[i])?.value;
    if (typeof inside === 'object' && inside !== null) leavesInside(inside, depth + 1);
  }
}

/** Stores by reflection, which natives would make with the plain number. */
export function installStores(): void {
  for (const holder of [Object, Reflect])
    method(
      holder,
      'defineProperty',
      (_self, given) =>
        isTypedArray(given[0]) &&
        typeof given[2] === 'object' &&
        given[2] !== null &&
        (hasShadow(given[0]) || idOf((given[2] as PropertyDescriptor).value) !== 0),
      (native, self, given) => {
        const made = quietly(() => apply(native, self, given));
        const property = given[2] as PropertyDescriptor;
        if (made !== false && 'value' in property) st(given[0], given[1], property.value);
        return made;
      },
    );
  method(
    Reflect,
    'set',
    (_self, given) => given.length === 3 && isTypedArray(given[0]) && (hasShadow(given[0]) || idOf(given[2]) !== 0),
    (native, self, given) => {
      const made = quietly(() => apply(native, self, given));
      st(given[0], given[1], given[2]);
      return made;
    },
  );
  method(
    Object,
    'assign',
    (_self, given) => {
      for (let i = 0; i < given.length; i++)
        if (isTypedArray(given[i]) && (i === 0 || hasShadow(given[i]))) return true;
      return false;
    },
    (native, self, given) => {
      const [target] = given;
      if (!isTypedArray(target)) {
        const list: unknown[] = [];
        for (let i = 0; i < given.length; i++)
          list[i] = i > 0 && hasShadow(given[i]) ? elementsOf(given[i] as Numbers) : given[i];
        return apply(native, self, list);
      }
      for (let i = 1; i < given.length; i++) {
        if (given[i] === null || given[i] === undefined) continue;
        const source = Object(given[i]) as Record<PropertyKey, unknown>;
        const keys = ownKeys(source);
        for (let k = 0; k < keys.length; k++) {
          const key = keys[k];
          if (getOwnPropertyDescriptor(source, key)?.enumerable !== true) continue;
          const value = rd(source[key], source, key);
          if (!st(target, key, value)) (target as unknown as Record<PropertyKey, unknown>)[key] = value;
        }
      }
      return target;
    },
  );
}
