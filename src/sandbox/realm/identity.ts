/** @file Where the language tells objects from primitives by itself: a traced value is a number to all of it. */
import { apply, defineProperty, disguise, getOwnPropertyDescriptor, NativeNumber, replaceMethod } from './intrinsics';
import { idOf, plain } from './traced';

/** A function of an object that sees a plain number in place of a traced one. */
function first(holder: object, name: string, gives: 'result' | 'itself'): void {
  replaceMethod(
    holder,
    name,
    (native) =>
      ({
        method(this: unknown, given: unknown, other: unknown): unknown {
          if (idOf(given) === 0) return apply(native, this, arguments);
          const result = apply(native, this, [plain(given), other, arguments[2]]);
          return gives === 'itself' ? given : result;
        },
      }).method,
  );
}

export function installIdentity(): void {
  for (const name of ['freeze', 'seal', 'preventExtensions', 'setPrototypeOf']) first(Object, name, 'itself');
  for (const name of [
    'isFrozen',
    'isSealed',
    'isExtensible',
    'getPrototypeOf',
    'getOwnPropertyNames',
    'getOwnPropertySymbols',
    'defineProperty',
    'defineProperties',
    'create',
  ])
    first(Object, name, 'result');
  for (const name of [
    'ownKeys',
    'has',
    'get',
    'set',
    'defineProperty',
    'deleteProperty',
    'getOwnPropertyDescriptor',
    'getPrototypeOf',
    'setPrototypeOf',
    'isExtensible',
    'preventExtensions',
  ])
    first(Reflect, name, 'result');
  first(WeakMap.prototype, 'set', 'result');
  first(WeakSet.prototype, 'add', 'result');
  const property = getOwnPropertyDescriptor(Object.prototype, '__proto__');
  const native = property?.get;
  if (!property || !native) return;
  const { get } = {
    get(this: unknown): unknown {
      return idOf(this) === 0 ? apply(native, this, []) : NativeNumber.prototype;
    },
  };
  disguise(get, native);
  defineProperty(Object.prototype, '__proto__', { ...property, get });
}
