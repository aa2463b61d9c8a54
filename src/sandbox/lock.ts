/**
 * @file Freezes the intrinsics of the outer realm, so that code which got out of the inner realm can neither listen
 * in on ours nor leave anything behind for the next evaluation.
 */

/** Prototypes on which an instance commonly defines its own member of the same name by assignment. */
const overridable: object[] = [
  Object.prototype,
  Function.prototype,
  Promise.prototype,
  ...[Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError].map(
    (e) => e.prototype,
  ),
];

export function lockIntrinsics(): void {
  const found = reachableIntrinsics();
  // Error.prepareStackTrace would be handed our frames; stackTraceLimit would show or hide them
  Object.defineProperty(Error, 'prepareStackTrace', { value: undefined, writable: false, configurable: false });
  for (const prototype of overridable) for (const key of Reflect.ownKeys(prototype)) allowOverride(prototype, key);
  for (const intrinsic of found) freeze(intrinsic);
  // what our own code finds under a global name stays what it is
  freeze(globalThis);
}

/**
 * As `Object.freeze`, property by property: V8 makes every access to a typed array ten times slower once a prototype
 * in its chain was frozen by the built-in.
 */
function freeze(intrinsic: object): void {
  for (const key of Reflect.ownKeys(intrinsic)) {
    const property = Reflect.getOwnPropertyDescriptor(intrinsic, key);
    if (!property?.configurable && !property?.writable) continue;
    const fixed = 'value' in property ? { value: property.value as unknown, writable: false } : {};
    Reflect.defineProperty(intrinsic, key, { ...fixed, configurable: false });
  }
  Object.preventExtensions(intrinsic);
}

/** On a frozen prototype `instance.name = …` would throw; as an accessor it still defines the instance's own member. */
function allowOverride(prototype: object, key: PropertyKey): void {
  const property = Reflect.getOwnPropertyDescriptor(prototype, key);
  if (!property?.configurable || !('value' in property)) return;
  const { value, enumerable } = property;
  Reflect.defineProperty(prototype, key, {
    get: () => value as unknown,
    set(this: object, replacement: unknown) {
      if (this === prototype) throw new TypeError(`Cannot change ${String(key)} of an intrinsic.`);
      Reflect.defineProperty(this, key, { value: replacement, writable: true, enumerable: true, configurable: true });
    },
    enumerable,
    configurable: false,
  });
}

/** The global functions and objects with all that hangs on them, and the prototypes that have no name. */
function reachableIntrinsics(): Set<object> {
  const found = new Set<object>();
  const waiting: unknown[] = [
    ...Reflect.ownKeys(globalThis).map((key) => Reflect.getOwnPropertyDescriptor(globalThis, key)?.value as unknown),
    Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())),
    [][Symbol.iterator](),
    new Map()[Symbol.iterator](),
    new Set()[Symbol.iterator](),
    ''[Symbol.iterator](),
    /x/[Symbol.matchAll](''),
    function* () {},
    async () => {},
    async function* () {},
    new Float64Array(0),
  ];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (
      value === null ||
      (typeof value !== 'object' && typeof value !== 'function') ||
      value === globalThis ||
      found.has(value)
    )
      continue;
    found.add(value);
    waiting.push(Object.getPrototypeOf(value));
    for (const key of Reflect.ownKeys(value)) {
      const property = Reflect.getOwnPropertyDescriptor(value, key);
      if (property) waiting.push(property.value, property.get, property.set);
    }
  }
  // non-empty typed arrays cannot be frozen, and none is an intrinsic
  for (const value of found) if (ArrayBuffer.isView(value)) found.delete(value);
  return found;
}
