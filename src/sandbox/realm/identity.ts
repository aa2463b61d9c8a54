/** @file Where the language tells objects from primitives by itself: a traced value is a number to all of it. */
import {
  apply,
  construct,
  defineProperty,
  disguise,
  getOwnPropertyDescriptor,
  NativeNumber,
  NativeProxy,
  originals,
  realm,
  replaceMethod,
  weakSet,
} from './intrinsics';
import { proxies } from './shadow';
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

type Constructor = new (...given: unknown[]) => object;

/** A constructor that sees plain numbers in place of traced ones, in every other respect the native one. */
function constructor(name: string, seen: (made: object, given: ArrayLike<unknown>) => void): void {
  const property = getOwnPropertyDescriptor(realm, name);
  if (!property) return;
  const native = property.value as Constructor;
  const made: object = new NativeProxy(native, {
    construct(_target, given: unknown[], target): object {
      for (let i = 0; i < given.length; i++) given[i] = plain(given[i]);
      const result = construct(
        native,
        given,
        (target as unknown) === made ? native : (target as Constructor),
      ) as object;
      seen(result, given);
      return result;
    },
  });
  weakSet(originals, made, native);
  defineProperty(realm, name, { ...property, value: made });
  const own = native.prototype as object | undefined;
  const back = own && getOwnPropertyDescriptor(own, 'constructor');
  if (own && back) defineProperty(own, 'constructor', { ...back, value: made });
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
  if (typeof FinalizationRegistry === 'function') first(FinalizationRegistry.prototype, 'register', 'result');
  replaceMethod(
    Proxy,
    'revocable',
    (native) =>
      ({
        method(this: unknown, target: unknown, handler: unknown): unknown {
          const made = apply(native, this, [plain(target), plain(handler)]) as { proxy: object };
          weakSet(proxies, made.proxy, { target: target as object, handler: handler as object });
          return made;
        },
      }).method,
  );
  constructor('WeakRef', () => undefined);
  constructor('Proxy', (made, given) =>
    weakSet(proxies, made, { target: given[0] as object, handler: given[1] as object }),
  );
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
