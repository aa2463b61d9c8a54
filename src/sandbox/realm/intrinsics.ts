/** @file Built-ins as they were before any code of the person ran: nothing here looks anything up later. */

export const {
  apply,
  construct,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  has,
  ownKeys,
  setPrototypeOf,
  deleteProperty,
} = Reflect;
export const { isArray, from: arrayFrom } = Array;
export const { is: sameValue, create: createObject, freeze } = Object;
export const NativeNumber = Number;
export const NativeBoolean = Boolean;
export const NativeString = String;
export const NativeFunction = Function;
export const NativeDate = Date;
export const NativeError = Error;
export const NativeTypeError = TypeError;
export const NativePromise = Promise;
export const NativeProxy = Proxy;
export const NativeMap = Map;
export const NativeWeakMap = WeakMap;
// biome-ignore lint/security/noGlobalEval: code in strings is the program's own right; here it is only kept
export const nativeEval = globalThis.eval;
export const realm = globalThis;
export const { toPrimitive: toPrimitiveSymbol, iterator: iteratorSymbol, toStringTag: toStringTagSymbol } = Symbol;

const { bind, call } = Function.prototype;
/** `uncurry(f)(self, …args)` is `f.call(self, …args)` without looking up `call`. The caller says what `f` is. */
export const uncurry = bind.bind(call) as unknown as <Result = unknown, Parameters extends unknown[] = unknown[]>(
  f: unknown,
) => (self: unknown, ...parameters: Parameters) => Result;

export const functionText = uncurry<string>(Function.prototype.toString);
export const stringSlice = uncurry<string, [number, number?]>(String.prototype.slice);
export const stringIndexOf = uncurry<number, [string, number?]>(String.prototype.indexOf);
export const stringLastIndexOf = uncurry<number, [string]>(String.prototype.lastIndexOf);
export const weakGet = uncurry(WeakMap.prototype.get) as unknown as <K extends object, V>(
  map: WeakMap<K, V>,
  key: K,
) => V | undefined;
export const weakSet = uncurry(WeakMap.prototype.set) as unknown as <K extends object, V>(
  map: WeakMap<K, V>,
  key: K,
  value: V,
) => void;
export const mapGet = uncurry(Map.prototype.get) as unknown as <K, V>(map: Map<K, V>, key: K) => V | undefined;
export const mapSet = uncurry(Map.prototype.set) as unknown as <K, V>(map: Map<K, V>, key: K, value: V) => void;
export const promiseThen = uncurry(Promise.prototype.then) as unknown as (
  promise: Promise<unknown>,
  done: (value: unknown) => unknown,
  failed?: (reason: unknown) => unknown,
) => Promise<unknown>;

/** Native functions that were replaced: what stands in → the native one, for `toString` and identity. */
export const originals = new NativeWeakMap<object, object>();

/**
 * Puts `made` in the place of a built-in method: same name, length and attributes, not a constructor,
 * and natively looking text.
 */
export function replaceMethod(
  holder: object,
  key: PropertyKey,
  make: (native: (...parameters: unknown[]) => unknown) => (...parameters: never[]) => unknown,
): void {
  const property = getOwnPropertyDescriptor(holder, key);
  if (!property || typeof property.value !== 'function') return;
  const native = property.value as (...parameters: unknown[]) => unknown;
  const made = make(native);
  disguise(made, native);
  defineProperty(holder, key, { ...property, value: made });
}

/** Gives `made` the name, length and text of `native`. */
export function disguise(made: object, native: object): void {
  for (const key of ['length', 'name']) {
    const property = getOwnPropertyDescriptor(native, key);
    if (property) defineProperty(made, key, property);
  }
  weakSet(originals, made, native);
}

/** A constructor that takes the place of a built-in one: own keys copied, prototype shared. */
export function replaceConstructor(name: string, native: object, made: object): void {
  const keys = ownKeys(native);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const property = getOwnPropertyDescriptor(native, key) as PropertyDescriptor;
    defineProperty(made, key, property);
  }
  setPrototypeOf(made, getPrototypeOf(native));
  weakSet(originals, made, native);
  const prototype = (native as { prototype: object }).prototype;
  const constructorProperty = getOwnPropertyDescriptor(prototype, 'constructor') as PropertyDescriptor;
  defineProperty(prototype, 'constructor', { ...constructorProperty, value: made });
  const property = getOwnPropertyDescriptor(realm, name);
  if (property) defineProperty(realm, name, { ...property, value: made });
}
